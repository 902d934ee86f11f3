/* note.h -- the form *note*: one dated record by one person, of choices and free words.
 *
 * A practice that is made of notes tells its fields once, as a list, and has three tables of it:
 * what the form draws, what the house lets through, what the export calls it.
 *
 *     enum field { F_WHO = 1, F_WORDS = 2 };             // names of controls and keys of the body
 *     static const enum text_key who[] = {T_X_ME, T_X_YOU};
 *     #define X_NOTE(CHOICE, WORDS)                                                    \
 *         CHOICE(F_WHO, "who", NOTE_ROWS | NOTE_NEEDED, T_X_WHO, T_NONE, who)           \
 *         WORDS(F_WORDS, "words", NOTE_AREA, T_X_WORDS, T_X_WORDS_HINT, 600)
 *     static const struct note_field fields[] = {X_NOTE(NOTE_CHOICE, NOTE_WORDS)};
 *     static const struct input_def inputs[] = {X_NOTE(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};
 *     static const struct field_def kept[] = {X_NOTE(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS)};
 *
 * Field ids ascend, because a body's keys do. A page draws note_form between part_form_begin and
 * part_button; the action writes note_add into a body and calls visit_write; a page that shows one
 * calls note_show. To mend, note_own finds the item, note_form shows it again, and the body begins
 * with the item's id. What a practice keeps beside the fields has keys above theirs. The room
 * *moments* is made so.
 *
 * A note is its author's alone to mend and erase. It carries days, never a time of an act.
 */
#ifndef TOWARD_FORMS_NOTE_H
#define TOWARD_FORMS_NOTE_H

#include "app/practice.h"
#include "base/check.h"

enum note_look {
    NOTE_CHIPS = 0, /* short words in a line */
    NOTE_ROWS = 1,  /* large, one under the other */
    NOTE_LINE = 2,
    NOTE_AREA = 3,
    NOTE_LOOK = 3,
    NOTE_NEEDED = 4,
    NOTE_HINTS = 8 /* after the words of a choice's values, as many hints under them */
};

struct note_field {
    uint32_t field;
    unsigned look;
    enum text_key label, hint;
    const enum text_key *words; /* what each value of a choice means; may hold {name} */
    size_t count;               /* of values; 0: free words */
    uint32_t max;               /* characters of free words */
};

#define NOTE_VALUES(look, words) (COUNT_OF(words) / ((look)&NOTE_HINTS ? 2 : 1))
#define NOTE_CHOICE(id, name, look, label, hint, words)                                            \
    {(id), (look), (label), (hint), (words), NOTE_VALUES(look, words), 0},
#define NOTE_WORDS(id, name, look, label, hint, max) {(id), (look), (label), (hint), 0, 0, (max)},

/* At most four bytes a character. */
#define NOTE_INPUT_CHOICE(id, name, look, label, hint, words)                                      \
    {(id), INPUT_CHOICE, NOTE_VALUES(look, words), ((look)&NOTE_NEEDED) != 0},
#define NOTE_INPUT_WORDS(id, name, look, label, hint, max)                                         \
    {(id), INPUT_TEXT, (uint64_t)4 * (max), ((look)&NOTE_NEEDED) != 0},

#define NOTE_KEPT_CHOICE(id, name, look, label, hint, words)                                       \
    {(id),    FIELD_UINT, NOTE_VALUES(look, words) - 1, (name), ((look)&NOTE_NEEDED) != 0,         \
     (label), (words),    NOTE_VALUES(look, words)},
#define NOTE_KEPT_WORDS(id, name, look, label, hint, max)                                          \
    {(id), FIELD_TEXT, (uint64_t)4 * (max), (name), ((look)&NOTE_NEEDED) != 0, (label), 0, 0},

/* Draws the fields, filled from `body` (empty: as not chosen yet). `name` stands for {name} in the
 * words of choices. Inside a form. */
void note_form(struct visit *v, const struct note_field *fields, size_t count, struct bytes body,
               struct bytes name);

/* Adds to w what a form sent, or what `body` holds, of these fields. */
void note_add(struct body_writer *w, const struct note_field *fields, size_t count,
              const struct submission *s);
void note_copy(struct body_writer *w, const struct note_field *fields, size_t count,
               struct bytes body);

/* The words for a choice's value in the body; T_NONE when it is not there or out of range. */
enum text_key note_value(const struct note_field *field, struct bytes body);

/* Draws a note: its choices as tags from field `from` on, then free words as a quote of `whose`. */
void note_show(struct visit *v, const struct note_field *fields, size_t count, struct bytes body,
               enum whose whose);

/* The item of this kind at an address, or NULL; _own: only one that is mine to mend. */
const struct item *note_at(struct visit *v, uint32_t kind, uint64_t address);
const struct item *note_own(struct visit *v, uint32_t kind, uint64_t address);

/* The newest of this kind that I wrote in *mine*, or NULL. */
const struct item *note_newest(const struct visit *v, uint32_t kind);

/* book_erase, refused in words when it cannot be. */
MUST_CHECK enum err note_erase(struct visit *v, const struct item *item);

/* The space's badge, and the other's name or `other` when they have told none. */
enum page_badge note_badge(uint8_t space);
struct bytes note_partner(struct visit *v, enum text_key other);
/* `named` with the other's name as {name}, or `nameless`. */
struct words note_named(struct visit *v, enum text_key named, enum text_key nameless);

#endif
