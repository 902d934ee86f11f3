/* example.c -- a year of Nora and Sam: the last weeks in words, the year before them thrown. */
#include "app/example.h"

#include "practices/moments/moments.h"

enum { NORA = EXAMPLE_NORA, SAM = EXAMPLE_SAM, NO_REPAIR = 255, WORDS_COUNT = 16 };
enum { COMFORT, ATTENTION, HELP, PLAY, TALK, TOUCH };
enum { GLAD, TENDER, TIRED, SAD, LONELY, AFRAID, TENSE, ANGRY, ASHAMED };

struct row {
    uint16_t days_ago;
    uint8_t by, who, what, feeling, turn, repair;
    uint8_t second; /* the other side of the row before */
    uint8_t mine;
};

/* Oldest first; the words of the first are T_MOMENTS_EXAMPLE_1. */
static const struct row rows[WORDS_COUNT] = {
    {25, SAM, WHO_NOBODY, TALK, LONELY, TURN_AWAY, REPAIR_OPEN, 0, 1},
    {21, SAM, WHO_ME, TOUCH, TENDER, TURN_TOWARD, NO_REPAIR, 0, 0},
    {20, NORA, WHO_ME, ATTENTION, LONELY, TURN_AWAY, REPAIR_OPEN, 0, 1},
    {18, NORA, WHO_YOU, PLAY, GLAD, TURN_TOWARD, NO_REPAIR, 0, 0},
    {16, SAM, WHO_NOBODY, COMFORT, SAD, TURN_TOWARD, NO_REPAIR, 0, 0},
    {13, SAM, WHO_YOU, COMFORT, ANGRY, TURN_AGAINST, REPAIR_NEXT, 0, 0},
    {11, NORA, WHO_ME, HELP, TIRED, TURN_TOWARD, NO_REPAIR, 0, 0},
    {9, NORA, WHO_NOBODY, TALK, SAD, TURN_MISSED, REPAIR_LATER, 0, 0},
    {9, SAM, WHO_NOBODY, TALK, ASHAMED, TURN_MISSED, REPAIR_LATER, 1, 0},
    {7, SAM, WHO_YOU, ATTENTION, LONELY, TURN_AWAY, REPAIR_NEXT, 0, 0},
    {5, NORA, WHO_NOBODY, PLAY, GLAD, TURN_TOWARD, NO_REPAIR, 0, 0},
    {4, SAM, WHO_YOU, TOUCH, TENDER, TURN_TOWARD, NO_REPAIR, 0, 0},
    {2, NORA, WHO_YOU, TALK, TENSE, TURN_AWAY, REPAIR_SAME, 0, 0},
    {1, SAM, WHO_NOBODY, HELP, TIRED, TURN_TOWARD, NO_REPAIR, 0, 0},
    {0, NORA, WHO_ME, COMFORT, AFRAID, TURN_TOWARD, NO_REPAIR, 0, 0},
    {0, SAM, WHO_YOU, COMFORT, AFRAID, TURN_TOWARD, NO_REPAIR, 1, 0},
};

static enum err row_write(struct example *x, const struct row *r, enum text_key words,
                          uint8_t eid[EID_SIZE]) {
    struct body_writer w;
    uint8_t first[EID_SIZE];
    __builtin_memcpy(first, eid, EID_SIZE);
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, F_WHO, r->who);
    body_add_uint(&w, F_WHAT, r->what);
    body_add_uint(&w, F_FEELING, r->feeling);
    body_add_uint(&w, F_TURN, r->turn);
    if (words != T_NONE)
        body_add_text(&w, F_WORDS, text_get(x->text, words));
    if (r->repair != NO_REPAIR)
        body_add_uint(&w, F_REPAIR, r->repair);
    if (r->second)
        body_add_uint(&w, F_SIDE, 1);
    return example_write(x, r->by, r->mine ? SPACE_MINE : SPACE_OURS, KIND_MOMENT, r->days_ago,
                         r->second ? first : NULL, &w, eid);
}

/* One moment of a couple that finds its way back: at first a little more than two of five are met,
 * at the end of the year four of five. */
static struct row row_throw(struct example *x, int days_ago) {
    struct row r = {.days_ago = (uint16_t)days_ago,
                    .by = (uint8_t)example_throw(x, 2),
                    .what = (uint8_t)example_throw(x, 7),
                    .feeling = (uint8_t)example_throw(x, 10),
                    .repair = NO_REPAIR};
    uint32_t met = 80 - (uint32_t)days_ago / 10;
    if (example_throw(x, 100) < met) {
        r.who = (uint8_t)example_throw(x, 3);
        return r;
    }
    static const uint8_t turns[] = {TURN_AWAY, TURN_AWAY, TURN_AWAY, TURN_AGAINST, TURN_MISSED};
    static const uint8_t repairs[] = {REPAIR_SAME, REPAIR_SAME,  REPAIR_SAME, REPAIR_NEXT,
                                      REPAIR_NEXT, REPAIR_LATER, REPAIR_OPEN, REPAIR_OPEN};
    r.turn = turns[example_throw(x, COUNT_OF(turns))];
    r.repair = repairs[example_throw(x, COUNT_OF(repairs))];
    r.who = (uint8_t)(example_throw(x, 3) ? WHO_YOU : WHO_NOBODY);
    return r;
}

static enum err ask_write(struct example *x) {
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_text(&w, 1, text_get(x->text, T_MOMENTS_EXAMPLE_17));
    return example_write(x, EXAMPLE_SAM, SPACE_OURS, KIND_ASK, 0, NULL, &w, NULL);
}

enum err moments_example(struct example *x) {
    uint8_t eid[EID_SIZE] = {0};
    for (int days_ago = 363; days_ago > rows[0].days_ago; days_ago--)
        for (uint32_t n = example_throw(x, 8) / 4 + example_throw(x, 8) / 7; n > 0; n--) {
            struct row r = row_throw(x, days_ago);
            TRY(row_write(x, &r, T_NONE, eid));
        }
    for (int i = 0; i < WORDS_COUNT; i++)
        TRY(row_write(x, &rows[i], (enum text_key)(T_MOMENTS_EXAMPLE_1 + i), eid));
    return ask_write(x);
}
