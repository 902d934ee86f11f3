#include "forms/thanks.h"

/* What moments keep of one (practices/moments/moments.h). */
enum {
    KIND_MOMENT = ROOM_MOMENTS * KINDS_PER_PRACTICE,
    MOMENT_WHO = 1,  /* 0: its author reached */
    MOMENT_TURN = 4, /* 0: toward */
    MOMENT_WORDS = 5
};

enum { NOTICED_MAX = 40 };

/* Into its place by day, the newest first; what is older than all of a full list is left out. */
static void thanks_add(struct thanks *out, size_t room, size_t *count, const struct thanks *t) {
    if (*count == room && (room == 0 || out[room - 1].day >= t->day))
        return;
    size_t at = *count < room ? (*count)++ : room - 1;
    for (; at > 0 && out[at - 1].day < t->day; at--)
        out[at] = out[at - 1];
    out[at] = *t;
}

static bool moment_thanks(const struct item *item, struct thanks *out) {
    uint64_t who, turn;
    struct entry e = book_item_entry(item);
    if (item->space != SPACE_OURS || !body_uint(e.body, MOMENT_WHO, &who) || who != 0 ||
        !body_uint(e.body, MOMENT_TURN, &turn) || turn != 0 ||
        !body_text(e.body, MOMENT_WORDS, &out->text) || out->text.size == 0)
        return false;
    out->by = (enum author)item->author;
    out->day = item->first_day;
    return true;
}

size_t thanks_since(const struct visit *v, int32_t first_day, struct thanks *out, size_t room) {
    struct noticed noticed[NOTICED_MAX];
    struct thanks t;
    size_t count, filled = 0, found = noticed_since(v, first_day, noticed, NOTICED_MAX);
    for (size_t i = 0; i < found; i++) {
        bool asked = noticed[i].what == NOTICED_ASKED;
        t = (struct thanks){noticed[i].by, noticed[i].day,
                            asked ? (struct bytes){0} : noticed[i].text};
        thanks_add(out, room, &filled, &t);
    }
    const struct item *items = book_items(v->book, KIND_MOMENT, &count);
    for (size_t i = count; i-- > 0 && items[i].first_day >= first_day;)
        if (visit_day_came(v, items[i].first_day) && moment_thanks(&items[i], &t))
            thanks_add(out, room, &filled, &t);
    return filled;
}
