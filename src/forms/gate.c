#include "forms/gate.h"

enum gate gate_now(const struct visit *v) {
    size_t count;
    if (!v->book || !book_status(v->book).mine_open)
        return GATE_UNKNOWN;
    const struct item *items = book_items(v->book, KIND_GATE, &count);
    if (count == 0)
        return GATE_DUE;
    const struct item *last = &items[count - 1];
    uint64_t result;
    struct entry e = book_item_entry(last);
    if (!body_uint(e.body, 1, &result))
        return GATE_DUE;
    if (result == GATE_CARE_FIRST)
        return GATE_CARE;
    return v->today - last->day >= GATE_LASTS_DAYS ? GATE_DUE : GATE_OPEN;
}
