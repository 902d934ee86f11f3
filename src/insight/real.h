/* real.h -- the few functions of real numbers that insight needs, the same bits everywhere.
 *
 * The exp, log and pow of different C libraries differ in the last bit, so what one host draws
 * another might round otherwise. These use only + - * / and whole-number work on IEEE 754 binary64,
 * which every host does exactly alike: natively and in WebAssembly the results are identical, not
 * merely close. A compiler may not fuse a * b + c here (that rounds once instead of twice).
 */
#ifndef TOWARD_INSIGHT_REAL_H
#define TOWARD_INSIGHT_REAL_H

#include <float.h>
#include <stdint.h>

_Static_assert(DBL_MANT_DIG == 53 && FLT_EVAL_METHOD == 0, "needs IEEE 754 binary64 as it stands");

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF /* gcc's -std=c11 has it off and does not know the pragma */
#endif

/* Natural logarithm of a normal x > 0 (stops otherwise); within 2 units in the last place. */
double real_log(double x);

/* e to the x, within 2 units in the last place; 0 below -700, e^700 above 700. */
double real_exp(double x);

/* The square root of x >= 0 (stops otherwise), within 1 unit in the last place. */
double real_sqrt(double x);

/* The logarithm of the gamma function for 0 < x <= 1e9 (stops otherwise): Stirling's series with
 * seven terms (NIST Digital Library of Mathematical Functions, 5.11.1), its argument moved to at
 * least 10 by recurrence. Absolute error below 1e-14 + 4e-16 x |ln x|. */
double real_log_gamma(double x);

/* x * 1000, rounded half up, within 0..1000. What is shown is rounded by this first. */
uint16_t real_permille(double x);

#endif
