/* bench_view.c -- one visit and one submitted form in a ten-year book, through the whole app.
 *
 * Usage: bench_view TOWARD FOLDER      (neither is used: the core runs in this program, in memory)
 *
 * The book holds 75,000 moments of two people over ten years, twenty a day: the hardest case for
 * the account, which counts the last year of them from their digests. An event goes in as the page
 * sends it and its effects come out, the view drawn; the disk is left out (bench_book has it). Each
 * figure is one line, p99 of the calls:
 *
 *   name value unit reference ratio goal ok|short
 */
#include "app/app_internal.h"
#include "base/check.h"
#include "practices/moments/moments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ENTRIES = 75000, DAYS = 3650, TODAY = 4000, TIMES = 300, TOGETHER = 500 };

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* what others do on the machine is left out */
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void must(enum err err, const char *what) {
    if (err == ERR_OK)
        return;
    fprintf(stderr, "bench_view: %s: %s\n", what, err_name(err));
    exit(1);
}

static int compare(const void *a, const void *b) {
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void figure(const char *name, double *times, double goal) {
    qsort(times, TIMES, sizeof *times, compare);
    double p50 = times[TIMES / 2], p99 = times[TIMES * 99 / 100];
    char p50_name[64], p99_name[64];
    snprintf(p50_name, sizeof p50_name, "%s_p50", name);
    snprintf(p99_name, sizeof p99_name, "%s_p99", name);
    printf("%-34s %10.2f %-5s %10s %6s <=%g %s\n", p50_name, p50, "ms", "-", "-", goal,
           p50 <= goal ? "ok" : "short");
    printf("%-34s %10.2f %-5s %10s %6s <=%g %s\n", p99_name, p99, "ms", "-", "-", goal,
           p99 <= goal ? "ok" : "short");
    fflush(stdout);
}

/* --- the book --------------------------------------------------------------------------------- */

static struct bytes body_make(struct arena *a, uint32_t n) {
    static const char words[] = "tonight you asked how it was and I said more than last time";
    struct body_writer w;
    struct bytes body;
    uint32_t turn = n * 2654435761u >> 20 & 7;
    body_begin(&w, a, NULL);
    body_add_uint(&w, F_WHO, 1 + n % 2);
    body_add_uint(&w, F_WHAT, n % 7);
    body_add_uint(&w, F_FEELING, n % 10);
    body_add_uint(&w, F_TURN, turn < 5 ? TURN_TOWARD : turn - 4);
    body_add_text(&w, F_WORDS, bytes_from_string(words));
    must(body_end(&w, &body), "body");
    return body;
}

static struct bytes theirs_make(struct arena *a, uint32_t n, int32_t day) {
    static const uint8_t witness[WITNESS_FIELD_SIZE] = {1};
    struct entry_draft draft = {.kind = KIND_MOMENT,
                                .lam = n + 1,
                                .day = day,
                                .witness = BYTES_OF(witness),
                                .body = body_make(a, n)};
    struct buf out;
    struct bytes cbor;
    buf_init(&out, a);
    entry_write(&out, &draft);
    must(buf_finish(&out, &cbor), "entry");
    return cbor;
}

static void feeds_add(struct book *b) {
    static const uint8_t keys[2][KEY_SIZE] = {{1}, {2}}, seed[KEY_SIZE] = {3};
    uint8_t box[BOX_ID_SIZE] = {4};
    must(book_feed_add(b, FEED_PAIR_OUT, keys[0], seed, NULL, NULL), "feed");
    must(book_feed_add(b, FEED_PAIR_IN, keys[1], NULL, box, NULL), "feed");
    struct book_pair pair = *book_pair(b);
    pair.state = PAIR_TOGETHER;
    pair.words_made = pair.compared = true;
    pair.partner_name_size = 3;
    memcpy(pair.partner_name, "Sam", 3);
    book_pair_set(b, &pair);
}

static void sent_mark(struct book *b, struct arena *a, enum feed_role role) {
    const struct feed *f = book_feed(b, role);
    struct book_unsent *unsent = arena_array(a, TOGETHER, sizeof *unsent);
    uint8_t(*eids)[EID_SIZE] = arena_array(a, TOGETHER, EID_SIZE);
    MUST(unsent && eids);
    size_t count = book_pending(b, f, unsent, TOGETHER);
    for (size_t i = 0; i < count; i++)
        memcpy(eids[i], unsent[i].eid, EID_SIZE);
    if (count)
        must(book_mark_sent(b, f, (const uint8_t(*)[EID_SIZE])eids, count, 1), "sent");
}

static void book_fill(struct book *b) {
    struct arena a;
    arena_init(&a, (size_t)8 << 20);
    for (uint32_t n = 0; n < ENTRIES; n++) {
        int32_t day = TODAY - DAYS + (int32_t)((uint64_t)n * DAYS / (ENTRIES - 1));
        if (n % 2) {
            struct book_received got = {0};
            must(book_receive(b, book_feed(b, FEED_PAIR_IN), n, theirs_make(&a, n, day), &got),
                 "receive");
        } else {
            struct book_entry e = {.space = n % 16 ? SPACE_OURS : SPACE_MINE,
                                   .kind = KIND_MOMENT,
                                   .day = day,
                                   .body = body_make(&a, n)};
            must(book_stage(b, &e, NULL), "stage");
        }
        if (n % TOGETHER == TOGETHER - 1 || n + 1 == ENTRIES) {
            must(book_commit(b), "commit");
            sent_mark(b, &a, FEED_PAIR_OUT);
            sent_mark(b, &a, FEED_MINE);
            must(book_commit(b), "commit");
            arena_reset(&a);
        }
    }
    arena_free(&a);
}

/* --- the app ---------------------------------------------------------------------------------- */

static void event(struct app *app, uint8_t type, struct bytes payload) {
    uint8_t room[512];
    struct buf b;
    struct bytes effects;
    buf_init_fixed(&b, room, sizeof room);
    buf_add_u8(&b, type);
    buf_add_u64(&b, 1900000000000u);
    buf_add_u32(&b, TODAY);
    buf_add_bytes(&b, payload);
    must(b.err, "event");
    must(app_event(app, bytes_make(b.at, b.size), &effects), "app_event");
    MUST(effects.size > 500); /* a view was drawn */
}

/* An app of the example holds no store and sends nothing; its book is then ours. */
static struct app *app_begin(struct random_seeded *seeded) {
    struct app_host host = {.random = random_seeded_source(seeded, 1)};
    struct app *app = app_new(&host);
    uint8_t start[16] = {0};
    MUST(app);
    u32_write(start, START_SECURE | START_LOOK_A);
    event(app, EVENT_START, BYTES_OF(start));
    app_book_end(app);
    struct book_config config = app_book_config(app, true);
    struct book_locks locks = {.ours_kek = {1}, .mine_kek = {1}};
    struct book_root root = {.generation = 1, .root = {1}};
    must(book_create(&config, &locks, &root, &app->book), "book");
    feeds_add(app->book);
    must(book_commit(app->book), "commit");
    book_fill(app->book);
    app_opened(app);
    app->flags = START_SECURE;
    return app;
}

static void visits(struct app *app, const char *name, const char *to) {
    static double times[TIMES];
    uint8_t room[64];
    struct buf b;
    buf_init_fixed(&b, room, sizeof room);
    buf_add_u32(&b, (uint32_t)strlen(to));
    buf_add_string(&b, to);
    for (int i = 0; i < TIMES; i++) {
        double begin = now_ms();
        event(app, EVENT_VISIT, bytes_make(b.at, b.size));
        times[i] = now_ms() - begin;
    }
    figure(name, times, 4);
}

/* A moment written from its page, saved in memory, the next page drawn. */
static void submits(struct app *app) {
    static double times[TIMES];
    uint8_t room[128];
    struct buf b;
    buf_init_fixed(&b, room, sizeof room);
    buf_add_u32(&b, 3);
    buf_add_string(&b, "3/1");
    buf_add_u32(&b, ROOM_MOMENTS);
    buf_add_u32(&b, ACTION_WRITE);
    for (uint32_t field = F_WHO; field <= F_TURN; field++) {
        buf_add_u32(&b, field);
        buf_add_u32(&b, 1);
        buf_add_string(&b, "1");
    }
    size_t before, after;
    (void)book_items(app->book, KIND_MOMENT, &before);
    for (int i = 0; i < TIMES; i++) {
        double begin = now_ms();
        event(app, EVENT_SUBMIT, bytes_make(b.at, b.size));
        times[i] = now_ms() - begin;
    }
    (void)book_items(app->book, KIND_MOMENT, &after);
    MUST(after == before + TIMES);
    figure("ten_years_submit", times, 4);
}

/* Everything of mine as a file, once each: within a second, so that nobody presses twice. */
static void exports(struct app *app, const char *name, char format) {
    uint8_t room[64];
    struct buf b;
    buf_init_fixed(&b, room, sizeof room);
    buf_add_u32(&b, 3);
    buf_add_string(&b, "6/5");
    buf_add_u32(&b, ROOM_ME);
    buf_add_u32(&b, 12); /* me.h: ACTION_EXPORT, F_FORMAT */
    buf_add_u32(&b, 9);
    buf_add_u32(&b, 1);
    buf_add_u8(&b, (uint8_t)format);
    double begin = now_ms();
    event(app, EVENT_SUBMIT, bytes_make(b.at, b.size));
    double took = now_ms() - begin;
    MUST(app->effects.size > (4 << 20)); /* the file, not its refusal */
    printf("%-34s %10.0f %-5s %10s %6s <=%g %s\n", name, took, "ms", "-", "-", 1000.0,
           took <= 1000 ? "ok" : "short");
}

int main(void) {
    static struct random_seeded seeded;
    struct app *app = app_begin(&seeded);
    visits(app, "ten_years_visit_list", "3/0");
    visits(app, "ten_years_visit_account", "3/10");
    visits(app, "ten_years_visit_own", "3/11");
    visits(app, "ten_years_visit_today", "5/0");
    submits(app);
    exports(app, "ten_years_export_page", '0');
    exports(app, "ten_years_export_data", '1');
    app_close(app);
    return 0;
}
