/* What goes wrong is said, each in its own words, and no longer than it is so. */
#include "app/app_internal.h"
#include "room_test.h"

#include <string.h>

static struct room_world w;
static const uint8_t body[] = {0xA1, 0x01, 0x61, 'x'};

enum { KIND_HERE = 64 * 50, TODAY_ALARM_FORGET = 2, DOOR_EVICTED_FORGET = 9 };

static bool couple(struct room_person **a, struct room_person **b) {
    room_world_begin(&w);
    bool paired = room_pair(&w, a, b);
    room_run(&w, 200000);
    room_visit(*a, "5/0");
    room_visit(*b, "5/0");
    return paired;
}

static enum err write_ours(struct room_person *p) {
    return room_forge(p, SPACE_OURS, KIND_HERE, NULL, 0, BYTES_OF(body));
}

static bool quiet(const struct room_person *p) {
    static const enum text_key lines[] = {
        T_HOUSE_TROUBLE_UNREACHABLE, T_HOUSE_TROUBLE_RELAY_FULL, T_HOUSE_TROUBLE_ALARM,
        T_HOUSE_TROUBLE_NO_SPACE,    T_HOUSE_TROUBLE_DAMAGED,    T_HOUSE_TROUBLE_OLD_UNSENT,
        T_HOUSE_TROUBLE_CLOCK,       T_HOUSE_TROUBLE_BEHIND,     T_HOUSE_TROUBLE_GONE,
        T_HOUSE_TROUBLE_MINE_BEHIND, T_HOUSE_PARTNER_GONE};
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (room_says(p, lines[i]))
            return false;
    return true;
}

static struct fake_box *box_of(struct room_person *p, enum feed_role role) {
    return fake_relay_find(&w.relay, book_feed(room_book(p), role)->chain.box_id);
}

TEST(trouble_unreachable_and_then_old) {
    struct room_person *a, *b;
    CHECK(couple(&a, &b));
    CHECK(quiet(a));
    a->offline = true;
    CHECK_OK(write_ours(a));
    room_run(&w, 60000);
    CHECK(room_says(a, T_HOUSE_TROUBLE_UNREACHABLE) && room_says(a, T_TODAY_UNSENT));
    w.today += 2;
    w.now_ms += 2 * 86400000u;
    room_run(&w, 60000);
    CHECK(room_says(a, T_HOUSE_TROUBLE_OLD_UNSENT));
    CHECK(!room_says(a, T_HOUSE_TROUBLE_UNREACHABLE));
    a->offline = false;
    room_show(a);
    room_run(&w, 60000);
    CHECK(quiet(a));
    room_world_end(&w);
}

TEST(trouble_relay_full) {
    struct room_person *a, *b;
    CHECK(couple(&a, &b));
    w.relay.disk_full = true;
    CHECK_OK(write_ours(a));
    room_run(&w, 20000);
    CHECK(room_says(a, T_HOUSE_TROUBLE_RELAY_FULL) && room_says(a, T_TODAY_UNSENT));
    CHECK(quiet(b));
    w.relay.disk_full = false;
    room_run(&w, 60000);
    CHECK(quiet(a));
    room_world_end(&w);
}

TEST(trouble_behind) {
    struct room_person *a, *b;
    struct fake_relay past, now;
    CHECK(couple(&a, &b));
    fake_relay_copy(&w.relay, &past);
    CHECK_OK(write_ours(a));
    room_run(&w, 5000);
    now = w.relay;
    w.relay = past;
    room_run(&w, 200000);
    CHECK(room_says(a, T_HOUSE_TROUBLE_BEHIND));
    past = w.relay;
    w.relay = now;
    room_run(&w, 200000);
    CHECK(quiet(a));
    room_world_end(&w);
    fake_relay_free(&past);
}

/* Full, and then back from an old backup: what is said is what is so now. */
TEST(trouble_behind_is_not_hidden_by_full) {
    struct room_person *a, *b;
    struct fake_relay past, now;
    CHECK(couple(&a, &b));
    fake_relay_copy(&w.relay, &past);
    CHECK_OK(write_ours(a));
    room_run(&w, 5000);
    w.relay.disk_full = true;
    CHECK_OK(write_ours(a));
    room_run(&w, 20000);
    CHECK(room_says(a, T_HOUSE_TROUBLE_RELAY_FULL));
    now = w.relay;
    w.relay = past;
    room_run(&w, 200000);
    CHECK(room_says(a, T_HOUSE_TROUBLE_BEHIND) && !room_says(a, T_HOUSE_TROUBLE_RELAY_FULL));
    room_world_end(&w);
    fake_relay_free(&now);
}

/* What the other wrote is gone from the relay: said calmly, beside whatever else there is. */
TEST(trouble_partner_gone) {
    struct room_person *a, *b;
    CHECK(couple(&a, &b));
    box_of(b, FEED_PAIR_OUT)->dropped = true;
    room_run(&w, 200000);
    CHECK(room_says(a, T_HOUSE_PARTNER_GONE) && !room_says(a, T_HOUSE_TROUBLE_GONE));
    CHECK(room_says(b, T_HOUSE_TROUBLE_GONE) && !room_says(b, T_HOUSE_PARTNER_GONE));
    room_visit(a, "6/0");
    CHECK(room_says(a, T_HOUSE_PARTNER_GONE));
    room_visit(a, "5/0");
    a->offline = true; /* it does not hide that nothing can be reached */
    room_run(&w, 200000);
    CHECK(room_says(a, T_HOUSE_PARTNER_GONE) && room_says(a, T_HOUSE_TROUBLE_UNREACHABLE));
    a->offline = false;
    box_of(b, FEED_PAIR_OUT)->dropped = false;
    room_show(a);
    room_run(&w, 200000);
    CHECK(quiet(a) && quiet(b));
    room_world_end(&w);
}

TEST(trouble_alarm_is_dealt_with) {
    struct room_person *a, *b;
    CHECK(couple(&a, &b));
    book_feed_flag(room_book(a), book_feed(room_book(a), FEED_PAIR_IN), 1 << 8, 0); /* FEED_ALARM */
    CHECK_OK(book_commit(room_book(a)));
    room_run(&w, 60000);
    CHECK(room_says(a, T_HOUSE_TROUBLE_ALARM));
    ROOM_SUBMIT(a, ROOM_TODAY, TODAY_ALARM_FORGET, );
    CHECK(quiet(a));
    room_world_end(&w);
}

TEST(trouble_clock) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    p->fast_ms = (uint64_t)30 * 86400000u;
    room_begin(p, "2", "Nora");
    room_visit(p, "5/0");
    room_run(&w, 400000);
    CHECK(room_says(p, T_HOUSE_TROUBLE_CLOCK));
    p->fast_ms = 0;
    room_show(p);
    room_run(&w, 200000);
    CHECK(quiet(p));
    room_world_end(&w);
}

/* Ten years ahead for a while, then put right: what was written for oneself goes now, and not when
 * the clock is there again. */
TEST(trouble_clock_put_right_goes_on) {
    struct room_person *a, *b;
    CHECK(couple(&a, &b));
    a->fast_ms = (uint64_t)3650 * 86400000u;
    CHECK_OK(room_forge(a, SPACE_MINE, KIND_HERE, NULL, 0, BYTES_OF(body)));
    CHECK_OK(write_ours(a));
    CHECK(book_status(room_book(a)).unsent_count > 0);
    a->fast_ms = 0;
    room_run(&w, 200000);
    CHECK_INT(book_status(room_book(a)).unsent_count, 0);
    CHECK(quiet(a) && quiet(b));
    room_world_end(&w);
}

TEST(trouble_full_device_until_it_saves) {
    struct room_person *a, *b;
    CHECK(couple(&a, &b));
    a->disk_full = true;
    room_type(a, "half a thought");
    room_visit(a, "5/0");
    CHECK(room_says(a, T_HOUSE_TROUBLE_NO_SPACE));
    a->disk_full = false;
    room_type(a, "half a thought more");
    room_visit(a, "5/0");
    CHECK(quiet(a));
    room_world_end(&w);
}

/* A private note written behind the closed lock, which is opened while the disk is full: the note
 * is there as soon as anything can be saved. */
TEST(trouble_full_device_keeps_the_notes_that_wait) {
    struct room_person *a, *b;
    size_t count;
    CHECK(couple(&a, &b));
    room_visit(a, "6/0");
    ROOM_SUBMIT(a, ROOM_ME, 8, ); /* *mine* closes */
    CHECK_OK(room_forge(a, SPACE_MINE, KIND_HERE, NULL, 0, BYTES_OF(body)));
    a->disk_full = true;
    room_visit(a, "6/0/1");
    ROOM_SUBMIT(a, ROOM_DOOR, 4, FIELD(2, ROOM_PHRASE));
    CHECK(book_status(room_book(a)).mine_open);
    (void)book_items(room_book(a), KIND_HERE, &count);
    CHECK_INT(count, 0);
    a->disk_full = false;
    CHECK_OK(write_ours(a));
    (void)book_items(room_book(a), KIND_HERE, &count);
    CHECK_INT(count, 2);
    room_restart(a, "");
    ROOM_SUBMIT(a, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
    room_visit(a, "6/0/1");
    ROOM_SUBMIT(a, ROOM_DOOR, 4, FIELD(2, ROOM_PHRASE));
    (void)book_items(room_book(a), KIND_HERE, &count);
    CHECK_INT(count, 2);
    room_world_end(&w);
}

TEST(trouble_private_pages_behind_are_told_behind_their_lock) {
    struct room_person *a, *b;
    CHECK(couple(&a, &b));
    a->app->mine_behind = true;
    room_visit(a, "5/0");
    CHECK(room_says(a, T_HOUSE_TROUBLE_MINE_BEHIND));
    ROOM_SUBMIT(a, ROOM_TODAY, 1, ); /* *mine* closes */
    CHECK(!room_says(a, T_HOUSE_TROUBLE_MINE_BEHIND));
    room_world_end(&w);
}

TEST(trouble_evicted_is_said_at_the_door) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    CHECK(!room_says(p, T_HOUSE_TROUBLE_EVICTED));
    room_begin(p, "2", "Nora");
    CHECK(p->saw_kept);
    room_restart(p, "");
    CHECK(room_says(p, T_DOOR_UNLOCK_TITLE)); /* it stands */
    room_evict(p);
    room_restart(p, "");
    CHECK(room_says(p, T_HOUSE_TROUBLE_EVICTED) && room_says(p, T_DOOR_SENTENCE));
    room_restart(p, "");
    CHECK(room_says(p, T_HOUSE_TROUBLE_EVICTED));
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_EVICTED_FORGET, );
    CHECK(!room_says(p, T_HOUSE_TROUBLE_EVICTED) && !p->saw_kept);
    room_restart(p, "");
    CHECK(!room_says(p, T_HOUSE_TROUBLE_EVICTED));
    room_begin(p, "2", "Nora");
    room_evict(p);
    room_restart(p, "");
    CHECK(room_says(p, T_HOUSE_TROUBLE_EVICTED));
    room_begin(p, "2", "Nora"); /* beginning anew ends it too */
    CHECK(room_book(p) && p->app->trouble == TROUBLE_NONE);
    room_world_end(&w);
}

TEST(trouble_unreadable_file_is_not_called_empty) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_begin(p, "2", "Nora");
    static uint8_t noise[8192];
    memset(noise, 0x5A, sizeof noise);
    uint64_t size;
    CHECK_OK(p->disk.size(p->disk.ctx, &size));
    for (uint64_t at = 0; at + sizeof noise <= size; at += sizeof noise)
        CHECK_OK(p->disk.write(p->disk.ctx, at, noise, sizeof noise));
    room_restart(p, "");
    CHECK(room_says(p, T_HOUSE_TROUBLE_UNREADABLE));
    CHECK(!room_says(p, T_HOUSE_TROUBLE_EVICTED));
    room_world_end(&w);
}
