/* sync_internal.h -- sync's own state: a follow for each feed, a lane for each kind of request.
 *
 * A *follow* is what this session knows of a feed beyond what the book keeps: when to ask next,
 * what went wrong, a second walk through its history (audit). A *lane* holds at most one request.
 * *ours* and *mine* have lanes of their own, so that nothing about one ever waits for the other.
 */
#ifndef TOWARD_BOOK_SYNC_INTERNAL_H
#define TOWARD_BOOK_SYNC_INTERNAL_H

#include "book/book_internal.h"
#include "book/box.h"
#include "book/sync.h"

enum {
    SYNC_FOLLOWS = 6,            /* mine and the pair's two, and those of a pair that was left */
    LANE_MEMORY = 512 * 1024,    /* an append of 160,000 bytes beside the blobs it is made from */
    LANE_FRAME_MEMORY = 1 << 20, /* opened blobs of one page, one at a time */
    SEND_OURS_MS = 20,           /* so that what one act writes goes in one append */
    SEND_MINE_MAX_MS = 120000,   /* SECURITY.md 1.9.10 */
    SEND_MINE_OLD_MAX_MS = 8000, /* of what the lock closed upon: its moment tells nothing */
    POLL_LOW_MS = 45000,         /* boxes that are not waited on */
    POLL_HIGH_MS = 90000,
    CROWDED_MS = 120000, /* how long a crowded relay is not asked to hold a wait */
    CROWDED_POLL_MS = 8000,
    UNMADE_POLL_MS = 15000,  /* below the misses that a relay lets an address have */
    GONE_POLL_MS = 60000,    /* a box that is not there may come back with its relay */
    AUDIT_PAUSE_MS = 600000, /* a relay that answers nonsense makes us read all of it only now
                                and then */
    EMPTY_WAIT_MS = 5000,    /* an empty answer sooner than this is no wait */
    ANSWER_LATE_MS = 40000,  /* past its wait, a request counts as unanswered */
    SLEPT_MS = 60000,        /* later still: nobody was there to take the answer */
    WOKE_MS = 2000,          /* what came meanwhile is handed over, in whatever order */
    WORK_SLICE = 2048,       /* hashes of a proof of work in one sync_next: some ms */
    SYNC_ABORTS = 16,

    /* Small entries share a blob, up to this bucket: it holds some ten, so that a backlog goes in
     * few blobs, and erasing one entry sends at most 4 KiB of others anew. */
    PACK_SIZE = 4096,
    PACK_PLAIN_MAX = PACK_SIZE - SEAL_OVERHEAD - 1,
    LANE_ENTRIES = 512 /* of one append: 38 full packs hold about so many */
};

/* feed.flags, persisted: the relay showed two signed histories of this box. */
enum { FEED_ALARM = 1 << 8 };

struct follow {
    bool used;
    uint8_t box_id[BOX_ID_SIZE];
    struct jitter jitter;
    struct retry retry;
    uint64_t poll_ms;       /* a read is due then, if it is not waited on */
    uint64_t send_ms;       /* UINT64_MAX: nothing is pending */
    bool planned;           /* looked at for sending since its lock was opened */
    bool read_now;          /* read before anything else */
    bool fetched;           /* read to its end in this session */
    uint64_t moved_to;      /* the relay said the box stands at least there; 0: nothing owed */
    uint64_t wait_after_ms; /* the relay is crowded until then: polled instead */
    bool away, clock, gone, behind, full;
    bool auditing, forked;
    struct chain audit;
    uint64_t audit_after_ms;
    bool working, worked;
    struct box_work work;
    uint64_t erase_position; /* of erase_hash; 0: to be asked */
    uint8_t erase_hash[HASH_SIZE];
};

enum lane_op { LANE_IDLE, LANE_READ, LANE_CREATE, LANE_APPEND, LANE_ERASE_LOOK, LANE_ERASE };
enum lane_name { LANE_OURS, LANE_OURS_READ, LANE_MINE, LANE_MINE_READ, LANE_COUNT };

struct lane {
    enum lane_op op;
    bool held;  /* unanswered: to be asked again, byte for byte */
    bool slept; /* the device was asleep when it should have been answered */
    uint32_t id;
    uint64_t asked_ms;
    struct net_request request;
    struct arena arena;
    uint8_t box_id[BOX_ID_SIZE];
    uint8_t token[KEY_SIZE];
    struct chain at, after;
    bool audit;
    uint32_t count;                          /* blobs of an append */
    uint16_t packed[RELAY_APPEND_MAX_BLOBS]; /* entries in each */
    uint8_t eids[LANE_ENTRIES][EID_SIZE];    /* of all of them, in order */
};

struct sync {
    struct random_source random;
    uint8_t host_hash[HASH_SIZE];
    struct book *book;
    uint32_t last_id;
    uint64_t last_ms; /* the device's clock when it was last looked at */
    struct follow follows[SYNC_FOLLOWS];
    struct lane lanes[LANE_COUNT];
    struct arena frame;
    struct net_part parts[SYNC_PARTS];
    bool attached[SYNC_PARTS];
    uint32_t aborts[SYNC_ABORTS];
    uint32_t abort_count;
};

/* sync_feed.c: what a lane asks for its feed, and what the answer makes of book and follow. */

/* Fills lane->request when there is something to ask for this feed now. */
bool sync_feed_ask(struct sync *s, struct lane *lane, const struct feed *feed, struct follow *w,
                   uint64_t now_ms);
bool sync_feed_ask_read(struct sync *s, struct lane *lane, const struct feed *feed,
                        struct follow *w, bool may_wait, uint64_t now_ms);

/* Takes the answer to lane->request; the lane is idle or held afterwards. Returns what the book
 * refused with. */
MUST_CHECK enum err sync_feed_answer(struct sync *s, struct lane *lane, const struct feed *feed,
                                     struct follow *w, const struct net_answer *answer,
                                     uint64_t now_ms);

#endif
