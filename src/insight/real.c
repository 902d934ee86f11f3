#include "insight/real.h"

#include "base/check.h"

#include <stddef.h>
#include <string.h>

/* ln 2 in two parts; the first has 20 zero bits at its end, so that k * LN2_HIGH is exact. */
static const double LN2_HIGH = 0x1.62e42fee00000p-1;
static const double LN2_LOW = 0x1.a39ef35793c76p-33;

double real_log(double x) {
    MUST(x >= DBL_MIN && x <= DBL_MAX);
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int exponent = (int)(bits >> 52) - 1023;
    bits = (bits & 0x000fffffffffffff) | 0x3ff0000000000000;
    double m;
    memcpy(&m, &bits, sizeof m);
    if (m > 0x1.6a09e667f3bcdp0) { /* the root of 2: keeps m - 1 small on both sides */
        m /= 2;
        exponent++;
    }
    double f = m - 1;
    double s = f / (m + 1); /* ln m = 2 artanh s, |s| < 0.172 */
    double z = s * s;
    double sum = 0;
    for (int k = 23; k >= 3; k -= 2)
        sum = (sum + 1.0 / k) * z;
    /* 2 s = f - s f, with f exact: the largest part carries no rounding. */
    return exponent * LN2_HIGH + (f - (s * (f - 2 * sum) - exponent * LN2_LOW));
}

double real_exp(double x) {
    if (x < -700)
        return 0;
    if (x > 700)
        x = 700;
    int k = (int)(x * 1.4426950408889634 + (x < 0 ? -0.5 : 0.5));
    double r = (x - k * LN2_HIGH) - k * LN2_LOW;
    double sum = 0;
    for (int i = 14; i >= 1; i--)
        sum = (sum + 1) * r / i;
    uint64_t bits = (uint64_t)(k + 1023) << 52;
    double scale;
    memcpy(&scale, &bits, sizeof scale);
    return (sum + 1) * scale;
}

double real_sqrt(double x) {
    MUST(x >= 0 && x <= DBL_MAX);
    if (x < DBL_MIN)
        return 0;
    double root = real_exp(real_log(x) / 2);
    return (root + x / root) / 2; /* one step of Newton's */
}

double real_log_gamma(double x) {
    static const double term[] = {1.0 / 156,  -691.0 / 360360, 1.0 / 1188, -1.0 / 1680,
                                  1.0 / 1260, -1.0 / 360,      1.0 / 12};
    MUST(x > 0 && x <= 1e9);
    double product = 1;
    while (x < 10) {
        product *= x;
        x += 1;
    }
    double sum = 0;
    for (size_t i = 0; i < COUNT_OF(term); i++)
        sum = sum / (x * x) + term[i];
    const double half_log_2pi = 0.91893853320467274178;
    return (x - 0.5) * real_log(x) - x + half_log_2pi + sum / x - real_log(product);
}

uint16_t real_permille(double x) {
    if (!(x > 0))
        return 0;
    return x >= 1 ? 1000 : (uint16_t)(x * 1000 + 0.5);
}
