/* Reference values: Rscript tools/r/reference.R (R 4.2.2, survival 3.5.3,
 * survfit(Surv(time, event) ~ 1, conf.type = "log-log")). */
#include "base/check.h"
#include "insight/km.h"
#include "test.h"

static struct km_counts counts_make(const uint32_t *mended, const uint32_t *open) {
    struct km_counts counts = {.still_open = open[0] + open[1] + open[2]};
    for (int c = 0; c < KM_CLASSES; c++) {
        counts.mended[c] = mended[c];
        counts.open[c] = open[c];
    }
    return counts;
}

TEST(insight_km_agrees_with_survfit) {
    static const struct {
        uint32_t mended[3], open[3];
        int share[3][3]; /* open, low, high; -1 where R has no band */
        enum km_class median;
    } of[] = {
        {{6, 4, 2}, {1, 0, 5}, {{667, 404, 834}, {424, 195, 638}, {303, 112, 522}}, KM_NEXT_DAY},
        {{12, 0, 3}, {0, 0, 4}, {{368, 165, 575}, {368, 165, 575}, {211, 66, 410}}, KM_SAME_DAY},
        {{2, 1, 1}, {2, 0, 14}, {{900, 656, 974}, {844, 589, 947}, {788, 527, 915}}, KM_OPEN},
        {{0, 3, 0}, {1, 0, 6}, {{1000, -1, -1}, {667, 282, 878}, {667, 282, 878}}, KM_OPEN},
        /* R puts this median halfway (1.5): the share is exactly one half after the first class,
         * and "at most half" holds there. Likewise below, where R has 2. */
        {{5, 3, 2}, {0, 0, 0}, {{500, 184, 753}, {200, 31, 475}, {0, -1, -1}}, KM_SAME_DAY},
        {{0, 0, 0}, {2, 0, 7}, {{1000, -1, -1}, {1000, -1, -1}, {1000, -1, -1}}, KM_OPEN},
        {{5, 0, 0}, {0, 0, 5}, {{500, 184, 753}, {500, 184, 753}, {500, 184, 753}}, KM_SAME_DAY},
        {{40, 25, 19},
         {3, 0, 33},
         {{667, 575, 743}, {450, 359, 537}, {286, 207, 369}},
         KM_NEXT_DAY},
    };
    for (size_t i = 0; i < COUNT_OF(of); i++) {
        struct km_counts counts = counts_make(of[i].mended, of[i].open);
        struct km km;
        km_estimate(&counts, &km);
        for (int c = 0; c < KM_CLASSES; c++) {
            CHECK_INT(km.share[c].open, of[i].share[c][0]);
            if (of[i].share[c][1] < 0)
                continue;
            CHECK_INT(km.share[c].low, of[i].share[c][1]);
            CHECK_INT(km.share[c].high, of[i].share[c][2]);
        }
        CHECK_INT(km.median, of[i].median);
        CHECK(km.enough);
    }
}

TEST(insight_km_is_not_certain_where_all_or_none_are_mended) {
    struct km km;
    struct km_counts none = {.open = {0, 0, 9}};
    km_estimate(&none, &km);
    CHECK_INT(km.share[0].open, 1000);
    CHECK_INT(km.share[0].low, 664); /* 0.025^(1/9), Clopper and Pearson */
    CHECK_INT(km.share[0].high, 1000);
    struct km_counts all = {.mended = {9, 0, 0}};
    km_estimate(&all, &km);
    CHECK_INT(km.share[0].open, 0);
    CHECK_INT(km.share[0].low, 0);
    CHECK_INT(km.share[0].high, 336);
    CHECK_INT(km.share[2].open, 0);
    CHECK_INT(km.share[2].high, 336);
    CHECK_INT(km.median, KM_SAME_DAY);
}

TEST(insight_km_of_nothing_knows_nothing) {
    struct km km;
    km_estimate(&(struct km_counts){{0}, {0}, 0}, &km);
    CHECK(!km.enough);
    CHECK_INT(km.median, KM_OPEN);
    CHECK_INT(km.share[2].open, 1000);
    CHECK_INT(km.share[2].low, 0);
    CHECK_INT(km.share[2].high, 1000);
}

TEST(insight_km_counts_a_class_only_once_it_is_over) {
    struct km_counts counts = {0};
    km_add(&counts, KM_OPEN, 0);     /* today: nothing is known yet ... */
    km_add(&counts, KM_SAME_DAY, 0); /* ... either way */
    km_add(&counts, KM_OPEN, -2);
    CHECK_INT(counts.still_open, 2);
    CHECK_INT(counts.mended[KM_SAME_DAY] + counts.open[KM_SAME_DAY], 0);

    km_add(&counts, KM_SAME_DAY, 1);
    km_add(&counts, KM_OPEN, 1);
    km_add(&counts, KM_NEXT_DAY, 1); /* the next day is not over: not mended the same day */
    CHECK_INT(counts.mended[KM_SAME_DAY], 1);
    CHECK_INT(counts.open[KM_SAME_DAY], 2);
    CHECK_INT(counts.mended[KM_NEXT_DAY], 0);

    km_add(&counts, KM_NEXT_DAY, 2);
    km_add(&counts, KM_LATER, 2);
    km_add(&counts, KM_OPEN, 300);
    CHECK_INT(counts.mended[KM_NEXT_DAY], 1);
    CHECK_INT(counts.mended[KM_LATER], 1);
    CHECK_INT(counts.open[KM_LATER], 1);
    CHECK_INT(counts.still_open, 4);

    struct km km;
    km_estimate(&counts, &km);
    CHECK_INT(km.still_open, 4);
    CHECK_INT(km.share[0].at_risk, 6);
    CHECK_INT(km.share[1].at_risk, 3);
    CHECK_INT(km.share[2].at_risk, 2);
    CHECK(!km.enough);
}
