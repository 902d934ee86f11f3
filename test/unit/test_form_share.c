/* What is copied out of *mine* into *ours*: it waits a day, can be taken back, goes once. */
#include "app/app_internal.h"
#include "forms/share.h"
#include "room_test.h"
#include "sitting.h"

#include <string.h>

enum { KIND_PAGE = 500 * KINDS_PER_PRACTICE, ROOM_PAGE = 500, ACTION_PAGE = 1, ACTION_AWAY = 2 };
enum { F_WORDS = 1, F_HOW = 2 };

static const struct field_def fields[] = {
    {F_WORDS, FIELD_TEXT, 400, "words", true, T_NONE, NULL, 0},
    {F_HOW, FIELD_UINT, 4, "how", false, T_NONE, NULL, 0}};

static void draw_page(struct visit *v, struct bytes body, enum whose whose) {
    struct bytes words;
    if (body_text(body, F_WORDS, &words))
        part_quote(v->p, whose, words, (struct words){0});
}

static const struct share_rules rules = {.first = KIND_PAGE,
                                         .title = T_SHARE_KIND_WAITS,
                                         .fields = fields,
                                         .field_count = COUNT_OF(fields),
                                         .draw = draw_page};

static struct room_world w;
static struct room_person *nora, *sam;
static struct sitting sitting;

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

/* A visit of this person; sit_end after it. */
static struct visit *at(struct room_person *p) {
    struct visit *v = sit(&sitting, room_book(p), w.today);
    v->session = (struct session *)(void *)p->app;
    v->now_ms = w.now_ms;
    return v;
}

static void travel(void) {
    for (uint32_t i = 0; i < w.count; i++)
        room_show(
            &w.people[i]); /* an event each, so that what was written behind the app is sent */
    room_run(&w, 130000);
}

static enum err wait(struct room_person *p, const char *words, uint64_t how) {
    struct body_writer b;
    struct visit *v = at(p);
    body_begin(&b, v->frame, NULL);
    body_add_text(&b, F_WORDS, bytes_from_string(words));
    body_add_uint(&b, F_HOW, how);
    enum err e = share_wait(v, &rules, &b);
    sit_end(&sitting);
    travel();
    return e;
}

static bool settle(struct room_person *p) {
    enum err e = share_settle(at(p), &rules);
    sit_end(&sitting);
    travel();
    return e == ERR_OK;
}

static size_t listed(struct room_person *p, struct share *out) {
    size_t count = share_list(at(p), &rules, out, SHARE_LIST_MAX);
    sit_end(&sitting);
    return count;
}

static size_t theirs(struct room_person *p, struct share *out) {
    size_t count = share_list_theirs(at(p), &rules, out, SHARE_LIST_MAX);
    sit_end(&sitting);
    return count;
}

static bool away(struct room_person *p, uint64_t address) {
    enum err e = share_away(at(p), &rules, address);
    sit_end(&sitting);
    travel();
    return e == ERR_OK;
}

static size_t kind_count(struct room_person *p, enum share_kind kind) {
    size_t count;
    (void)book_items(room_book(p), KIND_PAGE + (uint32_t)kind, &count);
    return count;
}

static bool says(const struct share *s, const char *words) {
    struct bytes b;
    return body_text(s->body, F_WORDS, &b) && bytes_equal(b, bytes_from_string(words));
}

static void lock_mine(struct room_person *p) {
    ROOM_SUBMIT(p, ROOM_ME, 8, );
}

static void open_mine(struct room_person *p) {
    room_visit(p, "6/10");
    ROOM_SUBMIT(p, ROOM_DOOR, 4, FIELD(2, ROOM_PHRASE));
    room_run(&w, 130000);
}

static struct share list[SHARE_LIST_MAX];

TEST(share_waits_a_day_and_goes_once) {
    CHECK(begun());
    CHECK_OK(wait(nora, "I needed to be asked", 3));
    CHECK_INT(listed(nora, list), 1);
    CHECK(list[0].state == SHARE_STATE_WAITS && list[0].day == w.today + 1);
    CHECK(settle(nora) && theirs(sam, list) == 0);
    room_sleep(&w, 1);
    travel();
    CHECK(settle(nora) && settle(nora));
    CHECK_INT(theirs(sam, list), 1);
    CHECK(says(&list[0], "I needed to be asked") && list[0].day == w.today);
    CHECK_INT(kind_count(nora, SHARE_COPY), 1);
    CHECK_INT(kind_count(nora, SHARE_SENT), 1);
    CHECK_INT(listed(nora, list), 1);
    CHECK(list[0].state == SHARE_STATE_SENT);
    /* Nothing of what waits goes along. */
    size_t count;
    uint64_t day;
    struct bytes pair;
    const struct item *copy = book_items(room_book(sam), KIND_PAGE + SHARE_COPY, &count);
    struct entry e = book_item_entry(copy);
    CHECK(!body_uint(e.body, SHARE_KEY_DAY, &day) && !body_bytes(e.body, SHARE_KEY_PAIR, &pair));
    CHECK_INT(e.re_count, 0);
    /* Put away: gone on both phones, and from *mine*. */
    CHECK(away(nora, list[0].address));
    CHECK(theirs(sam, list) == 0 && listed(nora, list) == 0);
    for (int k = 0; k < SHARE_KIND_COUNT; k++)
        CHECK_INT(kind_count(nora, (enum share_kind)k), 0);
    CHECK(settle(nora) && theirs(sam, list) == 0);
    room_world_end(&w);
}

TEST(share_taken_back_never_goes) {
    CHECK(begun());
    CHECK_OK(wait(nora, "not this", 0));
    CHECK_OK(wait(nora, "this", 1));
    CHECK_INT(listed(nora, list), 2);
    CHECK(says(&list[1], "not this") && away(nora, list[1].address));
    room_sleep(&w, 3);
    travel();
    CHECK(settle(nora));
    CHECK_INT(theirs(sam, list), 1);
    CHECK(says(&list[0], "this"));
    CHECK(!away(sam, list[0].address)); /* nobody else's to put away */
    CHECK_INT(theirs(sam, list), 1);
    room_world_end(&w);
}

/* --- while it waits -----------------------------------------------------------------------------
 */

struct seen {
    uint8_t at[1 << 24];
    size_t size;
};
static struct seen seen[2];

static void see(struct seen *s, const void *from, size_t size) {
    MUST(s->size + size <= sizeof s->at);
    memcpy(s->at + s->size, from, size);
    s->size += size;
}

/* Sam's screens and file, and the boxes of the two, byte by byte; of Nora's own their sizes. */
static void see_all(struct seen *s) {
    static const char *const pages[] = {"5/0", "5/1", "3/0", "6/0", "1/7"};
    static const enum feed_role roles[] = {FEED_PAIR_OUT, FEED_PAIR_IN};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(sam, pages[i]);
        see(s, sam->html, sam->html_size);
    }
    for (size_t r = 0; r < COUNT_OF(roles); r++) {
        const struct feed *f = book_feed(room_book(sam), roles[r]);
        const struct fake_box *box = f ? fake_relay_find(&w.relay, f->chain.box_id) : NULL;
        MUST(box && box->count);
        for (uint32_t i = 0; i < box->count; i++)
            see(s, box->blobs[i].data.at, box->blobs[i].data.size);
    }
    const struct feed *own = book_feed(room_book(nora), FEED_MINE);
    const struct fake_box *box = fake_relay_find(&w.relay, own->chain.box_id);
    for (uint32_t i = 0; i < box->count; i++)
        see(s, &box->blobs[i].data.size, sizeof box->blobs[i].data.size);
    for (size_t i = 0; i * STORE_PIECE_SIZE < sam->file.size; i++) {
        size_t left = (size_t)sam->file.size - i * STORE_PIECE_SIZE;
        see(s, sam->file.pieces[i], left < STORE_PIECE_SIZE ? left : STORE_PIECE_SIZE);
    }
}

static bool run_waiting(bool shares, struct seen *s) {
    struct bytes none_body;
    struct body_writer first;
    s->size = 0;
    if (!begun())
        return false;
    for (int i = 0; i < 2; i++) { /* both boxes are there */
        body_begin(&first, at(i ? sam : nora)->frame, NULL);
        if (body_end(&first, &none_body) != ERR_OK ||
            room_forge(i ? sam : nora, SPACE_OURS, KIND_PAGE + 8, NULL, 0, none_body) != ERR_OK)
            return false;
        sit_end(&sitting);
    }
    travel();
    if (shares) {
        if (wait(nora, "I needed to be asked", 3) != ERR_OK)
            return false;
    } else { /* a note of the same size that nobody is to see */
        struct body_writer b;
        uint8_t none[SHARE_MARK_SIZE] = {1};
        struct visit *v = at(nora);
        body_begin(&b, v->frame, NULL);
        body_add_text(&b, F_WORDS, BYTES("I needed to be heard"));
        body_add_uint(&b, F_HOW, 2);
        body_add_bytes(&b, SHARE_KEY_MARK, BYTES_OF(none));
        body_add_uint(&b, SHARE_KEY_DAY, (uint64_t)w.today + 1);
        body_add_bytes(&b, SHARE_KEY_PAIR, bytes_make(none, PAIR_MARK_SIZE));
        if (visit_write(v, SPACE_MINE, KIND_PAGE + 9, NULL, 0, &b, NULL) != ERR_OK)
            return false;
        sit_end(&sitting);
        travel();
    }
    if (!settle(nora))
        return false;
    see_all(s);
    room_world_end(&w);
    return true;
}

TEST(share_that_waits_is_nowhere_but_in_mine) {
    CHECK(run_waiting(false, &seen[0]));
    CHECK(run_waiting(true, &seen[1]));
    CHECK(seen[0].size > 100000);
    CHECK_BYTES(bytes_make(seen[1].at, seen[1].size), bytes_make(seen[0].at, seen[0].size));
}

/* --- out of the receiver's sight ----------------------------------------------------------------
 */

static size_t aside(struct room_person *p, struct share *out) {
    size_t count = share_list_aside(at(p), &rules, out, SHARE_LIST_MAX);
    sit_end(&sitting);
    return count;
}

static enum err put_aside(struct room_person *p, uint64_t address, bool out_of_sight) {
    enum err e = share_put_aside(at(p), &rules, address, out_of_sight);
    sit_end(&sitting);
    travel();
    return e;
}

static bool is_new(struct room_person *p) {
    bool yes = share_is_new(at(p), &rules);
    sit_end(&sitting);
    return yes;
}

static void forge(const uint8_t *mark, size_t mark_size, const char *words, uint64_t how,
                  bool words_are_a_number);

TEST(share_is_put_aside_by_who_received_it) {
    uint8_t mark[SHARE_MARK_SIZE] = {5};
    CHECK(begun());
    CHECK_OK(wait(sam, "what he asked for", 1));
    CHECK_OK(wait(sam, "and this", 1));
    room_sleep(&w, 1);
    travel();
    CHECK(settle(sam));
    CHECK_INT(theirs(nora, list), 2);
    uint64_t first = list[1].address;
    CHECK(says(&list[1], "what he asked for") && is_new(nora));
    CHECK_OK(put_aside(nora, first, true));
    CHECK_OK(put_aside(nora, first, true));
    CHECK_INT(theirs(nora, list), 1);
    CHECK(says(&list[0], "and this") && is_new(nora));
    CHECK_INT(aside(nora, list), 1);
    CHECK(list[0].address == first && says(&list[0], "what he asked for"));
    CHECK_INT(listed(sam, list), 2);
    CHECK(list[0].state == SHARE_STATE_SENT && list[1].state == SHARE_STATE_SENT);
    CHECK(aside(sam, list) == 0 && theirs(sam, list) == 0);
    /* On her other device too; a twin of the copy with the same mark stays aside. */
    struct room_person *second = room_twin(nora);
    CHECK(theirs(second, list) == 1 && aside(second, list) == 1);
    CHECK_OK(put_aside(second, list[0].address, false));
    travel();
    CHECK(theirs(nora, list) == 2 && aside(nora, list) == 0);
    /* With *mine* closed nothing tells that one is aside, and none can be put there. */
    CHECK_OK(put_aside(nora, first, true));
    lock_mine(nora);
    CHECK(theirs(nora, list) == 2 && aside(nora, list) == 0);
    CHECK_ERR(put_aside(nora, first, true), ERR_LOCKED);
    open_mine(nora);
    CHECK(theirs(nora, list) == 1 && aside(nora, list) == 1);
    /* Mine, and what is no copy, cannot be put aside. */
    CHECK_INT(listed(sam, list), 2);
    CHECK_ERR(put_aside(sam, list[0].address, true), ERR_NOT_FOUND);
    CHECK_ERR(put_aside(nora, 77, true), ERR_NOT_FOUND);
    /* It goes with the giver's copy, and stands in nobody's way. */
    CHECK_INT(listed(sam, list), 2);
    CHECK(away(sam, list[1].address));
    CHECK(theirs(nora, list) == 1 && aside(nora, list) == 0);
    forge(mark, sizeof mark, "another", 0, false);
    travel();
    CHECK_INT(theirs(nora, list), 2);
    room_world_end(&w);
}

/* Sam gave; Nora puts it aside, or writes a note of the same size. */
static bool run_aside(bool puts, struct seen *s) {
    uint8_t mark[SHARE_MARK_SIZE] = {1};
    struct body_writer b;
    struct bytes body;
    s->size = 0;
    if (!begun() || wait(sam, "what he asked for", 1) != ERR_OK)
        return false;
    body_begin(&b, at(nora)->frame, NULL); /* both boxes are there */
    if (body_end(&b, &body) != ERR_OK ||
        room_forge(nora, SPACE_OURS, KIND_PAGE + 8, NULL, 0, body) != ERR_OK)
        return false;
    sit_end(&sitting);
    room_sleep(&w, 1);
    travel();
    if (!settle(sam) || theirs(nora, list) != 1)
        return false;
    if (puts && put_aside(nora, list[0].address, true) != ERR_OK)
        return false;
    if (!puts) {
        struct visit *v = at(nora);
        body_begin(&b, v->frame, NULL);
        body_add_bytes(&b, 1, BYTES_OF(mark));
        body_add_uint(&b, 2, KIND_PAGE);
        if (visit_write(v, SPACE_MINE, KIND_SHARE_ASIDE + 1, NULL, 0, &b, NULL) != ERR_OK)
            return false;
        sit_end(&sitting);
        travel();
    }
    if (!settle(nora) || !settle(sam) || listed(sam, list) != 1)
        return false;
    see_all(s);
    room_world_end(&w);
    return true;
}

TEST(share_put_aside_is_nowhere_but_in_mine) {
    CHECK(run_aside(false, &seen[0]));
    CHECK(run_aside(true, &seen[1]));
    CHECK(seen[0].size > 100000);
    CHECK_BYTES(bytes_make(seen[1].at, seen[1].size), bytes_make(seen[0].at, seen[0].size));
}

TEST(share_put_aside_is_folded_under_one_line) {
    CHECK(begun());
    CHECK_OK(wait(sam, "what he asked for", 1));
    room_sleep(&w, 1);
    travel();
    CHECK(settle(sam) && theirs(nora, list) == 1);
    struct visit *v = at(nora);
    CHECK(share_show_theirs(v, &rules, ROOM_PAGE, ACTION_AWAY));
    struct bytes html = sitting_print(&sitting);
    CHECK(html_shows(html, "Put it out of my sight") && !html_shows(html, "<details"));
    sit_end(&sitting);
    CHECK_OK(put_aside(nora, list[0].address, true));
    v = at(nora);
    CHECK(share_any(v, &rules) && share_show_theirs(v, &rules, ROOM_PAGE, ACTION_AWAY));
    html = sitting_print(&sitting);
    CHECK(html_shows(html, "<details") && html_shows(html, "Show it again") &&
          html_shows(html, "Sam is not told") && !html_shows(html, "Put it out of my sight"));
    sit_end(&sitting);
    room_world_end(&w);
}

/* --- the night between ---------------------------------------------------------------------------
 */

static bool settle_at(struct room_person *p, uint8_t hour) {
    struct visit *v = at(p);
    v->hour = hour;
    enum err e = share_settle(v, &rules);
    sit_end(&sitting);
    travel();
    return e == ERR_OK;
}

/* Let go at a minute to midnight, it has the night before it: it goes from five in the morning. */
TEST(share_let_go_late_waits_for_the_morning) {
    CHECK(begun());
    CHECK_OK(wait(nora, "too late to think", 1));
    CHECK(settle_at(nora, 24));
    room_sleep(&w, 1);
    travel();
    CHECK(settle_at(nora, 1) && settle_at(nora, 5) && theirs(sam, list) == 0);
    struct visit *v = at(nora);
    v->hour = 1;
    CHECK(share_show_mine(v, &rules, ROOM_PAGE, ACTION_AWAY));
    CHECK(html_shows(sitting_print(&sitting), "Goes to Sam this morning") &&
          html_shows(sitting_print(&sitting), "Take it back"));
    sit_end(&sitting);
    CHECK(settle_at(nora, 6) && theirs(sam, list) == 1);
    /* A day later it goes at any hour. */
    CHECK_OK(wait(nora, "another", 1));
    room_sleep(&w, 2);
    travel();
    CHECK(settle_at(nora, 1));
    CHECK_INT(theirs(sam, list), 2);
    room_world_end(&w);
}

TEST(share_needs_mine_open_to_go) {
    CHECK(begun());
    CHECK_OK(wait(nora, "later", 0));
    lock_mine(nora);
    CHECK(!book_status(room_book(nora)).mine_open);
    room_sleep(&w, 2);
    travel();
    CHECK(settle(nora) && theirs(sam, list) == 0 && listed(nora, list) == 0);
    open_mine(nora);
    CHECK(book_status(room_book(nora)).mine_open);
    CHECK(settle(nora));
    CHECK_INT(theirs(sam, list), 1);
    CHECK(says(&list[0], "later"));
    /* Closed again: what went is listed, and can be put away once it is open. */
    lock_mine(nora);
    CHECK_INT(listed(nora, list), 1);
    CHECK(!away(nora, list[0].address) && theirs(sam, list) == 1);
    room_world_end(&w);
}

TEST(share_waits_for_the_relay) {
    CHECK(begun());
    CHECK_OK(wait(nora, "today", 0));
    room_sleep(&w, 1);
    nora->offline = true;
    room_restart(nora, "");
    ROOM_SUBMIT(nora, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
    open_mine(nora);
    CHECK(room_book(nora) && book_status(room_book(nora)).mine_open);
    CHECK(settle(nora) && kind_count(nora, SHARE_COPY) == 0);
    CHECK_INT(listed(nora, list), 1);
    CHECK(list[0].state == SHARE_STATE_WAITS);
    nora->offline = false;
    travel();
    CHECK(settle(nora));
    CHECK_INT(theirs(sam, list), 1);
    room_world_end(&w);
}

TEST(share_refuses_what_cannot_be_shared) {
    struct room_person *alone;
    room_world_begin(&w);
    alone = room_person(&w, "");
    room_begin(alone, "2", "Daniel");
    CHECK_INT(wait(alone, "nobody", 0), ERR_STATE);
    CHECK_INT(listed(alone, list), 0);
    CHECK(settle(alone));
    room_world_end(&w);
    CHECK(begun());
    CHECK_INT(wait(nora, "too much", 5), ERR_INPUT);
    lock_mine(nora);
    CHECK_INT(wait(nora, "closed", 0), ERR_STATE);
    CHECK_INT(kind_count(nora, SHARE_WAITS), 0);
    room_world_end(&w);
}

/* --- two devices of one person ------------------------------------------------------------------
 */

TEST(share_from_two_devices_is_one) {
    CHECK(begun());
    CHECK_OK(wait(nora, "from either", 1));
    struct room_person *second = room_twin(nora);
    CHECK_INT(listed(second, list), 1);
    room_sleep(&w, 1);
    travel();
    nora->offline = second->offline = true; /* both know all so far, and neither the other's act */
    CHECK(settle(nora) && settle(second));
    nora->offline = second->offline = false;
    travel();
    travel();
    CHECK_INT(kind_count(sam, SHARE_COPY), 2);
    CHECK_INT(theirs(sam, list), 1);
    CHECK(says(&list[0], "from either"));
    CHECK_INT(listed(nora, list), 1);
    CHECK_INT(listed(second, list), 1);
    CHECK(away(second, list[0].address));
    travel();
    CHECK(theirs(sam, list) == 0 && kind_count(sam, SHARE_COPY) == 0);
    CHECK(settle(nora) && settle(second));
    CHECK(theirs(sam, list) == 0 && listed(nora, list) == 0);
    for (int k = 0; k < SHARE_KIND_COUNT; k++)
        CHECK_INT(kind_count(nora, (enum share_kind)k), 0);
    room_world_end(&w);
}

TEST(share_taken_back_while_another_device_sends_is_taken_back) {
    CHECK(begun());
    CHECK_OK(wait(nora, "no, not this", 1));
    struct room_person *second = room_twin(nora);
    second->offline = true;
    CHECK_INT(listed(nora, list), 1);
    CHECK(away(nora, list[0].address));
    room_sleep(&w, 1);
    room_run(&w, 2000);
    CHECK(settle(second));
    CHECK_INT(kind_count(second, SHARE_COPY), 1);
    second->offline = false;
    travel();
    travel();
    CHECK(settle(second) && settle(nora));
    CHECK(theirs(sam, list) == 0 && kind_count(sam, SHARE_COPY) == 0);
    CHECK(listed(second, list) == 0 && kind_count(second, SHARE_SENT) == 0);
    /* Opened afresh after it was taken back, a device reads first. */
    CHECK_OK(wait(nora, "nor this", 1));
    struct room_person *third = second;
    travel();
    third->offline = true;
    CHECK_INT(listed(nora, list), 1);
    CHECK(away(nora, list[0].address));
    room_sleep(&w, 1);
    room_restart(third, "");
    ROOM_SUBMIT(third, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
    open_mine(third);
    CHECK_INT(listed(third, list), 1);
    CHECK(settle(third) && kind_count(third, SHARE_COPY) == 0);
    third->offline = false;
    travel();
    CHECK(settle(third) && listed(third, list) == 0 && kind_count(third, SHARE_COPY) == 0);
    room_world_end(&w);
}

/* Cut off between COPY and SENT, and taken back elsewhere: it is seen, and can be put away. */
TEST(share_that_nothing_of_mine_tells_of_can_be_put_away) {
    uint8_t mark[SHARE_MARK_SIZE] = {7};
    struct body_writer b;
    struct bytes body;
    CHECK(begun());
    struct visit *v = at(nora);
    body_begin(&b, v->frame, NULL);
    body_add_text(&b, F_WORDS, BYTES("cut off"));
    body_add_bytes(&b, SHARE_KEY_MARK, BYTES_OF(mark));
    CHECK_OK(body_end(&b, &body));
    CHECK_OK(room_forge(nora, SPACE_OURS, KIND_PAGE + SHARE_COPY, NULL, 0, body));
    sit_end(&sitting);
    CHECK_OK(wait(nora, "in order", 1));
    room_sleep(&w, 1);
    travel();
    CHECK(settle(nora));
    CHECK_INT(theirs(sam, list), 2);
    CHECK_INT(listed(nora, list), 2);
    CHECK(says(&list[0], "in order") && says(&list[1], "cut off"));
    CHECK(list[1].state == SHARE_STATE_SENT && away(nora, list[1].address));
    CHECK(listed(nora, list) == 1 && theirs(sam, list) == 1 && says(&list[0], "in order"));
    room_world_end(&w);
}

/* New since yesterday; what claims a day that has not come is never new. */
TEST(share_is_new_for_two_days) {
    CHECK(begun());
    CHECK_OK(wait(nora, "for you", 1));
    room_sleep(&w, 1);
    travel();
    CHECK(settle(nora));
    int32_t day = w.today;
    static const int32_t after[] = {-2, -1, 0, 1, 2};
    static const bool is_new[] = {false, true, true, true, false};
    for (size_t i = 0; i < COUNT_OF(after); i++) {
        struct visit *v = at(sam);
        v->today = day + after[i];
        CHECK_INT(share_is_new(v, &rules), is_new[i]);
        sit_end(&sitting);
        CHECK(!share_is_new(at(nora), &rules));
        sit_end(&sitting);
    }
    room_world_end(&w);
}

/* --- the pair that it was for -------------------------------------------------------------------
 */

TEST(share_is_for_nobody_else) {
    CHECK(begun());
    CHECK_OK(wait(nora, "for Sam", 1));
    room_visit(nora, "6/7");
    ROOM_SUBMIT(nora, ROOM_ME, 14, );
    CHECK(book_status(room_book(nora)).pair == PAIR_LEFT);
    travel();
    room_sleep(&w, 1);
    travel();
    CHECK(settle(nora) && kind_count(nora, SHARE_WAITS) == 0);
    CHECK(kind_count(nora, SHARE_COPY) == 0 && theirs(sam, list) == 0);
    room_world_end(&w);
}

static void forge(const uint8_t *mark, size_t mark_size, const char *words, uint64_t how,
                  bool words_are_a_number) {
    struct body_writer b;
    struct bytes body;
    struct visit *v = at(sam);
    body_begin(&b, v->frame, NULL);
    if (words_are_a_number)
        body_add_uint(&b, F_WORDS, 7);
    else if (words)
        body_add_text(&b, F_WORDS, bytes_from_string(words));
    body_add_uint(&b, F_HOW, how);
    if (mark)
        body_add_bytes(&b, SHARE_KEY_MARK, bytes_make(mark, mark_size));
    CHECK_OK(body_end(&b, &body));
    CHECK_OK(room_forge(sam, SPACE_OURS, KIND_PAGE + SHARE_COPY, NULL, 0, body));
    sit_end(&sitting);
}

TEST(share_that_breaks_the_rules_is_shown_nowhere) {
    uint8_t mark[SHARE_MARK_SIZE] = {9};
    char longer[402] = {0};
    CHECK(begun());
    memset(longer, 'x', 401);
    forge(NULL, 0, "no mark", 0, false);
    forge(mark, 5, "a short mark", 0, false);
    forge(mark, sizeof mark, NULL, 0, false);
    forge(mark, sizeof mark, NULL, 0, true);
    forge(mark, sizeof mark, longer, 0, false);
    forge(mark, sizeof mark, "out of range", 5, false);
    travel();
    CHECK_INT(kind_count(nora, SHARE_COPY), 6);
    CHECK_INT(theirs(nora, list), 0);
    CHECK(!share_show_theirs(at(nora), &rules, ROOM_PAGE, ACTION_AWAY));
    sit_end(&sitting);
    forge(mark, sizeof mark, "sound", 4, false);
    forge(mark, sizeof mark, "twice", 4, false);
    travel();
    CHECK_INT(theirs(nora, list), 1);
    CHECK(says(&list[0], "sound"));
    /* With a mark of mine it is still theirs: it tells me nothing of mine, and hinders nothing. */
    CHECK_OK(wait(nora, "mine", 1));
    size_t count;
    struct bytes own;
    const struct item *waits = book_items(room_book(nora), KIND_PAGE + SHARE_WAITS, &count);
    CHECK(body_bytes(book_item_entry(waits).body, SHARE_KEY_MARK, &own));
    memcpy(mark, own.at, sizeof mark);
    forge(mark, sizeof mark, "stolen", 1, false);
    travel();
    room_sleep(&w, 1);
    travel();
    CHECK(settle(nora));
    CHECK_INT(theirs(sam, list), 1);
    CHECK_INT(theirs(nora, list), 2);
    room_world_end(&w);
}

/* --- shown ---------------------------------------------------------------------------------------
 */

/* From the first to the last mark of a card. */
static struct bytes card_of(struct bytes html) {
    size_t from = 0, to = html.size;
    while (from < html.size && !html_shows(bytes_slice(html, from, 8), "<article"))
        from++;
    while (to > from + 10 && !html_shows(bytes_slice(html, to - 10, 10), "</article>"))
        to--;
    return bytes_slice(html, from, to - from);
}

TEST(share_preview_is_what_the_other_sees) {
    static uint8_t before[4096];
    struct body_writer b;
    struct bytes body;
    CHECK(begun());
    struct visit *v = at(nora);
    body_begin(&b, v->frame, NULL);
    body_add_text(&b, F_WORDS, BYTES("word for <word>"));
    CHECK_OK(body_end(&b, &body));
    share_preview(v, &rules, body, ROOM_PAGE, ACTION_PAGE);
    struct bytes html = sitting_print(&sitting), card = card_of(html);
    CHECK(html_shows(html, "Copy it for Sam") && card.size > 100 && card.size < sizeof before);
    memcpy(before, card.at, card.size);
    size_t size = card.size;
    sit_end(&sitting);
    CHECK_OK(wait(nora, "word for <word>", 0));
    v = at(nora);
    CHECK(share_show_mine(v, &rules, ROOM_PAGE, ACTION_AWAY));
    CHECK(html_shows(sitting_print(&sitting), "Goes to Sam tomorrow") &&
          html_shows(sitting_print(&sitting), "Take it back"));
    sit_end(&sitting);
    room_sleep(&w, 1);
    travel();
    v = at(nora);
    CHECK(share_show_mine(v, &rules, ROOM_PAGE, ACTION_AWAY));
    CHECK(html_shows(sitting_print(&sitting), "as soon as this device"));
    sit_end(&sitting);
    CHECK(settle(nora));
    v = at(nora);
    CHECK(share_show_mine(v, &rules, ROOM_PAGE, ACTION_AWAY));
    CHECK(html_shows(sitting_print(&sitting), "Sam can read this (today)") &&
          html_shows(sitting_print(&sitting), "Put it away"));
    sit_end(&sitting);
    v = at(sam);
    CHECK(share_show_theirs(v, &rules, ROOM_PAGE, ACTION_AWAY));
    CHECK_BYTES(card_of(sitting_print(&sitting)), bytes_make(before, size));
    sit_end(&sitting);
    /* Closed, or alone: said in words, and nothing to press. */
    lock_mine(nora);
    v = at(nora);
    share_preview(v, &rules, body, ROOM_PAGE, ACTION_PAGE);
    CHECK(!html_shows(sitting_print(&sitting), "<form"));
    sit_end(&sitting);
    room_world_end(&w);
}
