#include "insight/fsrs.h"

#include "base/check.h"
#include "insight/real.h"

/* The reference's names: w[0] to w[20]. */
static const double w[] = {0.212,  1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194,
                           0.001,  1.8722, 0.1666, 0.796,  1.4835, 0.0614, 0.2629,
                           1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542};

static const double STABILITY_MIN = 0.001, STABILITY_MAX = 36500;

/* x to the y for x > 0. */
static double power(double x, double y) {
    return real_exp(y * real_log(x));
}

static double clamp(double x, double low, double high) {
    return x < low ? low : x > high ? high : x;
}

/* The nearest whole number, halves upward, as JavaScript's Math.round; |x| < 2^62. */
static double nearest(double x) {
    double whole = (double)(int64_t)x;
    if (whole > x)
        whole -= 1;
    return x - whole >= 0.5 ? whole + 1 : whole;
}

static double eight_decimals(double x) {
    return nearest(x * 1e8) / 1e8;
}

/* e^(ln 0.9 / -w[20]) - 1 to eight decimals: the curve goes through 90 of 100 where the elapsed
 * days are the stability. */
static const double CURVE = 0.98034649;

static double retrievability(int32_t elapsed, double stability) {
    return eight_decimals(power(1 + CURVE * elapsed / stability, -w[20]));
}

static double difficulty_first(int grade) {
    return eight_decimals(w[4] - real_exp((grade - 1) * w[5]) + 1);
}

static double difficulty_next(double d, int grade) {
    double delta = eight_decimals(-w[6] * (grade - 3) * (10 - d) / 9);
    double reverted = eight_decimals(w[7] * difficulty_first(FSRS_EASY) + (1 - w[7]) * (d + delta));
    return clamp(reverted, 1, 10);
}

/* Forgetting never adds. */
static double stability_forgotten(double d, double s, double r) {
    double left = w[11] * power(d, -w[12]) * (power(s + 1, w[13]) - 1) * real_exp((1 - r) * w[14]);
    left = eight_decimals(clamp(left, STABILITY_MIN, STABILITY_MAX));
    return s < left ? s : left;
}

/* The stability after each grade. */
static void stabilities(struct fsrs before, int32_t elapsed, double of[FSRS_EASY + 1]) {
    if (before.interval == 0) {
        for (int g = FSRS_AGAIN; g <= FSRS_EASY; g++)
            of[g] = w[g - 1];
        return;
    }
    double d = before.difficulty, s = before.stability, r = retrievability(elapsed, s);
    double growth = real_exp(w[8]) * (11 - d) * power(s, -w[9]) * (real_exp((1 - r) * w[10]) - 1);
    const double factor[] = {[FSRS_HARD] = w[15], [FSRS_GOOD] = 1, [FSRS_EASY] = w[16]};
    of[FSRS_AGAIN] = stability_forgotten(d, s, r);
    for (int g = FSRS_HARD; g <= FSRS_EASY; g++)
        of[g] = eight_decimals(clamp(s * (1 + growth * factor[g]), STABILITY_MIN, STABILITY_MAX));
}

/* The interval after each grade, and what the grades owe to one another. */
static void intervals(const double stability[FSRS_EASY + 1], uint32_t retention,
                      int32_t of[FSRS_EASY + 1]) {
    double modifier = eight_decimals((power(retention / 1000.0, -1 / w[20]) - 1) / CURVE);
    for (int g = FSRS_AGAIN; g <= FSRS_EASY; g++)
        of[g] = (int32_t)clamp(nearest(stability[g] * modifier), 1, 36500);
    if (of[FSRS_AGAIN] > of[FSRS_HARD])
        of[FSRS_AGAIN] = of[FSRS_HARD];
    for (int g = FSRS_HARD; g <= FSRS_EASY; g++)
        if (of[g] <= of[g - 1])
            of[g] = of[g - 1] + 1;
}

struct fsrs fsrs_answer(struct fsrs before, int32_t elapsed, enum fsrs_grade grade,
                        uint32_t retention) {
    double stability[FSRS_EASY + 1];
    int32_t interval[FSRS_EASY + 1];
    MUST(elapsed >= 0 && grade >= FSRS_AGAIN && grade <= FSRS_EASY);
    MUST(retention >= FSRS_RETENTION_MIN && retention <= FSRS_RETENTION_MAX);
    stabilities(before, elapsed, stability);
    intervals(stability, retention, interval);
    double difficulty = before.interval ? difficulty_next(before.difficulty, (int)grade)
                                        : clamp(difficulty_first((int)grade), 1, 10);
    return (struct fsrs){stability[grade], difficulty, interval[grade]};
}
