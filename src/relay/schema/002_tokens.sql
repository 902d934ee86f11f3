-- 002_tokens.sql -- version 2: admission to an open relay.

-- Unspent admission tokens, as hashes; a row goes when its token is spent. Which box it admitted is
-- not kept.
CREATE TABLE token (
    hash BLOB NOT NULL PRIMARY KEY             -- 32: H("bk/v1/token", token)
) STRICT, WITHOUT ROWID;
