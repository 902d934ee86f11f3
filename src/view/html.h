/* html.h -- a view's stream printed as HTML.
 *
 * For goldens, print and export. In the browser views are never HTML (web/patch.js). Every text
 * is escaped by its place, text node or attribute value, so that parsing the result gives the
 * same tree that the patcher builds. The same stream always prints to the same bytes.
 */
#ifndef TOWARD_VIEW_HTML_H
#define TOWARD_VIEW_HTML_H

#include "base/bytes.h"

/* Appends the stream's markup to `out`: one line, no header, no doctype.
 *
 * ERR_MALFORMED, ERR_SIZE   as view_check; then nothing was appended
 * ERR_FULL                  out's room ran out
 *
 * Cost: two passes. */
MUST_CHECK enum err html_print(struct bytes stream, struct buf *out);

/* Appends `text` escaped for a text node, for a double-quoted attribute value. */
void html_text(struct buf *out, struct bytes text);
void html_attr(struct buf *out, struct bytes value);

#endif
