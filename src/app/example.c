#include "app/example.h"

#include "app/app_internal.h"
#include "base/check.h"

#include <string.h>

enum { HAND_MAX = 1024 };

uint32_t example_throw(struct example *x, uint32_t below) {
    uint8_t raw[4];
    MUST(below > 0 && random_fill(&x->dice, raw, sizeof raw) == ERR_OK);
    return u32_read(raw) % below;
}

enum err example_write_all(struct example *x, enum example_person who, enum space space,
                           uint32_t kind, int32_t days_ago, const uint8_t (*re)[EID_SIZE],
                           uint32_t re_count, struct body_writer *body, uint8_t eid_out[EID_SIZE]) {
    struct book_entry e = {
        .space = space, .kind = kind, .day = x->today - days_ago, .re = re, .re_count = re_count};
    TRY(body_end(body, &e.body));
    return book_stage(x->books[who], &e, eid_out);
}

enum err example_write(struct example *x, enum example_person who, enum space space, uint32_t kind,
                       int32_t days_ago, const uint8_t *re, struct body_writer *body,
                       uint8_t eid_out[EID_SIZE]) {
    uint8_t names[1][EID_SIZE];
    if (re)
        memcpy(names[0], re, EID_SIZE);
    return example_write_all(x, who, space, kind, days_ago,
                             re ? (const uint8_t(*)[EID_SIZE])names : NULL, re != NULL, body,
                             eid_out);
}

/* --- making both books ------------------------------------------------------------------------ */

static enum err book_begin(struct app *app, int who, struct book **out) {
    struct book_config config = app_book_config(app, true);
    struct book_locks locks = {.ours_kek = {1}, .mine_kek = {1}};
    struct book_root root = {.generation = 1, .root = {(uint8_t)(who + 1)}};
    config.random = random_seeded_source(&app->look_random[who], (uint64_t)who + 1);
    return book_create(&config, &locks, &root, out);
}

static void names_set(const struct app *app, struct book *b, int who) {
    static const enum text_key names[2] = {T_HOUSE_LOOK_NORA, T_HOUSE_LOOK_SAM};
    struct book_pair pair = *book_pair(b);
    struct bytes mine = text_get(&app->text, names[who]);
    struct bytes theirs = text_get(&app->text, names[1 - who]);
    MUST(mine.size <= BOOK_NAME_MAX && theirs.size <= BOOK_NAME_MAX);
    pair.state = PAIR_TOGETHER;
    pair.compared = pair.words_made = true;
    memcpy(pair.my_name, mine.at, mine.size);
    memcpy(pair.partner_name, theirs.at, theirs.size);
    pair.my_name_size = (uint8_t)mine.size;
    pair.partner_name_size = (uint8_t)theirs.size;
    book_pair_set(b, &pair);
}

static enum err feeds_add(struct book *books[2]) {
    const struct feed *out[2];
    uint8_t keys[2][KEY_SIZE] = {{11}, {12}}, seeds[2][KEY_SIZE] = {{21}, {22}};
    uint8_t boxes[2][BOX_ID_SIZE];
    for (int i = 0; i < 2; i++) {
        TRY(book_feed_add(books[i], FEED_PAIR_OUT, keys[i], seeds[i], NULL, &out[i]));
        memcpy(boxes[i], out[i]->chain.box_id, BOX_ID_SIZE);
    }
    for (int i = 0; i < 2; i++)
        TRY(book_feed_add(books[i], FEED_PAIR_IN, keys[1 - i], NULL, boxes[1 - i], NULL));
    return ERR_OK;
}

/* What b wrote for both and has not handed over yet, as one run of entries in arena a; from now on
 * it has. Empty: nothing. */
static enum err take_pending(struct book *b, struct arena *a, uint64_t position,
                             struct bytes *out) {
    const struct feed *f = book_feed(b, FEED_PAIR_OUT);
    struct book_unsent *unsent = arena_array(a, HAND_MAX, sizeof *unsent);
    uint8_t(*eids)[EID_SIZE] = arena_array(a, HAND_MAX, EID_SIZE);
    struct buf plain;
    struct bytes bytes;
    if (!f || !unsent || !eids)
        return ERR_FULL;
    size_t count = book_pending(b, f, unsent, HAND_MAX);
    buf_init(&plain, a);
    for (size_t i = 0; i < count; i++) {
        buf_add_bytes(&plain, unsent[i].cbor);
        memcpy(eids[i], unsent[i].eid, EID_SIZE);
    }
    TRY(buf_finish(&plain, &bytes));
    if (count) {
        TRY(book_mark_sent(b, f, (const uint8_t(*)[EID_SIZE])eids, count, position));
        TRY(book_commit(b));
    }
    *out = bytes;
    return ERR_OK;
}

static enum err give(struct book *b, uint64_t position, struct bytes plain) {
    struct book_received got = {0};
    if (plain.size == 0)
        return ERR_OK;
    TRY(book_receive(b, book_feed(b, FEED_PAIR_IN), position, plain, &got));
    return book_commit(b);
}

static enum err example_fill(struct app *app, struct example *x) {
    struct bytes plain[2];
    TRY(feeds_add(x->books));
    for (const struct practice *const *p = practices; *p; p++)
        if ((*p)->example)
            TRY((*p)->example(x));
    for (int i = 0; i < 2; i++) {
        names_set(app, x->books[i], i);
        TRY(book_commit(x->books[i]));
        TRY(take_pending(x->books[i], x->frame, 1, &plain[i]));
    }
    TRY(give(x->books[0], 1, plain[1]));
    return give(x->books[1], 1, plain[0]);
}

void app_example_begin(struct app *app) {
    struct random_seeded seeded;
    int side = app->flags & START_LOOK_A ? EXAMPLE_NORA : EXAMPLE_SAM;
    struct example x = {.text = &app->text,
                        .frame = &app->frame,
                        .today = app->today,
                        .dice = random_seeded_source(&seeded, 2020)};
    app_book_end(app);
    arena_reset(&app->frame);
    enum err e = book_begin(app, 0, &x.books[0]);
    if (e == ERR_OK)
        e = book_begin(app, 1, &x.books[1]);
    if (e == ERR_OK)
        e = example_fill(app, &x);
    for (int i = 0; i < 2; i++)
        if (x.books[i] && (i != side || e != ERR_OK))
            book_close(x.books[i]);
    app->look_position = 1;
    if (e != ERR_OK)
        return;
    app->book = x.books[side];
    app_opened(app);
}

/* --- from one phone to the other -------------------------------------------------------------- */

void app_example_hand(struct app *app) {
    struct bytes plain;
    struct effect_writer w;
    if (!app->book || take_pending(app->book, &app->frame, app->look_position + 1, &plain) ||
        plain.size == 0)
        return;
    app->look_position++;
    effect_begin(app, EFFECT_LOOK, &w);
    buf_add_bytes(&app->effects, plain);
    effect_end(&w);
}

void app_example_take(struct app *app, struct bytes plain) {
    if (app->book && app_looking(app) && give(app->book, ++app->look_position, plain) == ERR_OK)
        app->shown_stale = true;
}
