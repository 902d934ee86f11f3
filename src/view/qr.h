/* qr.h -- a QR code as one SVG path.
 *
 * Error correction M, smallest version that fits, 8-bit mode: what any camera reads.
 */
#ifndef TOWARD_VIEW_QR_H
#define TOWARD_VIEW_QR_H

#include "base/bytes.h"

enum { QR_TEXT_MAX = 1200 };

/* The dark squares of the code for `text`, as an SVG path in a square of *side units, with the
 * quiet zone of 4 units that the standard asks for.
 *
 *   path  appended to; each run of squares is one rectangle
 *   side  receives 29 .. 185
 *
 * ERR_SIZE: text is empty or longer than QR_TEXT_MAX.  ERR_FULL: memory or path's room ran out.
 * The same text gives the same path. */
MUST_CHECK enum err qr_path(struct bytes text, struct buf *path, uint32_t *side);

#endif
