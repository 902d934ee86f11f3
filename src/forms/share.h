/* share.h -- copying something out of *mine* into *ours*: not before the next morning, and taken
 * back until then.
 *
 * Three kinds of entries, in a range of the practice's own:
 *
 *     WAITS  mine: the practice's fields as they were previewed, and
 *            SHARE_KEY_MARK bytes  drawn at random, so that it tells nothing of *mine*
 *            SHARE_KEY_DAY  day    on whose morning it may go: the day after
 *            SHARE_KEY_PAIR bytes  the pair it is for: the first 8 bytes of my own pair box's id
 *     SENT   mine: re [waits]; SHARE_KEY_MARK. It went.
 *     COPY   ours: the practice's fields, and SHARE_KEY_MARK
 *
 * What is shared is a copy: words written anew into my pair feed, so no key of *mine* ever opens
 * anything for anybody. While it waits there is an entry in *mine* and nothing else: neither the
 * other's phone nor what the relay holds for the two of us differs from a day on which nothing was
 * shared. From the morning of its day on (five o'clock where this device is, visit_morning_came: no
 * hour is kept, only looked at), or whenever *mine* next opens after it, share_settle writes COPY
 * and then SENT, but only while this device knows all that my other devices have written
 * (session_current): what was taken back elsewhere does not go.
 *
 * Rules of reading, on every device and in any order of arrival:
 *   - COPYs of one author with one mark are one: the first by (day, lam, id) is read. So two
 *     devices that send at the same time have sent it once.
 *   - SENT without its WAITS means that it was taken back while it went: the COPY is erased.
 *   - WAITS of a pair that is no more, and never went, goes; it is for nobody else.
 *   - A COPY that does not fit the practice's fields is shown nowhere. A draw function reads what
 *     fits, and still as if any optional value were missing.
 *
 * Who receives a copy can put it out of their own sight, and see it again:
 *
 *     KIND_SHARE_ASIDE  mine: 1 bytes the copy's mark, 2 uint rules.first
 *
 * It changes nothing of the giver's and nothing that two can read: the copy stands as before, and
 * only lists on the receiver's own phones pass over it, while *mine* is open. With *mine* closed
 * all copies are shown, so that nobody who holds the phone then learns that one was put aside.
 *
 * Nothing tells the other that something waits, was taken back or was put away; nothing tells the
 * author whether it was read, or is out of sight. Each carries days, never the time of an act.
 *
 * A practice is composed so:
 *
 *     enum { KIND_X_WAITS = ROOM_X * KINDS_PER_PRACTICE + 1 };      // and the two after it
 *     static const struct share_rules rules = {.first = KIND_X_WAITS, .title = T_X_COPY,
 *         .fields = copied, .field_count = COUNT_OF(copied), .draw = draw_copy};
 *     static const struct kind_def kinds[] = {..., SHARE_KINDS(KIND_X_WAITS, "x", T_X_COPY,
 * copied)}; static const struct action_def actions[] = {...,
 *         {.action = ACTION_AWAY, SHARE_AWAY_INPUTS, .needs_mine = true, .run = run_away}};
 *
 * Its page shows share_preview of a body; the action of its form calls share_wait with the same
 * body
 * (`.needs_mine`, because taking back needs it too); share_show_mine lists what waits and what
 * is with the other, each with its one touch to take it back; share_show_theirs lists theirs, each
 * with its one touch out of sight; run_away calls share_run_away, and .settle share_settle.
 */
#ifndef TOWARD_FORMS_SHARE_H
#define TOWARD_FORMS_SHARE_H

#include "app/practice.h"
#include "base/check.h"
#include "book/kinds.h"

enum { KIND_SHARE_ASIDE = 69 }; /* of the forms' own kinds, behind those of the sealed round */
enum share_kind { SHARE_WAITS = 0, SHARE_SENT = 1, SHARE_COPY = 2, SHARE_KIND_COUNT };

/* Keys of a body above those of any practice, whose fields end below SHARE_KEY_MARK. */
enum { SHARE_KEY_MARK = 240, SHARE_KEY_DAY = 241, SHARE_KEY_PAIR = 242 };

/* Listed at once: a couple shares pages now and then, and a longer list is nobody's. SHARE_F_ITEM
 * is the control of the forms that take back and put aside, SHARE_F_ASIDE says which. */
enum { SHARE_MARK_SIZE = 16, SHARE_LIST_MAX = 40 };
enum { SHARE_F_ITEM = 240, SHARE_F_ASIDE = 241 };

struct share_rules {
    uint32_t first;                 /* the kind of WAITS; the next two are its others */
    enum text_key title;            /* what is shared, at the head of its card */
    const struct field_def *fields; /* of the copy; ascending, below SHARE_KEY_MARK */
    size_t field_count;
    /* Draws a copy that fits, inside a card. `whose`: WHOSE_ME on its author's phone. */
    void (*draw)(struct visit *v, struct bytes body, enum whose whose);
};

enum share_state {
    SHARE_STATE_WAITS, /* goes on the morning of `day`, or when this book next opens after it */
    SHARE_STATE_SENT,  /* the copy stands since `day` */
    SHARE_STATE_GONE   /* it went, and was put away where *mine* was closed; the words are here only
                        */
};

struct share {
    uint64_t address; /* of WAITS: for share_run_away; of the copy when `mine_only` is false */
    enum share_state state;
    int32_t day;
    struct bytes body; /* borrowed until the next change to the book */
};

/* Whether something can be shared now: two are together, and *mine* is open. */
bool share_possible(const struct visit *v);

/* It waits: `w` holds the practice's fields (share_fits) and is closed by this call. ERR_STATE when
 * not share_possible, ERR_INPUT when the fields do not fit, and the errors of visit_write. */
MUST_CHECK enum err share_wait(struct visit *v, const struct share_rules *rules,
                               struct body_writer *w);

/* Takes back what waits, puts away what went: the copy, the words that waited, and what told that
 * they went are erased. ERR_NOT_FOUND: no such thing of mine; ERR_LOCKED: *mine* is closed. */
MUST_CHECK enum err share_away(struct visit *v, const struct share_rules *rules, uint64_t address);

/* Puts a copy of the other's out of my own sight, or back into it. ERR_NOT_FOUND: no such copy;
 * ERR_LOCKED: *mine* is closed. */
MUST_CHECK enum err share_put_aside(struct visit *v, const struct share_rules *rules,
                                    uint64_t address, bool aside);

/* Call from settle. Cost: the shares of this practice. */
MUST_CHECK enum err share_settle(struct visit *v, const struct share_rules *rules);

/* Of me, newest first: what waits and what went, then copies that nothing of *mine* tells of any
 * more, so that none is out of reach; with *mine* closed only what is with the other. At most
 * `room`, and SHARE_LIST_MAX. */
size_t share_list(const struct visit *v, const struct share_rules *rules, struct share *out,
                  size_t room);
/* Something of the other's came since yesterday and is in sight; for `suggest`. A day that has not
 * come (a clock that is wrong, or a program that was changed) suggests nothing, now or later; nor
 * does anything once the two have parted. */
bool share_is_new(const struct visit *v, const struct share_rules *rules);
/* Of the other, newest first: what is in sight, or what I put out of it. */
size_t share_list_theirs(const struct visit *v, const struct share_rules *rules, struct share *out,
                         size_t room);
size_t share_list_aside(const struct visit *v, const struct share_rules *rules, struct share *out,
                        size_t room);
/* There is something in any of these lists. */
bool share_any(const struct visit *v, const struct share_rules *rules);

/* Whether every field that is there has its type and is within its bounds, and what is required is
 * there. */
bool share_fits(const struct share_rules *rules, struct bytes body);

/* Adds to w what `body` holds of the practice's fields: a note whose fields have the same keys
 * becomes the copy of it. */
void share_copy_fields(struct body_writer *w, const struct share_rules *rules, struct bytes body);

/* --- shown --- */

/* The card exactly as the other will see it, when it goes, and a form of `action` of `room` that
 * lets it wait; the body is that of the copy (share_fits). Without a pair, or with *mine* closed, a
 * line says why there is nothing to press. */
void share_preview(struct visit *v, const struct share_rules *rules, struct bytes body,
                   uint32_t room, uint32_t action);
/* The cards of the other's, each with a form of `action` of `room` that puts it aside; those aside
 * are folded under one line. Draws nothing, and says false, when there is none. */
bool share_show_theirs(struct visit *v, const struct share_rules *rules, uint32_t room,
                       uint32_t action);
/* Mine: what waits, until when, what went; each with a form of `action` of `room` to take it back.
 * Draws nothing, and says false, when there is none. */
bool share_show_mine(struct visit *v, const struct share_rules *rules, uint32_t room,
                     uint32_t action);

/* The action of these forms. Needs *mine* (`.needs_mine`). */
MUST_CHECK enum err share_run_away(struct visit *v, const struct share_rules *rules,
                                   const struct submission *s);
enum { SHARE_AWAY_INPUT_COUNT = 2 };
extern const struct input_def share_away_inputs[SHARE_AWAY_INPUT_COUNT];
#define SHARE_AWAY_INPUTS .inputs = share_away_inputs, .input_count = SHARE_AWAY_INPUT_COUNT

/* The rows of a practice's table of kinds. What waits is in the export as what it will be. */
#define SHARE_KINDS(first, name_, title_, fields_)                                                 \
    {.kind = (first) + SHARE_WAITS,                                                                \
     .name = name_ "-to-share",                                                                    \
     .title = T_SHARE_KIND_WAITS,                                                                  \
     .spaces = 1u << SPACE_MINE,                                                                   \
     .fields = (fields_),                                                                          \
     .field_count = COUNT_OF(fields_)},                                                            \
        {.kind = (first) + SHARE_SENT,                                                             \
         .name = name_ "-shared",                                                                  \
         .title = T_NONE,                                                                          \
         .spaces = 1u << SPACE_MINE},                                                              \
    {                                                                                              \
        .kind = (first) + SHARE_COPY, .name = name_ "-copy", .title = (title_),                    \
        .spaces = 1u << SPACE_OURS, .fields = (fields_), .field_count = COUNT_OF(fields_)          \
    }

#endif
