/* The first evening of two people with whole apps. */
#include "app/session.h"
#include "room_test.h"

TEST(room_evening_pairs) {
    static struct room_world w;
    struct room_person *a, *b;
    room_world_begin(&w);
    CHECK(room_pair(&w, &a, &b));
    CHECK(room_says(a, T_EVENING_TWO_GO));
    CHECK(room_says(b, T_EVENING_TWO_GO));
    room_world_end(&w);
}
