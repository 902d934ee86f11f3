/* chart.h -- the drawings of the account and of one's own answers, and the table behind each.
 *
 * Each is a figure: a title, a drawing that says its text alternative to who cannot see it, the
 * names along its foot, and a table with the same numbers under a fold. Nothing is drawn without
 * its uncertainty where it has one, and nothing at all where there is not enough or nothing: a week
 * without moments is a gap in drawing and table alike, not a zero.
 *
 * The core draws with whole numbers in a space of 640 x 280 units, so the bytes are the same on
 * every host. All looks come from web/style.css through these classes; there is no style here:
 *
 *     figure.chart       figcaption.chart-title
 *     svg.chart-plot     path.chart-grid   the lines of the scale    text.chart-scale  its numbers
 *                        path.chart-base   the zero line of the bars
 *                        path.chart-up, path.chart-down      all bars of a kind
 *                        path.chart-band   the 95 % band     path.chart-band-inner  the 80 % band
 *                        path.chart-line   the estimate      circle.chart-dot       its newest
 *                        circle.chart-mark one answer
 * value p.chart-legend     span.chart-key.up, span.chart-key.down      a swatch stands before each
 *     div.chart-foot     one span at each end, or (div.chart-foot.even) one under each step
 *
 * Everything given is borrowed for the call.
 */
#ifndef TOWARD_VIEW_CHART_H
#define TOWARD_VIEW_CHART_H

#include "view/parts.h"

enum { CHART_COUNT_MAX = 520 }; /* ten years of weeks: a bar is then one unit wide */

struct chart_text {
    struct words title;        /* short; over the drawing and on its table; never empty */
    struct words alternative;  /* a sentence or two: what the drawing shows */
    struct words table;        /* what unfolds the table: "As a table" */
    const struct words *heads; /* the table's columns, as many as each drawing tells */
};

/* Two counts by week: `up` above the line, `down` below it, both on one scale.
 * heads: week, up, down; the last two also name the colours in words. 1..CHART_COUNT_MAX weeks
 * without gaps, oldest first (a MUST, as below). */
struct chart_bar {
    struct words name;
    uint32_t up, down;
};
void chart_bars(struct parts *p, const struct chart_text *text, const struct chart_bar *weeks,
                size_t count);

/* An estimate in permille with its bands. */
struct chart_point {
    struct words name;
    bool known; /* false: not enough; a gap */
    uint16_t value;
    uint16_t low_80, high_80;
    uint16_t low_95, high_95;
};

/* A rate over weeks with both bands. heads: week, rate, low and high of the 80 % band, low and high
 * of the 95 % band; the table's numbers are whole percent. */
void chart_rate(struct parts *p, const struct chart_text *text, const struct chart_point *weeks,
                size_t count);

/* A share that goes down in steps from 100 %, with its 95 % band (low_80 and high_80 are not
 * looked at). heads: step, share, low, high; in whole percent. At most 8 steps. */
void chart_steps(struct parts *p, const struct chart_text *text, const struct chart_point *steps,
                 size_t count);

/* Scores of one's own by day, each a mark where its day lies, and the middle half of the last ones
 * as a band with its median, wherever it is known. The band has a gap where two neighbours lie
 * CHART_GAP_DAYS apart or more. */
struct chart_score {
    const struct words *cells; /* the table's row, as many as `columns` */
    int32_t day;
    bool known; /* false: no score; in the table only */
    uint16_t value;
    bool spread; /* false: not enough; no band here */
    uint16_t low, middle, high;
};
enum { CHART_GAP_DAYS = 28 };

/* `lowest` and `highest` stand at the ends of the scale. Days ascend, none twice; at least one
 * score is known (a MUST). `first` and `last` are the ends of the foot: the days of the first and
 * the last score that are known. */
struct chart_ends {
    struct words lowest, highest, first, last;
};
void chart_scores(struct parts *p, const struct chart_text *text, const struct chart_ends *ends,
                  const struct chart_score *scores, size_t count, size_t columns);

/* What leads to what and back to its beginning: five stations on a ring, clockwise from the top, a
 * few words in each (three lines; all of them in the table), and whose it is in the middle. Where a
 * station has no words there are two lines to write on; where none has, there is no table: that is
 * the empty ring, to print. The alternative and the title may hold a person's words: they are text
 * and never an attribute. heads: station, words.
 *
 *     figure.chart.ring   circle.ring-path, polygon.ring-arrow            the way round
 *                         rect.ring-box, text.ring-name, text.ring-words  a station
 *                         line.ring-rule, text.ring-centre
 */
enum { CHART_RING = 5 };
struct chart_station {
    struct words name; /* short: one line of about 14 characters */
    struct bytes text;
};
void chart_ring(struct parts *p, const struct chart_text *text, struct bytes centre,
                const struct chart_station stations[CHART_RING]);

#endif
