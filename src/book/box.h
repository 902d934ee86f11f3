/* box.h -- one box at the relay: how each call is asked, what an answer proves, when to ask again.
 *
 * Shared by sync, account, pair_flow and live. Nothing here keeps state of its own: a request is
 * built into an arena (which must live until its answer), a page is verified against the chain that
 * was reached before, and a retry is a few numbers in its owner.
 */
#ifndef TOWARD_BOOK_BOX_H
#define TOWARD_BOOK_BOX_H

#include "base/random.h"
#include "book/net.h"
#include "crypt/chain.h"

/* --- asking --------------------------------------------------------------------------------- */

/* Each fills `out` but for its id; path and body are in arena a, keys are borrowed for the call,
 * the token until the answer. ERR_FULL: a is exhausted. */

struct box_create {
    const struct sign_key *write;
    const uint8_t *read_token; /* KEY_SIZE */
    enum relay_class box_class;
    uint32_t day;
    const uint8_t *host_hash; /* HASH_SIZE: H("bk/v1/host", origin) */
    bool worked;              /* nonce is a proof of work */
    uint64_t nonce;
};
MUST_CHECK enum err box_ask_create(struct arena *a, const struct box_create *c,
                                   struct net_request *out);

/* from: the first position wanted; wait_s 0: answer at once. */
MUST_CHECK enum err box_ask_read(struct arena *a, const uint8_t id[BOX_ID_SIZE],
                                 const uint8_t *read_token, uint64_t from, uint32_t wait_s,
                                 struct net_request *out);

/* `at` is the verified position this stands on, `after` receives where it leads. 1..128 blobs that
 * come to at most RELAY_APPEND_MAX_SIZE. */
MUST_CHECK enum err box_ask_append(struct arena *a, const struct sign_key *write,
                                   const struct chain *at, const struct bytes *blobs,
                                   uint32_t count, struct chain *after, struct net_request *out);

MUST_CHECK enum err box_ask_erase(struct arena *a, const struct sign_key *write, uint64_t n,
                                  const uint8_t blob_hash[HASH_SIZE], struct net_request *out);

MUST_CHECK enum err box_ask_drop(struct arena *a, const struct sign_key *write,
                                 const uint8_t head[HASH_SIZE], struct net_request *out);

/* --- answers -------------------------------------------------------------------------------- */

/* What an answer comes to, whatever the call was. */
enum box_outcome {
    BOX_DONE,      /* 200 */
    BOX_MOVED,     /* 409: the box stands elsewhere; relay_position_read gives where */
    BOX_ABSENT,    /* 404: no such box, or the token is not its own */
    BOX_DROPPED,   /* 410 */
    BOX_ADMISSION, /* a proof of work is wanted */
    BOX_CLOCK,     /* the day is too far from the relay's */
    BOX_FULL,      /* the box or the relay's disk is full */
    BOX_CROWDED,   /* too many are waiting: ask without wait */
    BOX_AWAY,      /* no answer, one of a proxy, or "later": ask again */
    BOX_REFUSED    /* any other refusal: asking the same again will not help soon */
};
enum box_outcome box_outcome(const struct net_answer *answer);

/* A page whose every blob was verified, up to a signature of the author. */
struct box_page {
    struct chain reached; /* where the chain stands after the page */
    bool more;            /* the relay holds more: ask again from reached.position + 1 */
    bool skipped;         /* live only: what stood between was let go by the relay */
    struct bytes rest;    /* for box_page_next */
};

/* Verifies an answer's body to a read from at->position + 1.
 *
 * Returns
 *   ERR_MALFORMED  no page, or not one that answers this
 *   ERR_CHAIN      the relay's box ends before `at`: it lost, or hides, the end
 *   ERR_CONFLICT   a page that is whole in itself and does not continue `at`: garbage, or another
 *                  history; box_page_open from chain_start on a full read tells which
 * Never: takes a blob the author did not sign.  Cost: a hash a blob, a check a signature.
 */
MUST_CHECK enum err box_page_open(struct bytes body, enum relay_class box_class,
                                  const struct chain *at, struct box_page *out);

/* The next blob, borrowed from the body; false at the end. */
bool box_page_next(struct box_page *page, struct relay_page_blob *blob);

/* --- proof of work -------------------------------------------------------------------------- */

struct box_work {
    uint8_t id[BOX_ID_SIZE];
    uint8_t host_hash[HASH_SIZE];
    uint32_t day;
    uint64_t nonce; /* the next to try; the one that holds when done */
    bool done;
};
void box_work_start(struct box_work *w, const uint8_t id[BOX_ID_SIZE],
                    const uint8_t host_hash[HASH_SIZE], uint32_t day);
/* Tries `hashes` nonces more; true when one holds. 2^22 are needed on average. */
bool box_work_slice(struct box_work *w, uint32_t hashes);

/* --- asking again --------------------------------------------------------------------------- */

/* Jitter is not secret and has its own small generator for each user of it, so that how often one
 * draws never shows in another's times. */
struct jitter {
    uint64_t state;
};
MUST_CHECK enum err jitter_seed(struct jitter *j, const struct random_source *r);
uint64_t jitter_between(struct jitter *j, uint64_t low, uint64_t high); /* both inclusive */

struct retry {
    uint32_t failures;
    uint64_t not_before_ms;
};
enum { RETRY_FIRST_MS = 500, RETRY_LAST_MS = 15000 };
/* Doubles from RETRY_FIRST_MS to RETRY_LAST_MS, each time between half of it and the whole. */
void retry_failed(struct retry *r, struct jitter *j, uint64_t now_ms);
void retry_succeeded(struct retry *r);

/* A moment noted before the clock was set back by so much; UINT64_MAX stays, for never. */
static inline uint64_t time_back(uint64_t at_ms, uint64_t by_ms) {
    return at_ms == UINT64_MAX ? at_ms : at_ms > by_ms ? at_ms - by_ms : 0;
}

/* The client's day in UTC, as a create names it. */
uint32_t box_day(uint64_t now_ms);

#endif
