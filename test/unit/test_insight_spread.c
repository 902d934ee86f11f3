/* Reference values: Rscript tools/r/reference.R (R 4.2.2, quantile type 7, and the formula of
 * Jacobson and Truax in floating point). */
#include "base/check.h"
#include "insight/change.h"
#include "insight/spread.h"
#include "test.h"

static struct spread spread_by_day(const uint16_t *scores, size_t count, int32_t day,
                                   int32_t step) {
    struct spread_answer answers[64];
    MUST(count <= COUNT_OF(answers));
    for (size_t i = 0; i < count; i++)
        answers[i] = (struct spread_answer){day + (int32_t)i * step, scores[i]};
    return spread_of(answers, count);
}

TEST(insight_spread_agrees_with_quantile) {
    static const struct {
        uint16_t scores[SPREAD_ENOUGH], low, middle, high;
    } of[] = {
        {{500, 500, 667, 333, 500, 833, 667, 500, 167, 500, 667, 500, 333, 500}, 500, 500, 625},
        {{0, 1000, 0, 1000, 0, 1000, 0, 1000, 0, 1000, 0, 1000, 0, 1000}, 0, 500, 1000},
        {{810, 802, 790, 777, 760, 744, 730, 701, 690, 655, 640, 611, 603, 590}, 644, 716, 773},
        {{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000, 3, 5, 7}, 4, 12, 112},
    };
    for (size_t i = 0; i < COUNT_OF(of); i++) {
        struct spread s = spread_by_day(of[i].scores, SPREAD_ENOUGH, 100, 1);
        CHECK(s.enough);
        CHECK_INT(s.low, of[i].low);
        CHECK_INT(s.middle, of[i].middle);
        CHECK_INT(s.high, of[i].high);
    }
}

TEST(insight_spread_says_nothing_before_fourteen_answers_within_four_weeks) {
    uint16_t scores[20];
    for (size_t i = 0; i < COUNT_OF(scores); i++)
        scores[i] = (uint16_t)(50 * i);
    CHECK(!spread_of(NULL, 0).enough);
    struct spread s = spread_by_day(scores, SPREAD_ENOUGH - 1, 100, 1);
    CHECK(!s.enough && s.low == 0 && s.middle == 0 && s.high == 0);
    CHECK(spread_by_day(scores, SPREAD_ENOUGH, 100, 2).enough);    /* 27 days */
    CHECK(!spread_by_day(scores, SPREAD_ENOUGH, 100, 3).enough);   /* 40 */
    CHECK(!spread_by_day(scores, SPREAD_ENOUGH, 100, 365).enough); /* years */
    CHECK(spread_by_day(scores, SPREAD_ENOUGH, INT32_MAX - 13, 1).enough);
    struct spread_answer ends[SPREAD_ENOUGH] = {{INT32_MIN, 0}};
    ends[SPREAD_ENOUGH - 1].day = INT32_MAX;
    CHECK(!spread_of(ends, SPREAD_ENOUGH).enough);
    s = spread_by_day(scores, 20, 100, 1); /* the last fourteen of twenty: 300..950 */
    CHECK_INT(s.low, 463);
    CHECK_INT(s.middle, 625);
    CHECK_INT(s.high, 788);
}

TEST(insight_spread_does_not_follow_one_odd_day) {
    uint16_t scores[SPREAD_ENOUGH] = {500, 500, 500, 500, 500, 500, 500,
                                      500, 500, 500, 500, 500, 500, 0};
    struct spread s = spread_by_day(scores, SPREAD_ENOUGH, 100, 1);
    CHECK(s.enough && s.low == 500 && s.high == 500);
}

TEST(insight_change_is_reliable_beyond_196_standard_errors) {
    static const struct {
        struct change_norm norm;
        int32_t needed;
    } of[] = {{{760, 950}, 472}, {{750, 880}, 721},     {{1780, 900}, 1561},
              {{50, 700}, 76},   {{100000, 1}, 277048}, {{1, 999}, 1}};
    for (size_t i = 0; i < COUNT_OF(of); i++) {
        int32_t needed = of[i].needed;
        CHECK_INT(change_needed(of[i].norm), needed);
        if (needed > CHANGE_SCORE_MAX)
            continue;
        CHECK_INT(change_test(0, needed, of[i].norm), CHANGE_UP);
        CHECK_INT(change_test(needed, 0, of[i].norm), CHANGE_DOWN);
        CHECK_INT(change_test(-needed, 0, of[i].norm), CHANGE_UP);
        CHECK_INT(change_test(0, needed - 1, of[i].norm), CHANGE_NONE);
        CHECK_INT(change_test(needed - 1, 0, of[i].norm), CHANGE_NONE);
    }
    CHECK_INT(change_test(CHANGE_SCORE_MAX, CHANGE_SCORE_MAX, (struct change_norm){1, 999}),
              CHANGE_NONE);
    CHECK_INT(change_test(-CHANGE_SCORE_MAX, CHANGE_SCORE_MAX, (struct change_norm){50000, 500}),
              CHANGE_UP);
}
