/* practice.h -- what a practice is, to the rest of Toward.
 *
 * A practice is one folder, src/practices/NAME/, with NAME.c (this table and its functions),
 * NAME.md (its words) and whatever else it needs. NAME.c defines
 *
 *     const struct practice practice_NAME = { ... };
 *
 * and the build finds it. Nothing else in the tree changes. A practice keeps nothing between
 * calls: what it shows is computed from the book's items, what a person writes becomes entries.
 * It declares its kinds (what its entries hold) and its actions (what its forms may send) as
 * tables; whatever does not fit those tables never reaches its functions.
 */
#ifndef TOWARD_APP_PRACTICE_H
#define TOWARD_APP_PRACTICE_H

#include "base/bytes.h"
#include "book/book.h"
#include "view/address.h"
#include "view/ops.h"
#include "view/parts.h"
#include "view/text.h"

struct session; /* session.h: what the house itself can do */
struct example; /* example.h: the example couple */

/* --- what entries hold ----------------------------------------------------------------------- */

enum field_type {
    FIELD_TEXT,  /* words; at most `max` bytes (0: ENTRY_TEXT_MAX) */
    FIELD_UINT,  /* a number; at most `max` */
    FIELD_BYTES, /* ids and keys; exactly `max` bytes */
    FIELD_DAY    /* a day since 2020-01-01 */
};

/* One key of a body. `name` is used in the export's JSON and its schema; never shown. */
struct field_def {
    uint32_t key; /* 1.. ; 0 is the item */
    enum field_type type;
    uint64_t max;
    const char *name;
    bool required;
    enum text_key label;          /* for the readable export; T_NONE: left out there */
    const enum text_key *choices; /* what each value of a FIELD_UINT means in words, or NULL */
    size_t choice_count;
};

/* One kind of entry. An entry whose body does not fit is kept and shown nowhere. */
struct kind_def {
    uint32_t kind;                  /* practice code * 64 + 0..63 */
    const char *name;               /* for the export */
    enum text_key title;            /* for the readable export; T_NONE: left out there */
    unsigned spaces;                /* bits 1 << SPACE_*: where it may stand */
    const struct field_def *fields; /* ascending by key */
    size_t field_count;
    uint64_t (*digest)(struct bytes body); /* 64 bits to scan by; pure; NULL: 0 */
    bool told; /* the weekly letter does not list it: `letter` tells of it, or nobody needs to */
};

/* The first words that stand in an entry of this kind, for a list; empty: it has none. Borrowed
 * from the book until its next write. */
struct bytes kind_words(const struct kind_def *kind, const struct item *item);

/* --- what forms send -------------------------------------------------------------------------- */

enum input_type {
    INPUT_TEXT,   /* one or more lines, trimmed of spaces at both ends; at most `max` bytes */
    INPUT_NUMBER, /* decimal, at most `max` */
    INPUT_FLAG,   /* ticked or not */
    INPUT_CHOICE, /* decimal, below `max` */
    INPUT_MANY,   /* several choices below `max` (at most 64): a bit set */
    INPUT_DAY,    /* yyyy-mm-dd, as a date field gives */
    INPUT_SECRET, /* as typed; never put into a draft */
    INPUT_ITEM    /* an item's address (16 hex digits) */
};

struct input_def {
    uint32_t field; /* the `name` of the control */
    enum input_type type;
    uint64_t max;
    bool required; /* empty is refused with the common words for it */
};

/* A form's content after it passed the action's table. */
struct submission {
    struct address from; /* the page the form stood on */
    const struct input_def *inputs;
    size_t input_count;
    struct bytes *texts; /* by position in inputs; empty when absent */
    uint64_t *numbers;   /* likewise; choice, flag, bit set, day, item address */
    bool *present;       /* likewise */
};

/* By field id; the field must stand in the action's table (MUST). */
struct bytes submission_text(const struct submission *s, uint32_t field);
uint64_t submission_number(const struct submission *s, uint32_t field);
bool submission_has(const struct submission *s, uint32_t field);

/* --- one visit -------------------------------------------------------------------------------- */

enum { REFUSALS_MAX = 8 };

/* What a practice may use while it shows a page or answers a form. Everything is borrowed for the
 * call. `frame` is wiped after it. */
struct visit {
    struct session *session;
    struct book *book;
    struct view *view;
    const struct text *text;
    struct arena *frame;
    struct parts *p;   /* the pen: what pages are put together from (view/parts.h) */
    struct address at; /* the page to show, or where the form stood */
    int32_t today;
    uint8_t hour; /* local, the one that has begun, counted from 1; 0: not told. Never written */
    uint64_t now_ms;
    /* While a page is shown again after a form was refused: which fields, and why. */
    struct part_refusal refused[REFUSALS_MAX];
    size_t refused_count;
    /* Where to go after a form; the page the form stood on unless set. */
    struct address go;
    bool go_set;
};

/* Refuses the submission; its page is shown again with `why` beside the field, and everything
 * typed still there. */
void visit_refuse(struct visit *v, uint32_t field, enum text_key why);

/* The words beside `field`, or 0 when it was not refused. */
enum text_key visit_refusal(const struct visit *v, uint32_t field);

/* There is another, and neither has left. */
bool visit_together(const struct visit *v);

/* What an entry carries to say for which pair it was written: the first bytes of its author's box
 * id. visit_pair_mark is that of the pair that stands, static in the book, or empty when there is
 * none; visit_pair_marked is whether field `key` of a body by this author holds it. */
enum { PAIR_MARK_SIZE = 8 };
struct bytes visit_pair_mark(const struct visit *v, enum author author);
bool visit_pair_marked(const struct visit *v, struct bytes body, uint32_t key, enum author author);

/* The morning of `day` has come: it is five o'clock of the person's own day, or a later day. Where
 * the host does not tell the hour, the day is enough. What leaves *mine* waits for it
 * (PRACTICES.md, rule 7): what is let go at a minute to midnight has a night's sleep before it. */
enum { MORNING_HOUR = 5 };
bool visit_morning_came(const struct visit *v, int32_t day);

/* An entry's day counts as come up to a day after today: so far may the clocks of two phones (and
 * the places they are in) differ. What is dated later stands aside until its day, so that no entry
 * of a program that was changed, or of a clock that was wrong, pushes others out of a list of the
 * newest. */
bool visit_day_came(const struct visit *v, int32_t day);

/* After this form, show that page. */
void visit_go(struct visit *v, uint32_t room, uint32_t page, uint64_t item);

/* book_write with the visit's day; on a full disk and the like refuses the form with words that
 * say what to do, and returns the error. `item` is the id of the item to mend, or NULL. The body
 * is closed by this call. */
MUST_CHECK enum err visit_write(struct visit *v, enum space space, uint32_t kind,
                                const uint8_t (*re)[EID_SIZE], uint32_t re_count,
                                struct body_writer *body, uint8_t eid_out[EID_SIZE]);

/* Saves what was staged (book_stage in book/book_internal.h), all of it or nothing; refuses and
 * returns as visit_write does. `e` is what staging came to: if it is an error, that is the one
 * (ERR_INPUT is the room's own to say in words). */
MUST_CHECK enum err visit_commit(struct visit *v, enum err e);

/* --- the table ---------------------------------------------------------------------------------
 */

struct action_def {
    uint32_t action;
    const struct input_def *inputs;
    size_t input_count;
    bool needs_mine; /* asked for while *mine* is closed, leads to its lock and back */
    enum err (*run)(struct visit *v, const struct submission *s);
};

enum { SUGGEST_BY_ITSELF = 950 };

/* One line for `today`: at most one is shown as *the one thing*, the rest as what waits. */
struct suggestion {
    enum text_key line;
    struct address where;
    uint32_t weight; /* larger wins; 0: none; from SUGGEST_BY_ITSELF on nothing waits beside it */
    bool waits;      /* something of ours waits to be read or answered */
    bool rest;       /* soothes, or lets sleep: after the hour that the two have set nothing else is
                        suggested (forms/rest_hour.h) */
    bool joint;      /* needs both: held back while the gate asks for it (only with mine open) */
};

/* Under which heading the list of rooms has a practice; within one, rooms stand by their code. */
enum practice_group {
    GROUP_AROUND, /* around it: what keeps the house. Also of a practice that names none */
    GROUP_BEGIN,
    GROUP_UNDERSTAND,
    GROUP_EVERYDAY,
    GROUP_ATTUNE,
    GROUP_REPAIR,
    GROUP_COUNT
};

struct practice {
    uint32_t code;       /* room number in addresses, and kinds code * 64; from 2; unique */
    const char *name;    /* the folder */
    enum text_key title; /* 0: listed nowhere */
    enum text_key line;  /* one line about it, for the list of rooms */
    enum practice_group group;
    enum page_badge badge; /* whose room it is, as the list of rooms shows it */
    bool without_book;     /* may be visited before there is a book, and while it is locked */
    const struct kind_def *kinds;
    size_t kind_count;
    const struct action_def *actions;
    size_t action_count;

    /* Shows v->at. ERR_NOT_FOUND: no such page (the house shows its own words for that);
     * ERR_LOCKED: needs *mine* open (the house asks for it and comes back). */
    enum err (*show)(struct visit *v);

    /* Called on opening, each day and hour, when something arrived and when all was read; may write
     * what must follow from what stands (a sealed round opens on its day). NULL: nothing. */
    enum err (*settle)(struct visit *v);

    /* Fills at most `room` suggestions, returns how many. NULL: none. */
    size_t (*suggest)(struct visit *v, struct suggestion *out, size_t room);

    /* What the weekly letter says of the days `first` to `last`, in sentences of its own, beside
     * the list of one's own entries: fills at most `room`, returns how many. From one's own entries
     * only, in whichever space (those of *mine* are there while it is open); a number is about the
     * two or about me; nothing is counted that was not done. NULL: nothing. */
    size_t (*letter)(struct visit *v, int32_t first, int32_t last, struct words *out, size_t room);

    /* Writes this practice's part of the example couple (example.h). NULL: it has none. */
    enum err (*example)(struct example *x);
};

/* Every practice the build found, by name; ends with NULL. Generated. */
extern const struct practice *const practices[];

/* Room codes used across folders: the house's own rooms. */
enum room {
    ROOM_HERE = 0,
    ROOM_DOOR = 1,
    ROOM_EVENING = 2,
    ROOM_MOMENTS = 3,
    ROOM_SAFETY = 4,
    ROOM_TODAY = 5,
    ROOM_ME = 6,
    ROOM_LOOK = 7
};

#endif
