#include "book/fold.h"

#include "base/canary.h"
#include "base/check.h"
#include "book/kinds.h"

#include <string.h>

/* --- growing arrays and tables --------------------------------------------------------------- */

/* Room for `needed` elements of `size` in *at; what was there is moved. */
static enum err array_reserve(struct arena *a, void **at, size_t count, size_t *room, size_t needed,
                              size_t size) {
    if (needed <= *room)
        return ERR_OK;
    size_t wanted = *room < 64 ? 64 : *room * 2;
    if (wanted < needed)
        wanted = needed;
    void *grown = arena_array(a, wanted, size);
    if (!grown)
        return ERR_FULL;
    if (count > 0)
        memcpy(grown, *at, count * size);
    *at = grown;
    *room = wanted;
    return ERR_OK;
}

#define RESERVE(f, array, count, room, needed)                                                     \
    array_reserve((f)->arena, (void **)&(array), (count), &(room), (needed), sizeof *(array))

static uint64_t table_hash(const struct fold *f, uint64_t prefix) {
    uint64_t h = prefix * f->mix;
    return h ^ h >> 32;
}

/* A walk over the slots that may hold `prefix`. */
struct probe {
    const struct fold_table *table;
    size_t at;
    uint32_t tag;
};

static struct probe probe_begin(const struct fold *f, const struct fold_table *t, uint64_t prefix) {
    uint64_t h = table_hash(f, prefix);
    return (struct probe){
        .table = t, .at = t->room ? (size_t)h & (t->room - 1) : 0, .tag = (uint32_t)(h >> 32)};
}

/* The next index that may be it, or FOLD_NONE. */
static uint32_t probe_next(struct probe *p) {
    const struct fold_table *t = p->table;
    while (t->room && t->slots[p->at] != 0) {
        uint64_t slot = t->slots[p->at];
        p->at = (p->at + 1) & (t->room - 1);
        if (slot >> 32 == p->tag)
            return (uint32_t)slot - 1;
    }
    return FOLD_NONE;
}

static void table_put(const struct fold *f, struct fold_table *t, uint64_t prefix, uint32_t index) {
    uint64_t h = table_hash(f, prefix);
    size_t i = (size_t)h & (t->room - 1);
    while (t->slots[i] != 0)
        i = (i + 1) & (t->room - 1);
    t->slots[i] = (h >> 32 << 32) | (index + 1);
    t->count++;
}

static uint64_t id_prefix(const struct fold *f, uint32_t index) {
    return u64_read(f->items[index].id);
}

static uint64_t eid_prefix(const struct fold *f, uint32_t index) {
    return u64_read(row_eid(f->rows[index].at));
}

static uint64_t kind_prefix(const struct fold *f, uint32_t index) {
    return f->kinds[index].kind;
}

/* At most half full; what stands in it is put anew. Rows that are gone are let go. */
static enum err table_reserve(struct fold *f, struct fold_table *t, size_t more,
                              uint64_t (*prefix)(const struct fold *, uint32_t)) {
    if ((t->count + more) * 2 <= t->room)
        return ERR_OK;
    struct fold_table grown = {.room = t->room < 128 ? 128 : t->room * 2};
    while ((t->count + more) * 2 > grown.room)
        grown.room *= 2;
    grown.slots = arena_array(f->arena, grown.room, sizeof *grown.slots);
    if (!grown.slots)
        return ERR_FULL;
    for (size_t i = 0; i < t->room; i++) {
        uint32_t index = (uint32_t)t->slots[i] - 1;
        if (t->slots[i] == 0 || (t == &f->by_eid && !f->rows[index].at))
            continue;
        table_put(f, &grown, prefix(f, index), index);
    }
    *t = grown;
    return ERR_OK;
}

static uint32_t kind_find(const struct fold *f, uint32_t kind) {
    struct probe p = probe_begin(f, &f->by_kind, kind);
    for (uint32_t i; (i = probe_next(&p)) != FOLD_NONE;)
        if (f->kinds[i].kind == kind)
            return i;
    return FOLD_NONE;
}

static enum err kind_reserve(struct fold *f, uint32_t kind, size_t more) {
    uint32_t index = kind_find(f, kind);
    if (index == FOLD_NONE) {
        TRY(RESERVE(f, f->kinds, f->kind_count, f->kind_room, f->kind_count + 1));
        TRY(table_reserve(f, &f->by_kind, 1, kind_prefix));
        index = (uint32_t)f->kind_count++;
        f->kinds[index] =
            (struct fold_kind){.kind = kind, .digest = f->digest_of ? f->digest_of(kind) : NULL};
        table_put(f, &f->by_kind, kind, index);
    }
    struct fold_kind *k = &f->kinds[index];
    return RESERVE(f, k->items, k->count, k->room, k->count + more);
}

enum err fold_reserve(struct fold *f, uint32_t kind, size_t more) {
    size_t items = more * (1 + ENTRY_RE_MAX);
    if (f->row_count + more >= FOLD_NONE - 1 || f->item_count + items >= FOLD_NONE - 1)
        return ERR_FULL;
    TRY(RESERVE(f, f->rows, f->row_count, f->row_room, f->row_count + more));
    TRY(RESERVE(f, f->items, f->item_count, f->item_room, f->item_count + items));
    TRY(RESERVE(f, f->unsent.at, f->unsent.count, f->unsent.room, f->row_count + more));
    TRY(RESERVE(f, f->doomed.at, f->doomed.count, f->doomed.room, f->row_count + more));
    TRY(table_reserve(f, &f->by_id, items, id_prefix));
    TRY(table_reserve(f, &f->by_eid, more, eid_prefix));
    return kind_reserve(f, kind, more);
}

void fold_init(struct fold *f, struct arena *arena, uint64_t mix, uint64_t changes,
               fold_digest (*digest_of)(uint32_t kind)) {
    *f = (struct fold){.arena = arena,
                       .mix = mix | 1,
                       .digest_of = digest_of,
                       .began = changes + 1,
                       .changes = changes + 1};
}

/* --- finding --------------------------------------------------------------------------------- */

uint32_t fold_find_item(const struct fold *f, uint8_t author, uint8_t space,
                        const uint8_t id[EID_SIZE]) {
    struct probe p = probe_begin(f, &f->by_id, u64_read(id));
    for (uint32_t i; (i = probe_next(&p)) != FOLD_NONE;) {
        const struct fold_item *item = &f->items[i];
        if (item->author == author && item->space == space && memcmp(item->id, id, EID_SIZE) == 0)
            return i;
    }
    return FOLD_NONE;
}

static uint32_t find_later(const struct fold *f, uint8_t author, uint8_t space,
                           const uint8_t eid[EID_SIZE]) {
    struct probe p = probe_begin(f, &f->by_eid, u64_read(eid));
    for (uint32_t i; (i = probe_next(&p)) != FOLD_NONE;) {
        const uint8_t *at = f->rows[i].at;
        if (at && row_author(at) == author && row_space(at) == space &&
            memcmp(row_eid(at), eid, EID_SIZE) == 0)
            return i;
    }
    return FOLD_NONE;
}

uint32_t fold_find(const struct fold *f, uint8_t author, uint8_t space,
                   const uint8_t eid[EID_SIZE]) {
    uint32_t item = fold_find_item(f, author, space, eid);
    if (item != FOLD_NONE && f->items[item].first != FOLD_NONE)
        return f->items[item].first;
    return find_later(f, author, space, eid);
}

bool fold_is_erased(const struct fold *f, uint8_t author, uint8_t space, const uint8_t id[EID_SIZE],
                    uint32_t kind) {
    uint32_t item = fold_find_item(f, author, space, id);
    return item != FOLD_NONE && f->items[item].erased && kind != KIND_DEVICE_IN;
}

/* The item, made (without versions) when nobody spoke of it before. */
static uint32_t item_get(struct fold *f, uint8_t author, uint8_t space,
                         const uint8_t id[EID_SIZE]) {
    uint32_t index = fold_find_item(f, author, space, id);
    if (index != FOLD_NONE)
        return index;
    MUST(f->item_count < f->item_room);
    index = (uint32_t)f->item_count++;
    struct fold_item *item = &f->items[index];
    *item = (struct fold_item){.first = FOLD_NONE,
                               .newest = FOLD_NONE,
                               .versions = FOLD_NONE,
                               .kind = FOLD_NONE,
                               .place = FOLD_NONE,
                               .author = author,
                               .space = space};
    memcpy(item->id, id, EID_SIZE);
    table_put(f, &f->by_id, u64_read(id), index);
    return index;
}

/* The entry of a row that was parsed once when it was added. */
static struct entry row_entry(const struct fold *f, uint32_t row) {
    struct entry e = {.kind = 0};
    const uint8_t *at = f->rows[row].at;
    enum err err = entry_parse_known(row_cbor(at), row_eid(at), &e);
    MUST(err == ERR_OK);
    return e;
}

/* --- the sorted arrays ----------------------------------------------------------------------- */

static int item_compare(const struct item *a, const struct item *b) {
    if (a->first_day != b->first_day)
        return a->first_day < b->first_day ? -1 : 1;
    if (a->lam != b->lam)
        return a->lam < b->lam ? -1 : 1;
    int ids = memcmp(a->id, b->id, EID_SIZE);
    if (ids != 0)
        return ids;
    /* The same bytes in two feeds: somebody copied an entry. */
    if (a->author != b->author)
        return a->author < b->author ? -1 : 1;
    return (a->space > b->space) - (a->space < b->space);
}

/* What the public sees of an item whose first and newest rows are set. */
static void item_show(const struct fold *f, const struct fold_item *it, const struct entry *first,
                      const struct entry *newest, struct item *out) {
    const struct fold_kind *k = &f->kinds[it->kind];
    *out = (struct item){.lam = first->lam,
                         .kind = first->kind,
                         .first_day = first->day,
                         .day = newest->day,
                         .author = it->author,
                         .space = it->space,
                         .digest = k->digest ? k->digest(newest->body) : 0,
                         .cbor = newest->cbor};
    memcpy(out->id, it->id, EID_SIZE);
    out->erasable = it->author == AUTHOR_ME && first->kind != KIND_DEVICE_IN;
    out->sent = it->author != AUTHOR_ME || row_position(f->rows[it->newest].at) != 0;
}

/* Where an item with that key is or would be. While loading what was added lies behind, unsorted,
 * and is not looked at. */
static size_t place_of(const struct fold_kind *k, const struct item *key) {
    size_t low = 0, high = k->sorted;
    if (high > 0 && item_compare(&k->items[high - 1], key) < 0)
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (item_compare(&k->items[middle], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The place of an item that stands. */
static struct item *item_place(const struct fold *f, const struct fold_item *it) {
    const struct fold_kind *k = &f->kinds[it->kind];
    if (f->loading && it->batch == f->batch)
        return &k->items[it->place];
    struct entry first = row_entry(f, it->first);
    struct item key = {
        .first_day = first.day, .lam = first.lam, .author = it->author, .space = it->space};
    memcpy(key.id, it->id, EID_SIZE);
    size_t place = place_of(k, &key);
    MUST(place < k->sorted && item_compare(&k->items[place], &key) == 0);
    return &k->items[place];
}

static void kind_changed(struct fold *f, uint32_t kind) {
    f->kinds[kind].changed = f->changes;
}

static void item_list(struct fold *f, struct fold_item *it, const struct entry *first,
                      const struct entry *newest) {
    struct fold_kind *k = &f->kinds[it->kind];
    struct item shown;
    MUST(k->count < k->room);
    item_show(f, it, first, newest, &shown);
    size_t place = f->loading ? k->count : place_of(k, &shown);
    memmove(k->items + place + 1, k->items + place, (k->count - place) * sizeof *k->items);
    k->items[place] = shown;
    k->count++;
    k->sorted += !f->loading;
    it->batch = f->loading ? f->batch : 0;
    it->place = (uint32_t)place;
    it->stands = true;
    kind_changed(f, it->kind);
}

static void item_unlist(struct fold *f, struct fold_item *it) {
    struct fold_kind *k = &f->kinds[it->kind];
    struct item *at = item_place(f, it);
    it->stands = false;
    kind_changed(f, it->kind);
    if (f->loading) {
        at->cbor = (struct bytes){NULL, 0}; /* fold_ready takes it out */
        return;
    }
    memmove(at, at + 1, (size_t)(k->items + k->count - (at + 1)) * sizeof *at);
    k->count--;
    k->sorted--;
}

/* --- items from versions --------------------------------------------------------------------- */

static bool is_newer(const struct entry *a, const struct entry *b) {
    if (CANARY(ORDER))
        return true;
    return a->lam != b->lam ? a->lam > b->lam : memcmp(a->eid, b->eid, EID_SIZE) > 0;
}

static void row_doom(struct fold *f, uint32_t row) {
    struct fold_row *r = &f->rows[row];
    if (r->doomed || row_entry(f, row).kind == KIND_DEVICE_IN)
        return;
    r->doomed = true;
    MUST(f->doomed.count < f->doomed.room);
    f->doomed.at[f->doomed.count++] = row;
}

/* Makes the item say what its versions and erases now amount to. */
static void item_settle(struct fold *f, uint32_t index) {
    struct fold_item *it = &f->items[index];
    struct entry first = {.kind = 0}, newest = {.kind = 0};
    if (it->first != FOLD_NONE)
        first = row_entry(f, it->first);
    bool stands = it->first != FOLD_NONE && (!it->erased || first.kind == KIND_DEVICE_IN);
    if (it->stands && !stands)
        item_unlist(f, it);
    if (stands) {
        newest = first;
        it->newest = it->first;
        for (uint32_t row = it->versions; row != FOLD_NONE; row = f->rows[row].next) {
            struct entry e = row_entry(f, row);
            if (e.kind != first.kind || !is_newer(&e, &newest))
                continue;
            newest = e;
            it->newest = row;
        }
        if (it->stands)
            item_show(f, it, &first, &newest, item_place(f, it));
        else
            item_list(f, it, &first, &newest);
        kind_changed(f, it->kind);
    }
    if (it->erased)
        for (uint32_t row = it->versions; row != FOLD_NONE; row = f->rows[row].next)
            row_doom(f, row);
}

static uint32_t row_push(struct fold *f, struct fold_where where) {
    MUST(f->row_count < f->row_room);
    uint32_t row = (uint32_t)f->row_count++;
    f->rows[row] = (struct fold_row){.at = where.at,
                                     .next = FOLD_NONE,
                                     .item = FOLD_NONE,
                                     .record = where.record,
                                     .compartment = where.compartment};
    if (row_author(where.at) == AUTHOR_ME && row_position(where.at) == 0) {
        f->rows[row].waits = true;
        f->unsent.at[f->unsent.count++] = row;
    }
    return row;
}

static void row_push_later(struct fold *f, struct fold_where where, uint32_t *row) {
    *row = row_push(f, where);
    table_put(f, &f->by_eid, u64_read(row_eid(where.at)), *row);
}

static bool add_first(struct fold *f, struct fold_where where, const struct entry *e) {
    uint8_t author = row_author(where.at), space = row_space(where.at);
    uint32_t index = item_get(f, author, space, e->eid);
    struct fold_item *it = &f->items[index];
    if (it->first != FOLD_NONE)
        return false;
    uint32_t row = row_push(f, where);
    f->rows[row].item = index;
    it->first = row;
    it->kind = kind_find(f, e->kind);
    MUST(it->kind != FOLD_NONE);
    if (it->versions == FOLD_NONE && !it->erased) { /* as nearly always: alone, nothing to weigh */
        it->versions = row;
        it->newest = row;
        item_list(f, it, e, e);
        return true;
    }
    f->rows[row].next = it->versions;
    it->versions = row;
    item_settle(f, index);
    return true;
}

/* A newer version of the item whose id it names. */
static void add_version(struct fold *f, struct fold_where where, const struct entry *e) {
    uint32_t row;
    uint32_t index = item_get(f, row_author(where.at), row_space(where.at), e->item);
    struct fold_item *it = &f->items[index];
    row_push_later(f, where, &row);
    f->rows[row].item = index;
    f->rows[row].next = it->versions;
    it->versions = row;
    if (it->erased)
        row_doom(f, row);
    if (!it->stands)
        return;
    /* One of many versions: weigh it against the newest alone. */
    struct entry first = row_entry(f, it->first), newest = row_entry(f, it->newest);
    if (e->kind != first.kind || !is_newer(e, &newest))
        return;
    it->newest = row;
    item_show(f, it, &first, e, item_place(f, it));
    kind_changed(f, it->kind);
}

static void add_erase(struct fold *f, struct fold_where where, const struct entry *e) {
    uint32_t row;
    row_push_later(f, where, &row);
    for (uint32_t i = 0; i < e->re_count; i++) {
        uint32_t index = item_get(f, row_author(where.at), row_space(where.at), entry_re(e, i));
        if (f->items[index].erased)
            continue;
        f->items[index].erased = true;
        item_settle(f, index);
    }
}

static bool add_parsed(struct fold *f, struct fold_where where, const struct entry *e, bool newer) {
    f->changes++;
    if (!newer && !e->item && e->kind != KIND_ERASE)
        return add_first(f, where, e);
    if (find_later(f, row_author(where.at), row_space(where.at), row_eid(where.at)) != FOLD_NONE)
        return false;
    if (newer) {
        uint32_t row;
        row_push_later(f, where, &row);
        f->newer_count++;
    } else if (e->kind == KIND_ERASE) {
        add_erase(f, where, e);
    } else {
        add_version(f, where, e);
    }
    return true;
}

bool fold_add(struct fold *f, struct fold_where where) {
    struct entry e = {.kind = 0};
    bool newer = row_flags(where.at) & ROW_NEWER;
    if (!newer) {
        enum err err = entry_parse_known(row_cbor(where.at), row_eid(where.at), &e);
        MUST(err == ERR_OK);
    }
    return add_parsed(f, where, &e, newer);
}

void fold_load_begin(struct fold *f) {
    f->loading = true;
    f->batch++;
}

enum err fold_load(struct fold *f, struct fold_where where, uint64_t *lam) {
    struct entry e = {.kind = 0};
    bool newer = row_flags(where.at) & ROW_NEWER;
    if (!newer && entry_parse_known(row_cbor(where.at), row_eid(where.at), &e) != ERR_OK)
        return ERR_MALFORMED;
    TRY(fold_reserve(f, e.kind, 1));
    add_parsed(f, where, &e, newer);
    *lam = e.lam;
    return ERR_OK;
}

/* --- loading: sorting once ------------------------------------------------------------------- */

/* Where the run that begins at `from` ends. */
static size_t run_end(const struct item *items, size_t count, size_t from) {
    size_t end = from + 1;
    while (end < count && item_compare(&items[end - 1], &items[end]) <= 0)
        end++;
    return end;
}

/* Merges the runs [from, middle) and [middle, end) by way of `spare`. */
static void runs_merge(struct item *items, size_t from, size_t middle, size_t end,
                       struct item *spare) {
    size_t left = 0, left_count = middle - from, right = middle, to = from;
    memcpy(spare, items + from, left_count * sizeof *items);
    while (left < left_count)
        if (right < end && item_compare(&items[right], &spare[left]) < 0)
            items[to++] = items[right++];
        else
            items[to++] = spare[left++];
}

/* Natural merge sort: two feeds that were each written in order are two runs. */
static void items_sort(struct item *items, size_t count, struct item *spare) {
    for (size_t runs = 2; runs > 1;) {
        runs = 0;
        for (size_t from = 0; from < count; runs++) {
            size_t middle = run_end(items, count, from);
            if (middle == count) {
                from = count;
                continue;
            }
            size_t end = run_end(items, count, middle);
            runs_merge(items, from, middle, end, spare);
            from = end;
        }
    }
}

/* Takes out what was unlisted while loading, and sorts. */
static enum err kind_ready(struct fold *f, struct fold_kind *k, struct item **spare,
                           size_t *spare_room) {
    size_t kept = 0;
    for (size_t i = 0; i < k->count; i++)
        if (k->items[i].cbor.at) {
            if (kept != i)
                k->items[kept] = k->items[i];
            kept++;
        }
    k->count = k->sorted = kept;
    k->changed = f->changes;
    if (run_end(k->items, kept, 0) >= kept)
        return ERR_OK;
    TRY(RESERVE(f, *spare, 0, *spare_room, kept));
    items_sort(k->items, kept, *spare);
    return ERR_OK;
}

enum err fold_ready(struct fold *f) {
    struct item *spare = NULL;
    size_t spare_room = 0;
    for (size_t i = 0; i < f->kind_count; i++)
        TRY(kind_ready(f, &f->kinds[i], &spare, &spare_room));
    f->began = f->changes;
    f->loading = false;
    return ERR_OK;
}

/* --- rows that change ------------------------------------------------------------------------ */

static void list_remove(struct fold_list *l, uint32_t value) {
    size_t i = 0;
    for (; l->at[i] != value; i++)
        MUST(i + 1 < l->count);
    memmove(l->at + i, l->at + i + 1, (l->count - i - 1) * sizeof *l->at);
    l->count--;
}

void fold_touch(struct fold *f, uint32_t row) {
    struct fold_row *r = &f->rows[row];
    bool waits = row_author(r->at) == AUTHOR_ME && row_position(r->at) == 0;
    f->changes++;
    if (r->waits && !waits)
        list_remove(&f->unsent, row);
    if (!r->waits && waits)
        f->unsent.at[f->unsent.count++] = row;
    r->waits = waits;
    if (r->item == FOLD_NONE)
        return;
    struct fold_item *it = &f->items[r->item];
    if (!it->stands || it->newest != row)
        return;
    item_place(f, it)->sent = !waits;
    kind_changed(f, it->kind);
}

void fold_moved(struct fold *f, uint32_t row, uint8_t *at) {
    struct fold_row *r = &f->rows[row];
    r->at = at;
    if (r->item == FOLD_NONE)
        return;
    struct fold_item *it = &f->items[r->item];
    if (it->stands && it->newest == row)
        item_place(f, it)->cbor = row_cbor(at);
}

static void version_unlink(struct fold *f, struct fold_item *it, uint32_t row) {
    uint32_t *link = &it->versions;
    while (*link != row)
        link = &f->rows[*link].next;
    *link = f->rows[row].next;
}

void fold_drop(struct fold *f, uint32_t row) {
    struct fold_row *r = &f->rows[row];
    f->changes++;
    if (r->waits)
        list_remove(&f->unsent, row);
    if (r->doomed)
        list_remove(&f->doomed, row);
    if (row_flags(r->at) & ROW_NEWER)
        f->newer_count--;
    if (r->item != FOLD_NONE) {
        struct fold_item *it = &f->items[r->item];
        if (it->stands && it->first == row)
            item_unlist(f, it);
        version_unlink(f, it, row);
        if (it->first == row)
            it->first = FOLD_NONE;
        else if (it->stands && it->newest == row) {
            r->at = NULL;
            item_settle(f, r->item);
        }
    }
    *r = (struct fold_row){.next = FOLD_NONE, .item = FOLD_NONE};
}

/* --- the public side ------------------------------------------------------------------------- */

const struct item *fold_items(const struct fold *f, uint32_t kind, size_t *count) {
    uint32_t index = kind_find(f, kind);
    *count = index == FOLD_NONE ? 0 : f->kinds[index].count;
    return index == FOLD_NONE ? NULL : f->kinds[index].items;
}

/* Of several that share the prefix: mine first, then by space, then by id. */
static bool comes_first(const struct fold_item *a, const struct fold_item *b) {
    if (a->author != b->author)
        return a->author < b->author;
    if (a->space != b->space)
        return a->space < b->space;
    return memcmp(a->id, b->id, EID_SIZE) < 0;
}

const struct item *fold_item_find(const struct fold *f, const uint8_t *prefix, size_t prefix_size) {
    const struct fold_item *best = NULL;
    struct probe p = probe_begin(f, &f->by_id, u64_read(prefix));
    for (uint32_t i; (i = probe_next(&p)) != FOLD_NONE;) {
        const struct fold_item *it = &f->items[i];
        if (it->stands && memcmp(it->id, prefix, prefix_size) == 0 &&
            (!best || comes_first(it, best)))
            best = it;
    }
    return best ? item_place(f, best) : NULL;
}

uint64_t fold_version(const struct fold *f, uint32_t practice_code) {
    uint64_t version = f->began;
    for (size_t i = 0; i < f->kind_count; i++)
        if (f->kinds[i].kind / KINDS_PER_PRACTICE == practice_code && f->kinds[i].changed > version)
            version = f->kinds[i].changed;
    return version;
}
