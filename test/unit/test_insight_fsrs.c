/* Reference values: ts-fsrs 5.4.2, printed by tools/fsrs/reference.mjs. */
#include "base/check.h"
#include "insight/fsrs.h"
#include "test.h"

#include <string.h>

/* In hundred-millionths, and days. */
static const struct {
    int64_t stability;
    int64_t difficulty;
    int32_t interval;
} reference[] = {
#include "fsrs_reference.inc"
};

enum { HISTORIES = 1000 };

/* Marsaglia's xorshift with 32 bits, and histories as in tools/fsrs/reference.mjs. */
static uint32_t roll(uint32_t *state, uint32_t below) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state % below;
}

static enum fsrs_grade grade_of(uint32_t *state, uint32_t style) {
    if (style <= 1)
        return style == 0 ? FSRS_EASY : FSRS_AGAIN;
    uint32_t at = roll(state, 100);
    return at < 15 ? FSRS_AGAIN : at < 35 ? FSRS_HARD : at < 85 ? FSRS_GOOD : FSRS_EASY;
}

static int32_t days_of(uint32_t *state, uint32_t style, int32_t interval) {
    static const uint32_t spans[] = {1, 4, 30, 400, 20000};
    if (style == 0)
        return interval;
    uint32_t how = roll(state, 8);
    return how < 5 ? (int32_t)roll(state, spans[how]) : interval;
}

static int64_t in_units(double x) {
    return (int64_t)(x * 1e8 + 0.5);
}

TEST(insight_fsrs_agrees_with_the_reference_on_a_thousand_histories) {
    static const uint32_t retentions[] = {700, 800, 850, 900, 950, 970, 990};
    size_t at = 0;
    for (uint32_t history = 1; history <= HISTORIES; history++) {
        uint32_t state = (history * 2654435761u) | 1;
        uint32_t length = 1 + roll(&state, 12);
        uint32_t retention = retentions[roll(&state, COUNT_OF(retentions))];
        uint32_t style = roll(&state, 8);
        struct fsrs memory = {0};
        for (uint32_t i = 0; i < length; i++, at++) {
            int32_t elapsed = i ? days_of(&state, style, memory.interval) : 0;
            CHECK(at < COUNT_OF(reference));
            memory = fsrs_answer(memory, elapsed, grade_of(&state, style), retention);
            CHECK_INT(memory.interval, reference[at].interval);
            CHECK_INT(in_units(memory.stability), reference[at].stability);
            CHECK_INT(in_units(memory.difficulty), reference[at].difficulty);
        }
    }
    CHECK_INT(at, COUNT_OF(reference));
}

TEST(insight_fsrs_asks_a_harder_grade_again_at_least_a_day_sooner) {
    struct fsrs memory = {0};
    for (int i = 0; i < 40; i++) {
        struct fsrs last = {0};
        for (int g = FSRS_AGAIN; g <= FSRS_EASY; g++) {
            struct fsrs next = fsrs_answer(memory, memory.interval, (enum fsrs_grade)g, 900);
            CHECK(next.interval >= 1 && next.interval <= FSRS_INTERVAL_MAX);
            CHECK(next.interval > last.interval || g == FSRS_AGAIN);
            CHECK(next.difficulty >= 1 && next.difficulty <= 10);
            last = next;
        }
        memory = fsrs_answer(memory, memory.interval, i % 5 == 4 ? FSRS_AGAIN : FSRS_GOOD, 900);
    }
}

TEST(insight_fsrs_adds_nothing_for_a_second_answer_on_the_same_day) {
    struct fsrs once = fsrs_answer((struct fsrs){0}, 0, FSRS_GOOD, 900);
    CHECK(fsrs_answer(once, 0, FSRS_GOOD, 900).stability == once.stability);
    CHECK(fsrs_answer(once, 0, FSRS_AGAIN, 900).stability < once.stability);
}

TEST(insight_fsrs_stays_within_its_limits_for_ever) {
    struct fsrs easy = {0}, hard = {0};
    for (int i = 0; i < 200; i++) {
        easy = fsrs_answer(easy, INT32_MAX, FSRS_EASY, FSRS_RETENTION_MIN);
        hard = fsrs_answer(hard, i % 2 ? INT32_MAX : 0, FSRS_AGAIN, FSRS_RETENTION_MAX);
    }
    CHECK_INT(easy.interval, FSRS_INTERVAL_MAX);
    CHECK(easy.stability == 36500 && easy.difficulty == 1);
    CHECK_INT(hard.interval, 1);
    CHECK(hard.stability >= 0.001 && hard.difficulty > 9);
}
