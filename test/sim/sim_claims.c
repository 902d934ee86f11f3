/* sim_claims.c -- what must hold, whatever went wrong (docs/reliability.md tells each claim). */
#include "sim.h"

#include "app/app_internal.h"
#include "base/check.h"
#include "book/book_parts.h"
#include "book/kinds.h"
#include "forms/sealed_round.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { ERASED_AFTER_UPKEEPS = 4, MARK_DIGITS = 4 };

void sim_fail(struct sim *s, const char *claim, const char *format, ...) {
    if (s->failed)
        return;
    s->failed = true;
    int n = snprintf(s->failure, sizeof s->failure, "%s at step %u (%s): ", claim, s->step,
                     s->doing ? s->doing : "beginning");
    va_list list;
    va_start(list, format);
    vsnprintf(s->failure + n, sizeof s->failure - (size_t)n, format, list);
    va_end(list);
}

/* --- marks --- */

static uint32_t mark_check(uint32_t n) {
    return (n * 7919u + 4211u) % 10000u;
}

static bool digits_read(const uint8_t *at, uint32_t *out) {
    *out = 0;
    for (int i = 0; i < MARK_DIGITS; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        *out = *out * 10 + (uint32_t)(at[i] - '0');
    }
    return true;
}

bool sim_mark_next(struct bytes in, size_t *at, uint32_t *said) {
    while (*at + SIM_MARK_SIZE <= in.size) {
        const uint8_t *found = memchr(in.at + *at, '~', in.size - *at - SIM_MARK_SIZE + 1);
        uint32_t check;
        if (!found)
            return false;
        *at = (size_t)(found - in.at) + 1;
        if (found[SIM_MARK_SIZE - 1] == '~' && digits_read(found + 1, said) &&
            digits_read(found + 1 + MARK_DIGITS, &check) && check == mark_check(*said)) {
            *at += SIM_MARK_SIZE - 1;
            return true;
        }
    }
    return false;
}

/* --- couples ---
 *
 * A phone whose old file was put back writes into a couple that has ended since; one whose person
 * found the other on another phone knows of it by *mine*, unless that was lost on its way. */

/* Looks which couple a phone's book stands in. */
static void couple_look(struct sim *s, const struct sim_phone *p) {
    const struct feed *out = book_feed(sim_phone_book(p), FEED_PAIR_OUT);
    uint32_t i = 0;
    s->knows[p->index] = 0;
    if (!out)
        return;
    while (i < s->outlet_count && memcmp(s->outlets[i].box, out->chain.box_id, BOX_ID_SIZE) != 0)
        i++;
    if (i == s->outlet_count) {
        if (s->outlet_count == SIM_OUTLETS)
            return;
        s->outlets[i].pair = s->people[p->person].last_pair;
        memcpy(s->outlets[i].box, out->chain.box_id, BOX_ID_SIZE);
        s->outlet_count++;
    }
    s->knows[p->index] = s->outlets[i].pair;
}

/* Everything of *mine* that tells of a couple is at the relay. */
static bool couple_is_sent(const struct sim_phone *p) {
    static const uint32_t kinds[] = {KIND_PAIR, KIND_KEYRING};
    const struct book *b = sim_phone_book(p);
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        size_t count;
        const struct item *items = book_items(b, kinds[k], &count);
        for (size_t i = 0; i < count; i++) {
            uint32_t row = fold_find(&b->fold, AUTHOR_ME, SPACE_MINE, items[i].id);
            if (items[i].author == AUTHOR_ME && row != FOLD_NONE &&
                row_position(b->fold.rows[row].at) == 0)
                return false;
        }
    }
    return true;
}

static void couple_check(struct sim *s, const struct sim_phone *p) {
    struct sim_person *who = &s->people[p->person];
    couple_look(s, p);
    if (who->pair && s->knows[p->index] == who->pair && sim_phone_mine(p) && couple_is_sent(p))
        who->pair_sent = who->pair;
}

uint32_t sim_say(struct sim *s, const struct sim_phone *p, enum sim_place place,
                 char out[SIM_MARK_SIZE + 1]) {
    MUST(s->said_count < SIM_SAID);
    uint32_t n = s->said_count++;
    s->said[n] = (struct sim_said){.person = p->person,
                                   .phone = p->index,
                                   .life = s->life[p->index],
                                   .pair = place == SAID_MINE ? 0 : s->people[p->person].last_pair,
                                   .place = place};
    /* The other has left, and this phone does not know yet: what is said now may reach nobody. */
    const struct sim_person *who = &s->people[p->person];
    s->said[n].excused = place != SAID_MINE && (who->pair == 0 || who->leaving);
    if (place != SAID_MINE && sim_phone_book(p)) {
        couple_look(s, p);
        uint32_t knows = s->knows[p->index];
        s->said[n].stays = knows && knows != who->last_pair;
        s->said[n].pair = s->said[n].stays ? knows : who->last_pair;
    }
    snprintf(out, SIM_MARK_SIZE + 1, "~%04u%04u~", n, mark_check(n));
    s->tally.said++;
    return n;
}

/* --- who may read what (C6) --- */

static bool in_couple(const struct sim *s, uint32_t pair, uint32_t person) {
    return pair > 0 && pair < SIM_PAIRS &&
           (s->couple[pair][0] == person || s->couple[pair][1] == person);
}

/* Why this phone may not hold or show the mark; NULL: it may. */
static const char *mark_flaw(const struct sim *s, const struct sim_phone *p, uint32_t n) {
    const struct sim_said *said = &s->said[n];
    const struct sim_person *viewer = &s->people[p->person], *author = &s->people[said->person];
    if (n >= s->said_count)
        return "nobody said it";
    if (said->person == p->person)
        return said->place == SAID_MINE && !sim_phone_mine(p) ? "its lock is closed" : NULL;
    if (said->place == SAID_MINE)
        return "it is another's own";
    if (!in_couple(s, said->pair, p->person))
        return "it was said in another couple";
    if (said->place == SAID_SEALED && (!viewer->sealed || !viewer->opened || !author->opened))
        return "it is sealed";
    return NULL;
}

static void marks_look(struct sim *s, const struct sim_phone *p, struct bytes in,
                       const char *where) {
    size_t at = 0;
    uint32_t n;
    while (sim_mark_next(in, &at, &n)) {
        const char *flaw = mark_flaw(s, p, n);
        if (flaw)
            sim_fail(s, "C6", "phone %u of person %u has ~%04u of person %u %s, and %s", p->index,
                     p->person, n, n < s->said_count ? s->said[n].person : 99, where, flaw);
    }
}

void sim_claim_saw(struct sim *s, struct sim_phone *p) {
    marks_look(s, p, bytes_make(p->view, p->view_size), "on a page");
    if (s->twin)
        sim_twin_saw(s, p);
}

void sim_claim_sent(struct sim *s, struct sim_phone *p, const struct net_request *r) {
    size_t at = 0;
    uint32_t n;
    if (sim_mark_next(r->body, &at, &n) || (at = 0, sim_mark_next(r->path, &at, &n)))
        sim_fail(s, "C6", "phone %u sends ~%04u in the clear", p->index, n);
}

/* --- what the relay has acknowledged (C2, C7) --- */

static void blob_note(struct sim *s, const uint8_t *box, uint64_t n, struct bytes blob) {
    if (s->blob_count == s->blob_room) {
        s->blob_room = s->blob_room ? s->blob_room * 2 : 256;
        s->blobs = realloc(s->blobs, s->blob_room * sizeof *s->blobs);
        MUST(s->blobs);
    }
    struct sim_blob *b = &s->blobs[s->blob_count++];
    b->n = n;
    memcpy(b->box, box, RELAY_ID_SIZE);
    MUST(blob.size >= 200 + sizeof b->bytes);
    memcpy(b->bytes, blob.at + 200, sizeof b->bytes);
}

static void erased_note(struct sim *s, const struct sim_blob *b) {
    if (s->erased_count == SIM_ERASED)
        return;
    struct sim_erased *e = &s->erased[s->erased_count++];
    *e = (struct sim_erased){.upkeeps = s->world.upkeeps};
    memcpy(e->bytes, b->bytes, sizeof e->bytes);
}

/* Erased: one of them, or all of a dropped box. */
static void blobs_forget(struct sim *s, const struct relay_target *t) {
    for (uint32_t i = 0; i < s->blob_count;) {
        struct sim_blob *b = &s->blobs[i];
        bool gone =
            !memcmp(b->box, t->id, RELAY_ID_SIZE) && (t->call == RELAY_CALL_DROP || b->n == t->n);
        if (!gone) {
            i++;
            continue;
        }
        erased_note(s, b);
        *b = s->blobs[--s->blob_count];
    }
}

/* What follows the box in a path, for a line of the log. */
static const char *bytes_tail(struct bytes path) {
    static char tail[40];
    size_t size = path.size - 67 < sizeof tail - 1 ? path.size - 67 : sizeof tail - 1;
    memcpy(tail, path.at + 67, size);
    tail[size] = 0;
    return tail;
}

void sim_claim_done(struct sim *s, struct sim_phone *p, const struct net_request *r,
                    const struct net_answer *answer) {
    struct relay_target t;
    struct relay_append append;
    struct bytes blob;
    if (s->twin)
        sim_twin_done(s, p, r, answer);
    if (s->verbose)
        printf("      %13llu phone %u: %s %.12s%s %zu bytes -> %u\n",
               (unsigned long long)s->world.now_ms, p->index,
               relay_method_name((enum relay_method)r->method), (const char *)r->path.at,
               r->path.size > 67 ? bytes_tail(r->path) : "", r->body.size, answer->status);
    if (answer->status != 200 ||
        relay_target_read((enum relay_method)r->method, r->path, &t) != RELAY_REASON_NONE)
        return;
    if (t.call == RELAY_CALL_ERASE || t.call == RELAY_CALL_DROP)
        blobs_forget(s, &t);
    if (t.call != RELAY_CALL_APPEND || relay_append_read(r->body, &append) != ERR_OK)
        return;
    for (uint32_t i = 0; i < s->blob_count; i++) /* asked twice: it stands there already */
        if (s->blobs[i].n == t.n && !memcmp(s->blobs[i].box, t.id, RELAY_ID_SIZE))
            return;
    for (uint64_t n = t.n; relay_append_next(&append.blobs, &blob); n++)
        blob_note(s, t.id, n, blob);
}

static void erased_check(struct sim *s) {
    for (uint32_t i = 0; i < s->erased_count; i++) {
        struct sim_erased *e = &s->erased[i];
        if (e->seen_gone || s->world.relay.is_full ||
            s->world.upkeeps < e->upkeeps + ERASED_AFTER_UPKEEPS)
            continue;
        s->tally.checks++;
        e->seen_gone = true;
        if (sim_relay_holds(&s->world.relay, BYTES_OF(e->bytes)))
            sim_fail(s, "C7", "the relay's files hold what it said it erased");
    }
}

/* --- the set and what it comes to (C3) --- */

static bool row_stands(const struct fold_row *row, enum space space) {
    return row->at && !(row_flags(row->at) & ROW_DEAD) && row_space(row->at) == (uint8_t)space;
}

/* The same on both phones of a couple: whose it is, not whether it is mine. */
static uint64_t author_of(const struct sim *s, const struct sim_phone *p, uint8_t author) {
    return author == AUTHOR_ME ? p->person : s->people[p->person].partner;
}

static uint64_t kind_digest(const struct sim *s, const struct sim_phone *p,
                            const struct fold_kind *kind, enum space space) {
    uint64_t digest = kind->kind;
    bool any = false;
    for (size_t i = 0; i < kind->count; i++) {
        const struct item *item = &kind->items[i];
        if (item->space != (uint8_t)space)
            continue;
        any = true;
        digest = sim_digest_number(digest, author_of(s, p, item->author));
        digest = sim_digest(digest, item->id, EID_SIZE);
        digest = sim_digest(digest, item->cbor.at, item->cbor.size);
        digest = sim_digest_number(digest, item->lam ^ (uint64_t)item->first_day << 32);
    }
    return any ? digest : 0;
}

static struct sim_fold fold_look(const struct sim *s, const struct sim_phone *p,
                                 const struct fold *f, enum space space) {
    struct sim_fold out = {0};
    for (size_t i = 0; i < f->row_count; i++)
        if (row_stands(&f->rows[i], space)) {
            uint64_t eid = u64_read(row_eid(f->rows[i].at));
            out.set ^= sim_mix(eid, author_of(s, p, row_author(f->rows[i].at)));
            out.rows++;
        }
    for (size_t k = 0; k < f->kind_count; k++)
        out.state ^= kind_digest(s, p, &f->kinds[k], space);
    return out;
}

struct sim_fold sim_fold_of(const struct sim *s, const struct sim_phone *p, enum space space) {
    return fold_look(s, p, &sim_phone_book(p)->fold, space);
}

bool sim_states_agree(struct sim *s, uint64_t set, uint64_t state) {
    size_t at = (size_t)(set % SIM_STATES);
    for (size_t tries = 0; tries < SIM_STATES; tries++, at = (at + 1) % SIM_STATES) {
        struct sim_state *e = &s->states[at];
        if (e->set == 0) {
            *e = (struct sim_state){set, state};
            s->tally.states++;
            return true;
        }
        if (e->set == set)
            return e->state == state;
    }
    return true; /* no room to remember more */
}

static void state_check(struct sim *s, const struct sim_phone *p, enum space space) {
    struct sim_fold f = sim_fold_of(s, p, space);
    if (f.rows == 0)
        return;
    /* Only devices that can hold the same set are compared. */
    uint64_t who = space == SPACE_MINE ? p->person + 1 : 0;
    if (!sim_states_agree(s, sim_mix(f.set, who) | 1, f.state))
        sim_fail(s, "C3", "phone %u of person %u shows something else for the same entries",
                 p->index, p->person);
}

/* --- folded anew --- */

static void shuffle(uint32_t *order, size_t count, struct sim_dice *d) {
    for (size_t i = count; i > 1; i--) {
        size_t k = sim_roll(d, (uint32_t)i);
        uint32_t swap = order[i - 1];
        order[i - 1] = order[k];
        order[k] = swap;
    }
}

static bool fold_again(const struct fold *from, const uint32_t *order, size_t count,
                       struct arena *a, struct fold *out) {
    fold_init(out, a, from->mix | 1, 0, from->digest_of);
    for (size_t i = 0; i < count; i++) {
        const struct fold_row *row = &from->rows[order[i]];
        struct entry e = {0};
        if (!(row_flags(row->at) & ROW_NEWER) &&
            entry_parse_known(row_cbor(row->at), row_eid(row->at), &e) != ERR_OK)
            return false;
        if (fold_reserve(out, e.kind, 1) != ERR_OK)
            return false;
        (void)fold_add(out, (struct fold_where){row->at, row->record, row->compartment});
    }
    return true;
}

void sim_claim_refold(struct sim *s, const struct sim_phone *p, uint64_t order) {
    const struct fold *from = &sim_phone_book(p)->fold;
    struct sim_dice d = {order};
    struct arena a;
    struct fold again;
    size_t count = 0;
    arena_init(&a, (size_t)64 << 20);
    uint32_t *rows = arena_array(&a, from->row_count + 1, sizeof *rows);
    MUST(rows);
    for (size_t i = 0; i < from->row_count; i++)
        if (from->rows[i].at && !(row_flags(from->rows[i].at) & ROW_DEAD))
            rows[count++] = (uint32_t)i;
    shuffle(rows, count, &d);
    MUST(fold_again(from, rows, count, &a, &again));
    for (int space = SPACE_MINE; space <= SPACE_OURS; space++)
        if (fold_look(s, p, &again, (enum space)space).state !=
            sim_fold_of(s, p, (enum space)space).state)
            sim_fail(s, "C3", "the entries of phone %u come to something else in another order",
                     p->index);
    arena_free(&a);
}

/* --- what was called saved (C1) --- */

void sim_gone(struct sim *s, const struct sim_phone *p, const uint8_t item[EID_SIZE]) {
    for (uint32_t i = 0; i < s->said_count; i++) {
        struct sim_said *x = &s->said[i];
        if (x->found && x->person == p->person && !memcmp(x->item, item, EID_SIZE)) {
            x->gone = true;
            x->gone_phone = p->index;
        }
    }
}

void sim_maybe_gone(struct sim *s, const struct sim_phone *p, const uint8_t item[EID_SIZE]) {
    for (uint32_t i = 0; i < s->said_count; i++) {
        struct sim_said *x = &s->said[i];
        if (x->found && x->person == p->person && !memcmp(x->item, item, EID_SIZE))
            x->excused = true;
    }
}

/* A change of what was erased meanwhile, on another phone, is gone with it. */
static void said_of_gone(struct sim *s, struct sim_said *x) {
    for (uint32_t i = 0; i < s->said_count; i++) {
        const struct sim_said *y = &s->said[i];
        if (y->found && y->gone && y->person == x->person && !memcmp(y->item, x->item, EID_SIZE)) {
            x->gone = true;
            x->gone_phone = y->gone_phone;
        }
    }
}

/* Which entry a sentence became, once an item shows it to its author. */
static void said_find(struct sim *s, const struct sim_phone *p, const struct fold *f) {
    for (size_t k = 0; k < f->kind_count; k++)
        for (size_t i = 0; i < f->kinds[k].count; i++) {
            const struct item *item = &f->kinds[k].items[i];
            size_t at = 0;
            uint32_t n;
            marks_look(s, p, item->cbor, "in an entry");
            while (sim_mark_next(item->cbor, &at, &n)) {
                struct sim_said *x = &s->said[n];
                if (n >= s->said_count || x->found || x->person != p->person ||
                    item->author != AUTHOR_ME)
                    continue;
                x->found = true;
                struct entry e;
                MUST(entry_parse(item->cbor, &e) == ERR_OK);
                memcpy(x->eid, e.eid, EID_SIZE);
                memcpy(x->item, item->id, EID_SIZE);
                said_of_gone(s, x);
            }
        }
}

void sim_acked(struct sim *s, const struct sim_phone *p, uint32_t said) {
    struct sim_said *x = &s->said[said];
    x->acked = true;
    if (sim_phone_book(p))
        said_find(s, p, &sim_phone_book(p)->fold);
    if (s->verbose)
        printf("      phone %u of person %u: ~%04u is saved\n", p->index, p->person, said);
}

void sim_look(struct sim *s, const struct sim_phone *p) {
    if (sim_phone_book(p))
        said_find(s, p, &sim_phone_book(p)->fold);
}

/* The row of a sentence on a phone, or NULL. */
static const uint8_t *said_row(const struct sim *s, const struct sim_phone *p,
                               const struct sim_said *x) {
    const struct fold *f = &sim_phone_book(p)->fold;
    (void)s;
    uint8_t author = x->person == p->person ? AUTHOR_ME : AUTHOR_PARTNER;
    uint8_t space = x->place == SAID_MINE ? SPACE_MINE : SPACE_OURS;
    if (!x->found)
        return NULL;
    uint32_t row = fold_find(f, author, space, x->eid);
    return row == FOLD_NONE ? NULL : f->rows[row].at;
}

/* The compartment that holds it is open. */
static bool said_open(const struct sim_phone *p, const struct sim_said *x) {
    return x->place != SAID_MINE || sim_phone_mine(p);
}

static void said_check(struct sim *s, const struct sim_phone *p) {
    said_find(s, p, &sim_phone_book(p)->fold);
    for (uint32_t i = 0; i < s->said_count; i++) {
        struct sim_said *x = &s->said[i];
        if (x->person != p->person || !said_open(p, x))
            continue;
        const uint8_t *row = said_row(s, p, x);
        x->sent = x->sent || (row && row_position(row) > 0);
        bool here = x->phone == p->index && x->life == s->life[p->index];
        bool may_wait = x->place == SAID_MINE && !x->found && !s->calm; /* in the outbox */
        if (x->acked && here && !x->gone && !x->excused && !row && !may_wait)
            sim_fail(s, "C1", "~%04u of person %u was called saved on phone %u, and is not there",
                     i, x->person, p->index);
    }
}

void sim_file_lost(struct sim *s, const struct sim_phone *p) {
    for (uint32_t i = 0; i < s->said_count; i++) {
        struct sim_said *x = &s->said[i];
        bool here = x->phone == p->index && x->life == s->life[p->index];
        if ((here && !x->sent) || (x->gone && x->gone_phone == p->index))
            x->excused = true;
    }
    struct sim_person *who = &s->people[p->person];
    if (who->words_phone == p->index || who->words_made)
        who->words_sure = who->words_made = false; /* they may never have reached the relay */
    if (who->pair && who->pair_sent != who->pair && s->knows[p->index] == who->pair)
        who->pair_lost = who->pair;
    s->life[p->index]++;
    s->evicted |= 1u << p->index;
}

/* --- no alarm without a cause (C5) --- */

static void alarm_check(struct sim *s, const struct sim_phone *p) {
    struct sync_status status = sync_status(p->app->sync);
    bool left = s->people[p->person].was_left;
    const char *why = NULL;
    if (status.trouble == SYNC_ALARM && !s->returned)
        why = "tells of two histories";
    else if (status.trouble == SYNC_BEHIND && !s->returned)
        why = "says that the relay lost something";
    else if ((status.trouble == SYNC_GONE || status.partner_gone) && !s->returned && !left)
        why = "says that something is gone from the relay";
    else if (status.trouble == SYNC_CLOCK && !(s->clocks & 1u << p->index))
        why = "says that its clock is wrong";
    else if (status.trouble == SYNC_FULL && !s->relay_lacks)
        why = "says that the relay is full";
    else if (p->app->mine_behind && !s->returned)
        why = "says that something of its own is missing";
    else if (p->app->trouble == TROUBLE_DAMAGED || p->app->trouble == TROUBLE_UNREADABLE)
        why = "says that its file is damaged";
    else if (p->app->trouble == TROUBLE_EVICTED && !(s->evicted & 1u << p->index))
        why = "says that its file is gone";
    if (why)
        sim_fail(s, "C5", "phone %u of person %u %s, and nothing of the kind was done", p->index,
                 p->person, why);
}

/* A relay that shows less than a phone has verified, and answers it, is not taken for whole. */
static void withheld_check(struct sim *s, const struct sim_phone *p) {
    struct book *b = sim_phone_book(p);
    struct sync_status status = sync_status(p->app->sync);
    for (size_t i = 0; i < book_feed_count(b); i++) {
        const struct feed *f = book_feed_at(b, i);
        bool followed = f->role == FEED_MINE || f->role == FEED_PAIR_IN || f->role == FEED_PAIR_OUT;
        struct sim_box box = sim_relay_box(&s->world.relay, f->chain.box_id);
        if (!followed || f->flags & FEED_ENDED || !box.is_there || box.next > f->chain.position)
            continue;
        if (status.trouble != SYNC_BEHIND && status.trouble != SYNC_ALARM)
            sim_fail(s, "C5",
                     "phone %u has verified %llu blobs, the relay shows %llu, and it "
                     "says nothing",
                     p->index, (unsigned long long)f->chain.position,
                     (unsigned long long)box.next - 1);
    }
}

/* --- when --- */

void sim_claims_step(struct sim *s) {
    for (uint32_t i = 0; i < s->world.phone_count && !s->failed; i++) {
        struct sim_phone *p = &s->world.phones[i];
        if (!sim_phone_book(p))
            continue;
        couple_check(s, p);
        said_check(s, p);
        sim_words_look(s, p);
        alarm_check(s, p);
        state_check(s, p, SPACE_OURS);
        if (sim_phone_mine(p))
            state_check(s, p, SPACE_MINE);
    }
    erased_check(s);
    s->tally.steps++;
}

/* What is still under way on a phone; NULL: nothing. */
static const char *phone_unrest(const struct sim_phone *p) {
    const struct book *b = sim_phone_book(p);
    struct sync_status status = sync_status(p->app->sync);
    uint64_t position;
    if (p->app->task.kind != TASK_NONE)
        return "is busy";
    if (!status.caught_up)
        return "is not caught up";
    if (account_unsent(p->app->account))
        return "has something of its account unsent";
    for (size_t i = 0; i < book_feed_count(b); i++) {
        const struct feed *f = book_feed_at(b, i);
        bool own = f->role == FEED_MINE || f->role == FEED_PAIR_OUT;
        if (own && f->writable && !(f->flags & FEED_ENDED) && book_erase_next(b, f, &position))
            return "has something to erase";
    }
    return NULL;
}

/* The phones that take part: unlocked, *mine* open too. */
static bool takes_part(const struct sim_phone *p) {
    return sim_phone_open(p) && sim_phone_mine(p);
}

static bool is_together(const struct sim_phone *p) {
    return book_status(sim_phone_book(p)).pair == PAIR_TOGETHER;
}

static bool alike(struct sim *s, const struct sim_phone *a, const struct sim_phone *b, char *why) {
    bool same_person = a->person == b->person;
    uint32_t pair = s->people[a->person].pair;
    if (!same_person && (pair == 0 || pair != s->people[b->person].pair))
        return true;
    struct sim_fold x = sim_fold_of(s, a, SPACE_OURS), y = sim_fold_of(s, b, SPACE_OURS);
    /* What stood in a couple that ended stays where it is, and goes nowhere else. */
    bool ours = x.state == y.state || s->people[a->person].was_left ||
                s->people[b->person].was_left || !is_together(a) || !is_together(b);
    bool mine = true;
    if (same_person)
        mine = sim_fold_of(s, a, SPACE_MINE).state == sim_fold_of(s, b, SPACE_MINE).state;
    /* Whether a couple stands is the same on all phones of a person. */
    if (same_person && is_together(a) != is_together(b) && !s->people[a->person].pair_lost) {
        snprintf(why, 120, "phones %u and %u do not agree whether the couple stands", a->index,
                 b->index);
        return false;
    }
    if (!ours || !mine)
        snprintf(why, 120, "phones %u and %u differ in %s (%u and %u entries)", a->index, b->index,
                 ours ? "mine" : "ours", x.rows, y.rows);
    return ours && mine;
}

bool sim_converged(struct sim *s, char *why) {
    for (uint32_t i = 0; i < s->world.phone_count; i++) {
        const struct sim_phone *a = &s->world.phones[i];
        if (!takes_part(a))
            continue;
        const char *unrest = phone_unrest(a);
        if (unrest) {
            snprintf(why, 120, "phone %u %s", a->index, unrest);
            return false;
        }
        for (uint32_t k = i + 1; k < s->world.phone_count; k++)
            if (takes_part(&s->world.phones[k]) && !alike(s, a, &s->world.phones[k], why))
                return false;
    }
    return true;
}

/* A phone that must have it has it, and none has what was erased. */
static void said_end(struct sim *s, const struct sim_phone *p, uint32_t n) {
    const struct sim_said *x = &s->said[n];
    bool own = x->person == p->person;
    bool reads = own || (x->place != SAID_MINE && x->pair == s->people[p->person].pair &&
                         in_couple(s, x->pair, p->person));
    bool here = x->phone == p->index && x->life == s->life[p->index];
    bool lost = x->place != SAID_MINE && x->pair == s->people[p->person].pair_lost &&
                x->pair != s->knows[p->index];
    if (!x->acked || x->excused || !reads || lost || (x->stays && !here) || s->returned)
        return;
    const uint8_t *row = said_row(s, p, x);
    if (x->gone ? row != NULL : row == NULL)
        sim_fail(s, x->gone ? "C7" : "C1", "~%04u of person %u, which was %s, %s on phone %u", n,
                 x->person, x->gone ? "erased" : "saved", x->gone ? "stands" : "is missing",
                 p->index);
}

void sim_claims_end(struct sim *s) {
    for (uint32_t i = 0; i < s->world.phone_count; i++) {
        const struct sim_phone *p = &s->world.phones[i];
        if (!takes_part(p))
            continue;
        for (uint32_t n = 0; n < s->said_count; n++)
            said_end(s, p, n);
        enum sync_trouble trouble = sync_status(p->app->sync).trouble;
        if (trouble != SYNC_FINE && trouble != SYNC_GONE && !s->returned)
            sim_fail(s, "C5", "phone %u still tells of trouble %d when there is none", p->index,
                     (int)trouble);
        for (uint64_t order = 1; order <= 3; order++)
            sim_claim_refold(s, p, sim_mix(s->world.options.seed, order));
        if (s->returned)
            withheld_check(s, p);
    }
}
