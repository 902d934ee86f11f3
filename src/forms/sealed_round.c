#include "forms/sealed_round.h"

#include "app/session.h"
#include "base/check.h"
#include "book/book_internal.h"
#include "crypt/round.h"

#include <string.h>

enum { KEPT_ROUNDS = 24 };

/* --- what this device holds of rounds that are not open yet ------------------------------------
 */

enum held_flag { HELD_KEY = 1, HELD_AWAY = 2 };
enum { HELD_SIZE = EID_SIZE + KEY_SIZE + 1 };

/* Position of the round in the kept bytes, or their size. */
static size_t held_find(struct bytes kept, const uint8_t id[EID_SIZE]) {
    size_t at = 0;
    while (at + HELD_SIZE <= kept.size && memcmp(kept.at + at, id, EID_SIZE) != 0)
        at += HELD_SIZE;
    return at + HELD_SIZE <= kept.size ? at : kept.size;
}

static bool held_has(const struct visit *v, const uint8_t id[EID_SIZE], enum held_flag flag) {
    struct bytes kept = book_kept(v->book, STORE_OURS, KEPT_ROUNDS);
    size_t at = held_find(kept, id);
    return at < kept.size && (kept.at[at + HELD_SIZE - 1] & flag);
}

/* --- what stands of one round ------------------------------------------------------------------
 */

struct standing {
    const struct item *offer;
    const struct item *sealed[2]; /* by author; the first of each */
    bool ready[2];
    const struct item *key[2];
};

/* The oldest item of `kind` by `author` that answers the round, unmended. */
static const struct item *answer_find(const struct visit *v, uint32_t kind, enum author author,
                                      const uint8_t id[EID_SIZE]) {
    size_t count;
    const struct item *items = book_items(v->book, kind, &count);
    for (size_t i = 0; i < count; i++) {
        if (items[i].author != author)
            continue;
        struct entry e = book_item_entry(&items[i]);
        if (e.re_count == 1 && memcmp(entry_re(&e, 0), id, EID_SIZE) == 0 &&
            memcmp(e.eid, items[i].id, EID_SIZE) == 0)
            return &items[i];
    }
    return NULL;
}

static enum err standing_read(const struct visit *v, const uint8_t id[EID_SIZE],
                              struct standing *out) {
    const struct item *offer = book_item_find(v->book, id);
    if (!offer || offer->kind != KIND_ROUND_OFFER)
        return ERR_NOT_FOUND;
    struct standing s = {.offer = offer};
    for (int a = 0; a < 2; a++) {
        s.sealed[a] = answer_find(v, KIND_ROUND_SEALED, (enum author)a, id);
        s.ready[a] = answer_find(v, KIND_ROUND_READY, (enum author)a, id) != NULL;
        s.key[a] = answer_find(v, KIND_ROUND_KEY, (enum author)a, id);
    }
    *out = s;
    return ERR_OK;
}

bool sealed_round_current(const struct visit *v, const struct item *offer) {
    return visit_pair_marked(v, book_item_entry(offer).body, 4, (enum author)offer->author);
}

static int32_t offer_day(const struct item *offer) {
    uint64_t day;
    struct entry e = book_item_entry(offer);
    return body_uint(e.body, 3, &day) && day <= INT32_MAX ? (int32_t)day : 0;
}

/* What my own key entry says I had of theirs when I let my key go. */
static bool is_named(const struct standing *s, const struct item *sealed) {
    struct bytes named;
    struct entry mine = book_item_entry(s->key[AUTHOR_ME]);
    return body_bytes(mine.body, 2, &named) && bytes_equal(named, bytes_make(sealed->id, EID_SIZE));
}

/* Opens the answer of `author` with the key they let go. Theirs is the one that my own key entry
 * names; one that its author erased or mended since then is gone, and open without words. */
static bool answer_open(const struct visit *v, const struct standing *s, enum author author,
                        struct bytes *body) {
    struct bytes key, commit;
    const struct item *item = s->sealed[author];
    *body = (struct bytes){0};
    if (!s->key[AUTHOR_ME] || !s->key[author])
        return false;
    if (!item || (author == AUTHOR_PARTNER && !is_named(s, item)))
        return true;
    struct entry e = book_item_entry(s->key[author]);
    struct entry sealed = book_item_entry(item);
    if (!body_bytes(e.body, 1, &key) || key.size != KEY_SIZE ||
        !body_bytes(sealed.body, 1, &commit))
        return false;
    const struct feed *feed =
        book_feed(v->book, author == AUTHOR_ME ? FEED_PAIR_OUT : FEED_PAIR_IN);
    return feed && round_commit_open(key.at, feed->chain.box_id, s->offer->id, commit, v->frame,
                                     body) == ERR_OK;
}

static enum sealed_state state_of(const struct visit *v, const struct standing *s,
                                  struct sealed_round *out) {
    if (s->key[AUTHOR_ME] && s->key[AUTHOR_PARTNER] && answer_open(v, s, AUTHOR_ME, &out->mine) &&
        answer_open(v, s, AUTHOR_PARTNER, &out->theirs))
        return SEALED_OPEN;
    out->mine = out->theirs = (struct bytes){0};
    if (held_has(v, s->offer->id, HELD_AWAY))
        return SEALED_PUT_AWAY;
    if (out->opens_day && v->today > out->opens_day)
        return SEALED_LAPSED;
    if (!s->sealed[AUTHOR_ME])
        return SEALED_OFFERED;
    return s->ready[AUTHOR_ME] ? SEALED_READY : SEALED_MINE;
}

enum err sealed_round_read(struct visit *v, const uint8_t id[EID_SIZE], struct sealed_round *out) {
    struct standing s;
    uint64_t practice = 0, what = 0;
    TRY(standing_read(v, id, &s));
    struct entry e = book_item_entry(s.offer);
    if (!body_uint(e.body, 1, &practice) || !body_uint(e.body, 2, &what))
        return ERR_MALFORMED;
    struct sealed_round r = {.practice = (uint32_t)practice,
                             .what = (uint32_t)what,
                             .opens_day = offer_day(s.offer),
                             .offered_by = (enum author)s.offer->author};
    memcpy(r.id, id, EID_SIZE);
    r.state = state_of(v, &s, &r);
    *out = r;
    return ERR_OK;
}

/* How little is lost when this row makes room: 3, nothing (its round is gone or its key was let
 * go); 2, it was only put away; 1, its set day is over; 0, its key still waits. */
static int held_spare(const struct visit *v, const uint8_t *row) {
    const struct item *offer = book_item_find(v->book, row);
    if (!offer || offer->kind != KIND_ROUND_OFFER || answer_find(v, KIND_ROUND_KEY, AUTHOR_ME, row))
        return 3;
    if (!(row[HELD_SIZE - 1] & HELD_KEY))
        return 2;
    int32_t day = offer_day(offer);
    return day && v->today > day;
}

/* The row that makes room in full kept bytes: the oldest of those with which least is lost. */
static size_t held_victim(const struct visit *v, struct bytes kept) {
    size_t victim = 0;
    int spare = -1;
    for (size_t at = 0; at + HELD_SIZE <= kept.size && spare < 3; at += HELD_SIZE) {
        int s = held_spare(v, kept.at + at);
        victim = s > spare ? at : victim;
        spare = s > spare ? s : spare;
    }
    return victim;
}

/* Stages flag (and key) for a round. */
static enum err held_set(struct visit *v, const uint8_t id[EID_SIZE], enum held_flag flag,
                         const uint8_t *key) {
    struct bytes kept = book_kept(v->book, STORE_OURS, KEPT_ROUNDS);
    struct buf b;
    struct bytes all;
    size_t found = held_find(kept, id);
    bool full = found == kept.size && kept.size >= (size_t)SEALED_HELD_MAX * HELD_SIZE;
    size_t victim = full ? held_victim(v, kept) : kept.size;
    uint8_t row[HELD_SIZE] = {0};
    memcpy(row, id, EID_SIZE);
    buf_init(&b, v->frame);
    for (size_t at = 0; at + HELD_SIZE <= kept.size; at += HELD_SIZE)
        if (at == found)
            memcpy(row, kept.at + at, HELD_SIZE);
        else if (at != victim)
            buf_add(&b, kept.at + at, HELD_SIZE);
    if (key)
        memcpy(row + EID_SIZE, key, KEY_SIZE);
    row[HELD_SIZE - 1] |= (uint8_t)flag;
    buf_add(&b, row, HELD_SIZE);
    memory_wipe(row, sizeof row);
    TRY(buf_finish(&b, &all));
    return book_kept_set(v->book, STORE_OURS, KEPT_ROUNDS, all);
}

/* --- acts ----------------------------------------------------------------------------------------
 */

static enum err stage(struct visit *v, enum space space, uint32_t kind, const uint8_t *offer,
                      struct body_writer *w, uint8_t eid_out[EID_SIZE]) {
    uint8_t re[1][EID_SIZE];
    struct book_entry e = {.space = space, .kind = kind, .day = v->today};
    if (offer) {
        memcpy(re[0], offer, EID_SIZE);
        e.re = re;
        e.re_count = 1;
    }
    TRY(body_end(w, &e.body));
    return book_stage(v->book, &e, eid_out);
}

enum err sealed_round_offer(struct visit *v, uint32_t practice, uint32_t what, int32_t opens_day,
                            uint8_t id_out[EID_SIZE]) {
    struct body_writer w;
    struct bytes pair = visit_pair_mark(v, AUTHOR_ME);
    if (!pair.size)
        return ERR_STATE;
    body_begin(&w, v->frame, NULL);
    body_add_uint(&w, 1, practice);
    body_add_uint(&w, 2, what);
    if (opens_day)
        body_add_uint(&w, 3, (uint64_t)opens_day);
    body_add_bytes(&w, 4, pair);
    TRY(stage(v, SPACE_OURS, KIND_ROUND_OFFER, NULL, &w, id_out));
    return book_commit(v->book);
}

/* The key stays with this device (*ours*), and in *mine* for my other ones when it is open. */
static enum err key_keep(struct visit *v, const uint8_t id[EID_SIZE], const uint8_t *key) {
    struct body_writer w;
    TRY(held_set(v, id, HELD_KEY, key));
    if (!book_status(v->book).mine_open)
        return ERR_OK;
    body_begin(&w, v->frame, NULL);
    body_add_bytes(&w, 1, bytes_make(key, KEY_SIZE));
    return stage(v, SPACE_MINE, KIND_ROUND_SECRET, id, &w, NULL);
}

static enum err seal_with(struct visit *v, const uint8_t id[EID_SIZE], struct bytes body,
                          const uint8_t secret[KEY_SIZE + SEAL_NONCE_SIZE]) {
    uint8_t commit[ROUND_COMMIT_SIZE];
    struct body_writer w;
    const struct feed *feed = book_feed(v->book, FEED_PAIR_OUT);
    if (!feed)
        return ERR_STATE;
    TRY(round_commit_seal(secret, feed->chain.box_id, id, body, secret + KEY_SIZE, commit));
    body_begin(&w, v->frame, NULL);
    body_add_bytes(&w, 1, BYTES_OF(commit));
    TRY(key_keep(v, id, secret));
    TRY(stage(v, SPACE_OURS, KIND_ROUND_SEALED, id, &w, NULL));
    return book_commit(v->book);
}

enum err sealed_round_seal(struct visit *v, const uint8_t id[EID_SIZE], struct bytes body) {
    struct standing s;
    uint8_t secret[KEY_SIZE + SEAL_NONCE_SIZE];
    if (body.size > SEALED_ANSWER_MAX)
        return ERR_SIZE;
    TRY(standing_read(v, id, &s));
    if (s.sealed[AUTHOR_ME])
        return ERR_STATE;
    TRY(session_random(v, secret, sizeof secret));
    enum err e = seal_with(v, id, body, secret);
    memory_wipe(secret, sizeof secret);
    return e;
}

enum err sealed_round_press_open(struct visit *v, const uint8_t id[EID_SIZE]) {
    struct standing s;
    struct body_writer w;
    TRY(standing_read(v, id, &s));
    if (!s.sealed[AUTHOR_ME])
        return ERR_STATE;
    if (s.ready[AUTHOR_ME])
        return ERR_OK;
    body_begin(&w, v->frame, NULL);
    TRY(stage(v, SPACE_OURS, KIND_ROUND_READY, id, &w, NULL));
    return book_commit(v->book);
}

enum err sealed_round_put_away(struct visit *v, const uint8_t id[EID_SIZE]) {
    TRY(held_set(v, id, HELD_AWAY, NULL));
    return book_commit(v->book);
}

/* My key for a round: held here, or in *mine* when another device of mine sealed. */
static bool key_find(const struct visit *v, const uint8_t id[EID_SIZE], uint8_t out[KEY_SIZE]) {
    struct bytes kept = book_kept(v->book, STORE_OURS, KEPT_ROUNDS);
    struct bytes key = {0};
    size_t at = held_find(kept, id);
    const struct item *secret = answer_find(v, KIND_ROUND_SECRET, AUTHOR_ME, id);
    if (at < kept.size && (kept.at[at + HELD_SIZE - 1] & HELD_KEY)) {
        key = bytes_slice(kept, at + EID_SIZE, KEY_SIZE);
    } else if (secret) {
        struct entry e = book_item_entry(secret);
        if (!body_bytes(e.body, 1, &key))
            return false;
    }
    if (key.size != KEY_SIZE)
        return false;
    memcpy(out, key.at, KEY_SIZE);
    return true;
}

/* The one place where a key leaves the device. */
static enum err key_release(struct visit *v, const struct standing *s) {
    uint8_t key[KEY_SIZE];
    struct body_writer w;
    if (s->key[AUTHOR_ME] || !s->sealed[AUTHOR_ME] || !s->sealed[AUTHOR_PARTNER])
        return ERR_OK;
    int32_t day = offer_day(s->offer);
    bool together = s->ready[AUTHOR_ME] && s->ready[AUTHOR_PARTNER];
    bool due = day && v->today >= day;
    if ((!together && !due) || !key_find(v, s->offer->id, key))
        return ERR_OK;
    body_begin(&w, v->frame, NULL);
    body_add_bytes(&w, 1, BYTES_OF(key));
    body_add_bytes(&w, 2, BYTES_OF(s->sealed[AUTHOR_PARTNER]->id));
    memory_wipe(key, sizeof key);
    TRY(stage(v, SPACE_OURS, KIND_ROUND_KEY, s->offer->id, &w, NULL));
    return book_commit(v->book);
}

/* What answers each offer, by its place among the offers; in the frame, until the book changes. One
 * pass over what was ever sealed or let go: however many offers came since, or whoever dated them,
 * none hides an older round. */
enum answered { MINE_SEALED = 1, THEIRS_SEALED = 2, MINE_OPENED = 4 };

struct offers {
    const struct item *items;
    size_t count;
    uint8_t *has; /* bits enum answered */
};

/* Marks what of `kind` by `author`, unmended, answers an offer. */
static void answers_mark(const struct visit *v, struct offers *o, uint32_t kind, enum author author,
                         enum answered bit) {
    size_t count;
    const struct item *items = book_items(v->book, kind, &count);
    for (size_t i = 0; i < count; i++) {
        if (items[i].author != author)
            continue;
        struct entry e = book_item_entry(&items[i]);
        const struct item *offer =
            e.re_count == 1 ? book_item_find(v->book, entry_re(&e, 0)) : NULL;
        if (offer && offer->kind == KIND_ROUND_OFFER && memcmp(e.eid, items[i].id, EID_SIZE) == 0)
            o->has[offer - o->items] |= (uint8_t)bit;
    }
}

static enum err offers_read(const struct visit *v, struct offers *out) {
    struct offers o;
    o.items = book_items(v->book, KIND_ROUND_OFFER, &o.count);
    o.has = arena_alloc(v->frame, o.count);
    if (!o.has)
        return ERR_FULL;
    answers_mark(v, &o, KIND_ROUND_SEALED, AUTHOR_ME, MINE_SEALED);
    answers_mark(v, &o, KIND_ROUND_SEALED, AUTHOR_PARTNER, THEIRS_SEALED);
    answers_mark(v, &o, KIND_ROUND_KEY, AUTHOR_ME, MINE_OPENED);
    *out = o;
    return ERR_OK;
}

/* An offer of this practice to the pair that stands; fills in what it asks. */
static bool is_offer_of(const struct visit *v, const struct item *item, uint32_t practice,
                        uint64_t *what) {
    uint64_t p;
    struct entry e = book_item_entry(item);
    return body_uint(e.body, 1, &p) && p == practice && body_uint(e.body, 2, what) &&
           sealed_round_current(v, item);
}

enum err sealed_round_settle(struct visit *v, uint32_t practice) {
    struct offers o;
    struct buf b;
    struct bytes ids;
    uint64_t what;
    buf_init(&b, v->frame);
    TRY(offers_read(v, &o));
    for (size_t i = 0; i < o.count; i++)
        if (o.has[i] == (MINE_SEALED | THEIRS_SEALED) &&
            is_offer_of(v, &o.items[i], practice, &what))
            buf_add(&b, o.items[i].id, EID_SIZE);
    TRY(buf_finish(&b, &ids));
    for (size_t at = 0; at < ids.size; at += EID_SIZE) {
        struct standing s;
        TRY(standing_read(v, ids.at + at, &s));
        TRY(key_release(v, &s));
    }
    return ERR_OK;
}

/* --- one answer to several offers of the same ---------------------------------------------------
 */

/* My answer to the round `from`, which is not let go yet, sealed for `to` as well. */
static enum err answer_repeat(struct visit *v, const struct standing *from,
                              const uint8_t to[EID_SIZE]) {
    uint8_t key[KEY_SIZE];
    struct bytes commit, body;
    const struct feed *feed = book_feed(v->book, FEED_PAIR_OUT);
    struct entry sealed = book_item_entry(from->sealed[AUTHOR_ME]);
    if (!feed || !body_bytes(sealed.body, 1, &commit) || !key_find(v, from->offer->id, key))
        return ERR_OK;
    enum err e =
        round_commit_open(key, feed->chain.box_id, from->offer->id, commit, v->frame, &body);
    memory_wipe(key, sizeof key);
    if (e != ERR_OK)
        return ERR_OK;
    bool ready = from->ready[AUTHOR_ME];
    TRY(sealed_round_seal(v, to, body));
    return ready ? sealed_round_press_open(v, to) : ERR_OK;
}

/* Adds `from` and each offer that its answer is for as well: of one author the first
 * SEALED_SAME_EACH, so that no program that was changed wears out what this device holds. */
static void repeats_add(const struct visit *v, uint32_t practice, struct offers *o, size_t from,
                        struct buf *out) {
    uint64_t what, asked;
    size_t each[2] = {0};
    int32_t day = offer_day(&o->items[from]);
    if (!is_offer_of(v, &o->items[from], practice, &asked) || (day && v->today > day))
        return;
    for (size_t i = 0; i < o->count; i++) {
        const struct item *to = &o->items[i];
        if (!is_offer_of(v, to, practice, &what) || what != asked || offer_day(to) != day ||
            each[to->author]++ >= SEALED_SAME_EACH || o->has[i] & MINE_SEALED)
            continue;
        o->has[i] |= MINE_SEALED | MINE_OPENED; /* not from here once more */
        buf_add(out, o->items[from].id, EID_SIZE);
        buf_add(out, to->id, EID_SIZE);
    }
}

enum err sealed_round_repeat(struct visit *v, uint32_t practice) {
    struct offers o;
    struct buf b;
    struct bytes pairs;
    buf_init(&b, v->frame);
    TRY(offers_read(v, &o));
    for (size_t i = 0; i < o.count; i++)
        if ((o.has[i] & (MINE_SEALED | MINE_OPENED)) == MINE_SEALED)
            repeats_add(v, practice, &o, i, &b);
    TRY(buf_finish(&b, &pairs));
    for (size_t at = 0; at < pairs.size; at += (size_t)2 * EID_SIZE) {
        struct standing from;
        TRY(standing_read(v, pairs.at + at, &from));
        TRY(answer_repeat(v, &from, pairs.at + at + EID_SIZE));
    }
    return ERR_OK;
}

enum err sealed_round_refuse(struct visit *v, enum err e) {
    if (e == ERR_OK || v->refused_count)
        return ERR_OK;
    visit_refuse(v, 0,
                 e == ERR_NO_SPACE ? T_HOUSE_ERROR_SPACE
                 : e == ERR_STATE  ? T_HOUSE_ERROR_ALONE
                                   : T_HOUSE_ERROR_DISK);
    return ERR_OK;
}
