#include "forms/asking.h"

#include "base/day.h"
#include "forms/sealed_round.h"

enum { ASKING = 1 << 30 };

uint32_t asking_what(int32_t day) {
    return (uint32_t)ASKING | ((uint32_t)day_week(day) & (ASKING - 1));
}

int32_t asking_opens(int32_t day) {
    return day - day_weekday(day) + 6;
}

bool asking_elsewhere(const struct visit *v, uint32_t practice) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_ROUND_OFFER, &count);
    for (size_t i = count; i-- > 0;) {
        uint64_t p, what;
        struct entry e = book_item_entry(&items[i]);
        if (body_uint(e.body, 1, &p) && p != practice && body_uint(e.body, 2, &what) &&
            what == asking_what(v->today) && sealed_round_current(v, &items[i]))
            return true;
    }
    return false;
}
