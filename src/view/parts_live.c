/* What two people look at together while time passes: a turn, and breathing with closed eyes. */
#include "view/parts.h"

#include "base/bytes.h"
#include "view/parts_draw.h"

/* `mark` and the numbers, with a slash between each two; in the frame arena. */
static struct bytes numbers(struct parts *p, const char *mark, const uint32_t *n, size_t count) {
    struct buf b;
    struct bytes out;
    buf_init(&b, p->frame);
    buf_add_string(&b, mark);
    for (size_t i = 0; i < count; i++) {
        if (b.size)
            buf_add_string(&b, "/");
        buf_add_decimal(&b, n[i]);
    }
    return buf_finish(&b, &out) == ERR_OK ? out : (struct bytes){0};
}

void part_turn_begin(struct parts *p, const struct part_turn *turn) {
    struct view *v = p->view;
    const uint32_t time[] = {turn->left_s, turn->whole_s, turn->dark_s};
    view_open_class(v, TAG_DIV, class_join(p, "turn", whose_class(turn->whose)));
    view_open_class(v, TAG_DIV, "turn-said");
    view_attr(v, ATTR_ROLE, "status");
    draw_words(p, TAG_P, "turn-who", turn->who);
    draw_words(p, TAG_P, "sentence", turn->line);
    draw_words(p, TAG_P, "aside", turn->more);
    view_close(v);
    view_open(v, TAG_DIV);
    view_key_number(v, turn->key);
    view_attr(v, ATTR_CLASS, turn->whole_s ? "turn-time" : "turn-time none");
    view_attr(v, ATTR_DATA_ISLAND, "turn");
    view_attr_bytes(v, ATTR_DATA_ARG, numbers(p, "", time, 3));
    view_attr(v, ATTR_ARIA_HIDDEN, "true");
    view_open(v, TAG_SPAN);
    view_close(v);
    view_close(v);
    draw_words(p, TAG_P, "turn-light", WORDS(T_PARTS_TURN_LIGHT));
    view_open_class(v, TAG_DIV, "turn-touch");
}

void part_turn_end(struct parts *p, uint32_t room, uint32_t action) {
    view_close(p->view);
    view_open_class(p->view, TAG_DIV, "turn-stop");
    part_action(p, room, action, 0, 0, WEIGHT_SECONDARY, WORDS(T_PARTS_TURN_STOP));
    view_close(p->view);
    view_close(p->view);
}

static void pace_button(struct parts *p, const char *mark, const uint32_t pace[3],
                        enum text_key words) {
    struct view *v = p->view;
    view_open_class(v, TAG_BUTTON, weight_class(WEIGHT_SECONDARY));
    view_attr(v, ATTR_TYPE, "button");
    view_attr(v, ATTR_DATA_ISLAND, "pace");
    view_attr_bytes(v, ATTR_DATA_ARG, numbers(p, mark, pace, 3));
    view_attr(v, ATTR_ARIA_PRESSED, "false");
    draw_words_inside(p, WORDS(words));
    view_close(v);
}

void part_pace(struct parts *p, uint32_t in_s, uint32_t out_s, uint32_t seconds) {
    struct view *v = p->view;
    const uint32_t pace[] = {in_s, out_s, seconds};
    view_open_class(v, TAG_DIV, "pace");
    view_open_class(v, TAG_SVG, "pace-breath");
    view_attr(v, ATTR_VIEWBOX, "0 0 200 200");
    view_attr(v, ATTR_ARIA_HIDDEN, "true");
    view_open(v, TAG_CIRCLE);
    view_attr(v, ATTR_CX, "100");
    view_attr(v, ATTR_CY, "100");
    view_attr(v, ATTR_R, "60");
    view_close(v);
    view_close(v);
    view_open_class(v, TAG_P, "pace-words");
    draw_words(p, TAG_SPAN, "pace-in", WORDS(T_PARTS_PACE_IN));
    draw_words(p, TAG_SPAN, "pace-out", WORDS(T_PARTS_PACE_OUT));
    view_close(v);
    part_row_begin(p);
    pace_button(p, "m", pace, T_PARTS_PACE_MUTE);
    pace_button(p, "t", pace, T_PARTS_PACE_TONE);
    part_row_end(p);
    view_close(v);
}
