/* markdown.h -- our own texts, written as Markdown, drawn as operations.
 *
 * Taken: paragraphs, emphasis, strong, lists, line breaks, and links to addresses of the house
 * (`#4/3`) and to https: and tel:. Everything else of Markdown, HTML included, stays the plain
 * text it is. Any bytes are safe: the worst that text can do is to look plain.
 */
#ifndef TOWARD_VIEW_MARKDOWN_H
#define TOWARD_VIEW_MARKDOWN_H

#include "view/ops.h"

enum { MARKDOWN_SIZE_MAX = 64 << 10 };

/* Draws `text` (UTF-8) as children of the element now open. Beyond MARKDOWN_SIZE_MAX, or where
 * memory runs out on the way, the view ends in ERR_FULL. Cost: one pass by md4c. */
void markdown_draw(struct view *v, struct bytes text);

#endif
