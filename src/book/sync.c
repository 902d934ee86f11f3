#include "book/sync.h"

#include "base/check.h"
#include "book/account.h"
#include "book/keyring.h"
#include "book/sync_internal.h"
#include "crypt/hash.h"

#include <string.h>

enum { ID_BITS = 24, ID_MASK = (1 << ID_BITS) - 1 };

static const enum feed_role followed[] = {FEED_PAIR_OUT, FEED_PAIR_IN, FEED_MINE};

/* --- life --- */

enum err sync_open(struct arena *a, const struct sync_config *config, struct sync **out) {
    struct sync *s = arena_alloc(a, sizeof *s);
    if (!s)
        return ERR_FULL;
    s->random = config->random;
    hash_bytes(LABEL_HOST, config->origin, s->host_hash);
    for (int i = 0; i < LANE_COUNT; i++)
        arena_init(&s->lanes[i].arena, LANE_MEMORY);
    arena_init(&s->frame, LANE_FRAME_MEMORY);
    *out = s;
    return ERR_OK;
}

void sync_close(struct sync *s) {
    for (int i = 0; i < LANE_COUNT; i++)
        arena_free(&s->lanes[i].arena);
    arena_free(&s->frame);
    memory_wipe(s, sizeof *s);
}

static void id_give_up(struct sync *s, uint32_t id) {
    if (s->abort_count < SYNC_ABORTS)
        s->aborts[s->abort_count++] = id;
}

static void lane_forget(struct lane *lane) {
    lane->op = LANE_IDLE;
    lane->held = false;
    arena_reset(&lane->arena);
}

static void lane_give_up(struct sync *s, struct lane *lane) {
    if (lane->op != LANE_IDLE && !lane->held)
        id_give_up(s, lane->id);
    lane_forget(lane);
}

void sync_use_book(struct sync *s, struct book *b, uint64_t now_ms) {
    (void)now_ms;
    if (b != s->book) {
        for (int i = 0; i < LANE_COUNT; i++)
            lane_give_up(s, &s->lanes[i]);
        memset(s->follows, 0, sizeof s->follows);
    }
    s->book = b;
}

void sync_attach(struct sync *s, enum sync_slot slot, const struct net_part *part) {
    MUST(slot < SYNC_PARTS);
    s->parts[slot] = *part;
    s->attached[slot] = true;
}

void sync_detach(struct sync *s, enum sync_slot slot) {
    MUST(slot < SYNC_PARTS);
    s->attached[slot] = false;
}

/* --- follows --- */

static struct follow *follow_of(struct sync *s, const struct feed *feed) {
    struct follow *spare = NULL;
    for (int i = 0; i < SYNC_FOLLOWS; i++) {
        struct follow *w = &s->follows[i];
        if (w->used && !memcmp(w->box_id, feed->chain.box_id, BOX_ID_SIZE))
            return w;
        if (!w->used && !spare)
            spare = w;
    }
    if (!spare) { /* those of feeds that ended stand in the way */
        memset(s->follows, 0, sizeof s->follows);
        spare = &s->follows[0];
    }
    *spare = (struct follow){.used = true, .send_ms = UINT64_MAX};
    memcpy(spare->box_id, feed->chain.box_id, BOX_ID_SIZE);
    if (jitter_seed(&spare->jitter, &s->random) != ERR_OK)
        spare->jitter.state = u64_read(spare->box_id);
    return spare;
}

static const struct follow *follow_find(const struct sync *s, const struct feed *feed) {
    for (int i = 0; i < SYNC_FOLLOWS; i++)
        if (s->follows[i].used && !memcmp(s->follows[i].box_id, feed->chain.box_id, BOX_ID_SIZE))
            return &s->follows[i];
    return NULL;
}

/* When what is pending goes: at once in *ours*, at a moment of its own in *mine*. What pends there
 * when the lock is opened was written another day: it goes soon, or a person who opens *mine* for
 * a minute at a time would never send anything. */
static void send_plan(struct sync *s, const struct feed *feed, struct follow *w, uint64_t now_ms) {
    struct book_unsent one;
    uint32_t mine_max = w->planned ? SEND_MINE_MAX_MS : SEND_MINE_OLD_MAX_MS;
    w->planned = true;
    if (!feed->writable || book_pending(s->book, feed, &one, 1) == 0)
        w->send_ms = UINT64_MAX;
    else if (w->send_ms == UINT64_MAX)
        w->send_ms = now_ms + (feed->role == FEED_MINE ? jitter_between(&w->jitter, 0, mine_max)
                                                       : SEND_OURS_MS);
}

void sync_nudge(struct sync *s, uint64_t now_ms) {
    (void)now_ms;
    for (int i = 0; i < SYNC_FOLLOWS; i++)
        retry_succeeded(&s->follows[i].retry);
    for (int i = 0; i < SYNC_PARTS; i++)
        if (s->attached[i])
            s->parts[i].nudge(s->parts[i].self);
}

void sync_flush(struct sync *s, uint64_t now_ms) {
    const struct feed *mine = s->book ? book_feed(s->book, FEED_MINE) : NULL;
    if (!mine)
        return;
    struct follow *w = follow_of(s, mine);
    send_plan(s, mine, w, now_ms);
    if (w->send_ms != UINT64_MAX)
        w->send_ms = now_ms;
}

/* --- a clock that is set back --- */

static void follow_clock_back(struct follow *w, uint64_t by_ms) {
    uint64_t *const moments[] = {&w->retry.not_before_ms, &w->poll_ms, &w->send_ms,
                                 &w->wait_after_ms, &w->audit_after_ms};
    for (size_t i = 0; i < COUNT_OF(moments); i++)
        *moments[i] = time_back(*moments[i], by_ms);
}

/* Timers are moments of the device's clock. When that was ahead and is put right, or is set back,
 * they go back with it: else nothing would be sent until it has caught up, ten years maybe. */
static void clock_follow(struct sync *s, uint64_t now_ms) {
    uint64_t by_ms = s->last_ms > now_ms ? s->last_ms - now_ms : 0;
    s->last_ms = now_ms;
    if (by_ms == 0)
        return;
    for (int i = 0; i < SYNC_FOLLOWS; i++)
        follow_clock_back(&s->follows[i], by_ms);
    for (int i = 0; i < LANE_COUNT; i++)
        s->lanes[i].asked_ms = time_back(s->lanes[i].asked_ms, by_ms);
    for (int i = 0; i < SYNC_PARTS; i++)
        if (s->attached[i])
            s->parts[i].clock_back(s->parts[i].self, by_ms);
}

/* --- asking --- */

static uint32_t id_next(struct sync *s) {
    s->last_id = (s->last_id & ID_MASK) == ID_MASK ? 1 : s->last_id + 1;
    return s->last_id;
}

static bool part_wants_wait(const struct sync *s, enum sync_slot slot) {
    return s->attached[slot] && s->parts[slot].wants_wait(s->parts[slot].self);
}

static bool lane_waits(const struct lane *lane) {
    return lane->op == LANE_READ && lane->request.wait_s > 0;
}

static enum feed_role lane_role(enum lane_name name) {
    return name == LANE_OURS ? FEED_PAIR_OUT : name == LANE_OURS_READ ? FEED_PAIR_IN : FEED_MINE;
}

static bool lane_ask(struct sync *s, enum lane_name name, uint64_t now_ms) {
    struct lane *lane = &s->lanes[name];
    const struct feed *feed = book_feed(s->book, lane_role(name));
    if (!feed)
        return false;
    struct follow *w = follow_of(s, feed);
    if (name == LANE_OURS_READ)
        return sync_feed_ask_read(s, lane, feed, w, !part_wants_wait(s, SYNC_PAIRING), now_ms);
    if (name == LANE_MINE_READ) {
        bool may_wait = !part_wants_wait(s, SYNC_LIVE);
        bool made = feed->chain.position > 0 || (feed->flags & FEED_MADE);
        return may_wait && made && w->fetched && now_ms >= w->wait_after_ms && !w->auditing &&
               !w->away && sync_feed_ask_read(s, lane, feed, w, true, now_ms);
    }
    send_plan(s, feed, w, now_ms);
    if (name == LANE_MINE && lane_waits(&s->lanes[LANE_MINE_READ]) && w->poll_ms <= now_ms)
        w->poll_ms = now_ms + POLL_LOW_MS; /* the wait sees it first */
    return sync_feed_ask(s, lane, feed, w, now_ms);
}

/* A lock was closed or a feed has ended: what was asked about it is no longer wanted. What is on
 * its way to the relay may arrive; its answer is read when the lock opens again. */
static void lanes_settle(struct sync *s) {
    for (int i = 0; i < LANE_COUNT; i++) {
        struct lane *lane = &s->lanes[i];
        const struct feed *feed = s->book ? book_feed(s->book, lane_role((enum lane_name)i)) : NULL;
        if (lane->op == LANE_IDLE ||
            (feed && !memcmp(feed->chain.box_id, lane->box_id, BOX_ID_SIZE)))
            continue;
        if (lane->op == LANE_CREATE || lane->op == LANE_APPEND)
            lane_forget(lane);
        else
            lane_give_up(s, lane);
    }
}

/* A wait for *mine* gives way to a live session's. */
static void waits_yield(struct sync *s) {
    struct lane *lane = &s->lanes[LANE_MINE_READ];
    if (part_wants_wait(s, SYNC_LIVE) && lane_waits(lane))
        lane_give_up(s, lane);
    lane = &s->lanes[LANE_OURS_READ];
    if (part_wants_wait(s, SYNC_PAIRING) && lane_waits(lane))
        lane_give_up(s, lane);
}

static bool lane_next(struct sync *s, enum lane_name name, uint64_t now_ms,
                      struct net_request *out) {
    struct lane *lane = &s->lanes[name];
    if (lane->op != LANE_IDLE && !lane->held)
        return false;
    if (!lane_ask(s, name, now_ms))
        return false;
    lane->id = id_next(s);
    lane->asked_ms = now_ms;
    lane->slept = false;
    lane->request.id = lane->id;
    *out = lane->request;
    out->token = lane->request.token ? lane->token : NULL;
    return true;
}

static enum err part_next(struct sync *s, enum sync_slot slot, uint64_t now_ms,
                          struct net_request *out) {
    if (!s->attached[slot])
        return ERR_NOT_FOUND;
    struct net_part *part = &s->parts[slot];
    bool may_wait = slot == SYNC_PAIRING
                        ? !lane_waits(&s->lanes[LANE_OURS_READ])
                        : slot == SYNC_LIVE && !lane_waits(&s->lanes[LANE_MINE_READ]);
    struct net_request request;
    TRY(part->next(part->self, now_ms, may_wait, &request));
    MUST(request.id > 0 && request.id <= ID_MASK);
    request.id |= (uint32_t)(slot + 1) << ID_BITS;
    *out = request;
    return ERR_OK;
}

/* Requests whose answer never came. So long after its end that no host would still have waited, the
 * device was asleep: that tells nothing of the relay. Its answer may be the next thing that is
 * handed over, after that of a request about the other space: it is waited for a moment more, so
 * that neither's fate hangs on the other, and then the same is asked again. */
static void late_take(struct sync *s, uint64_t now_ms) {
    for (int i = 0; i < LANE_COUNT; i++) {
        struct lane *lane = &s->lanes[i];
        uint64_t late_ms = lane->asked_ms + (uint64_t)lane->request.wait_s * 1000 + ANSWER_LATE_MS;
        if (lane->op == LANE_IDLE || lane->held || now_ms < late_ms)
            continue;
        if (now_ms - late_ms >= SLEPT_MS && !lane->slept) {
            lane->slept = true;
            lane->asked_ms += now_ms - late_ms + WOKE_MS;
            continue;
        }
        id_give_up(s, lane->id);
        if (lane->slept) {
            lane->held = true;
            continue;
        }
        struct net_answer none = {.id = lane->id};
        enum err e = sync_answer(s, &none, now_ms);
        (void)e; /* nothing arrived, so nothing was refused */
    }
}

enum err sync_next(struct sync *s, uint64_t now_ms, struct net_request *out) {
    clock_follow(s, now_ms);
    late_take(s, now_ms);
    lanes_settle(s);
    waits_yield(s);
    if (s->book && !account_book_closing(s->book))
        for (int i = 0; i < LANE_COUNT; i++)
            if (lane_next(s, (enum lane_name)i, now_ms, out))
                return ERR_OK;
    for (int i = 0; i < SYNC_PARTS; i++) {
        enum err e = part_next(s, (enum sync_slot)i, now_ms, out);
        if (e != ERR_NOT_FOUND)
            return e;
    }
    return ERR_NOT_FOUND;
}

/* --- answers --- */

/* The relay answers one box again: the others of the same space need not wait out their
 * back-off. Not those of the other space (see the top of sync.h). */
static void neighbours_wake(struct sync *s, enum space space) {
    for (size_t i = 0; i < COUNT_OF(followed); i++) {
        const struct feed *other = book_feed(s->book, followed[i]);
        if (!other || other->space != space)
            continue;
        struct follow *w = follow_of(s, other);
        if (w->away)
            retry_succeeded(&w->retry);
    }
}

static enum err lane_answer(struct sync *s, enum lane_name name, const struct net_answer *answer,
                            uint64_t now_ms) {
    struct lane *lane = &s->lanes[name];
    const struct feed *feed = s->book ? book_feed(s->book, lane_role(name)) : NULL;
    if (!feed || memcmp(feed->chain.box_id, lane->box_id, BOX_ID_SIZE)) {
        lane->op = LANE_IDLE; /* its lock was closed, or the feed has ended */
        return ERR_OK;
    }
    struct follow *w = follow_of(s, feed);
    bool was_away = w->away;
    enum space space = feed->space;
    enum err e = sync_feed_answer(s, lane, feed, w, answer, now_ms);
    if (was_away && !w->away)
        neighbours_wake(s, space);
    return e;
}

enum err sync_answer(struct sync *s, const struct net_answer *answer, uint64_t now_ms) {
    clock_follow(s, now_ms);
    uint32_t slot = answer->id >> ID_BITS;
    if (slot > 0) {
        if (slot <= SYNC_PARTS && s->attached[slot - 1]) {
            struct net_answer own = *answer;
            own.id &= ID_MASK;
            s->parts[slot - 1].answer(s->parts[slot - 1].self, &own, now_ms);
        }
        return ERR_OK;
    }
    for (int i = 0; i < LANE_COUNT; i++) {
        struct lane *lane = &s->lanes[i];
        if (lane->op != LANE_IDLE && !lane->held && lane->id == answer->id)
            return lane_answer(s, (enum lane_name)i, answer, now_ms);
    }
    return ERR_OK;
}

bool sync_abort_next(struct sync *s, uint32_t *id) {
    if (s->abort_count > 0) {
        *id = s->aborts[--s->abort_count];
        return true;
    }
    for (int i = 0; i < SYNC_PARTS; i++) {
        uint32_t own;
        if (s->attached[i] && s->parts[i].abort_next(s->parts[i].self, &own)) {
            *id = own | (uint32_t)(i + 1) << ID_BITS;
            return true;
        }
    }
    return false;
}

/* --- time --- */

static uint64_t earlier(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static bool waits_elsewhere(const struct sync *s) {
    return part_wants_wait(s, SYNC_LIVE) || lane_waits(&s->lanes[LANE_MINE_READ]);
}

/* When there is next something to ask for a feed, as far as time decides it. */
static uint64_t feed_wake(const struct sync *s, const struct feed *feed, const struct follow *w) {
    bool made = feed->chain.position > 0 || (feed->flags & FEED_MADE);
    uint64_t due = feed->writable ? w->send_ms : UINT64_MAX;
    if (w->working)
        return 0;
    if (made || !feed->writable)
        due = earlier(due, w->poll_ms);
    uint64_t position;
    bool erases = feed->writable && made && book_erase_next(s->book, feed, &position);
    if (!w->fetched || w->read_now || w->auditing || erases || w->away ||
        (!made && feed->role == FEED_PAIR_OUT))
        due = 0;
    if (feed->role == FEED_PAIR_IN || (feed->role == FEED_MINE && made && !waits_elsewhere(s)))
        due = earlier(due, w->wait_after_ms); /* it is to be waited on, and nothing waits */
    return due < w->retry.not_before_ms ? w->retry.not_before_ms : due;
}

static bool lanes_busy(const struct sync *s, const struct feed *feed) {
    for (int i = 0; i < LANE_COUNT; i++) {
        const struct lane *lane = &s->lanes[i];
        if (lane->op != LANE_IDLE && !lane->held && !lane_waits(lane) &&
            !memcmp(lane->box_id, feed->chain.box_id, BOX_ID_SIZE))
            return true;
    }
    return false;
}

uint64_t sync_wake_ms(const struct sync *s, uint64_t now_ms) {
    uint64_t wake = UINT64_MAX;
    for (size_t i = 0; s->book && i < COUNT_OF(followed); i++) {
        const struct feed *feed = book_feed(s->book, followed[i]);
        const struct follow *w = feed ? follow_find(s, feed) : NULL;
        bool waited = feed && followed[i] == FEED_PAIR_IN && lane_waits(&s->lanes[LANE_OURS_READ]);
        if (w && !waited && !lanes_busy(s, feed))
            wake = earlier(wake, feed_wake(s, feed, w));
    }
    for (int i = 0; i < LANE_COUNT; i++) {
        const struct lane *lane = &s->lanes[i];
        if (lane->op != LANE_IDLE && !lane->held)
            wake = earlier(wake,
                           lane->asked_ms + (uint64_t)lane->request.wait_s * 1000 + ANSWER_LATE_MS);
    }
    for (int i = 0; i < SYNC_PARTS; i++)
        if (s->attached[i])
            wake = earlier(wake, s->parts[i].wake_ms(s->parts[i].self));
    return wake < now_ms ? now_ms : wake;
}

/* --- state --- */

static enum sync_trouble follow_trouble(const struct feed *feed, const struct follow *w) {
    if (feed->flags & FEED_ALARM)
        return SYNC_ALARM;
    if (w->full)
        return SYNC_FULL;
    if (w->behind)
        return SYNC_BEHIND;
    if (w->gone)
        return SYNC_GONE;
    if (w->clock)
        return SYNC_CLOCK;
    return w->away ? SYNC_UNREACHABLE : SYNC_FINE;
}

struct sync_status sync_status(const struct sync *s) {
    struct sync_status status = {.caught_up = s->book, .fetched = s->book};
    for (size_t i = 0; s->book && i < COUNT_OF(followed); i++) {
        const struct feed *feed = book_feed(s->book, followed[i]);
        if (!feed)
            continue;
        const struct follow *w = follow_find(s, feed);
        struct book_unsent one;
        bool read = w && w->fetched && !w->read_now && !w->auditing;
        status.fetched = status.fetched && w && w->fetched && !w->read_now;
        status.caught_up = status.caught_up && read &&
                           (!feed->writable || book_pending(s->book, feed, &one, 1) == 0);
        if (!w)
            continue;
        enum sync_trouble trouble = follow_trouble(feed, w);
        bool theirs_gone = trouble == SYNC_GONE && followed[i] == FEED_PAIR_IN;
        if (trouble > status.trouble)
            status.trouble = trouble;
        if (trouble > status.besides && !theirs_gone)
            status.besides = trouble;
        status.partner_gone = status.partner_gone || theirs_gone;
        status.working = status.working || w->working;
    }
    return status;
}

enum err sync_alarm_forget(struct sync *s) {
    for (size_t i = 0; s->book && i < book_feed_count(s->book); i++) {
        const struct feed *feed = book_feed_at(s->book, i);
        if (feed->flags & FEED_ALARM)
            book_feed_flag(s->book, feed, 0, FEED_ALARM);
    }
    return s->book ? book_commit(s->book) : ERR_OK;
}
