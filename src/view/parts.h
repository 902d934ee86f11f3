/* parts.h -- the parts that pages are put together from.
 *
 * A room writes its pages with these and with nothing below them: every part is accessible (a real
 * label on each field, words beside each colour, errors tied to their fields), fits a phone, and
 * is drawn by web/style.css. tools/catalogue shows all of them in all their states, and
 * docs/design.md tells when to take which.
 *
 *     struct parts p;
 *     parts_init(&p, v->view, v->text, v->frame, v->at);
 *     part_page_begin(&p, &(struct part_page){.badge = BADGE_OURS, .title = WORDS(T_X_TITLE)});
 *     part_lead(&p, WORDS(T_X_LEAD));
 *     part_form_begin(&p, ROOM_X, ACTION_SEND);
 *     part_area(&p, &(struct part_field){.field = F_WHAT, .label = WORDS(T_X_WHAT), .max = 500});
 *     part_button(&p, WORDS(T_APP_SAVE));
 *     part_form_end(&p);
 *     part_page_end(&p);
 *
 * Everything given is borrowed for the call. Nothing here fails: the view's sticky error tells at
 * view_finish. What is begun is ended, in order; the parts of a form stand inside a form.
 */
#ifndef TOWARD_VIEW_PARTS_H
#define TOWARD_VIEW_PARTS_H

#include "view/address.h"
#include "view/ops.h"
#include "view/text.h"

/* --- words ------------------------------------------------------------------------------------ */

/* What a part says: a text of ours by its key, or words of a person, or a text of ours filled in.
 * A text that stands in another language than the page (English in place of a missing
 * translation) is marked so for screen readers. An all-zero one says nothing. */
struct words {
    enum text_key key; /* T_NONE: `text` is a person's */
    struct bytes text; /* when it is set it is what is shown, and key only tells its language */
};

#define WORDS(text_key_) ((struct words){.key = (text_key_)})

struct parts;

/* A person's own words; shown as they are. */
struct words words_of(struct bytes text);

/* A text of ours with its {placeholders} filled in; in the page's frame arena. */
struct words words_format(struct parts *p, enum text_key key, const struct text_arg *args,
                          size_t count);
struct words words_plural(struct parts *p, enum text_key key, uint64_t n,
                          const struct text_arg *args, size_t count);

/* One placeholder: words_with(p, T_X, "name", name). */
struct words words_with(struct parts *p, enum text_key key, const char *name, struct bytes value);

/* --- the page --------------------------------------------------------------------------------- */

/* Who can read what is written here. */
enum page_badge { BADGE_NONE, BADGE_MINE, BADGE_OURS, BADGE_CARE };

/* Whose words are shown: colour and side, always said in words too. */
enum whose { WHOSE_NOBODY, WHOSE_ME, WHOSE_YOU, WHOSE_BOTH };

enum part_icon {
    ICON_NONE,
    ICON_BACK,
    ICON_EXIT,
    ICON_TODAY,
    ICON_MOMENTS,
    ICON_ROOMS,
    ICON_ME,
    ICON_LOCK,
    ICON_ALONE,    /* one circle */
    ICON_TOGETHER, /* two that overlap */
    ICON_THREE,
    ICON_LOOK,
    ICON_HELP,
    ICON_PRINT,
    ICON_NEXT,
    ICON_COUNT
};

/* One way through the house at the foot of each page. */
struct part_tab {
    struct address to;
    enum text_key label;
    enum part_icon icon;
};

/* Why a form was refused, beside one of its fields. */
struct part_refusal {
    uint32_t field; /* 0: the form as a whole */
    enum text_key why;
};

struct parts {
    struct view *view;
    const struct text *text;
    struct arena *frame;
    struct address at;
    enum page_badge badge; /* of the page begun last */

    /* Set by the house after parts_init, where there is any. */
    const struct part_refusal *refused;
    size_t refused_count;
    uint32_t refused_action; /* of at.room; 0: whichever form stands on the page */
    const struct part_tab *tabs;
    size_t tab_count;

    /* Its own. */
    uint32_t form_room, form_action;
    uint32_t heading; /* level of the next heading, 2 or 3 */
    uint32_t counted; /* what needed an id so far and had no better one */
    bool in_form, leave_out, quiet, had_heading;
};

/* A pen for one page. view, text, frame and, later, what the house sets, are kept. */
void parts_init(struct parts *p, struct view *view, const struct text *text, struct arena *frame,
                struct address at);

struct part_page {
    enum page_badge badge; /* BADGE_NONE: nothing is written here */
    struct words title;    /* the page's one h1 */
    struct words over;     /* a small line above it: the room's name, the day */
    struct address back;   /* {0}: no way back is drawn */
    struct words back_to;  /* words of the way back; empty: "Back" */
    bool quiet;            /* nothing but the content, quick exit and badge: no tabs */
    bool door;             /* the first screen: the large title */
    bool wide;             /* uses the whole width from 900 px on (two phones, both sides) */
};

/* The frame: quick exit (first in tab order), way back, badge, title; main is open after it. The
 * page is keyed by its address: a change of address draws fresh fields. */
void part_page_begin(struct parts *p, const struct part_page *page);
void part_page_end(struct parts *p);

/* "2 of 7", in words, under the title: where one is on a path. Nothing is drawn of what is left. */
void part_step(struct parts *p, uint32_t now, uint32_t of);

/* --- words on the page ------------------------------------------------------------------------ */

void part_lead(struct parts *p, struct words w);       /* the first paragraph, larger */
void part_say(struct parts *p, struct words w);        /* a paragraph */
void part_aside(struct parts *p, struct words w);      /* a small, quieter paragraph */
void part_heading(struct parts *p, struct words w);    /* h2 */
void part_subheading(struct parts *p, struct words w); /* h3, or h2 where none came before */
void part_rule(struct parts *p);

/* A text of ours that is Markdown: paragraphs, emphasis, strong, lists, links (markdown.h). */
void part_prose(struct parts *p, enum text_key key);
/* The same filled in; values stay plain. */
void part_prose_format(struct parts *p, enum text_key key, const struct text_arg *args,
                       size_t count);

/* A person's words, kept with their line breaks. `who` says whose (name, day); may be empty. */
void part_quote(struct parts *p, enum whose whose, struct bytes text, struct words who);

/* The one sentence of a screen, set large and alone: something to say aloud, to take along. */
void part_sentence(struct parts *p, struct words w);

/* Two sentences that work and one that does not, each labelled in words. */
void part_examples(struct parts *p, struct words first, struct words second, struct words not_so);

/* Small labels in a row: feelings, days. Not to be pressed. */
void part_tags(struct parts *p, const struct words *tags, size_t count);

enum part_notice {
    NOTICE_INFO,  /* worth knowing */
    NOTICE_GOOD,  /* it is done */
    NOTICE_CARE,  /* a calm alarm: read this first */
    NOTICE_STATUS /* one small line: saved, offline; announced politely when it changes */
};
void part_notice(struct parts *p, enum part_notice kind, struct words w);
void part_notice_begin(struct parts *p, enum part_notice kind, struct words title);
void part_notice_end(struct parts *p);

/* --- ways on ---------------------------------------------------------------------------------- */

enum part_weight {
    WEIGHT_PRIMARY,   /* one on a screen at most */
    WEIGHT_SECONDARY, /* the other answers */
    WEIGHT_QUIET,     /* later, not this, back */
    WEIGHT_HEAVY      /* erasing and leaving: after it has been asked on a page of its own */
};

void part_link(struct parts *p, struct address to, struct words w);      /* within a line */
void part_link_line(struct parts *p, struct address to, struct words w); /* a line of its own */
void part_link_button(struct parts *p, enum part_weight weight, struct address to, struct words w);

/* Out of the app: a literal https: or tel:. */
#define part_link_out(p, literal, w) part_link_ours((p), BYTES(literal), (w))
void part_link_ours(struct parts *p, struct bytes href, struct words w);

/* A door: a large target with a title, a line under it and a drawing. Stands in a list that
 * part_doors_begin opens. */
struct part_door {
    struct address to;
    struct words title, line;
    enum part_icon icon;
    enum page_badge badge;
    bool first; /* the one most take */
};
void part_doors_begin(struct parts *p);
void part_door(struct parts *p, const struct part_door *door);
void part_doors_end(struct parts *p);

/* Puts what stands between side by side where there is room: buttons, links. */
void part_row_begin(struct parts *p);
void part_row_end(struct parts *p);

/* --- things ----------------------------------------------------------------------------------- */

/* A list of things to open. */
struct part_item {
    uint64_t key;      /* identity in the list (an item's address); 0: its position */
    struct address to; /* {0}: not to be opened */
    struct words title, line, aside;
    enum page_badge badge;
    enum whose whose;
};
void part_list_begin(struct parts *p);
void part_item(struct parts *p, const struct part_item *item);
void part_list_end(struct parts *p);

/* A card; anything may stand in it. `to` {0}: it is not a link. */
struct part_card {
    uint64_t key;
    struct words title, aside;
    struct address to;
    enum page_badge badge;
    enum whose whose;
    bool important; /* the one thing for tonight */
};
void part_card_begin(struct parts *p, const struct part_card *card);
void part_card_end(struct parts *p);

/* One moment from both sides: two halves, beside each other from 600 px on. */
void part_sides_begin(struct parts *p);
void part_side_begin(struct parts *p, enum whose whose, struct words who);
void part_side_end(struct parts *p);
void part_sides_end(struct parts *p);

/* Two phones in one page (look around). The host draws each phone's own view into the element
 * with the id given. */
void part_phones(struct parts *p, struct words left, const char *left_id, struct words right,
                 const char *right_id);

/* Nothing here yet: what it will be, and what to do. `line` may be empty. */
void part_empty(struct parts *p, struct words title, struct words line);

/* Term and value. */
void part_facts_begin(struct parts *p);
void part_fact(struct parts *p, struct words term, struct words value);
void part_facts_end(struct parts *p);

/* A table; the first cell of each row is its heading. At most 8 columns. Scrolls in itself on
 * narrow screens. */
void part_table_begin(struct parts *p, struct words caption, const struct words *heads,
                      size_t count);
void part_table_row(struct parts *p, const struct words *cells, size_t count);
void part_table_end(struct parts *p);

/* More, for who wants it. Stays as the person left it. */
void part_details_begin(struct parts *p, struct words summary);
void part_details_end(struct parts *p);

void part_section_begin(struct parts *p, struct words title); /* with an h2; title may be empty */
void part_section_end(struct parts *p);

/* A badge by itself, for lists of who can read what. Lists, cards and doors leave theirs out where
 * it is the page's own, which is in sight above them. */
void part_badge(struct parts *p, enum page_badge badge);

/* Words to keep, numbered, in a fixed-width face: the seven, the kit's twelve, the five to
 * compare. */
void part_words(struct parts *p, const struct bytes *words, size_t count, struct words label);

/* `text` as a QR code (dark on light in both themes), with `label` as its name for screen readers.
 * Beyond 1,200 bytes nothing is drawn but the label. */
void part_qr(struct parts *p, struct bytes text, struct words label);

/* Something to copy, with a button (island "copy"). */
void part_copy(struct parts *p, struct bytes text, struct words label);

/* Quiet time: a still drawing and a timer without numbers (island "quiet"; arg: seconds). `after`
 * {0}: nothing happens at its end, else that page is visited. It can always be left: the room
 * draws a way on below it. */
void part_quiet(struct parts *p, uint32_t seconds, struct words line, struct address after);

/* One turn of a live session: whose it is, the one line, what may be touched, and *stop*, last and
 * one touch away. The time that is left is a line that grows shorter, without numbers, and ends
 * with a short vibration. The screen goes dark (island "turn"): any touch or key lights it again
 * and does nothing else, but *stop*, which stays where it is. Between begin and end: forms and
 * buttons.
 *
 *     part_turn_begin(p, &(struct part_turn){.key = step, .who = WORDS(T_X_YOU), .line = …});
 *     part_action(p, ROOM_X, ACTION_ON, 0, 0, WEIGHT_PRIMARY, WORDS(T_X_ON));
 *     part_turn_end(p, ROOM_X, ACTION_STOP);
 */
struct part_turn {
    uint64_t key;             /* the turn's own: another one begins lit, and its time anew */
    enum whose whose;         /* whose turn, in colour */
    struct words who;         /* the same in words */
    struct words line;        /* the one line */
    struct words more;        /* a remark under it; may be empty */
    uint32_t left_s, whole_s; /* 0: no time */
    uint32_t dark_s;          /* dark after so many seconds without a touch; 0: stays lit */
};
void part_turn_begin(struct parts *p, const struct part_turn *turn);
void part_turn_end(struct parts *p, uint32_t room, uint32_t action);

/* Breathing paced with closed eyes: a drawing, a vibration, and a tone for who wants one (island
 * "pace"). Begun and ended by its two buttons, and by itself after `seconds`. With reduced motion
 * the drawing stands still and the words tell. */
void part_pace(struct parts *p, uint32_t in_s, uint32_t out_s, uint32_t seconds);

/* The landing of a heavy step: two quiet minutes, and who else one could call. */
void part_landing(struct parts *p, struct words line, struct address on);

/* A button that only the page can act on (island `island`, e.g. "print", "share", "install"). */
void part_island_button(struct parts *p, enum part_weight weight, const char *island,
                        struct bytes arg, struct words w);

/* --- forms ------------------------------------------------------------------------------------ */

/* A form that sends `action` of `room` (app/practice.h). If it was refused, it begins with a
 * summary that takes the focus, each line of it leading to its field. */
void part_form_begin(struct parts *p, uint32_t room, uint32_t action);
void part_form_end(struct parts *p);

/* What follows in this form may be left out: said once, here, and not again beside each field. */
void part_leave_out(struct parts *p);

/* What every field has. */
struct part_field {
    uint32_t field; /* the action's field id */
    struct words label;
    struct words hint;  /* under the label */
    struct bytes value; /* what stands in it at first */
    uint32_t max;       /* at most so many characters; 0: no bound here, the core has one */
    bool optional;      /* says so in words; all others are needed */
    bool hide_label;    /* the page's title says it: kept for screen readers only */
    bool no_draft;      /* what is typed is not put into the draft */
    bool large;         /* the page's one field */
};

void part_input(struct parts *p, const struct part_field *f); /* one line */
void part_area(struct parts *p, const struct part_field *f);  /* several lines; grows */
void part_number(struct parts *p, const struct part_field *f, int64_t min, int64_t max);
void part_day(struct parts *p, const struct part_field *f, int32_t min, int32_t max);
void part_hidden(struct parts *p, uint32_t field, struct bytes value);
void part_hidden_number(struct parts *p, uint32_t field, uint64_t value);
void part_hidden_item(struct parts *p, uint32_t field, uint64_t item); /* 16 hex digits */

/* A secret: never in a draft, with a button that shows it (island "reveal"). `fresh`: one that is
 * being chosen now. */
void part_secret(struct parts *p, const struct part_field *f, bool fresh);
void part_pin(struct parts *p, const struct part_field *f); /* digits */

/* Words that are typed in: no correction, no capitals, never in a draft. */
void part_word_entry(struct parts *p, const struct part_field *f);

/* One thing to choose from, or several. */
struct part_option {
    uint64_t value;
    struct words label;
    struct words hint; /* rows only */
};

enum { CHOSEN_NONE = -1 };

/* One of several. Rows: large, one under the other, with hints. Chips: small, in a line. */
void part_choice_rows(struct parts *p, const struct part_field *f,
                      const struct part_option *options, size_t count, int64_t chosen);
void part_choice_chips(struct parts *p, const struct part_field *f,
                       const struct part_option *options, size_t count, int64_t chosen);
/* Any of several, as chips; bit n of `chosen`: the option with value n. */
void part_many_chips(struct parts *p, const struct part_field *f, const struct part_option *options,
                     size_t count, uint64_t chosen);
/* One box to tick; the label stands beside it. */
void part_flag(struct parts *p, const struct part_field *f, bool ticked);

/* Values 0 .. steps-1 in a row between two words. 2 to 11 steps. */
void part_scale(struct parts *p, const struct part_field *f, uint32_t steps, struct words low,
                struct words high, int64_t chosen);

/* One feeling, and under it how strong (field `strength`, 0 .. 4). */
void part_feeling(struct parts *p, const struct part_field *f, const struct part_option *feelings,
                  size_t count, int64_t chosen, uint32_t strength, int64_t strength_chosen);

/* Sends the form. */
void part_button(struct parts *p, struct words w); /* primary */
void part_button_as(struct parts *p, enum part_weight weight, struct words w);
/* Sends the form with field = value: one of several answers. */
void part_button_value(struct parts *p, enum part_weight weight, uint32_t field, uint64_t value,
                       struct words w);

/* A form of one button; `field` 0: it sends nothing else, else that field with `item`. */
void part_action(struct parts *p, uint32_t room, uint32_t action, uint32_t field, uint64_t item,
                 enum part_weight weight, struct words w);

#endif
