/* state.c -- which evening stands, what rests on this phone, and what follows by itself. */
#include "base/check.h"
#include "book/book_internal.h"
#include "practices/evening/evening.h"
#include "wire/cbor.h"

#include <string.h>

/* Values of *ours* on this device (book_kept), behind those of the sealed rounds. */
enum { KEPT_EVENING = 25 };

/* --- answers ---------------------------------------------------------------------------------- */

struct answer answer_read(struct bytes body) {
    struct answer a = {0};
    struct cbor whole;
    uint64_t n;
    if (cbor_open(body, &whole) != ERR_OK || cbor_peek(&whole) != CBOR_MAP)
        return a;
    if (body_uint(body, 1, &n) && n < FEELING_COUNT) {
        a.has_feeling = true;
        a.feeling = (uint32_t)n;
    }
    if (body_uint(body, 2, &n) && n < STRENGTH_COUNT) {
        a.has_strength = true;
        a.strength = (uint32_t)n;
    }
    struct bytes text;
    if (body_text(body, 3, &text) && text.size <= ANSWER_TEXT_MAX)
        a.small = text;
    if (body_text(body, 4, &text) && text.size <= ANSWER_TEXT_MAX)
        a.noticed = text;
    return a;
}

enum err answer_write(struct visit *v, const struct answer *a, struct bytes *out) {
    struct body_writer w;
    body_begin(&w, v->frame, NULL);
    if (a->has_feeling)
        body_add_uint(&w, 1, a->feeling);
    if (a->has_strength)
        body_add_uint(&w, 2, a->strength);
    if (a->small.size)
        body_add_text(&w, 3, a->small);
    if (a->noticed.size)
        body_add_text(&w, 4, a->noticed);
    return body_end(&w, out);
}

struct answer rest_read(const struct visit *v, enum rest which) {
    return answer_read(book_kept(v->book, STORE_OURS, KEPT_EVENING + (uint32_t)which));
}

enum err rest_set(struct visit *v, enum rest which, const struct answer *a) {
    struct bytes body;
    TRY(answer_write(v, a, &body));
    TRY(book_kept_set(v->book, STORE_OURS, KEPT_EVENING + (uint32_t)which, body));
    return book_commit(v->book);
}

enum err rest_clear(struct visit *v, enum rest which) {
    uint32_t key = KEPT_EVENING + (uint32_t)which;
    if (book_kept(v->book, STORE_OURS, key).size == 0)
        return ERR_OK;
    TRY(book_kept_set(v->book, STORE_OURS, key, (struct bytes){0}));
    return book_commit(v->book);
}

/* --- this device ------------------------------------------------------------------------------ */

enum { LOCAL_SIZE = 18, LOCAL_SIZE_BEFORE = 10 /* without what is being sealed */ };

struct evening_local local_read(const struct visit *v) {
    struct bytes b = book_local(v->book, LOCAL_EVENING);
    struct evening_local local = {0};
    if (b.size == LOCAL_SIZE || b.size == LOCAL_SIZE_BEFORE) {
        local.how = (enum invite_how)b.at[0];
        local.handed = (enum handed_stage)b.at[1];
        local.away = u32_read(b.at + 2);
        local.not_today = (int32_t)u32_read(b.at + 6);
    }
    if (b.size == LOCAL_SIZE)
        local.sealing = u64_read(b.at + 10);
    return local;
}

enum err local_set(struct visit *v, const struct evening_local *local) {
    uint8_t b[LOCAL_SIZE];
    b[0] = (uint8_t)local->how;
    b[1] = (uint8_t)local->handed;
    u32_write(b + 2, local->away);
    u32_write(b + 6, (uint32_t)local->not_today);
    u64_write(b + 10, local->sealing);
    return book_local_set(v->book, LOCAL_EVENING, BYTES_OF(b));
}

/* --- the evening that stands ------------------------------------------------------------------ */

/* Whether this phone is the one that lays evenings out. False on both sides of no pair. */
static bool offers_here(const struct visit *v, enum author *offerer) {
    const struct feed *out = book_feed(v->book, FEED_PAIR_OUT);
    const struct feed *in = book_feed(v->book, FEED_PAIR_IN);
    if (!out || !in)
        return false;
    bool here = memcmp(out->chain.box_id, in->chain.box_id, BOX_ID_SIZE) < 0;
    *offerer = here ? AUTHOR_ME : AUTHOR_PARTNER;
    return true;
}

/* The first offer of a round by the phone that lays out; NULL: none. */
static const struct item *offer_find(const struct visit *v, enum author offerer, uint64_t what) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_ROUND_OFFER, &count);
    for (size_t i = 0; i < count; i++) {
        uint64_t p, w;
        struct entry e = book_item_entry(&items[i]);
        if (items[i].author == offerer && body_uint(e.body, 1, &p) && p == ROOM_EVENING &&
            body_uint(e.body, 2, &w) && w == what && sealed_round_current(v, &items[i]))
            return &items[i];
    }
    return NULL;
}

/* The newest item of `kind` by `author` that answers the round; NULL: none. */
static const struct item *answering(const struct visit *v, uint32_t kind, enum author author,
                                    const uint8_t round[EID_SIZE]) {
    size_t count;
    const struct item *items = book_items(v->book, kind, &count);
    for (size_t i = count; i-- > 0;) {
        struct entry e = book_item_entry(&items[i]);
        if (items[i].author == author && e.re_count >= 1 &&
            memcmp(entry_re(&e, 0), round, EID_SIZE) == 0)
            return &items[i];
    }
    return NULL;
}

/* Whether one of the two wished for the evening after that of `last`; NULL: for the first. */
static bool wished(const struct visit *v, const struct item *last) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_AGAIN, &count);
    for (size_t i = 0; i < count; i++) {
        struct entry e = book_item_entry(&items[i]);
        if (last ? e.re_count == 1 && memcmp(entry_re(&e, 0), last->id, EID_SIZE) == 0
                 : e.re_count == 0)
            return true;
    }
    return false;
}

static uint64_t what_of(uint32_t number, bool near) {
    return (uint64_t)number * 2 + (near ? 2 : 1);
}

static uint32_t current_number(const struct visit *v, enum author offerer) {
    uint32_t number = 0;
    while (offer_find(v, offerer, what_of(number + 1, false)))
        number++;
    return number;
}

/* So that what was sealed for one pair is never sealed for the next. */
static uint64_t pair_mark(const struct visit *v) {
    const struct feed *out = book_feed(v->book, FEED_PAIR_OUT);
    return out ? u64_read(out->chain.box_id) : 0;
}

enum err evening_read(struct visit *v, struct evening *out) {
    struct evening e = {0};
    enum author offerer;
    if (!visit_together(v) || !offers_here(v, &offerer))
        return ERR_STATE;
    e.number = current_number(v, offerer);
    const struct item *answers = offer_find(v, offerer, what_of(e.number, false));
    e.again = answers && wished(v, answers);
    const struct item *near = offer_find(v, offerer, what_of(e.number, true));
    if (near) {
        TRY(sealed_round_read(v, near->id, &e.near));
        e.near_offered = true;
    }
    if (answers) {
        TRY(sealed_round_read(v, answers->id, &e.answers));
        e.offered = true;
        e.offer_day = answers->first_day;
        e.open = e.answers.state == SEALED_OPEN;
        const struct item *key = answering(v, KIND_ROUND_KEY, AUTHOR_ME, e.answers.id);
        e.open_day = e.open && key ? key->first_day : 0;
        for (int a = 0; a < 2; a++)
            e.reply[a] = answering(v, KIND_REPLY, (enum author)a, e.answers.id);
        e.noticed = answering(v, KIND_NOTICED, AUTHOR_ME, e.answers.id) != NULL;
    }
    uint64_t sealing = local_read(v).sealing;
    e.rests = !e.offered && sealing && sealing == pair_mark(v);
    *out = e;
    return ERR_OK;
}

static enum err lay_out(struct visit *v, enum author offerer, uint32_t number) {
    uint8_t id[EID_SIZE];
    for (int near = 0; near < 2; near++)
        if (!offer_find(v, offerer, what_of(number, near)))
            TRY(sealed_round_offer(v, ROOM_EVENING, (uint32_t)what_of(number, near), 0, id));
    return ERR_OK;
}

static enum err sealing_set(struct visit *v, uint64_t mark) {
    struct evening_local local = local_read(v);
    if (local.sealing == mark)
        return ERR_OK;
    local.sealing = mark;
    return local_set(v, &local);
}

/* Sealed first, forgotten after: a failure in between leaves both, and what is sealed already (by
 * another of my phones, it may be) is only forgotten. */
enum err evening_seal(struct visit *v) {
    struct evening e;
    struct bytes body;
    TRY(evening_read(v, &e));
    if (!e.offered)
        return sealing_set(v, pair_mark(v));
    if (e.answers.state == SEALED_OFFERED) {
        struct answer a = rest_read(v, REST_MINE);
        TRY(answer_write(v, &a, &body));
        TRY(sealed_round_seal(v, e.answers.id, body));
    }
    TRY(rest_clear(v, REST_MINE));
    return sealing_set(v, 0);
}

/* A phone that logged in later knows its pair before it has read its feeds, so the first evening is
 * laid out only by a phone that came to the pair itself, or at a wish; a later one only behind one
 * that was read. */
enum err evening_settle(struct visit *v) {
    enum author offerer;
    TRY(handed_settle(v));
    if (!visit_together(v) || !offers_here(v, &offerer))
        return ERR_OK;
    if (offerer == AUTHOR_ME) {
        uint32_t number = current_number(v, offerer);
        const struct item *last = offer_find(v, offerer, what_of(number, false));
        bool came = local_read(v).how != INVITE_NONE || session_pair_state(v) == PAIR_FLOW_DONE;
        if (!last && (came || wished(v, NULL)))
            TRY(lay_out(v, offerer, 0));
        else if (last && wished(v, last))
            TRY(lay_out(v, offerer, number + 1));
    }
    uint64_t sealing = local_read(v).sealing;
    if (sealing && sealing == pair_mark(v))
        TRY(evening_seal(v));
    return sealed_round_settle(v, ROOM_EVENING);
}

enum err evening_begin(struct visit *v, uint32_t number) {
    enum author offerer;
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    if (!offers_here(v, &offerer))
        return ERR_STATE;
    if (offerer == AUTHOR_ME)
        return lay_out(v, offerer, number);
    const struct item *last = number ? offer_find(v, offerer, what_of(number - 1, false)) : NULL;
    if (wished(v, last))
        return ERR_OK;
    if (last)
        memcpy(re[0], last->id, EID_SIZE);
    body_begin(&w, v->frame, NULL);
    body_add_uint(&w, 1, number);
    return visit_write(v, SPACE_OURS, KIND_AGAIN, (const uint8_t(*)[EID_SIZE])re, last ? 1 : 0, &w,
                       NULL);
}

enum reply reply_read(const struct item *item, struct bytes *instead) {
    uint64_t n = REPLY_NO;
    struct entry e = book_item_entry(item);
    *instead = (struct bytes){0};
    if (!body_uint(e.body, 1, &n) || n >= REPLY_COUNT)
        return REPLY_NO;
    if (!body_text(e.body, 2, instead))
        *instead = (struct bytes){0};
    return (enum reply)n;
}
