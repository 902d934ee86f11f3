#include "forms/noticed.h"

size_t noticed_since(const struct visit *v, int32_t first_day, struct noticed *out, size_t room) {
    size_t count, filled = 0;
    const struct item *items = book_items(v->book, KIND_NOTICED, &count);
    for (size_t i = count; i-- > 0 && filled < room && items[i].first_day >= first_day;) {
        uint64_t what;
        struct entry e = book_item_entry(&items[i]);
        struct noticed n = {.by = (enum author)items[i].author, .day = items[i].first_day};
        if (!visit_day_came(v, n.day) || !body_uint(e.body, 1, &what) || what >= NOTICED_WHAT_COUNT)
            continue;
        n.what = (enum noticed_what)what;
        if (n.what == NOTICED_ELSE && !body_text(e.body, 2, &n.text))
            continue;
        out[filled++] = n;
    }
    return filled;
}
