/* The rules that hold in every room, as far as a machine can hold them, over the tables, words and
 * pages of all rooms that the build found: one that is added later is held too.
 *
 * What cannot be seen in a table is held elsewhere: that nothing tells what stands in *mine*, in
 * test_room_private.c; that no entry tells the hour at which it was made, in test_threats_room.c;
 * that a sealed round tells nothing early, in test_room_cheat.c and the scenarios of each room. */
#include "app/practice.h"
#include "forms/agreement.h"
#include "rules_fields.h"
#include "test.h"
#include "view/text_names.h"
#include "view/text_shape.h"

#include <stdio.h>
#include <string.h>

/* --- what is kept ----------------------------------------------------------------------------- */

enum row_type { A_TEXT, A_CHOICE, A_BYTES, A_DAY, A_MINUTE, A_ORDER, A_SET };
enum { MINUTES = 24 * 60, CHOICES = 100 };

static const struct row {
    const char *name;
    enum row_type type;
    uint64_t most;
    const char *what;
} rows[] = {
#define ROW(name, type, most, what) {name, A_##type, most, what},
    RULES_FIELDS(ROW)
#undef ROW
};

static bool row_fits(const struct row *row, const struct field_def *f) {
    if (strcmp(row->name, f->name) != 0)
        return false;
    switch (row->type) {
    case A_TEXT:
        return f->type == FIELD_TEXT;
    case A_CHOICE:
        return f->type == FIELD_UINT && f->max < CHOICES;
    case A_BYTES:
        return f->type == FIELD_BYTES && f->max == row->most;
    case A_DAY:
        return f->type == FIELD_DAY;
    case A_MINUTE:
        return f->type == FIELD_UINT && f->max < MINUTES;
    case A_SET: /* all bits below some place */
        return f->type == FIELD_UINT && (f->max & (f->max + 1)) == 0;
    case A_ORDER:
        return f->type == FIELD_UINT && f->max <= row->most;
    }
    return false;
}

/* A person has looked at this field: its name, what it is, and how much it can hold. */
static bool reviewed(const struct field_def *f) {
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (row_fits(&rows[i], f))
            return true;
    return false;
}

static bool say(const char *practice, const char *kind, const char *field, const char *what) {
    char line[256];
    snprintf(line, sizeof line, "%s: %s \"%s\" %s", practice, kind, field, what);
    test_fail(__FILE__, __LINE__, line);
    return false;
}

TEST(rules_the_list_of_fields_is_in_order) {
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t size = strlen(rows[i].what);
        CHECK(size > 10 && rows[i].what[size - 1] == '.');
        for (size_t k = i + 1; k < COUNT_OF(rows); k++)
            CHECK(strcmp(rows[i].name, rows[k].name) != 0 || rows[i].type != rows[k].type);
    }
}

TEST(rules_each_field_that_is_kept_was_looked_at) {
    size_t fields = 0;
    bool all = true;
    for (const struct practice *const *p = practices; *p; p++)
        for (size_t k = 0; k < (*p)->kind_count; k++)
            for (size_t i = 0; i < (*p)->kinds[k].field_count; i++) {
                const struct field_def *f = &(*p)->kinds[k].fields[i];
                fields++;
                if (!reviewed(f)) {
                    char what[96];
                    snprintf(what, sizeof what, "(type %d, at most %llu) is not in rules_fields.h",
                             (int)f->type, (unsigned long long)f->max);
                    all = say((*p)->name, (*p)->kinds[k].name, f->name, what);
                }
            }
    CHECK(all && fields > 20);
}

/* An entry is somebody's words and choices. One without a field of words or choice that is shared
 * and could only say *I was here* must be one that joins two people's halves: a round, a signature.
 */
TEST(rules_each_form_takes_known_kinds_of_input) {
    for (const struct practice *const *p = practices; *p; p++)
        for (size_t a = 0; a < (*p)->action_count; a++)
            for (size_t i = 0; i < (*p)->actions[a].input_count; i++) {
                const struct input_def *in = &(*p)->actions[a].inputs[i];
                CHECK(in->type <= INPUT_ITEM);
                /* A number that is typed could be a moment in time: nothing is as large as one. */
                CHECK(in->type != INPUT_NUMBER || in->max < 1000000000);
            }
}

/* --- never a number about the other ----------------------------------------------------------- */

/* The next {placeholder} of a text from *at on; false: there is none. */
static bool placeholder(struct bytes text, size_t *at, struct bytes *name) {
    for (; *at < text.size; (*at)++) {
        if (text.at[*at] != '{')
            continue;
        size_t from = ++*at;
        while (*at < text.size && text.at[*at] != '}')
            (*at)++;
        *name = bytes_make(text.at + from, *at - from);
        return true;
    }
    return false;
}

static bool one_of(struct bytes name, const char *const *names) {
    for (; *names; names++)
        if (bytes_equal(name, bytes_from_string(*names)))
            return true;
    return false;
}

static bool has(struct bytes text, const char *part) {
    size_t size = strlen(part);
    for (size_t i = 0; i + size <= text.size; i++)
        if (memcmp(text.at + i, part, size) == 0)
            return true;
    return false;
}

/* Whose name stands in a text, and what may stand beside it: words, days, a proposed time. */
static const char *const persons[] = {"name", "who", "whose", "other", "partner", NULL};
static const char *const beside[] = {"name",  "who",  "whose", "other", "partner",
                                     "day",   "time", "text",  "date",  "feeling",
                                     "title", "line", "what",  "state", NULL};
/* The other, in words. */
static const char *const others[] = {"the other", "The other", "partner", "Partner", NULL};

static bool about_the_other(struct bytes text) {
    struct bytes name;
    for (size_t at = 0; placeholder(text, &at, &name);)
        if (one_of(name, persons))
            return true;
    for (const char *const *o = others; *o; o++)
        if (has(text, *o))
            return true;
    return false;
}

/* What a text that tells of the other has room for, besides who and when. */
static bool holds_a_number(struct bytes text) {
    struct bytes name;
    for (size_t at = 0; placeholder(text, &at, &name);)
        if (!one_of(name, beside))
            return true;
    return false;
}

/* Texts that have both and tell no number of the other, each looked at. */
static const char *const looked_at[] = {NULL};

TEST(rules_no_text_has_room_for_a_number_about_the_other) {
    static struct text english;
    size_t seen = 0;
    bool all = true;
    text_init_english(&english);
    for (int key = 1; key < T_COUNT; key++) {
        struct bytes text = text_forms(&english, (enum text_key)key);
        if (!about_the_other(text))
            continue;
        seen++;
        bool fine = !holds_a_number(text) && !text_forms_are_plural(text);
        if (!fine && !one_of(bytes_from_string(text_names[key].context), looked_at))
            all = say(text_names[key].file, "text", text_names[key].context,
                      "has room for a number about the other");
    }
    CHECK(all && seen > 10);
    CHECK(about_the_other(BYTES("{name} wrote {count}")) &&
          holds_a_number(BYTES("{name} wrote {count}")));
    CHECK(about_the_other(BYTES("{name}, {day}")) && !holds_a_number(BYTES("{name}, {day}")));
}

/* --- what no agreement gives away ------------------------------------------------------------- */

/* Family, friends, work, money, papers, body, faith; help, and a telephone for it; where somebody
 * is. */
static const char *const given_away[] = {
    "amil",     "mother",    "father", "parent", "sister", "brother",  "friend", "work",
    "job",      "colleague", "boss",   "money",  "bank",   "account",  "salary", "paper",
    "passport", "doctor",    "therap", "medic",  "body",   "sex",      "touch",  "clothes",
    "church",   "mosque",    "pray",   "faith",  "God",    "password", "phone",  "locat",
    "where ",   "forgiv",    "anger",  NULL};

static bool is_agreement(const struct kind_def *k) {
    return strncmp(k->name, "agreement_", 10) == 0;
}

/* An agreement holds its line, its days and whose break it was, and nothing that a room added. */
TEST(rules_an_agreement_has_no_field_of_a_rooms_own) {
    for (const struct practice *const *p = practices; *p; p++)
        for (size_t k = 0; k < (*p)->kind_count; k++) {
            const struct kind_def *kind = &(*p)->kinds[k];
            if (!is_agreement(kind))
                continue;
            CHECK(kind->fields == NULL || kind->fields == agreement_line_fields ||
                  kind->fields == agreement_accept_fields ||
                  kind->fields == agreement_noticed_fields ||
                  kind->fields == agreement_broken_fields);
        }
    /* The form's own, whether or not a room has agreements. */
    for (size_t i = 0; i < COUNT_OF(agreement_line_fields); i++)
        CHECK(reviewed(&agreement_line_fields[i]));
    for (size_t i = 0; i < COUNT_OF(agreement_broken_fields); i++)
        CHECK(reviewed(&agreement_broken_fields[i]));
}

/* Choices of a room with agreements that name one of these and give nothing away, each looked at.
 */
static const char *const kept[] = {NULL};

TEST(rules_no_choice_of_a_room_with_agreements_gives_these_away) {
    static struct text english;
    bool all = true;
    text_init_english(&english);
    for (const struct practice *const *p = practices; *p; p++) {
        bool agrees = false;
        for (size_t k = 0; k < (*p)->kind_count; k++)
            agrees = agrees || is_agreement(&(*p)->kinds[k]);
        for (size_t k = 0; agrees && k < (*p)->kind_count; k++)
            for (size_t i = 0; i < (*p)->kinds[k].field_count; i++) {
                const struct field_def *f = &(*p)->kinds[k].fields[i];
                for (size_t c = 0; c < f->choice_count; c++)
                    for (const char *const *g = given_away; *g; g++)
                        if (has(text_get(&english, f->choices[c]), *g) &&
                            !one_of(bytes_from_string(text_names[f->choices[c]].context), kept))
                            all = say((*p)->name, f->name, text_names[f->choices[c]].context, *g);
            }
    }
    CHECK(all);
}

/* --- one thing in hand ------------------------------------------------------------------------ */

struct room_golden {
    const char *name;
    const uint8_t *at;
    size_t size;
};
extern const struct room_golden room_goldens[]; /* generated from test/golden/room_*.html */

/* One thing in hand is a part of the page: a sentence to say or to take along (part_sentence, and a
 * landing is one), a quiet time (part_quiet). Each room in which one does something has a page with
 * one among those that its scenarios keep. The house's own have none: what is in hand there is the
 * room they lead to. */
static bool is_house(uint32_t code) {
    return code == ROOM_DOOR || code == ROOM_SAFETY || code == ROOM_TODAY || code == ROOM_ME ||
           code == ROOM_LOOK;
}

TEST(rules_each_room_ends_with_something_in_hand) {
    size_t rooms = 0;
    bool all = true;
    for (const struct practice *const *p = practices; *p; p++) {
        char begins[64];
        bool in_hand = false;
        if (is_house((*p)->code) || (*p)->action_count == 0)
            continue;
        rooms++;
        snprintf(begins, sizeof begins, "%s-", (*p)->name);
        for (const struct room_golden *g = room_goldens; g->name; g++) {
            struct bytes page = bytes_make(g->at, g->size);
            if (strncmp(g->name, begins, strlen(begins)) == 0)
                in_hand =
                    in_hand || has(page, "class=\"sentence\"") || has(page, "class=\"quiet\"");
        }
        if (!in_hand)
            all = say((*p)->name, "room", "in hand",
                      "no page that its scenarios keep ends with something");
    }
    CHECK(all && rooms >= 2);
}
