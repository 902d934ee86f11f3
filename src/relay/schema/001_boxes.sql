-- 001_boxes.sql -- what a relay keeps, version 1.
--
-- Public keys and hashes only: nothing here lets a thief of the file read or write a box. No time
-- is finer than a day, no address is kept, and no table has an order that runs across boxes: a
-- sequence over all boxes would tell which of them are written together.
--
-- Days count from 2020-01-01 (UTC). Hashes, keys and signatures are those of wire/relay_api.h.

-- One row a box. `slot` is where its blobs stand in table blob; it is random, so neighbours there
-- are strangers.
CREATE TABLE box (
    id         BLOB    NOT NULL PRIMARY KEY,   -- 32: the author's public key
    slot       INTEGER NOT NULL UNIQUE,        -- 1 .. 2^38 - 1, random
    rt_hash    BLOB    NOT NULL,               -- 32: H(read token)
    class      INTEGER NOT NULL,               -- 1 feed, 2 locator, 3 invite, 4 live
    next       INTEGER NOT NULL,               -- the position the next append must name
    head       BLOB    NOT NULL,               -- 32: head_{next-1}
    bytes      INTEGER NOT NULL,               -- data held, erased blobs not counted
    expires    INTEGER NOT NULL,               -- day on which box (invite) or data (live) goes; 0 never
    floor      INTEGER NOT NULL,               -- lowest position kept
    floor_head BLOB,                           -- 32: head_{floor-1}; NULL while floor is 1
    floor_sig  BLOB                            -- 64: the author's signature over it
) STRICT, WITHOUT ROWID;

CREATE INDEX box_expires ON box (expires) WHERE expires > 0;

-- One row a blob, at place = slot * 2^24 + n: a box's blobs lie together and in order, which makes
-- reading from a position one range scan, and keys are small integers.
CREATE TABLE blob (
    place INTEGER NOT NULL PRIMARY KEY,
    bh    BLOB    NOT NULL,                    -- 32: H(blob)
    sig   BLOB,                                -- 64: over head_n; NULL inside an append of several
    data  BLOB                                 -- NULL once erased
) STRICT;

-- Slots whose box is gone (dropped, expired, or a live box that was emptied): their blobs are
-- removed in small steps, so that no writer waits for a large box.
CREATE TABLE purge (
    slot INTEGER NOT NULL PRIMARY KEY
) STRICT;

-- Ids that were dropped stay refused until the day, so that no recorded create brings one back.
CREATE TABLE tombstone (
    id      BLOB    NOT NULL PRIMARY KEY,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
