/* relay_api.h -- what a client and a relay say to each other: the specification of the protocol.
 *
 * A relay keeps sealed boxes and can read none of them. A box holds one author's blobs in order.
 * Its id is an Ed25519 public key; whoever holds the secret half may write, whoever holds the read
 * token may read. The relay stores public keys and hashes only. This file fixes every byte that
 * passes between the two; relay_api.c writes and reads those bytes for both sides. Nothing here
 * hashes or signs: crypt/ does that over the messages laid out below.
 *
 * Notation: `a ‖ b` is concatenation; integers are little-endian (u8, u32, u64); sizes are bytes;
 * pad16(s) is the ASCII text s filled with zero bytes to 16. H(label, x...) is BLAKE2b-256 over
 * pad16(label) ‖ x..., Sign is Ed25519 with the box's secret key.
 *
 * CALLS                                       body                 answer 200
 *   PUT    /b/<id>                            create               position
 *   POST   /b/<id>/<n>                        append               position
 *   GET    /b/<id>?from=<n>[&wait=<seconds>]  none                 page
 *   DELETE /b/<id>/<n>                        erase                position
 *   DELETE /b/<id>                            drop                 position (the last one)
 * <id> is 64 lowercase hex digits; <n> and <seconds> are decimal without leading zeros. n counts
 * from 1 and is below 2^53. Nothing else is a target of the protocol: no percent-encoding, no
 * other order of parameters. Every body has exactly one Content-Length; Transfer-Encoding is
 * refused. Bodies both ways are application/octet-stream; a refusal is text/plain, one line.
 * GET carries `Authorization: Box <rt>`, rt being the 32-byte read token in unpadded base64url
 * (43 characters). The token is never part of an address.
 *
 * CREATE BODY (102, 118 or 110 bytes)
 *   0    1  class          1 feed, 2 locator, 3 invite, 4 live
 *   1    4  day            u32, the client's day in UTC, counted from 2020-01-01
 *   5   32  rt_hash        H("bk/v1/rt", rt)
 *  37   64  sig            Sign(create message)
 * 101    1  admission      0 none; 1 token; 2 proof of work
 * 102   16  token          if admission is 1: a single-use token from the operator
 * 102    8  nonce          if admission is 2: u64 such that the first 22 bits, most significant
 *                          first, of H("bk/v1/pow", id ‖ day₄ ‖ host_hash ‖ nonce₈) are zero
 * create message:          pad16("bk/v1/create") ‖ id ‖ rt_hash ‖ class₁ ‖ day₄ ‖ host_hash
 * host_hash:               H("bk/v1/host", origin), origin as the browser writes it, such as
 *                          "https://relay.example" or "http://127.0.0.1:8080" (lowercase, no
 *                          default port, no path). So a create shown to one relay cannot be
 *                          replayed at another to squat an id.
 * The day may differ from the relay's by 2. The same create again (same id, rt_hash and class)
 * answers 200 and changes nothing, though its token is spent by then; another rt_hash or class for
 * an id that exists is refused with 409. A dropped id stays refused (410) for 90 days, which is far
 * longer than any recorded create stays valid: a replay cannot bring a dropped box back.
 *
 * APPEND BODY (100 + sum of (4 + size), at most 160,000)
 *   0   32  prev           head_{n-1}: what this append stands on
 *  32   64  sig            Sign(append message) over the head after the last blob
 *  96    4  count          u32, 1..128 blobs at positions n, n+1, ..., n+count-1
 * then count times: size u32 ‖ blob
 * append message:          pad16("bk/v1/append") ‖ id ‖ head_{n+count-1}
 * chain:  head_0 = H("bk/v1/head0", id)
 *         bh_n   = H("bk/v1/blob", blob_n)
 *         head_n = H("bk/v1/head", head_{n-1} ‖ n₈ ‖ bh_n)
 * `prev` is in the body so that the signature can be checked from the request alone: a wrong
 * signature is refused alike whether the box exists or not, and only the author learns which.
 * Compare-and-swap: n must be the box's next position and prev its head. If instead every one of
 * the blobs already stands at its position with the same bh, the answer is 200 (the first answer
 * may have been lost; an erased blob stays erased). Anything else is 409 with the relay's
 * position. A client never signs on top of a position that it has not fetched and verified.
 *
 * ERASE BODY (96): bh ‖ sig       DROP BODY (96): head ‖ sig
 * erase message:           pad16("bk/v1/erase") ‖ id ‖ n₈ ‖ bh_n
 * drop message:            pad16("bk/v1/drop") ‖ id ‖ head
 * Erasing removes the bytes of one blob and keeps its bh and signature, so that the chain still
 * verifies; it is idempotent. It names the content, not just the position: a replay can only ask
 * again for what is already gone. Dropping removes the box; it names the head, so that it cannot
 * remove what its author had not seen (409), and a replay meets a tombstone (200 again, 90 days).
 * After that only a box that was made anew under the same key and is still empty could meet an old
 * drop of an empty box; clients never reuse an id.
 *
 * POSITION (40)
 *   0    8  next           u64: the n that the next append must name; next - 1 blobs stand
 *   8   32  head           head_{next-1}
 * A 409 carries the position and then the reason's line.
 *
 * PAGE (148 + sum of blobs)
 *   0   40  position
 *  40    8  floor          u64: the lowest n still kept; 1 but in a live box
 *  48   32  floor_head     head_{floor-1}; head_0 when floor is 1
 *  80   64  floor_sig      the author's signature over floor_head; zeros when floor is 1
 * 144    4  count          u32
 * then count times, n rising by one from max(from, floor):
 *   0    8  n              u64
 *   8    1  flags          1 signed: sig follows; 2 erased: size is 0 and there is no data
 *   9    4  size           u32
 *  13   32  bh
 *  45   64  sig            only when signed: over head_n
 *   .    .  data           size bytes
 * A page ends at a signed blob, so what arrives is always verifiable to its end; a reader refuses
 * one that does not. It holds no further append once it is past 128 KiB; ask again from the
 * position reached. from beyond next gives an empty page at once: the reader knows more than the
 * relay, and should say so. `wait` (1..25 seconds) holds an answer that would be empty with
 * from = next until there is a blob, the box is dropped (404), or the seconds are over (an empty
 * page). With from = 1 it also holds a 404 until a box is made that this token reads, or the
 * seconds are over. A client holds at most two waits across its tabs.
 * Unknown id, dropped id and wrong token: the same 404, byte for byte, after the same work and, if
 * it was asked to wait, the same time.
 *
 * CLASSES: see relay_class_limits. Sizes are buckets, so that a size tells little; the relay
 * refuses others. An invite goes with all it holds 7 days after it was made. A live box stays, but
 * what it holds goes when nothing was added for a full day: floor rises to next, floor_head and
 * floor_sig are those of its last signed head. Readers refuse a floor above 1 in other classes.
 *
 * REFUSALS: the table RELAY_REASONS. Framing refusals (RELAY_REASON_CLOSES) close the connection.
 * A refusal has stored nothing.
 */
#ifndef TOWARD_WIRE_RELAY_API_H
#define TOWARD_WIRE_RELAY_API_H

#include "base/bytes.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- sizes and limits ---- */

#define RELAY_ID_SIZE 32    /* Ed25519 public key */
#define RELAY_HASH_SIZE 32  /* BLAKE2b-256 */
#define RELAY_TOKEN_SIZE 32 /* read token */
#define RELAY_SIG_SIZE 64
#define RELAY_ADMISSION_TOKEN_SIZE 16

#define RELAY_APPEND_MAX_SIZE                                                                      \
    160000                          /* 2 * (4 + 65,536) + 100 = 131,180; 128 * (4 + 1,024) + 100   \
                                       = 131,684; the rest is room for mixed sizes */
#define RELAY_APPEND_MAX_BLOBS 128  /* so that one call never holds the writer long */
#define RELAY_BLOB_MAX_SIZE 65536   /* the largest bucket */
#define RELAY_BLOB_MIN_SIZE 512     /* a locator's */
#define RELAY_PAGE_SOFT_SIZE 131072 /* past this no further append is added to a page */
#define RELAY_PAGE_MAX_SIZE                                                                        \
    312000                        /* soft size + the largest append + 128 * (109 - 4) + 148 =      \
                                     131,072 + 160,000 + 13,440 + 148 = 304,660 */
#define RELAY_WAIT_MAX_SECONDS 25 /* below the 30 s after which proxies give up */
#define RELAY_DAY_TOLERANCE 2     /* time zones and a clock set by hand */
#define RELAY_TOMBSTONE_DAYS 90
#define RELAY_POW_BITS 22                    /* 2-4 s in a phone's browser, once a box */
#define RELAY_POSITION_MAX 9007199254740991u /* 2^53 - 1: a page's script may hold it */

#define RELAY_CREATE_MESSAGE_SIZE 101 /* 32 + 32 + 1 + 4 + 32 */
#define RELAY_APPEND_MESSAGE_SIZE 64  /* 32 + 32 */
#define RELAY_ERASE_MESSAGE_SIZE 72   /* 32 + 8 + 32 */
#define RELAY_DROP_MESSAGE_SIZE 64    /* 32 + 32 */
#define RELAY_POW_MESSAGE_SIZE 76     /* 32 + 4 + 32 + 8 */

#define RELAY_CREATE_MAX_SIZE 118
#define RELAY_PROOF_SIZE 96    /* erase and drop body */
#define RELAY_POSITION_SIZE 40 /* answer to all but GET */
#define RELAY_PAGE_HEAD_SIZE 148
#define RELAY_APPEND_HEAD_SIZE 100
#define RELAY_TARGET_MAX_SIZE 256

/* ---- classes ---- */

enum relay_class {
    RELAY_CLASS_FEED = 1,    /* one author's words for one audience */
    RELAY_CLASS_LOCATOR = 2, /* the newest blob opens a book from seven words or a kit */
    RELAY_CLASS_INVITE = 3,  /* the mailbox two people pair in; both hold its key */
    RELAY_CLASS_LIVE = 4     /* one direction of a live session */
};

struct relay_class_limits {
    uint32_t blob_min; /* blob sizes are powers of two from blob_min to blob_max */
    uint32_t blob_max;
    uint64_t blobs;     /* positions a box may ever use */
    uint64_t bytes;     /* data it may hold at once, erased blobs not counted */
    uint32_t box_days;  /* the box goes this many days after its making; 0: never */
    uint32_t data_days; /* what it holds goes this many days after the last append; 0: never */
};

/* The limits of a class; static; NULL when there is no such class. */
const struct relay_class_limits *relay_class_limits(unsigned box_class);

/* True when a blob of `size` bytes may stand in a box of that class. */
bool relay_blob_size_allowed(unsigned box_class, size_t size);

/* ---- refusals ---- */

/* name, status, closes the connection, reason. The reason is sent with a line feed and nothing
 * else, but after the position in a 409. Clients tell refusals apart by relay_reason_read. */
#define RELAY_REASONS(X)                                                                           \
    X(MALFORMED, 400, 1, "the request line or a header is malformed")                              \
    X(BARE_LF, 400, 1, "lines end with carriage return and line feed")                             \
    X(HOST, 400, 1, "exactly one Host is needed")                                                  \
    X(FOLDED, 400, 1, "folded headers are not accepted")                                           \
    X(COLON, 400, 1, "no space may stand before a colon")                                          \
    X(TRANSFER, 400, 1, "Transfer-Encoding is not accepted")                                       \
    X(LENGTH, 400, 1, "exactly one Content-Length is needed")                                      \
    X(TARGET, 400, 1, "the address is not one of this protocol")                                   \
    X(BODY_UNEXPECTED, 400, 1, "this call takes no body")                                          \
    X(AUTHORIZATION, 400, 0, "Authorization must be Box and the token in 43 characters")           \
    X(BODY, 400, 0, "the body does not follow its layout")                                         \
    X(SIGNATURE, 403, 0, "the signature does not verify")                                          \
    X(ADMISSION, 403, 0, "making a box here needs a token or a proof of work")                     \
    X(ADMISSION_SPENT, 403, 0, "the token is unknown or spent")                                    \
    X(ADMISSION_POW, 403, 0, "the proof of work does not hold")                                    \
    X(ORIGIN, 403, 0, "this origin may not ask")                                                   \
    X(NOT_FOUND, 404, 0, "there is no such box, or the token is not its own")                      \
    X(NO_PAGE, 404, 0, "there is nothing here")                                                    \
    X(METHOD, 405, 1, "this method is not used here")                                              \
    X(TIMEOUT, 408, 1, "the request took too long")                                                \
    X(POSITION, 409, 0, "the box stands elsewhere; fetch, then try again")                         \
    X(TAKEN, 409, 0, "a box with this id was made otherwise")                                      \
    X(ERASE_OTHER, 409, 0, "no such blob stands at this position")                                 \
    X(DROPPED, 410, 0, "this box was dropped")                                                     \
    X(LENGTH_MISSING, 411, 1, "a body needs its Content-Length")                                   \
    X(BODY_LARGE, 413, 1, "the body is too large")                                                 \
    X(TARGET_LONG, 414, 1, "the address is too long")                                              \
    X(ENCODING, 415, 1, "encoded bodies are not accepted")                                         \
    X(EXPECT, 417, 1, "expectations are not met here")                                             \
    X(NAME, 421, 1, "this relay is not known by that name; see --relay-origin")                    \
    X(CLASS, 422, 0, "there is no such class of box")                                              \
    X(DAY, 422, 0, "the day is too far from the relay's")                                          \
    X(BLOB_SIZE, 422, 0, "a blob's size is not one of its class")                                  \
    X(BOX_FULL, 422, 0, "the box holds all its class allows")                                      \
    X(RATE, 429, 0, "too many requests; try again later")                                          \
    X(WAITS, 429, 0, "too many are waiting; ask without wait")                                     \
    X(HEADERS_LARGE, 431, 1, "there are too many headers, or they are too large")                  \
    X(INTERNAL, 500, 1, "the relay failed; nothing was stored")                                    \
    X(BUSY, 503, 1, "the relay is busy or ending; try again")                                      \
    X(VERSION, 505, 1, "only HTTP/1.1 is spoken here")                                             \
    X(DISK_FULL, 507, 0, "the relay's disk is full; nothing was stored")

enum relay_reason {
    RELAY_REASON_NONE = 0, /* not a refusal */
#define RELAY_REASON_ENUM(name, status, closes, text) RELAY_REASON_##name,
    RELAY_REASONS(RELAY_REASON_ENUM)
#undef RELAY_REASON_ENUM
        RELAY_REASON_COUNT
};

/* The status, whether the connection closes, and the line (without line feed) of a refusal;
 * static. NONE is 200, stays open, "". */
unsigned relay_reason_status(enum relay_reason r);
bool relay_reason_closes(enum relay_reason r);
const char *relay_reason_text(enum relay_reason r);

/* Which refusal an answer is, from its status and body (409: the line behind the position);
 * RELAY_REASON_INTERNAL when it is none of ours (a proxy's). Status 200 is RELAY_REASON_NONE. */
enum relay_reason relay_reason_read(unsigned status, struct bytes body);

/* ---- targets ---- */

enum relay_call {
    RELAY_CALL_CREATE = 1,
    RELAY_CALL_APPEND,
    RELAY_CALL_READ,
    RELAY_CALL_ERASE,
    RELAY_CALL_DROP
};

enum relay_method { RELAY_GET = 1, RELAY_PUT, RELAY_POST, RELAY_DELETE };

struct relay_target {
    enum relay_call call;
    uint8_t id[RELAY_ID_SIZE];
    uint64_t n;    /* append, erase: position; read: from; otherwise 0 */
    uint32_t wait; /* seconds; 0: do not wait */
};

/* The method a call is made with; its name as in the request line; static. */
enum relay_method relay_call_method(enum relay_call c);
const char *relay_method_name(enum relay_method m);

/* Writes the target ("/b/..."), checked once with buf_finish. t->n and t->wait must be in range. */
void relay_target_write(struct buf *b, const struct relay_target *t);

/* Parses a target met with a method. RELAY_REASON_TARGET, RELAY_REASON_METHOD (the target is one
 * of ours, the method does not go with it), or NONE. */
MUST_CHECK enum relay_reason relay_target_read(enum relay_method m, struct bytes target,
                                               struct relay_target *out);

/* ---- signed messages ---- */

/* Each writes what follows the 16-byte prefix of a signed message; crypt/sign.h puts the prefix
 * (SIGN_CREATE, SIGN_APPEND, SIGN_ERASE, SIGN_DROP) in front, crypt/chain.h does appends. */

struct relay_create {
    unsigned box_class;
    uint32_t day;
    uint8_t rt_hash[RELAY_HASH_SIZE];
    uint8_t sig[RELAY_SIG_SIZE];
    unsigned admission; /* enum relay_admission */
    uint8_t token[RELAY_ADMISSION_TOKEN_SIZE];
    uint64_t nonce;
};

enum relay_admission {
    RELAY_ADMISSION_NONE = 0,
    RELAY_ADMISSION_TOKEN = 1,
    RELAY_ADMISSION_POW = 2
};

void relay_create_message(const uint8_t id[RELAY_ID_SIZE], const struct relay_create *c,
                          const uint8_t host_hash[RELAY_HASH_SIZE],
                          uint8_t out[RELAY_CREATE_MESSAGE_SIZE]);
void relay_append_message(const uint8_t id[RELAY_ID_SIZE], const uint8_t head[RELAY_HASH_SIZE],
                          uint8_t out[RELAY_APPEND_MESSAGE_SIZE]);
void relay_erase_message(const uint8_t id[RELAY_ID_SIZE], uint64_t n,
                         const uint8_t bh[RELAY_HASH_SIZE], uint8_t out[RELAY_ERASE_MESSAGE_SIZE]);
void relay_drop_message(const uint8_t id[RELAY_ID_SIZE], const uint8_t head[RELAY_HASH_SIZE],
                        uint8_t out[RELAY_DROP_MESSAGE_SIZE]);

/* What follows the label in the proof of work's hash. */
void relay_pow_message(const uint8_t id[RELAY_ID_SIZE], uint32_t day,
                       const uint8_t host_hash[RELAY_HASH_SIZE], uint64_t nonce,
                       uint8_t out[RELAY_POW_MESSAGE_SIZE]);

/* True when the first `bits` bits of the hash are zero. */
bool relay_pow_holds(const uint8_t hash[RELAY_HASH_SIZE], unsigned bits);

/* ---- bodies ---- */

/* Writers append to b; check once with buf_finish. Readers answer ERR_MALFORMED for whatever is
 * not exactly the layout, to the last byte, and borrow from the body. */

void relay_create_write(struct buf *b, const struct relay_create *c);
MUST_CHECK enum err relay_create_read(struct bytes body, struct relay_create *out);

struct relay_append {
    const uint8_t *prev; /* RELAY_HASH_SIZE; borrowed from the body */
    const uint8_t *sig;  /* RELAY_SIG_SIZE; borrowed */
    uint32_t count;
    struct bytes blobs; /* the sized blobs behind the head of the body; walk with relay_append_next
                         */
};

/* Blobs must number 1..128 and the body must come to at most 160,000 bytes. */
void relay_append_write(struct buf *b, const uint8_t prev[RELAY_HASH_SIZE],
                        const uint8_t sig[RELAY_SIG_SIZE], const struct bytes *blobs,
                        uint32_t count);

/* Checks the whole body: count, sizes (1..65,536 here; its class's buckets later), no rest. */
MUST_CHECK enum err relay_append_read(struct bytes body, struct relay_append *out);

/* Takes the next blob off *blobs (a copy of relay_append.blobs); false at the end. */
bool relay_append_next(struct bytes *blobs, struct bytes *blob);

/* Erase (hash = bh) and drop (hash = head). */
struct relay_proof {
    uint8_t hash[RELAY_HASH_SIZE];
    uint8_t sig[RELAY_SIG_SIZE];
};

void relay_proof_write(struct buf *b, const struct relay_proof *p);
MUST_CHECK enum err relay_proof_read(struct bytes body, struct relay_proof *out);

/* ---- answers ---- */

struct relay_position {
    uint64_t next;
    uint8_t head[RELAY_HASH_SIZE];
};

void relay_position_write(struct buf *b, const struct relay_position *p);

/* Reads the position of a 200 (exactly 40 bytes) or of a 409 (40 bytes and the line). */
MUST_CHECK enum err relay_position_read(struct bytes body, struct relay_position *out);

struct relay_page {
    struct relay_position at;
    uint64_t floor;
    uint8_t floor_head[RELAY_HASH_SIZE];
    uint8_t floor_sig[RELAY_SIG_SIZE];
    uint32_t count;
    struct bytes blobs; /* walk with relay_page_next */
};

struct relay_page_blob {
    uint64_t n;
    bool erased;
    const uint8_t *bh;  /* RELAY_HASH_SIZE */
    const uint8_t *sig; /* RELAY_SIG_SIZE over head_n; NULL when this blob is not a signed one */
    struct bytes data;  /* empty when erased */
};

/* A page is its head and then its blobs; count must be what follows. */
void relay_page_write(struct buf *b, const struct relay_page *p);
void relay_page_blob_write(struct buf *b, const struct relay_page_blob *p);

/* Checks the whole page: layout, sizes, n rising by one, all below next, floor <= next, the last
 * blob signed, erased blobs empty, floor_sig zero when floor is 1. What only keys can tell (hashes,
 * heads, signatures) is crypt's to check. Borrows from the body. */
MUST_CHECK enum err relay_page_read(struct bytes body, struct relay_page *out);

/* Takes the next blob off *blobs (a copy of relay_page.blobs); false at the end. */
bool relay_page_next(struct bytes *blobs, struct relay_page_blob *out);

#endif
