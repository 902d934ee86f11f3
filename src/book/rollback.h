/* rollback.h -- whether the relay shows a device that just logged in all there was of *mine*.
 *
 * Every entry of my pair feed carries a witness: how far *mine* had come, readable by me alone
 * (crypt/witness.h). A relay that withholds the end of *mine* from a lone fresh device cannot
 * also know which entries of another box to withhold. One that goes back in time with everything
 * at once is not found by this (SECURITY: "what we must not promise").
 */
#ifndef TOWARD_BOOK_ROLLBACK_H
#define TOWARD_BOOK_ROLLBACK_H

#include "book/book.h"

/* True when a witness of mine tells of more in *mine* than was fetched, or of another history.
 * False while *mine* is closed. Cost: one seal tried for every item I wrote in *ours*. */
bool rollback_found(const struct book *b);

#endif
