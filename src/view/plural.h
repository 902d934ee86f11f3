/* plural.h -- which plural form a number takes, as a translation's header says.
 *
 * gettext's header line is
 *
 *     Plural-Forms: nplurals=2; plural=(n != 1);
 *
 * with a C expression over n: numbers, n, ( ), !, * / %, + -, < > <= >=, == !=, &&, ||, ?: with
 * C's precedence and C's unsigned arithmetic (64 bits, wrapping). Here it is translated once into
 * a short program for a stack of numbers. Both sides of && || ?: are computed: nothing has an
 * effect, so the answer is the same; dividing by zero gives zero.
 *
 * The text may be hostile: size, nesting, stack and steps are bounded, and a program that was
 * accepted cannot fail.
 */
#ifndef TOWARD_VIEW_PLURAL_H
#define TOWARD_VIEW_PLURAL_H

#include "base/bytes.h"

#define PLURAL_STEPS_MAX 96 /* Arabic, the longest known rule, takes 35 */
#define PLURAL_DEPTH_MAX 24 /* of nesting while reading, and of the stack while computing */
#define PLURAL_FORMS_MAX 6  /* Arabic has 6 */

struct plural {
    uint8_t forms; /* 1..PLURAL_FORMS_MAX */
    uint8_t steps;
    uint8_t code[PLURAL_STEPS_MAX];
    uint32_t number[PLURAL_STEPS_MAX]; /* the constant of a step that pushes one */
};

/* English: one, other. */
void plural_init_english(struct plural *p);

/* Reads what follows "Plural-Forms:", up to the end of `rule`. ERR_MALFORMED for anything the
 * grammar above does not allow, for what exceeds the limits, and for a rule that leaves its forms
 * for any n in 0..1000. */
MUST_CHECK enum err plural_read(struct bytes rule, struct plural *out);

/* The form of n: 0 .. forms - 1, the last where the rule says more. Cost: at most `steps` steps.
 */
unsigned plural_form(const struct plural *p, uint64_t n);

#endif
