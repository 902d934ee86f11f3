#include "insight/beta.h"

#include "base/check.h"
#include "insight/real.h"

static const double PRIOR = 0.5;
static const double PARAMETER_MAX = 1e6 + 1;

struct beta {
    double a, b;
    double log_scale; /* -ln B(a, b) */
};

static struct beta beta_make(double a, double b) {
    MUST(a > 0 && b > 0 && a <= PARAMETER_MAX && b <= PARAMETER_MAX);
    return (struct beta){a, b, real_log_gamma(a + b) - real_log_gamma(a) - real_log_gamma(b)};
}

/* x^a (1 - x)^b / B(a, b) for x inside 0..1: the density times x (1 - x). */
static double beta_kernel(const struct beta *beta, double x) {
    return real_exp(beta->log_scale + beta->a * real_log(x) + beta->b * real_log(1 - x));
}

static double away_from_zero(double x) {
    return x > -1e-300 && x < 1e-300 ? 1e-300 : x;
}

/* The continued fraction of DLMF 8.17.22 by Lentz's method; converges fast for
 * x < (a + 1) / (a + b + 2), in about sqrt(max(a, b)) steps. */
static double beta_fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m < 10000; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / away_from_zero(1 + even * d);
        c = away_from_zero(1 + even / c);
        value *= c * d;
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / away_from_zero(1 + odd * d);
        c = away_from_zero(1 + odd / c);
        double step = c * d;
        value *= step;
        if (step > 1 - 1e-15 && step < 1 + 1e-15)
            break;
    }
    return value;
}

/* I_x(a, b), given the kernel at x. */
static double cdf_from_kernel(const struct beta *beta, double x, double kernel) {
    double a = beta->a, b = beta->b;
    if (x < (a + 1) / (a + b + 2))
        return kernel * beta_fraction(x, a, b) / a;
    return 1 - kernel * beta_fraction(1 - x, b, a) / b;
}

double beta_cdf(double x, double a, double b) {
    struct beta beta = beta_make(a, b);
    MUST(x >= 0 && x <= 1);
    if (x < DBL_MIN)
        return 0;
    if (1 - x < DBL_MIN)
        return 1;
    return cdf_from_kernel(&beta, x, beta_kernel(&beta, x));
}

/* Newton's steps from `x`, kept inside a bracket that shrinks with each; where a step would leave
 * the bracket it is halved instead, so this ends for every shape. */
static double quantile_from(const struct beta *beta, double p, double x) {
    double low = 0, high = 1;
    for (int i = 0; i < 200 && high - low > 1e-14; i++) {
        if (!(x > low && x < high))
            x = (low + high) / 2;
        double kernel = beta_kernel(beta, x);
        double excess = cdf_from_kernel(beta, x, kernel) - p;
        if (excess > 0)
            high = x;
        else
            low = x;
        double density = kernel / (x * (1 - x));
        double next = density > 0 ? x - excess / density : -1;
        double moved = next > x ? next - x : x - next;
        if (moved < 1e-13)
            break;
        x = next;
    }
    return x > 0 && x < 1 ? x : (low + high) / 2;
}

double beta_quantile(double p, double a, double b) {
    struct beta beta = beta_make(a, b);
    MUST(p >= 0 && p <= 1);
    return p < DBL_MIN ? 0 : 1 - p < DBL_MIN ? 1 : quantile_from(&beta, p, a / (a + b));
}

void beta_rate_from_counts(double toward, double other, struct beta_rate *out) {
    MUST(toward >= 0 && other >= 0 && toward + other <= 1e6);
    struct beta beta = beta_make(toward + PRIOR, other + PRIOR);
    double sum = beta.a + beta.b;
    double mean = beta.a / sum;
    double spread = real_sqrt(mean * (1 - mean) / (sum + 1)); /* one standard deviation */
    out->mean = real_permille(mean);
    out->low_80 = real_permille(quantile_from(&beta, 0.1, mean - 1.28 * spread));
    out->high_80 = real_permille(quantile_from(&beta, 0.9, mean + 1.28 * spread));
    out->low_95 = real_permille(quantile_from(&beta, 0.025, mean - 1.96 * spread));
    out->high_95 = real_permille(quantile_from(&beta, 0.975, mean + 1.96 * spread));
    out->enough =
        toward + other >= BETA_MASS_ENOUGH && out->high_80 - out->low_80 <= BETA_WIDTH_ENOUGH;
}

void beta_rate_by_week(const struct weekly_count *weeks, size_t count, uint32_t half_life_weeks,
                       struct beta_rate *out) {
    MUST(half_life_weeks >= 1 && half_life_weeks <= 520);
    double keep = real_exp(real_log(0.5) / half_life_weeks);
    double toward = 0, other = 0;
    for (size_t i = 0; i < count; i++) {
        toward = toward * keep + weeks[i].deposits;
        other = other * keep + weeks[i].withdrawals;
        beta_rate_from_counts(toward, other, &out[i]);
    }
}
