/* themes.c -- the pages of both roles, in the order in which they are suggested. */
#include "practices/firstdays/firstdays.h"

/* A page's words are a series of eleven (firstdays.md); TITLE is the first. */
#define WORD(TITLE, N) ((enum text_key)((TITLE) + (N)))
#define THEME(TITLE, FIELD, HEAVY, FOR_TWO)                                                        \
    {                                                                                              \
        .title = (TITLE), .ask = WORD(TITLE, 2), .good_1 = WORD(TITLE, 3),                         \
        .good_2 = WORD(TITLE, 4), .bad = WORD(TITLE, 5),                                           \
        .round = {WORD(TITLE, 1), WORD(TITLE, 7), WORD(TITLE, 9)},                                 \
        .hand = {WORD(TITLE, 6), WORD(TITLE, 8), WORD(TITLE, 10)}, .field = (FIELD),               \
        .heavy = (HEAVY), .for_two = (FOR_TWO)                                                     \
    }

const struct theme firstdays_themes[ROLE_COUNT][THEMES] = {
    [ROLE_HURT] = {THEME(T_FIRSTDAYS_EAT_TITLE, THEME_WORDS, false, false),
                   THEME(T_FIRSTDAYS_KNOW_TITLE, THEME_WORDS, false, false),
                   THEME(T_FIRSTDAYS_WAVES_TITLE, THEME_WORDS, false, false),
                   THEME(T_FIRSTDAYS_MUCH_TITLE, THEME_WORDS, true, false),
                   THEME(T_FIRSTDAYS_NIGHT_TITLE, THEME_WORDS, false, true),
                   THEME(T_FIRSTDAYS_HOUR_TITLE, THEME_HOUR, false, true),
                   THEME(T_FIRSTDAYS_DECIDE_TITLE, THEME_DAY, false, false),
                   THEME(T_FIRSTDAYS_DRINK_TITLE, THEME_WORDS, false, false),
                   THEME(T_FIRSTDAYS_BODY_TITLE, THEME_WORDS, true, false),
                   THEME(T_FIRSTDAYS_CHILDREN_TITLE, THEME_WORDS, true, true),
                   THEME(T_FIRSTDAYS_OTHERS_TITLE, THEME_WORDS, false, true),
                   THEME(T_FIRSTDAYS_PICTURES_TITLE, THEME_WORDS, true, false),
                   THEME(T_FIRSTDAYS_SEARCH_TITLE, THEME_WORDS, false, false),
                   THEME(T_FIRSTDAYS_GROUND_TITLE, THEME_WORDS, false, false)},
    [ROLE_HURTER] = {THEME(T_FIRSTDAYS_ENDED_TITLE, THEME_WORDS, true, false),
                     THEME(T_FIRSTDAYS_FOOD_TITLE, THEME_WORDS, false, false),
                     THEME(T_FIRSTDAYS_SHAME_TITLE, THEME_WORDS, true, false),
                     THEME(T_FIRSTDAYS_UNSAID_TITLE, THEME_WORDS, false, true),
                     THEME(T_FIRSTDAYS_STAY_TITLE, THEME_WORDS, true, true),
                     THEME(T_FIRSTDAYS_BED_TITLE, THEME_WORDS, false, true),
                     THEME(T_FIRSTDAYS_ASKED_TITLE, THEME_HOUR, false, true),
                     THEME(T_FIRSTDAYS_HIT_TITLE, THEME_WORDS, false, true),
                     THEME(T_FIRSTDAYS_TEST_TITLE, THEME_WORDS, true, false),
                     THEME(T_FIRSTDAYS_GLASS_TITLE, THEME_WORDS, false, false),
                     THEME(T_FIRSTDAYS_WHOLE_TITLE, THEME_WORDS, true, true),
                     THEME(T_FIRSTDAYS_SMALL_TITLE, THEME_WORDS, true, true),
                     THEME(T_FIRSTDAYS_TELL_TITLE, THEME_WORDS, false, true),
                     THEME(T_FIRSTDAYS_PATIENT_TITLE, THEME_DAY, false, false)},
};

/* 1 .. 42 and 65 .. 106: an address tells which page of the book of all pages, as a shelf does. */
enum { ROLE_STRIDE = 64 };

uint64_t firstdays_page_item(enum role role, size_t step) {
    return (uint64_t)role * ROLE_STRIDE + step + 1;
}

bool firstdays_page_find(uint64_t item, struct page *out) {
    uint64_t at = item - 1;
    if (item == 0 || at / ROLE_STRIDE >= ROLE_COUNT || at % ROLE_STRIDE >= STEPS)
        return false;
    enum role role = (enum role)(at / ROLE_STRIDE);
    size_t step = (size_t)(at % ROLE_STRIDE);
    *out = (struct page){.role = role,
                         .step = step,
                         .round = (enum round)(step / THEMES),
                         .theme = &firstdays_themes[role][step % THEMES]};
    return true;
}
