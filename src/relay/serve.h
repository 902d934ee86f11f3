/* serve.h -- the relay as a program: from its configuration to its clean end. */
#ifndef TOWARD_RELAY_SERVE_H
#define TOWARD_RELAY_SERVE_H

#include "relay/config.h"
#include "relay/store.h"

/* Opens the store, binds, locks itself in, serves until SIGTERM or SIGINT, drains, closes. Prints
 * its address to standard output and, when it cannot start, one line to standard error that says
 * what to do. 0 after a clean end, 1 otherwise. Never: writes an address, path or id of a request
 * anywhere. */
int relay_serve(struct relay_config *c, const struct store_ops *ops);

/* Makes `count` admission tokens (1..1024) and prints them, one a line, in hex. As above. */
int relay_tokens(const struct relay_config *c, const struct store_ops *ops, unsigned count);

/* Writes what the store holds now into the new file `path`; a relay may be running on it. */
int relay_backup(const struct relay_config *c, const struct store_ops *ops, const char *path);

#endif
