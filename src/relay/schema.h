/* schema.h -- the SQL of schema/, built into the program.
 *
 * The build writes the files in the order of their names (tools/embed_schema.sh). Entry i brings a
 * file from version i to i + 1. A file that has been released is never changed: a new one follows.
 */
#ifndef TOWARD_RELAY_SCHEMA_H
#define TOWARD_RELAY_SCHEMA_H

#include <stddef.h>

extern const char *const relay_schema[]; /* NUL-terminated SQL */
extern const size_t relay_schema_count;

#endif
