/* Reference values: Rscript tools/r/reference.R (R 4.2.2, stats::prop.trend.test and the Pearson
 * residuals of stats::glm). */
#include "base/check.h"
#include "insight/drift.h"
#include "insight/real.h"
#include "test.h"

static bool near(double a, double b) {
    double apart = a > b ? a - b : b - a;
    return apart < 1e-9;
}

static size_t weeks_make(const uint8_t *toward, const uint8_t *other, size_t count,
                         struct weekly_count *weeks) {
    for (size_t i = 0; i < count; i++)
        weeks[i] = (struct weekly_count){toward[i], other[i]};
    return count;
}

TEST(insight_drift_score_agrees_with_r) {
    static const uint8_t slide[] = {5, 6, 4, 5, 0, 6, 4, 3, 5, 2, 3, 0, 2, 1, 2, 1};
    static const uint8_t slide_other[] = {1, 0, 1, 2, 0, 1, 3, 2, 2, 3, 4, 0, 3, 5, 4, 4};
    struct weekly_count weeks[16];
    struct drift_score score;
    drift_score(weeks, weeks_make(slide, slide_other, 16, weeks), &score);
    CHECK(near(score.chi_squared, 17.50188367719997));
    CHECK(near(score.dispersion, 1.6057770800627946));
    CHECK(score.falling);
    CHECK_INT(score.weeks, 14);
    CHECK_INT(score.moments, 84);

    static const uint8_t uneven[] = {9, 1, 8, 0, 7, 9, 1, 2, 9, 0, 6, 8};
    static const uint8_t uneven_other[] = {1, 7, 0, 9, 2, 0, 8, 6, 1, 7, 1, 0};
    drift_score(weeks, weeks_make(uneven, uneven_other, 12, weeks), &score);
    CHECK(near(score.chi_squared, 0.38884986427671397));
    CHECK(near(score.dispersion, 6.4665795712224288));
}

TEST(insight_drift_says_not_enough_before_there_is) {
    struct weekly_count weeks[DRIFT_WEEKS] = {{0, 0}};
    CHECK_INT(drift_test(weeks, 0), DRIFT_NOT_ENOUGH);
    for (size_t i = 0; i < DRIFT_WEEKS; i++)
        weeks[i] = (struct weekly_count){i < 6 ? 9 : 0, i < 6 ? 0 : 9};
    CHECK_INT(drift_test(weeks, DRIFT_WEEKS_ENOUGH - 1), DRIFT_NOT_ENOUGH);
    CHECK_INT(drift_test(weeks, DRIFT_WEEKS_ENOUGH), DRIFT_NONE); /* enough to ask, not to tell */
    CHECK_INT(drift_test(weeks, DRIFT_WEEKS_ENOUGH + 4), DRIFT_SLIDING);
    for (size_t i = 0; i < DRIFT_WEEKS; i++)
        weeks[i] = (struct weekly_count){i < 13, i >= 13};
    CHECK_INT(drift_test(weeks, DRIFT_WEEKS), DRIFT_NOT_ENOUGH); /* 26 moments */
}

TEST(insight_drift_tells_a_slide_from_an_easing_and_from_a_standstill) {
    struct weekly_count weeks[40];
    for (uint32_t i = 0; i < 40; i++)
        weeks[i] = (struct weekly_count){8 - i / 5, i / 5};
    CHECK_INT(drift_test(weeks, 40), DRIFT_SLIDING);
    for (uint32_t i = 0; i < 40; i++)
        weeks[i] = (struct weekly_count){i / 5, 8 - i / 5};
    CHECK_INT(drift_test(weeks, 40), DRIFT_EASING);
    for (uint32_t i = 0; i < 40; i++)
        weeks[i] = (struct weekly_count){5, 0};
    CHECK_INT(drift_test(weeks, 40), DRIFT_NONE); /* always: nothing varies */
    for (uint32_t i = 0; i < 40; i++)             /* what lies before the window is over */
        weeks[i] = i < 14 ? (struct weekly_count){9, 0} : (struct weekly_count){4, 5};
    CHECK_INT(drift_test(weeks, 40), DRIFT_NONE);
    for (uint32_t i = 0; i < 40; i++) /* fewer are written down, as many of them toward */
        weeks[i] = (struct weekly_count){2 * (21 - i / 2), 21 - i / 2};
    CHECK_INT(drift_test(weeks, 40), DRIFT_NONE);
}

/* --- the stated rates, from a fixed seed --------------------------------------------------------
 */

struct chance {
    uint64_t state;
};

static double chance_uniform(struct chance *c) { /* splitmix64 */
    uint64_t z = (c->state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static double chance_normal(struct chance *c) { /* near enough: twelve uniforms */
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += chance_uniform(c);
    return sum;
}

static uint32_t chance_poisson(struct chance *c, double mean) {
    double bound = real_exp(-mean), product = 1;
    uint32_t k = 0;
    while ((product *= chance_uniform(c)) > bound)
        k++;
    return k;
}

struct couple {
    double rate, rate_later; /* before and after the half year of change */
    double moments;          /* a week */
    double spread, run;      /* of the weeks, on the logit; correlation from week to week */
};

enum { LIVED = DRIFT_WEEKS + 52 };

static void couple_live(const struct couple *couple, struct chance *c, struct weekly_count *weeks) {
    double mood = chance_normal(c);
    double fresh = real_sqrt(1 - couple->run * couple->run);
    for (int week = 0; week < LIVED; week++) {
        double passed = week < DRIFT_WEEKS ? 0 : (week - DRIFT_WEEKS) / (double)DRIFT_WEEKS;
        double rate =
            couple->rate + (couple->rate_later - couple->rate) * (passed < 1 ? passed : 1);
        mood = couple->run * mood + fresh * chance_normal(c);
        double odds = rate / (1 - rate) * real_exp(couple->spread * mood);
        weeks[week] = (struct weekly_count){0, 0};
        for (uint32_t n = chance_poisson(c, couple->moments); n > 0; n--) {
            if (chance_uniform(c) < odds / (1 + odds))
                weeks[week].deposits++;
            else
                weeks[week].withdrawals++;
        }
    }
}

/* Of 1,000 such couples who look each week of a year, how many are told of a slide at least once,
 * and of an easing. */
static void couples_told(const struct couple *couple, int *sliding, int *easing) {
    struct chance c = {20200101};
    *sliding = *easing = 0;
    for (int i = 0; i < 1000; i++) {
        struct weekly_count weeks[LIVED];
        couple_live(couple, &c, weeks);
        bool slid = false, eased = false;
        for (size_t seen = DRIFT_WEEKS; seen <= LIVED; seen++) {
            enum drift_trend trend = drift_test(weeks, seen);
            slid = slid || trend == DRIFT_SLIDING;
            eased = eased || trend == DRIFT_EASING;
        }
        *sliding += slid;
        *easing += eased;
    }
}

TEST(insight_drift_seldom_cries_wolf_in_a_year_of_looking) {
    static const struct {
        struct couple couple;
        int most; /* told anything, of 1,000 */
    } of[] = {
        {{0.7, 0.7, 5, 0, 0}, 50}, {{0.5, 0.5, 10, 0, 0}, 50},  {{0.9, 0.9, 5, 0, 0}, 50},
        {{0.7, 0.7, 2, 0, 0}, 50}, {{0.7, 0.7, 6, 0.6, 0}, 50}, {{0.7, 0.7, 6, 0.6, 0.3}, 120},
    };
    for (size_t i = 0; i < COUNT_OF(of); i++) {
        int sliding, easing;
        couples_told(&of[i].couple, &sliding, &easing);
        CHECK(sliding + easing < of[i].most);
    }
}

TEST(insight_drift_finds_what_it_says_it_finds) {
    int sliding, easing;
    couples_told(&(struct couple){0.75, 0.3, 5, 0, 0}, &sliding, &easing);
    CHECK(sliding > 700);
    CHECK(easing < 25);
    couples_told(&(struct couple){0.75, 0.5, 5, 0, 0}, &sliding, &easing);
    CHECK(sliding > 200 && sliding < 400);
    couples_told(&(struct couple){0.3, 0.75, 5, 0, 0}, &sliding, &easing);
    CHECK(easing > 700);
    CHECK(sliding < 25);
}
