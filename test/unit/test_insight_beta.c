/* Reference values: Rscript tools/r/reference.R (R 4.2.2, stats::pbeta and stats::qbeta). */
#include "base/check.h"
#include "insight/beta.h"
#include "insight/real.h"
#include "test.h"

#include <string.h>

static bool near(double a, double b, double tolerance) {
    double apart = a > b ? a - b : b - a;
    return apart <= tolerance;
}

TEST(insight_real_functions_meet_known_values) {
    CHECK(real_log(1) == 0);
    CHECK(near(real_log(2), 0.69314718055994531, 2e-16));
    CHECK(near(real_log(1e-300), -690.77552789821368, 2e-13));
    CHECK(near(real_log(0.999), -0.0010005003335835335, 1e-18));
    CHECK(real_exp(0) == 1);
    CHECK(near(real_exp(1), 2.7182818284590452, 9e-16));
    CHECK(near(real_exp(-30), 9.3576229688401746e-14, 1e-28));
    CHECK(real_exp(-701) == 0);
    CHECK(real_sqrt(0) == 0);
    CHECK(near(real_sqrt(2), 1.4142135623730951, 3e-16));
    CHECK(near(real_sqrt(1e10), 1e5, 2e-11));
    CHECK(near(real_log_gamma(0.5), 0.57236494292470009, 1e-14));
    CHECK(near(real_log_gamma(1), 0, 1e-14));
    CHECK(near(real_log_gamma(10), 12.801827480081469, 2e-14));
    CHECK(near(real_log_gamma(100.5), 361.43554046777757, 2e-12));
}

TEST(insight_permille_is_rounded_half_up_and_kept_within_its_range) {
    CHECK_INT(real_permille(-0.1), 0);
    CHECK_INT(real_permille(0.0004), 0);
    CHECK_INT(real_permille(0.0006), 1);
    CHECK_INT(real_permille(0.5), 500);
    CHECK_INT(real_permille(0.9996), 1000);
    CHECK_INT(real_permille(1.1), 1000);
}

TEST(insight_beta_cdf_agrees_with_r) {
    static const struct {
        double x, a, b, p;
    } of[] = {
        {0.5, 0.5, 0.5, 0.49999999999999956},
        {0.10000000000000001, 0.5, 8.5, 0.81282399867891741},
        {0.90000000000000002, 12.25, 3.75, 0.92301340089548756},
        {0.001, 2, 300, 0.037080858197070701},
        {0.69999999999999996, 70.5, 30.5, 0.50583466482673367},
        {0.31, 3000.5, 7000.5, 0.98489544288262187},
        {0.999, 40.5, 0.5, 0.77656442146380089},
        {0.25, 0.75, 0.625, 0.24918458321511908},
        {0.5, 50000.5, 50000.5, 0.50000000000000011},
    };
    for (size_t i = 0; i < COUNT_OF(of); i++)
        CHECK(near(beta_cdf(of[i].x, of[i].a, of[i].b), of[i].p,
                   of[i].a + of[i].b <= 1000 ? 1e-12 : 1e-9));
    CHECK(beta_cdf(0, 2, 3) == 0);
    CHECK(beta_cdf(1, 2, 3) == 1);
}

TEST(insight_beta_quantile_agrees_with_r) {
    static const double shape[][6] = {
        /* a, b, then qbeta at 0.025, 0.1, 0.9, 0.975 */
        {0.5, 0.5, 0.0015413331334360124, 0.024471741852423217, 0.97552825814757682,
         0.99845866686656404},
        {3.5, 0.5, 0.4644167569570492, 0.66103664333286372, 0.99758069397290627,
         0.99984936397456348},
        {0.5, 20.5, 2.4246478459242726e-05, 0.00038978981182410407, 0.064612002792833967,
         0.1166389829048754},
        {7.5, 3.5, 0.39418168185132874, 0.49821888189991176, 0.84940877412379856,
         0.90730540606184684},
        {12.25, 3.75, 0.53753247671160176, 0.62562808438686535, 0.89015857245938435,
         0.93136973891047103},
        {70.5, 30.5, 0.60545349336922694, 0.63878054043985677, 0.75555607113765377,
         0.78315857138119493},
        {1000.5, 3.5, 0.99203944853356729, 0.99401992394465055, 0.99858691965014268,
         0.99915689660569307},
        {3000.5, 7000.5, 0.29107716919060506, 0.29415609810232352, 0.30590102689829179,
         0.30903858392199746},
        {0.75, 0.625, 0.012331701573014917, 0.077184951662377752, 0.96493726358336007,
         0.99616589180828274},
    };
    static const double p[] = {0.025, 0.1, 0.9, 0.975};
    for (size_t i = 0; i < COUNT_OF(shape); i++)
        for (size_t k = 0; k < COUNT_OF(p); k++)
            CHECK(near(beta_quantile(p[k], shape[i][0], shape[i][1]), shape[i][2 + k], 1e-9));
    CHECK(beta_quantile(0, 2, 3) == 0);
    CHECK(beta_quantile(1, 2, 3) == 1);
}

TEST(insight_beta_quantile_turns_the_cdf_around) {
    for (double a = 0.5; a < 400; a *= 2.3)
        for (double b = 0.5; b < 400; b *= 2.7)
            for (double p = 0.025; p < 1; p += 0.095) {
                double x = beta_quantile(p, a, b);
                CHECK(x > 0 && x < 1);
                CHECK(near(beta_cdf(x, a, b), p, 1e-9));
            }
}

static bool rate_is(struct beta_rate got, struct beta_rate expected) {
    return got.mean == expected.mean && got.low_80 == expected.low_80 &&
           got.high_80 == expected.high_80 && got.low_95 == expected.low_95 &&
           got.high_95 == expected.high_95 && got.enough == expected.enough;
}

TEST(insight_beta_forgets_with_its_half_life_as_r_does) {
    static const struct {
        struct weekly_count week;
        struct beta_rate rate;
    } of[] = {
        {{3, 1}, {700, 432, 925, 284, 972, false}}, {{0, 2}, {488, 247, 730, 152, 830, false}},
        {{5, 1}, {658, 481, 822, 383, 884, true}},  {{2, 2}, {616, 455, 769, 369, 834, true}},
        {{0, 0}, {615, 447, 775, 358, 841, true}},  {{6, 1}, {699, 565, 824, 487, 874, true}},
        {{4, 0}, {752, 632, 862, 559, 903, true}},  {{1, 3}, {670, 546, 787, 477, 837, true}},
        {{0, 0}, {669, 541, 791, 468, 842, true}},  {{7, 2}, {701, 592, 805, 529, 848, true}},
    };
    struct weekly_count weeks[COUNT_OF(of)];
    struct beta_rate rates[COUNT_OF(of)];
    for (size_t i = 0; i < COUNT_OF(of); i++)
        weeks[i] = of[i].week;
    beta_rate_by_week(weeks, COUNT_OF(of), BETA_HALF_LIFE_WEEKS, rates);
    for (size_t i = 0; i < COUNT_OF(of); i++)
        CHECK(rate_is(rates[i], of[i].rate));
}

TEST(insight_beta_says_not_enough_before_there_is) {
    struct beta_rate rate;
    beta_rate_from_counts(0, 0, &rate);
    CHECK(!rate.enough);
    CHECK_INT(rate.mean, 500);
    beta_rate_from_counts(7, 0, &rate); /* narrow, but seven */
    CHECK(!rate.enough);
    beta_rate_from_counts(8, 0, &rate);
    CHECK(rate.enough);
    CHECK(rate.high_95 > rate.mean && rate.mean > rate.low_80 && rate.low_80 > rate.low_95);
    beta_rate_from_counts(4, 4, &rate); /* eight, but wide */
    CHECK(!rate.enough);
    beta_rate_from_counts(5, 5, &rate);
    CHECK(rate.enough);
}

TEST(insight_beta_widens_again_in_silence) {
    enum { WEEKS = 60 };
    struct weekly_count weeks[WEEKS] = {{20, 5}};
    struct beta_rate rates[WEEKS];
    beta_rate_by_week(weeks, WEEKS, BETA_HALF_LIFE_WEEKS, rates);
    CHECK(rates[0].enough);
    CHECK(!rates[WEEKS - 1].enough);
    for (size_t i = 1; i < WEEKS; i++)
        CHECK(rates[i].high_80 - rates[i].low_80 >= rates[i - 1].high_80 - rates[i - 1].low_80);
}

/* FNV-1a over the bits of every value of a grid. The number is the same natively, under the
 * sanitizers and as wasm32: not close, the same. */
TEST(insight_real_numbers_have_the_same_bits_on_every_host) {
    uint64_t hash = 0xcbf29ce484222325;
    for (double a = 0.5; a < 100; a *= 1.7)
        for (double p = 0.025; p < 1; p += 0.19) {
            double value[] = {beta_quantile(p, a, 7.25), beta_cdf(p, a, 0.5), real_log_gamma(a),
                              real_exp(-a * p), real_sqrt(a / p)};
            uint8_t bits[sizeof value];
            memcpy(bits, value, sizeof bits);
            for (size_t i = 0; i < sizeof bits; i++)
                hash = (hash ^ bits[i]) * 0x100000001b3;
        }
    CHECK_INT(hash, -6688020615163263241);
}
