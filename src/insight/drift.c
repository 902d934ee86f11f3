#include "insight/drift.h"

#include "base/check.h"
#include "insight/real.h"

static const double BAR = 3 * 3; /* three standard deviations, squared */

void drift_score(const struct weekly_count *weeks, size_t count, struct drift_score *out) {
    MUST(count <= 520);
    *out = (struct drift_score){.dispersion = 1};
    double toward = 0, all = 0, time = 0;
    for (size_t i = 0; i < count; i++) {
        double n = (double)weeks[i].deposits + weeks[i].withdrawals;
        toward += weeks[i].deposits;
        all += n;
        time += n * (double)i;
        out->weeks += n > 0;
    }
    out->moments = (uint64_t)all;
    if (!(toward > 0 && toward < all) || out->weeks < 2)
        return; /* always or never: nothing varies */

    double rate = toward / all, middle = time / all;
    double slope = 0, spread = 0, pearson = 0;
    for (size_t i = 0; i < count; i++) {
        double n = (double)weeks[i].deposits + weeks[i].withdrawals;
        if (!(n > 0))
            continue;
        double t = (double)i - middle;
        double excess = weeks[i].deposits - n * rate;
        slope += t * excess;
        spread += n * t * t;
        pearson += excess * excess / n;
    }
    double variance = rate * (1 - rate); /* of one moment */
    out->chi_squared = slope * slope / (variance * spread);
    out->falling = slope < 0;
    double dispersion = pearson / variance / (out->weeks - 1);
    out->dispersion = dispersion > 1 ? dispersion : 1;
}

enum drift_trend drift_test(const struct weekly_count *weeks, size_t count) {
    size_t used = count < DRIFT_WEEKS ? count : DRIFT_WEEKS;
    struct drift_score score;
    drift_score(weeks + (count - used), used, &score);
    if (score.weeks < DRIFT_WEEKS_ENOUGH || score.moments < DRIFT_MOMENTS_ENOUGH)
        return DRIFT_NOT_ENOUGH;
    if (score.chi_squared < BAR * score.dispersion)
        return DRIFT_NONE;
    return score.falling ? DRIFT_SLIDING : DRIFT_EASING;
}
