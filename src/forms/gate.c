#include "forms/gate.h"

static enum gate gate_within(const struct visit *v, int32_t days) {
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
    return v->today - last->day >= days ? GATE_DUE : GATE_OPEN;
}

enum gate gate_now(const struct visit *v) {
    return gate_within(v, GATE_LASTS_DAYS);
}

enum gate gate_before(const struct visit *v) {
    return gate_within(v, GATE_BEFORE_DAYS);
}
