/* config.h -- how an operator sets up a relay: the options of `toward serve`, checked once.
 *
 * Household mode is for people who know each other: no admission, no limits by address. Open mode
 * is for strangers: making a box needs a token or a proof of work, and everyone has a budget. The
 * default is household on a loopback address with no name but its own, otherwise open.
 */
#ifndef TOWARD_RELAY_CONFIG_H
#define TOWARD_RELAY_CONFIG_H

#include "base/bytes.h"
#include "wire/relay_api.h"

#include <netinet/in.h>
#include <stdbool.h>

enum {
    CONFIG_ORIGINS = 8,      /* names one relay may have, and origins it may name */
    CONFIG_ORIGIN_SIZE = 256 /* scheme, host and port */
};

struct config_origin {
    char text[CONFIG_ORIGIN_SIZE]; /* "https://relay.example" */
    uint8_t hash[RELAY_HASH_SIZE]; /* host_hash of the wire protocol */
    const char *authority;         /* "relay.example", inside text */
};

struct relay_config {
    char listen[64];
    unsigned port; /* 0: any free one, printed */
    char data[768];
    struct config_origin origins[CONFIG_ORIGINS]; /* the relay's own names */
    size_t origin_count;
    struct config_origin allowed[CONFIG_ORIGINS]; /* other origins whose pages may ask (CORS) */
    size_t allowed_count;
    struct config_origin others[CONFIG_ORIGINS]; /* other relays this app may talk to */
    size_t other_count;
    char trusted_proxy[64]; /* its address; "" for none */
    unsigned metrics_port;  /* 0: none */
    bool is_open;
    bool has_pow; /* open mode: a proof of work admits too */
    bool has_sandbox;
    bool is_secure; /* some own origin is https */
    unsigned max_connections;
    unsigned max_per_address; /* connections; 0: no limit */
    unsigned max_waits;
    unsigned max_requests; /* on one connection; 0: no limit */
    unsigned threads;      /* that check signatures and read */
};

/* Fills *out from the arguments behind `serve`. False: `line` says in one sentence what is wrong.
 * size is that of line. Needs crypt_init before. */
bool config_read(int count, char *const *arguments, struct relay_config *out, char *line,
                 size_t size);

/* When the port was chosen by the system: the default names of the relay. */
void config_set_port(struct relay_config *c, unsigned port);

/* The own origin whose authority a Host header names, or NULL. */
const struct config_origin *config_find_host(const struct relay_config *c, struct bytes host);

/* The options and what they mean, one a line; static. */
const char *config_usage(void);

#endif
