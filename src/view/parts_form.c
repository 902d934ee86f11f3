/* Forms and their fields. The ids of a field are f<room>-<action>-<field>, with -h for its hint
 * and -e for its error behind it: the same on every drawing, and one on a page. */
#include "view/parts.h"

#include "base/check.h"
#include "base/day.h"
#include "view/parts_draw.h"

/* --- ids and errors --------------------------------------------------------------------------- */

static struct bytes field_id(struct parts *p, uint32_t field, const char *suffix) {
    struct buf b;
    struct bytes id = {NULL, 0};
    buf_init(&b, p->frame);
    buf_add_u8(&b, 'f');
    buf_add_decimal(&b, p->form_room);
    buf_add_u8(&b, '-');
    buf_add_decimal(&b, p->form_action);
    buf_add_u8(&b, '-');
    buf_add_decimal(&b, field);
    buf_add_string(&b, suffix);
    return buf_finish(&b, &id) == ERR_OK ? id : (struct bytes){NULL, 0};
}

/* Whether the form now open is the one that was refused. */
static bool form_refused(const struct parts *p) {
    return p->refused_count > 0 && p->form_room == p->at.room &&
           (p->refused_action == 0 || p->refused_action == p->form_action);
}

static enum text_key refusal_of(const struct parts *p, uint32_t field) {
    if (form_refused(p))
        for (size_t i = 0; i < p->refused_count; i++)
            if (p->refused[i].field == field)
                return p->refused[i].why;
    return T_NONE;
}

static void draw_refusal(struct parts *p, const struct part_refusal *refusal) {
    struct view *v = p->view;
    view_open(v, TAG_LI);
    if (refusal->field) {
        view_open_class(v, TAG_BUTTON, "to-field");
        view_attr(v, ATTR_TYPE, "button");
        view_attr_bytes(v, ATTR_DATA_TO, field_id(p, refusal->field, ""));
        draw_words_inside(p, WORDS(refusal->why));
        view_close(v);
    } else {
        draw_words_inside(p, WORDS(refusal->why));
    }
    view_close(v);
}

static void draw_refusals(struct parts *p) {
    struct view *v = p->view;
    view_open(v, TAG_DIV);
    view_key(v, BYTES("refused"));
    view_attr(v, ATTR_CLASS, "notice refused");
    view_attr(v, ATTR_TABINDEX, "-1");
    view_attr(v, ATTR_DATA_FOCUS, "now");
    draw_words(p, TAG_H2, NULL, WORDS(T_PARTS_REFUSED));
    view_open(v, TAG_UL);
    for (size_t i = 0; i < p->refused_count; i++)
        draw_refusal(p, &p->refused[i]);
    view_close(v);
    view_close(v);
}

/* --- the form --------------------------------------------------------------------------------- */

/* `item` tells forms of one action apart, where a page has several. */
static void form_open(struct parts *p, uint32_t room, uint32_t action, uint64_t item) {
    struct view *v = p->view;
    uint8_t name_room[24];
    struct buf name;
    MUST(!p->in_form);
    p->in_form = true;
    p->form_room = room;
    p->form_action = action;
    buf_init_fixed(&name, name_room, sizeof name_room);
    buf_add_decimal(&name, room);
    buf_add_u8(&name, '.');
    buf_add_decimal(&name, action);
    view_open(v, TAG_FORM);
    if (item)
        view_key_number(v, item);
    else
        view_key(v, bytes_make(name.at, name.size));
    view_attr_bytes(v, ATTR_DATA_ACTION, bytes_make(name.at, name.size));
    view_attr(v, ATTR_NOVALIDATE, "");
    view_attr(v, ATTR_AUTOCOMPLETE, "off");
}

void part_form_begin(struct parts *p, uint32_t room, uint32_t action) {
    form_open(p, room, action, 0);
    if (form_refused(p))
        draw_refusals(p);
}

void part_form_end(struct parts *p) {
    MUST(p->in_form);
    p->in_form = p->leave_out = false;
    view_close(p->view);
}

void part_leave_out(struct parts *p) {
    MUST(p->in_form);
    if (!p->leave_out)
        part_aside(p, WORDS(T_PARTS_LEAVE_OUT));
    p->leave_out = true;
}

void part_hidden(struct parts *p, uint32_t field, struct bytes value) {
    struct view *v = p->view;
    MUST(p->in_form);
    view_open(v, TAG_INPUT);
    view_key_number(v, field);
    view_attr(v, ATTR_TYPE, "hidden");
    view_attr_number(v, ATTR_NAME, field);
    view_attr_bytes(v, ATTR_VALUE, value);
    view_close(v);
}

void part_hidden_number(struct parts *p, uint32_t field, uint64_t value) {
    uint8_t room[24];
    struct buf b;
    MUST(value <= INT64_MAX);
    buf_init_fixed(&b, room, sizeof room);
    buf_add_decimal(&b, (int64_t)value);
    part_hidden(p, field, bytes_make(b.at, b.size));
}

void part_hidden_item(struct parts *p, uint32_t field, uint64_t item) {
    uint8_t raw[8], room[16];
    struct buf b;
    for (int i = 0; i < 8; i++)
        raw[i] = (uint8_t)(item >> (56 - 8 * i));
    buf_init_fixed(&b, room, sizeof room);
    buf_add_hex(&b, BYTES_OF(raw));
    part_hidden(p, field, bytes_make(b.at, b.size));
}

/* --- what fields share ------------------------------------------------------------------------ */

/* aria-describedby, on the control or the group. */
static void describe(struct parts *p, const struct part_field *f) {
    bool hint = !words_empty(f->hint), error = refusal_of(p, f->field) != T_NONE;
    if (hint || error) {
        struct buf b;
        buf_init(&b, p->frame);
        if (error)
            buf_add_bytes(&b, field_id(p, f->field, "-e"));
        if (error && hint)
            buf_add_u8(&b, ' ');
        if (hint)
            buf_add_bytes(&b, field_id(p, f->field, "-h"));
        view_attr_bytes(p->view, ATTR_ARIA_DESCRIBEDBY, bytes_make(b.at, b.size));
    }
}

/* aria-invalid, which only a control may have. */
static void mark_refused(struct parts *p, const struct part_field *f) {
    if (refusal_of(p, f->field) != T_NONE)
        view_attr(p->view, ATTR_ARIA_INVALID, "true");
}

static void draw_with_id(struct parts *p, const struct part_field *f, const char *class_name,
                         const char *suffix, struct words w) {
    struct view *v = p->view;
    if (words_empty(w))
        return;
    view_open_class(v, TAG_P, class_name);
    view_attr_bytes(v, ATTR_ID, field_id(p, f->field, suffix));
    draw_words_attrs(p, w);
    view_text(v, words_bytes(p, w));
    view_close(v);
}

static void draw_hint_and_error(struct parts *p, const struct part_field *f) {
    draw_with_id(p, f, "hint", "-h", f->hint);
    draw_with_id(p, f, "error", "-e", WORDS(refusal_of(p, f->field)));
}

/* Label or legend, with "may stay empty" where it may. */
static void draw_label(struct parts *p, const struct part_field *f, enum view_tag tag) {
    struct view *v = p->view;
    view_open(v, tag);
    if (f->hide_label)
        view_attr(v, ATTR_CLASS, "hidden-label");
    if (tag == TAG_LABEL)
        view_attr_bytes(v, ATTR_FOR, field_id(p, f->field, ""));
    draw_words_inside(p, f->label);
    if (f->optional && !p->leave_out) {
        view_text(v, BYTES(" "));
        draw_words(p, TAG_SMALL, NULL, WORDS(T_PARTS_OPTIONAL));
    }
    view_close(v);
}

/* The wrapper of a field, keyed, with its label, hint and error. */
static void field_begin(struct parts *p, const struct part_field *f, const char *class_name) {
    struct view *v = p->view;
    MUST(p->in_form && f->field != 0);
    view_open(v, TAG_DIV);
    view_key_number(v, f->field);
    view_attr(v, ATTR_CLASS, class_join(p, class_name, f->large ? "large" : ""));
    draw_label(p, f, TAG_LABEL);
    draw_hint_and_error(p, f);
}

/* Opens the control and writes what every control has. The caller closes it. */
static void control_open(struct parts *p, const struct part_field *f, enum view_tag tag,
                         const char *type) {
    struct view *v = p->view;
    view_open(v, tag);
    view_attr_bytes(v, ATTR_ID, field_id(p, f->field, ""));
    view_attr_number(v, ATTR_NAME, f->field);
    if (type)
        view_attr(v, ATTR_TYPE, type);
    describe(p, f);
    mark_refused(p, f);
    if (f->max)
        view_attr_number(v, ATTR_MAXLENGTH, f->max);
    if (f->value.size)
        view_attr_bytes(v, ATTR_VALUE, f->value);
}

/* A control nothing of which is kept, corrected or suggested by the browser. */
static void control_guard(struct parts *p, const char *autocomplete) {
    view_attr(p->view, ATTR_AUTOCOMPLETE, autocomplete);
    view_attr(p->view, ATTR_AUTOCAPITALIZE, "none");
    view_attr(p->view, ATTR_SPELLCHECK, "false");
}

static void draft_mark(struct parts *p, const struct part_field *f) {
    if (!f->no_draft)
        view_attr(p->view, ATTR_DATA_KEEP, "");
}

static void field_end(struct parts *p) {
    view_close(p->view);
    view_close(p->view);
}

/* --- fields to type in ------------------------------------------------------------------------ */

void part_input(struct parts *p, const struct part_field *f) {
    field_begin(p, f, "field");
    control_open(p, f, TAG_INPUT, "text");
    view_attr(p->view, ATTR_AUTOCOMPLETE, "off");
    view_attr(p->view, ATTR_SPELLCHECK, "false");
    draft_mark(p, f);
    field_end(p);
}

void part_area(struct parts *p, const struct part_field *f) {
    field_begin(p, f, "field");
    control_open(p, f, TAG_TEXTAREA, NULL);
    view_attr(p->view, ATTR_ROWS, f->large ? "5" : "3");
    view_attr(p->view, ATTR_AUTOCOMPLETE, "off");
    view_attr(p->view, ATTR_SPELLCHECK, "false");
    draft_mark(p, f);
    field_end(p);
}

void part_number(struct parts *p, const struct part_field *f, int64_t min, int64_t max) {
    field_begin(p, f, "field short");
    control_open(p, f, TAG_INPUT, "number");
    view_attr(p->view, ATTR_INPUTMODE, "numeric");
    view_attr_number(p->view, ATTR_MIN, min);
    view_attr_number(p->view, ATTR_MAX, max);
    view_attr(p->view, ATTR_AUTOCOMPLETE, "off");
    draft_mark(p, f);
    field_end(p);
}

/* yyyy-mm-dd, as a date field wants it; years 1 to 9999. */
static void day_attr(struct parts *p, enum view_attr attr, int32_t day) {
    uint8_t room[16];
    struct buf b;
    struct date d = date_from_day(day);
    buf_init_fixed(&b, room, sizeof room);
    for (int unit = 1000; unit > 0; unit /= 10)
        buf_add_u8(&b, (uint8_t)('0' + d.year / unit % 10));
    buf_add_u8(&b, '-');
    buf_add_u8(&b, (uint8_t)('0' + d.month / 10));
    buf_add_u8(&b, (uint8_t)('0' + d.month % 10));
    buf_add_u8(&b, '-');
    buf_add_u8(&b, (uint8_t)('0' + d.day / 10));
    buf_add_u8(&b, (uint8_t)('0' + d.day % 10));
    view_attr_bytes(p->view, attr, bytes_make(b.at, b.size));
}

void part_day(struct parts *p, const struct part_field *f, int32_t min, int32_t max) {
    field_begin(p, f, "field short");
    control_open(p, f, TAG_INPUT, "date");
    day_attr(p, ATTR_MIN, min);
    day_attr(p, ATTR_MAX, max);
    view_attr(p->view, ATTR_AUTOCOMPLETE, "off");
    draft_mark(p, f);
    field_end(p);
}

/* Shows the secret in the input before it. */
static void draw_reveal(struct parts *p) {
    struct view *v = p->view;
    view_open_class(v, TAG_BUTTON, "reveal");
    view_attr(v, ATTR_TYPE, "button");
    view_attr(v, ATTR_ARIA_PRESSED, "false");
    view_attr(v, ATTR_DATA_ISLAND, "reveal");
    draw_words_inside(p, WORDS(T_PARTS_SHOW));
    view_close(v);
}

/* Whose secret it is, for the browser's own keeper of passwords: without this it takes the text
 * field before the secret for that, and writes a person's name in the clear into its files even
 * when nothing is to be kept. Not shown, not sent. */
static void draw_secret_owner(struct parts *p) {
    struct view *v = p->view;
    view_open(v, TAG_INPUT);
    view_attr(v, ATTR_TYPE, "text");
    view_attr(v, ATTR_AUTOCOMPLETE, "username");
    view_attr(v, ATTR_VALUE, "Toward");
    view_attr(v, ATTR_HIDDEN, "");
    view_close(v);
}

static void draw_secret(struct parts *p, const struct part_field *f, bool digits,
                        const char *autocomplete) {
    struct view *v = p->view;
    field_begin(p, f, digits ? "field secret short" : "field secret");
    draw_secret_owner(p);
    view_open_class(v, TAG_DIV, "secret-line");
    control_open(p, f, TAG_INPUT, "password");
    if (digits)
        view_attr(v, ATTR_INPUTMODE, "numeric");
    control_guard(p, autocomplete);
    view_close(v);
    draw_reveal(p);
    view_close(v);
    view_close(v);
}

void part_secret(struct parts *p, const struct part_field *f, bool fresh) {
    draw_secret(p, f, false, fresh ? "new-password" : "current-password");
}

void part_pin(struct parts *p, const struct part_field *f) {
    draw_secret(p, f, true, "off");
}

void part_word_entry(struct parts *p, const struct part_field *f) {
    field_begin(p, f, "field word-entry");
    control_open(p, f, TAG_TEXTAREA, NULL);
    view_attr(p->view, ATTR_ROWS, "3");
    control_guard(p, "off");
    field_end(p);
}

/* --- fields to choose in ---------------------------------------------------------------------- */

static void group_begin(struct parts *p, const struct part_field *f, const char *class_name) {
    struct view *v = p->view;
    MUST(p->in_form && f->field != 0);
    view_open(v, TAG_FIELDSET);
    view_key_number(v, f->field);
    view_attr(v, ATTR_CLASS, class_name);
    describe(p, f);
    draw_label(p, f, TAG_LEGEND);
    draw_hint_and_error(p, f);
}

/* What one radio or box needs to know. */
struct choice {
    const char *type;
    const char *class_name;
    bool id; /* it carries the field's id, for whoever is led to the field */
    bool chosen;
};

static void draw_choice(struct parts *p, const struct part_field *f, const struct choice *choice,
                        const struct part_option *option) {
    struct view *v = p->view;
    MUST(option->value <= INT64_MAX);
    view_open(v, TAG_LABEL);
    view_key_number(v, option->value);
    view_attr(v, ATTR_CLASS, choice->class_name);
    view_open(v, TAG_INPUT);
    view_attr(v, ATTR_TYPE, choice->type);
    if (choice->id)
        view_attr_bytes(v, ATTR_ID, field_id(p, f->field, ""));
    view_attr_number(v, ATTR_NAME, f->field);
    view_attr_number(v, ATTR_VALUE, (int64_t)option->value);
    if (choice->chosen)
        view_attr(v, ATTR_CHECKED, "");
    draft_mark(p, f);
    view_close(v);
    view_open(v, TAG_SPAN);
    draw_words_inside(p, option->label);
    draw_words(p, TAG_SMALL, NULL, option->hint);
    view_close(v);
    view_close(v);
}

static void draw_choices(struct parts *p, const struct part_field *f, const char *class_name,
                         const struct part_option *options, size_t count, int64_t chosen) {
    view_open_class(p->view, TAG_DIV, "options");
    for (size_t i = 0; i < count; i++) {
        bool is_chosen = chosen >= 0 && options[i].value == (uint64_t)chosen;
        const struct choice choice = {"radio", class_name, i == 0, is_chosen};
        draw_choice(p, f, &choice, &options[i]);
    }
    view_close(p->view);
}

void part_choice_rows(struct parts *p, const struct part_field *f,
                      const struct part_option *options, size_t count, int64_t chosen) {
    group_begin(p, f, "field rows");
    draw_choices(p, f, "option", options, count, chosen);
    view_close(p->view);
}

void part_choice_chips(struct parts *p, const struct part_field *f,
                       const struct part_option *options, size_t count, int64_t chosen) {
    group_begin(p, f, "field chips");
    draw_choices(p, f, "chip", options, count, chosen);
    view_close(p->view);
}

void part_many_chips(struct parts *p, const struct part_field *f, const struct part_option *options,
                     size_t count, uint64_t chosen) {
    group_begin(p, f, "field chips many");
    view_open_class(p->view, TAG_DIV, "options");
    for (size_t i = 0; i < count; i++) {
        MUST(options[i].value < 64);
        const struct choice choice = {"checkbox", "chip", i == 0, chosen >> options[i].value & 1};
        draw_choice(p, f, &choice, &options[i]);
    }
    view_close(p->view);
    view_close(p->view);
}

void part_flag(struct parts *p, const struct part_field *f, bool ticked) {
    struct view *v = p->view;
    MUST(p->in_form && f->field != 0);
    view_open(v, TAG_DIV);
    view_key_number(v, f->field);
    view_attr(v, ATTR_CLASS, "field flag");
    draw_with_id(p, f, "error", "-e", WORDS(refusal_of(p, f->field)));
    view_open_class(v, TAG_LABEL, "option");
    view_open(v, TAG_INPUT);
    view_attr(v, ATTR_TYPE, "checkbox");
    view_attr_bytes(v, ATTR_ID, field_id(p, f->field, ""));
    view_attr_number(v, ATTR_NAME, f->field);
    view_attr(v, ATTR_VALUE, "1");
    describe(p, f);
    mark_refused(p, f);
    if (ticked)
        view_attr(v, ATTR_CHECKED, "");
    draft_mark(p, f);
    view_close(v);
    view_open(v, TAG_SPAN);
    draw_words_inside(p, f->label);
    view_close(v);
    view_close(v);
    draw_with_id(p, f, "hint", "-h", f->hint);
    view_close(v);
}

/* The steps of a scale say "2 of 5" to screen readers; what is seen is the row between its two
 * words. */
static void draw_steps(struct parts *p, const struct part_field *f, uint32_t steps,
                       int64_t chosen) {
    uint8_t of_room[12];
    struct buf of;
    buf_init_fixed(&of, of_room, sizeof of_room);
    buf_add_decimal(&of, steps);
    view_open_class(p->view, TAG_DIV, "options");
    for (uint32_t i = 0; i < steps; i++) {
        uint8_t now_room[12];
        struct buf now;
        buf_init_fixed(&now, now_room, sizeof now_room);
        buf_add_decimal(&now, i + 1);
        const struct text_arg args[] = {{"now", bytes_make(now.at, now.size)},
                                        {"of", bytes_make(of.at, of.size)}};
        const struct part_option option = {.value = i,
                                           .label = words_format(p, T_PARTS_STEP, args, 2)};
        const struct choice choice = {"radio", "scale-step", i == 0, chosen == (int64_t)i};
        draw_choice(p, f, &choice, &option);
    }
    view_close(p->view);
}

static void draw_scale_ends(struct parts *p, struct words low, struct words high) {
    view_open_class(p->view, TAG_DIV, "scale-ends");
    draw_words(p, TAG_SPAN, NULL, low);
    draw_words(p, TAG_SPAN, NULL, high);
    view_close(p->view);
}

void part_scale(struct parts *p, const struct part_field *f, uint32_t steps, struct words low,
                struct words high, int64_t chosen) {
    MUST(steps >= 2 && steps <= 11);
    group_begin(p, f, "field scale");
    draw_steps(p, f, steps, chosen);
    draw_scale_ends(p, low, high);
    view_close(p->view);
}

void part_feeling(struct parts *p, const struct part_field *f, const struct part_option *feelings,
                  size_t count, int64_t chosen, uint32_t strength, int64_t strength_chosen) {
    enum { STRENGTH_STEPS = 5 };
    part_choice_chips(p, f, feelings, count, chosen);
    const struct part_field how = {.field = strength,
                                   .label = WORDS(T_PARTS_STRENGTH),
                                   .optional = f->optional,
                                   .no_draft = f->no_draft};
    part_scale(p, &how, STRENGTH_STEPS, WORDS(T_PARTS_FAINT), WORDS(T_PARTS_STRONG),
               strength_chosen);
}

/* --- sending ---------------------------------------------------------------------------------- */

void part_button(struct parts *p, struct words w) {
    part_button_as(p, WEIGHT_PRIMARY, w);
}

static void submit_open(struct parts *p, enum part_weight weight) {
    MUST(p->in_form);
    view_open_class(p->view, TAG_BUTTON, weight_class(weight));
    view_attr(p->view, ATTR_TYPE, "submit");
}

void part_button_as(struct parts *p, enum part_weight weight, struct words w) {
    submit_open(p, weight);
    draw_words_inside(p, w);
    view_close(p->view);
}

void part_button_value(struct parts *p, enum part_weight weight, uint32_t field, uint64_t value,
                       struct words w) {
    MUST(value <= INT64_MAX);
    submit_open(p, weight);
    view_attr_number(p->view, ATTR_NAME, field);
    view_attr_number(p->view, ATTR_VALUE, (int64_t)value);
    draw_words_inside(p, w);
    view_close(p->view);
}

void part_action(struct parts *p, uint32_t room, uint32_t action, uint32_t field, uint64_t item,
                 enum part_weight weight, struct words w) {
    form_open(p, room, action, field ? item : 0);
    if (field)
        part_hidden_item(p, field, item);
    part_button_as(p, weight, w);
    part_form_end(p);
}
