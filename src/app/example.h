/* example.h -- the example couple of *look around*: Nora and Sam, as two phones of one page.
 *
 * An app that is started with LOOK_A (Nora) or LOOK_B (Sam) makes both books in memory, lets every
 * practice write its part of the example into them (practice.h: example), hands each what the other
 * wrote for both, and keeps the one it is for. All is drawn from fixed seeds, so both apps hold the
 * same entries. From then on what one writes for both goes to the other as EFFECT_LOOK and
 * EVENT_LOOK, by way of the page; nothing goes anywhere else.
 */
#ifndef TOWARD_APP_EXAMPLE_H
#define TOWARD_APP_EXAMPLE_H

#include "app/practice.h"
#include "base/random.h"

enum example_person { EXAMPLE_NORA, EXAMPLE_SAM };

struct example {
    struct book *books[2];
    const struct text *text; /* example words in the page's language */
    struct arena *frame;     /* for bodies */
    int32_t today;
    struct random_source dice; /* the same throws in both apps */
};

/* A throw of 0 .. below - 1; below is at most 65536. */
uint32_t example_throw(struct example *x, uint32_t below);

/* Who wrote what, so many days ago. The body is closed by this call. re and eid_out may be NULL; an
 * eid may be named by what is written later, on either side. */
MUST_CHECK enum err example_write(struct example *x, enum example_person who, enum space space,
                                  uint32_t kind, int32_t days_ago, const uint8_t *re,
                                  struct body_writer *body, uint8_t eid_out[EID_SIZE]);
/* The same, naming several. */
MUST_CHECK enum err example_write_all(struct example *x, enum example_person who, enum space space,
                                      uint32_t kind, int32_t days_ago,
                                      const uint8_t (*re)[EID_SIZE], uint32_t re_count,
                                      struct body_writer *body, uint8_t eid_out[EID_SIZE]);

#endif
