/* ring.c -- one ring: its drawing, its beliefs, what is under it; and the empty one. */
#include "practices/cycle/cycle.h"

static const enum text_key names[CHART_RING] = {T_CYCLE_STATION_NEED, T_CYCLE_STATION_SHOWED,
                                                T_CYCLE_STATION_BACK, T_CYCLE_STATION_SOOTHED,
                                                T_CYCLE_STATION_BELIEF};

static struct bytes text_of(struct bytes body, uint32_t key) {
    struct bytes text = {0};
    (void)body_text(body, key, &text);
    return text;
}

/* Its beliefs in one line. */
static struct bytes beliefs(struct visit *v, struct bytes body) {
    struct buf b;
    struct bytes out;
    buf_init(&b, v->frame);
    for (uint32_t key = F_OTHERS; key <= F_TRUST; key++) {
        struct bytes text = text_of(body, key);
        if (text.size == 0)
            continue;
        if (b.size)
            buf_add_string(&b, " · ");
        buf_add_bytes(&b, text);
    }
    return buf_finish(&b, &out) == ERR_OK ? out : (struct bytes){0};
}

static void stations_fill(struct visit *v, struct bytes body,
                          struct chart_station stations[CHART_RING]) {
    enum text_key soothed = note_value(&cycle_fields[5], body);
    for (size_t i = 0; i < CHART_RING; i++)
        stations[i] = (struct chart_station){.name = WORDS(names[i])};
    stations[0].text = text_of(body, F_NEED);
    stations[1].text = text_of(body, F_SHOWED);
    stations[2].text = text_of(body, F_BACK);
    if (soothed != T_NONE)
        stations[3].text = text_get(v->text, soothed);
    stations[4].text = beliefs(v, body);
}

/* The same five for who cannot see it, as one sentence. */
static struct words alternative(struct visit *v, struct bytes name,
                                const struct chart_station stations[CHART_RING]) {
    static const char *const holders[CHART_RING] = {"need", "showed", "back", "soothed", "belief"};
    struct text_arg args[CHART_RING + 1] = {{"ring", name}};
    for (size_t i = 0; i < CHART_RING; i++)
        args[i + 1] =
            (struct text_arg){holders[i], stations[i].text.size ? stations[i].text : BYTES("…")};
    return words_format(v->p, T_CYCLE_ALTERNATIVE, args, COUNT_OF(args));
}

void cycle_ring_draw(struct visit *v, struct bytes body) {
    struct chart_station stations[CHART_RING];
    const struct words heads[2] = {WORDS(T_CYCLE_STATION), WORDS(T_CYCLE_STATION_WORDS)};
    struct bytes name = cycle_whose(v, body);
    stations_fill(v, body, stations);
    chart_ring(v->p,
               &(struct chart_text){words_of(name), alternative(v, name, stations),
                                    WORDS(T_CYCLE_TABLE), heads},
               name, stations);
}

void cycle_empty_draw(struct visit *v) {
    struct chart_station stations[CHART_RING];
    for (size_t i = 0; i < CHART_RING; i++)
        stations[i] = (struct chart_station){.name = WORDS(names[i])};
    chart_ring(v->p,
               &(struct chart_text){WORDS(T_CYCLE_EMPTY_TITLE), WORDS(T_CYCLE_EMPTY_ALTERNATIVE),
                                    (struct words){0}, NULL},
               (struct bytes){0}, stations);
}

static void body_draw(struct visit *v, struct bytes body) {
    struct words tags[BODY_COUNT];
    size_t count = 0;
    uint64_t bits = 0;
    (void)body_uint(body, F_BODY, &bits);
    for (size_t i = 0; i < BODY_COUNT; i++)
        if (bits >> i & 1)
            tags[count++] = WORDS(cycle_body_words[i]);
    if (count == 0)
        return;
    part_subheading(v->p, WORDS(T_CYCLE_BODY));
    part_tags(v->p, tags, count);
}

static void one_draw(struct visit *v, const struct note_field *f, struct bytes body,
                     enum whose whose) {
    struct bytes text = text_of(body, f->field);
    if (text.size == 0)
        return;
    part_aside(v->p, WORDS(f->label));
    part_quote(v->p, whose, text, (struct words){0});
}

/* What I came to believe, then the sentences underneath; what is not there draws nothing. */
void cycle_under_draw(struct visit *v, struct bytes body, enum whose whose) {
    bool under = false;
    for (size_t i = 6; i < FIELD_BODY_AT; i++)
        one_draw(v, &cycle_fields[i], body, whose);
    body_draw(v, body);
    for (size_t i = FIELD_BODY_AT; i < FIELD_COUNT; i++)
        under = under || text_of(body, cycle_fields[i].field).size;
    if (!under)
        return;
    part_subheading(v->p, WORDS(T_CYCLE_UNDER));
    for (size_t i = FIELD_BODY_AT; i < FIELD_COUNT; i++)
        one_draw(v, &cycle_fields[i], body, whose);
}

static enum err page_ring(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = note_own(v, KIND_RING, v->at.item);
    uint64_t at = v->at.item;
    if (!item)
        return ERR_NOT_FOUND;
    struct bytes body = book_item_entry(item).body;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_CYCLE_RING_TITLE),
                                           .back = cycle(PAGE_HOME, 0)});
    cycle_stop_link(v);
    cycle_ring_draw(v, body);
    cycle_under_draw(v, body, WHOSE_ME);
    part_aside(p, WORDS(T_CYCLE_HAND));
    part_sentence(p, WORDS(T_CYCLE_SAY));
    part_link_button(p, WEIGHT_SECONDARY, cycle(PAGE_WHO, at), WORDS(T_CYCLE_CHANGE));
    part_island_button(p, WEIGHT_QUIET, "print", (struct bytes){0}, WORDS(T_CYCLE_PRINT));
    part_link_button(p, WEIGHT_QUIET, cycle(PAGE_SHARE, at), WORDS(T_CYCLE_SHARE_GO));
    part_link_button(p, WEIGHT_QUIET, cycle(PAGE_ERASE, at), WORDS(T_CYCLE_ERASE_GO));
    part_landing(p, WORDS(T_CYCLE_LANDING), cycle(PAGE_HOME, 0));
    part_page_end(p);
    return ERR_OK;
}

static void page_empty(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_NONE,
                                           .title = WORDS(T_CYCLE_EMPTY_TITLE),
                                           .back = cycle(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_CYCLE_EMPTY_LEAD));
    cycle_stop_link(v);
    cycle_empty_draw(v);
    part_subheading(p, WORDS(T_CYCLE_UNDER));
    for (size_t i = FIELD_BODY_AT; i < FIELD_COUNT; i++)
        part_say(p, WORDS(cycle_fields[i].label));
    part_island_button(p, WEIGHT_PRIMARY, "print", (struct bytes){0}, WORDS(T_CYCLE_PRINT));
    part_page_end(p);
}

enum err cycle_ring_show(struct visit *v) {
    if (v->at.page == PAGE_RING)
        return page_ring(v);
    if (v->at.page != PAGE_EMPTY)
        return ERR_NOT_FOUND;
    page_empty(v);
    return ERR_OK;
}
