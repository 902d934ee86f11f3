#include "fold_reference.h"

#include "book/kinds.h"

#include <stdlib.h>
#include <string.h>

uint32_t set_roll(struct set *s, uint32_t below) {
    if (s->script_size > 0) {
        s->script_size--;
        return *s->script++ % below;
    }
    s->random = s->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(s->random >> 33) % below;
}

struct made *set_add(struct set *s, uint8_t author, uint8_t space, uint32_t kind, uint64_t lam,
                     const uint8_t *item, const uint8_t *re) {
    struct arena a;
    struct body_writer w;
    struct bytes cbor;
    struct buf out;
    struct made *m = &s->made[s->count++];
    uint8_t id[1][EID_SIZE];
    MUST(s->count <= SET_MAX);
    arena_init(&a, 1 << 20);
    body_begin(&w, &a, item);
    body_add_uint(&w, 1, set_roll(s, 1000000));
    struct entry_draft d = {.kind = kind, .lam = lam, .day = (int32_t)(100 + lam / 5)};
    if (re) {
        memcpy(id[0], re, EID_SIZE);
        d.re = (const uint8_t(*)[EID_SIZE])id;
        d.re_count = 1;
    }
    MUST(body_end(&w, &d.body) == ERR_OK);
    buf_init(&out, &a);
    entry_write(&out, &d);
    MUST(buf_finish(&out, &cbor) == ERR_OK && ROW_ENTRY_HEAD_SIZE + cbor.size <= sizeof m->row);
    row_head_write(m->row, ROW_ENTRY_HEAD_SIZE - ROW_HEAD_SIZE + cbor.size, 0, ROW_ENTRY,
                   (uint8_t)(author * ROW_AUTHOR + space * ROW_SPACE));
    memcpy(m->row + ROW_ENTRY_HEAD_SIZE, cbor.at, cbor.size);
    MUST(entry_parse(row_cbor(m->row), &m->entry) == ERR_OK);
    memcpy(m->row + ROW_HEAD_SIZE + 8, m->entry.eid, EID_SIZE);
    m->author = author;
    m->space = space;
    arena_free(&a);
    return m;
}

void set_copy(struct set *s, const struct made *from, uint8_t author, uint8_t space) {
    struct made *m = &s->made[s->count++];
    MUST(s->count <= SET_MAX);
    *m = *from;
    m->row[5] = (uint8_t)(author * ROW_AUTHOR + space * ROW_SPACE);
    MUST(entry_parse(row_cbor(m->row), &m->entry) == ERR_OK);
    m->author = author;
    m->space = space;
}

void set_fill(struct set *s, size_t size) {
    static const uint8_t nobody[EID_SIZE] = "an id that nobody's entry has...";
    for (size_t i = 0; i < size; i++) {
        uint8_t author = (uint8_t)set_roll(s, 2), space = (uint8_t)set_roll(s, 2);
        uint32_t kind = set_roll(s, 10) == 0 ? KIND_DEVICE_IN : KIND_A + set_roll(s, 2);
        const struct made *other = s->count ? &s->made[set_roll(s, (uint32_t)s->count)] : NULL;
        uint64_t lam = 1 + set_roll(s, 60);
        const uint8_t *about =
            other ? (other->entry.item ? other->entry.item : other->entry.eid) : nobody;
        uint8_t id[EID_SIZE];
        memcpy(id, set_roll(s, 30) == 0 ? nobody : about, EID_SIZE);
        if (other && set_roll(s, 2)) { /* mostly about one's own */
            author = other->author;
            space = other->space;
            kind = other->entry.kind == KIND_ERASE ? kind : other->entry.kind;
        }
        switch (set_roll(s, 10)) {
        case 0:
        case 1:
        case 2:
        case 3:
            set_add(s, author, space, kind, lam, NULL, NULL);
            break;
        case 4:
        case 5:
        case 6:
            set_add(s, author, space, kind, lam, id, NULL);
            break;
        case 7:
            set_add(s, author, space, KIND_ERASE, lam, NULL, id);
            break;
        default:
            if (other)
                set_copy(s, other, author, space);
        }
    }
}

void set_make(struct set *s, uint64_t seed, size_t size) {
    *s = (struct set){.random = seed * 77 + 1};
    set_fill(s, size);
}

/* --- the reference --------------------------------------------------------------------------- */

static bool same_who(const struct made *a, const struct made *b) {
    return a->author == b->author && a->space == b->space;
}

static bool reference_erased(const struct set *s, const struct made *first) {
    if (first->entry.kind == KIND_DEVICE_IN)
        return false;
    for (size_t i = 0; i < s->count; i++) {
        const struct made *m = &s->made[i];
        if (m->entry.kind == KIND_ERASE && same_who(m, first) && m->entry.re_count == 1 &&
            memcmp(entry_re(&m->entry, 0), first->entry.eid, EID_SIZE) == 0)
            return true;
    }
    return false;
}

/* The version that holds, or NULL when `first` begins no item that stands. */
static const struct made *reference_newest(const struct set *s, const struct made *first) {
    const struct made *newest = first;
    if (first->entry.item || first->entry.kind == KIND_ERASE || reference_erased(s, first))
        return NULL;
    for (size_t i = 0; i < s->count; i++) {
        const struct made *m = &s->made[i];
        if (!m->entry.item || !same_who(m, first) || m->entry.kind != first->entry.kind ||
            memcmp(m->entry.item, first->entry.eid, EID_SIZE) != 0)
            continue;
        if (m->entry.lam > newest->entry.lam ||
            (m->entry.lam == newest->entry.lam &&
             memcmp(m->entry.eid, newest->entry.eid, EID_SIZE) > 0))
            newest = m;
    }
    return newest;
}

static const struct item *shown_find(const struct fold *f, const struct made *first) {
    size_t count;
    const struct item *items = fold_items(f, first->entry.kind, &count);
    for (size_t i = 0; i < count; i++)
        if (memcmp(items[i].id, first->entry.eid, EID_SIZE) == 0 &&
            items[i].author == first->author && items[i].space == first->space)
            return &items[i];
    return NULL;
}

static bool comes_before(const struct item *a, const struct item *b) {
    if (a->first_day != b->first_day)
        return a->first_day < b->first_day;
    if (a->lam != b->lam)
        return a->lam < b->lam;
    return memcmp(a->id, b->id, EID_SIZE) <= 0;
}

size_t shown_count(const struct fold *f) {
    size_t all = 0, count;
    static const uint32_t kinds[] = {KIND_A, KIND_B, KIND_DEVICE_IN, KIND_ERASE};
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        const struct item *items = fold_items(f, kinds[k], &count);
        for (size_t i = 1; i < count; i++)
            if (!comes_before(&items[i - 1], &items[i]))
                return SIZE_MAX;
        all += count;
    }
    return all;
}

bool fold_is_right(const struct fold *f, const struct set *s) {
    size_t stands = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct made *first = &s->made[i], *newest = reference_newest(s, first);
        const struct item *shown = shown_find(f, first);
        bool again = false; /* the same entry stands earlier in the set */
        for (size_t k = 0; k < i; k++)
            again = again || (same_who(&s->made[k], first) &&
                              memcmp(s->made[k].entry.eid, first->entry.eid, EID_SIZE) == 0);
        if (!newest) {
            if (shown && !first->entry.item && first->entry.kind != KIND_ERASE)
                return false;
            continue;
        }
        if (!shown || !bytes_equal(shown->cbor, newest->entry.cbor) ||
            shown->lam != first->entry.lam || shown->first_day != first->entry.day ||
            shown->day != newest->entry.day ||
            shown->erasable != (first->author == AUTHOR_ME && first->entry.kind != KIND_DEVICE_IN))
            return false;
        stands += !again;
    }
    return shown_count(f) == stands;
}

bool fold_order(struct set *s, const size_t *order, size_t loaded) {
    struct arena a;
    struct fold f;
    uint64_t lam;
    size_t parts[] = {loaded, loaded ? loaded + (s->count - loaded) / 2 : 0};
    arena_init(&a, 64 << 20);
    fold_init(&f, &a, s->random, 0, NULL);
    for (size_t part = 0, i = 0; part < 2; part++) {
        fold_load_begin(&f);
        for (; i < parts[part]; i++)
            MUST(fold_load(&f, (struct fold_where){.at = s->made[order[i]].row}, &lam) == ERR_OK);
        MUST(fold_ready(&f) == ERR_OK);
    }
    for (size_t i = parts[1]; i < s->count; i++) {
        MUST(fold_reserve(&f, s->made[order[i]].entry.kind, 1) == ERR_OK);
        (void)fold_add(&f, (struct fold_where){.at = s->made[order[i]].row});
        if (i % 7 == 0) /* duplicates change nothing */
            (void)(fold_reserve(&f, s->made[order[i]].entry.kind, 1) == ERR_OK &&
                   fold_add(&f, (struct fold_where){.at = s->made[order[i]].row}));
    }
    bool right = fold_is_right(&f, s);
    arena_free(&a);
    return right;
}
