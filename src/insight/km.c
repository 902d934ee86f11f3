#include "insight/km.h"

#include "base/check.h"
#include "insight/real.h"

static const double Z_95 = 1.959963984540054;
static const double LOG_TAIL = -3.6888794541139363; /* ln 0.025 */

void km_add(struct km_counts *counts, enum km_class mended, int32_t age_days) {
    MUST(mended <= KM_OPEN);
    counts->still_open += mended == KM_OPEN;
    if (age_days < 1)
        return;
    int over = age_days == 1 ? KM_SAME_DAY : KM_LATER; /* the last class that can be counted */
    if ((int)mended <= over)
        counts->mended[mended]++;
    else
        counts->open[over]++;
}

/* The band around a share s strictly inside 0..1 with Greenwood's sum. */
static void band_log_log(double s, double greenwood, struct km_share *out) {
    double log_s = real_log(s); /* < 0 */
    double reach = Z_95 * real_sqrt(greenwood) / -log_s;
    out->low = real_permille(real_exp(log_s * real_exp(reach)));
    out->high = real_permille(real_exp(log_s * real_exp(-reach)));
}

/* The share that none of `n` leaves room for: 1 - tail^(1/n) of them may yet be otherwise. */
static double unseen(uint32_t n) {
    return 1 - real_exp(LOG_TAIL / n);
}

void km_estimate(const struct km_counts *counts, struct km *out) {
    uint32_t at_risk = 0;
    for (int c = 0; c < KM_CLASSES; c++)
        at_risk += counts->mended[c] + counts->open[c];
    *out = (struct km){.median = KM_OPEN, .still_open = counts->still_open};
    out->enough = at_risk >= KM_ENOUGH;

    double s = 1, greenwood = 0;
    uint16_t high = 1000, low = 0;
    for (int c = 0; c < KM_CLASSES; c++) {
        struct km_share *share = &out->share[c];
        uint32_t mended = counts->mended[c], left = at_risk - mended;
        share->at_risk = at_risk;
        if (mended > 0 && left > 0)
            greenwood += (double)mended / ((double)at_risk * left);
        if (mended > 0)
            s = left == 0 ? 0 : s * left / at_risk;
        if (at_risk == 0 || (mended == 0 && c > 0 && s < 1)) {
            share->low = low; /* nothing new was learned */
            share->high = high;
        } else if (mended == 0) {
            share->low = real_permille(1 - unseen(at_risk));
            share->high = 1000;
        } else if (left == 0) {
            share->high = real_permille(unseen(at_risk));
            share->high = share->high < high ? share->high : high;
        } else {
            band_log_log(s, greenwood, share);
        }
        share->open = real_permille(s);
        low = share->low;
        high = share->high;
        if (out->median == KM_OPEN && at_risk > 0 && s <= 0.5 + 1e-12)
            out->median = (enum km_class)c;
        at_risk = left - counts->open[c];
    }
}
