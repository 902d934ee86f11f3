/* check.h -- invariants: what must be true, in release builds too.
 *
 * MUST stops the program at once when its condition is false; it is for what our own code
 * guarantees, never for input. In the browser a stop locks the screen and reloads, and what was
 * being typed is kept by the page, so a stop loses nothing that was called saved.
 */
#ifndef TOWARD_BASE_CHECK_H
#define TOWARD_BASE_CHECK_H

#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition))                                                                          \
            __builtin_trap();                                                                      \
    } while (0)

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
