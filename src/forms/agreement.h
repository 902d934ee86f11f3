/* agreement.h -- the form *agreement*: sentences that hold once both have signed the same words.
 *
 * Six kinds of entries, in the practice's own range from rules.first on, all in *ours*, each in its
 * author's own feed. The first line is the agreement; `re` of everything else begins with its id.
 *
 *     LINE     re [agreement] or none (the first); 1 text, 2 uint last day (of the first line),
 *              4 bytes the pair it is for (of the first line: 8 bytes of its author's box id)
 *     ACCEPT   re [agreement, line, the line's eid as it was read]; 1 text, 2 uint last day, 3 uint
 *              day it was proposed: all as signed
 *     END      re [agreement]
 *     TAKEN    re [agreement, line]: a later line is taken back
 *     NOTICED  re [agreement]; 1 text
 *     BROKEN   re [agreement]; 1 text what, 2 text its repair, 3 uint enum agreement_break
 *
 * A line is in force when both accepted the same version of it, by its eid, which is a hash of its
 * content, *and* both signatures hold the same words. What is shown of a signed line are the words
 * in my own signature, so a line that its author mends or erases afterwards changes nothing I
 * signed, and a mended text has to be signed anew. Signatures count in their first version only;
 * one that its author mends or erases no longer signs.
 *
 * Ending is stronger than all else: whoever ends, it is over, on both phones, on the earliest day
 * that either named, whatever is accepted later. Who wants it again proposes it again. What one of
 * us signed stays with them.
 *
 * Everything is a pure function of the entries: their order and duplicates change nothing, and both
 * phones show the same. There is no entry for not noticing, not keeping, not signing, no field for
 * a time, and nothing here counts. The other's program may be changed: it can sign for itself only
 * (an author is whose feed it is), and of each author only the first AGREEMENT_LINES_EACH later
 * lines are read.
 *
 * `nights` are those of who signs. The day that a line of the other says it was proposed on is
 * their claim; so this device keeps, in its own part of *ours*, the day on which it first had these
 * words (agreement_settle), and here they are signed when so many nights have passed since the
 * later of the two days. Words that are mended count anew. That is a rule of the one device, not
 * of the fold: what both phones read off two signatures is the same whoever counted how, and no
 * program but my own signs for me. Another device of mine, or one newly logged in, counts from the
 * day on which it had the words itself. At most AGREEMENT_SEEN_MAX lines of the other that wait to
 * be signed are kept; beyond them one waits until others are gone.
 *
 * A practice is composed so (its `settle` calls agreement_settle):
 *
 *     enum { KIND_X = ROOM_X * KINDS_PER_PRACTICE };
 *     static const struct agreement_rules rules = {.first = KIND_X, .nights = 2, .ask_alone =
 * true}; static const struct kind_def kinds[] = {AGREEMENT_KINDS(KIND_X)};
 *
 * Its list page walks agreement_list and draws agreement_show for each; its actions find one by its
 * address (agreement_at), call agreement_accept with the eid that stood *in the form* (a hidden
 * item: what was read is what is signed), agreement_end, agreement_add and so on. With `ask_alone`
 * the room first asks whoever gives something, on a page of their own, what they lose, and passes
 * `asked`; nothing tells the other that it was asked. What may not be given away at all has no
 * field in the room's form.
 */
#ifndef TOWARD_FORMS_AGREEMENT_H
#define TOWARD_FORMS_AGREEMENT_H

#include "app/practice.h"
#include "base/check.h"
#include "book/kinds.h"

enum agreement_kind {
    AGREEMENT_LINE = 0,
    AGREEMENT_ACCEPT = 1,
    AGREEMENT_END = 2,
    AGREEMENT_TAKEN = 3,
    AGREEMENT_NOTICED = 4,
    AGREEMENT_BROKEN = 5,
    AGREEMENT_KIND_COUNT
};

enum {
    AGREEMENT_TEXT_MAX =
        4800,                 /* bytes: 1,200 characters, for a plan with its halves and its days */
    AGREEMENT_LINES_EACH = 8, /* later lines of one author */
    AGREEMENT_LINES_MAX = 1 + 2 * AGREEMENT_LINES_EACH,
    AGREEMENT_SEEN_MAX = 64 /* far more than two have open at once; 2,560 bytes */
};

struct agreement_rules {
    uint32_t first;    /* the kind of its lines; the next five are its others */
    int32_t nights;    /* with the words on my device, before I may sign them */
    int32_t days_max;  /* from proposing to the last day at most; 0: need not end */
    bool ask_alone;    /* who signs is asked alone before */
    bool quiet_ending; /* ran out or was ended: looks the same */
};

enum agreement_state { AGREEMENT_PROPOSED, AGREEMENT_IN_FORCE, AGREEMENT_OVER };

struct agreement_line {
    uint8_t id[EID_SIZE];  /* of the line */
    uint8_t eid[EID_SIZE]; /* of these words of it: what to sign */
    enum author by;
    int32_t day;       /* on which it was proposed */
    struct bytes text; /* borrowed until the next change to the book */
    bool mine, both;   /* signed by me; by both of us, and so in force */
    int32_t taken_day; /* taken back; 0: it stands */
};

struct agreement {
    uint8_t id[EID_SIZE];
    enum agreement_state state;
    int32_t last_day; /* 0: none */
    int32_t over_day; /* when it ended; 0: not, or not to be told (quiet_ending) */
    struct agreement_line lines[AGREEMENT_LINES_MAX]; /* the first, then by day */
    size_t line_count;
};

enum agreement_break { AGREEMENT_BREAK_MINE = 0, AGREEMENT_BREAK_FELT = 1, AGREEMENT_BREAK_COUNT };

/* What was noticed (repair empty), or broken and how it is repaired. */
struct agreement_event {
    enum author by;
    int32_t day;
    bool broken;
    enum agreement_break whose;
    struct bytes text, repair;
};

/* What I signed and whose first line its author has erased is found too: it is over, in my words.
 * ERR_NOT_FOUND: no such agreement, or one of another pair, or erased, that I did not sign. */
MUST_CHECK enum err agreement_read(const struct visit *v, const struct agreement_rules *rules,
                                   const uint8_t id[EID_SIZE], struct agreement *out);
MUST_CHECK enum err agreement_at(const struct visit *v, const struct agreement_rules *rules,
                                 uint64_t address, struct agreement *out);
/* Ids of agreements, at most `room`: first those in force, whoever proposed them and however many
 * came since, so that nothing hides what holds; then the others, of which the other's are at most
 * half of the room. Each part newest first. Cost: besides those listed, my signatures. */
size_t agreement_list(const struct visit *v, const struct agreement_rules *rules,
                      uint8_t (*ids)[EID_SIZE], size_t room);
/* Events of one agreement whose day has come (visit_day_came), newest first. */
size_t agreement_events(const struct visit *v, const struct agreement_rules *rules,
                        const uint8_t id[EID_SIZE], struct agreement_event *out, size_t room);

/* The first day on which I may sign a line on this device. */
int32_t agreement_sign_day(const struct visit *v, const struct agreement_rules *rules,
                           const struct agreement_line *line);

/* Keeps since when this device has each line of the other that waits to be signed. Call from
 * settle; with no `nights` it does nothing. Cost: one pass over the lines of these rules. */
MUST_CHECK enum err agreement_settle(struct visit *v, const struct agreement_rules *rules);

/* Acts. ERR_STATE when it is over, not yet to be signed, or was changed since it was read. */
MUST_CHECK enum err agreement_propose(struct visit *v, const struct agreement_rules *rules,
                                      struct bytes text, int32_t last_day,
                                      uint8_t id_out[EID_SIZE]);
/* The proposal staged only, for a room that writes something of its own beside it in one commit
 * (visit_commit): both stand, or neither. */
MUST_CHECK enum err agreement_stage(struct visit *v, const struct agreement_rules *rules,
                                    struct bytes text, int32_t last_day, uint8_t id_out[EID_SIZE]);
MUST_CHECK enum err agreement_add(struct visit *v, const struct agreement_rules *rules,
                                  const uint8_t id[EID_SIZE], struct bytes text);
/* Signs the words with this eid (of a line as it stood in the form). Signing twice is one
 * signature. */
MUST_CHECK enum err agreement_accept(struct visit *v, const struct agreement_rules *rules,
                                     const uint8_t id[EID_SIZE], const uint8_t eid[EID_SIZE],
                                     bool asked);
MUST_CHECK enum err agreement_take_back(struct visit *v, const struct agreement_rules *rules,
                                        const uint8_t id[EID_SIZE], const uint8_t line[EID_SIZE]);
MUST_CHECK enum err agreement_end(struct visit *v, const struct agreement_rules *rules,
                                  const uint8_t id[EID_SIZE]);
MUST_CHECK enum err agreement_notice(struct visit *v, const struct agreement_rules *rules,
                                     const uint8_t id[EID_SIZE], struct bytes text);
/* ERR_SIZE without a repair: a break is told with it. */
MUST_CHECK enum err agreement_broken(struct visit *v, const struct agreement_rules *rules,
                                     const uint8_t id[EID_SIZE], enum agreement_break whose,
                                     struct bytes text, struct bytes repair);

/* Draws the agreement as a card: its lines, and what stands of it, in words. */
void agreement_show(struct visit *v, const struct agreement *a);

/* The rows of a practice's table of kinds. */
extern const struct field_def agreement_line_fields[3], agreement_accept_fields[3],
    agreement_noticed_fields[1], agreement_broken_fields[3];
#define AGREEMENT_KIND_(kind_, name_, title_, fields_, count_)                                     \
    {                                                                                              \
        .kind = (kind_), .name = (name_), .title = (title_), .spaces = 1u << SPACE_OURS,           \
        .fields = (fields_), .field_count = (count_)                                               \
    }
#define AGREEMENT_KINDS(first)                                                                     \
    AGREEMENT_KIND_((first) + AGREEMENT_LINE, "agreement_line", T_AGREEMENT_LINE_TITLE,            \
                    agreement_line_fields, 3),                                                     \
        AGREEMENT_KIND_((first) + AGREEMENT_ACCEPT, "agreement_accept", T_AGREEMENT_ACCEPT_TITLE,  \
                        agreement_accept_fields, 3),                                               \
        AGREEMENT_KIND_((first) + AGREEMENT_END, "agreement_end", T_AGREEMENT_END_TITLE, NULL, 0), \
        AGREEMENT_KIND_((first) + AGREEMENT_TAKEN, "agreement_taken", T_AGREEMENT_TAKEN_TITLE,     \
                        NULL, 0),                                                                  \
        AGREEMENT_KIND_((first) + AGREEMENT_NOTICED, "agreement_noticed",                          \
                        T_AGREEMENT_NOTICED_TITLE, agreement_noticed_fields, 1),                   \
        AGREEMENT_KIND_((first) + AGREEMENT_BROKEN, "agreement_broken", T_AGREEMENT_BROKEN_TITLE,  \
                        agreement_broken_fields, 3)

#endif
