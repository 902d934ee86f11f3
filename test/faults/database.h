/* database.h -- is a relay's database whole? Asked of the file itself, with no relay's code
 * between.
 */
#ifndef TOWARD_TEST_DATABASE_H
#define TOWARD_TEST_DATABASE_H

#include <stdbool.h>

/* integrity_check, and that box, blob and purge agree: no blob without a box, no box with a gap or
 * a wrong count of its bytes. Says what is not so. A database that was not made yet is whole. Opens
 * the file in `folder` as another connection, which recovers it when nobody else has it open. */
bool database_is_whole(const char *folder);

#endif
