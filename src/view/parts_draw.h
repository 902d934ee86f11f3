/* parts_draw.h -- what the files of parts.h share; nobody else includes it. */
#ifndef TOWARD_VIEW_PARTS_DRAW_H
#define TOWARD_VIEW_PARTS_DRAW_H

#include "view/parts.h"

bool words_empty(struct words w);

/* The bytes to show; borrowed. */
struct bytes words_bytes(const struct parts *p, struct words w);

/* The attributes lang and dir of the element just opened, where its words need them. */
void draw_words_attrs(struct parts *p, struct words w);

/* An element with words in it; nothing when they are empty. */
void draw_words(struct parts *p, enum view_tag tag, const char *class_name, struct words w);

/* The words as content of the element now open. In a span of their own when they need attributes.
 */
void draw_words_inside(struct parts *p, struct words w);

/* A drawing, hidden from screen readers. ICON_NONE draws nothing. */
void draw_icon(struct parts *p, enum part_icon icon);

/* The class of a badge ("mine"), of an owner ("me"), of a button; static, never NULL. */
const char *badge_class(enum page_badge badge);
const char *whose_class(enum whose whose);
const char *weight_class(enum part_weight weight);

/* `a b` in the frame arena, or `a` where b is "". */
const char *class_join(struct parts *p, const char *a, const char *b);

bool address_is_none(struct address a);

/* The badge of something on the page; nothing where it is the page's own. */
void draw_badge_within(struct parts *p, enum page_badge badge);

#endif
