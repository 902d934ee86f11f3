/* live.h -- a live session's line between two phones: messages that are seen at once and not kept.
 *
 * Each direction has a box of its own, made at pairing. What is sent goes without any debounce, at
 * most LIVE_PER_SECOND appends a second (what comes faster shares a blob or an append). Messages
 * are opaque here (forms/ gives them meaning), are never entries and never enter the store. My
 * blobs are erased when the session ends; whatever was left goes at the relay within a day.
 * Presence exists only between live_join and live_leave, and only for who joined too.
 */
#ifndef TOWARD_BOOK_LIVE_H
#define TOWARD_BOOK_LIVE_H

#include "book/net.h"
#include "book/sync.h"

enum {
    LIVE_MESSAGE_MAX = 800, /* one fits the smallest bucket */
    LIVE_PER_SECOND = 30,
    LIVE_QUEUE_MAX = 64,    /* unsent messages; then live_send says ERR_LIMIT */
    LIVE_RECEIVED_MAX = 256 /* unread messages; older ones are let go first */
};

struct live;

/* In `a` (about 400 KiB); random is copied, origin (the relay's, as for sync_open) borrowed. Attach
 * live_part to sync (SYNC_LIVE). ERR_FULL; ERR_IO from random. */
MUST_CHECK enum err live_open(struct arena *a, const struct random_source *random,
                              struct bytes origin, struct live **out);
void live_close(struct live *l);
struct net_part live_part(struct live *l);

/* Joins with the pair of `b` (kept until live_leave). What the other has sent since my last session
 * and not erased is read first, so who comes second misses nothing; a message says itself which
 * session it is of. ERR_STATE without a pair. */
MUST_CHECK enum err live_join(struct live *l, struct book *b, uint64_t now_ms);

/* Leaves: unsent messages are let go, what I sent in this session is erased at the relay, in the
 * background, while live_part stays attached. */
void live_leave(struct live *l, uint64_t now_ms);
bool live_joined(const struct live *l);
bool live_erasing(const struct live *l);

/* Sends a message (1..LIVE_MESSAGE_MAX bytes, copied). ERR_STATE: not joined. ERR_SIZE. ERR_LIMIT:
 * the relay is slow or away and the queue is full. Call sync_next after. */
MUST_CHECK enum err live_send(struct live *l, struct bytes message, uint64_t now_ms);

/* The next message of the other's, in order, each once; borrowed until the next call of this or of
 * sync_answer. False: no more now. */
bool live_receive(struct live *l, struct bytes *message);

#endif
