#include "forms/rest_hour.h"

#include "base/check.h"
#include "view/dates.h"

enum { K_HOUR = 1, K_PAIR = 2 };

/* The newest that this one said, or NULL. */
static const struct item *said(const struct visit *v, enum author author, enum rest_hour *hour) {
    size_t count;
    uint64_t n;
    const struct item *items = book_items(v->book, KIND_REST_HOUR, &count);
    for (size_t i = count; i-- > 0;) {
        struct bytes body = book_item_entry(&items[i]).body;
        if (items[i].author != author || items[i].space != SPACE_OURS ||
            !visit_day_came(v, items[i].first_day) || !body_uint(body, K_HOUR, &n) ||
            n >= REST_HOUR_COUNT || !visit_pair_marked(v, body, K_PAIR, author))
            continue;
        *hour = (enum rest_hour)n;
        return &items[i];
    }
    return NULL;
}

enum rest_hour rest_hour_of(const struct visit *v, enum author author) {
    enum rest_hour hour;
    return v->book && said(v, author, &hour) ? hour : REST_NONE;
}

enum rest_hour rest_hour_holds(const struct visit *v) {
    enum rest_hour mine = rest_hour_of(v, AUTHOR_ME);
    return visit_together(v) && mine == rest_hour_of(v, AUTHOR_PARTNER) ? mine : REST_NONE;
}

bool rest_hour_now(const struct visit *v) {
    enum rest_hour set = v->hour ? rest_hour_holds(v) : REST_NONE;
    int hour = v->hour - 1;
    return set != REST_NONE && (hour >= REST_HOUR_FIRST + (int)set - 1 || hour < MORNING_HOUR);
}

enum err rest_hour_say(struct visit *v, enum rest_hour hour) {
    enum rest_hour before;
    struct body_writer w;
    if (!visit_together(v))
        return ERR_STATE;
    const struct item *item = said(v, AUTHOR_ME, &before);
    if (item ? before == hour : hour == REST_NONE)
        return ERR_OK;
    body_begin(&w, v->frame, item ? item->id : NULL);
    body_add_uint(&w, K_HOUR, hour);
    body_add_bytes(&w, K_PAIR, visit_pair_mark(v, AUTHOR_ME));
    return visit_write(v, SPACE_OURS, KIND_REST_HOUR, NULL, 0, &w, NULL);
}

struct bytes rest_hour_text(struct visit *v, enum rest_hour hour) {
    struct buf b;
    struct bytes text = {0};
    MUST(hour != REST_NONE && hour < REST_HOUR_COUNT);
    buf_init(&b, v->frame);
    text_add_clock(&b, v->text, 60u * (REST_HOUR_FIRST + (unsigned)hour - 1));
    return buf_finish(&b, &text) == ERR_OK ? text : (struct bytes){0};
}
