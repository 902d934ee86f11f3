/* route.h -- what a request asks for, from its head alone; and the heads of answers.
 *
 * Pure: no socket, no store. What is refused here has cost nothing but reading a head.
 */
#ifndef TOWARD_RELAY_ROUTE_H
#define TOWARD_RELAY_ROUTE_H

#include "relay/assets.h"
#include "relay/config.h"
#include "relay/http.h"

enum route_kind { ROUTE_CALL, ROUTE_ASSET, ROUTE_PREFLIGHT };

struct route {
    enum route_kind kind;
    struct relay_target target;         /* of a call */
    uint8_t token[RELAY_TOKEN_SIZE];    /* of a read */
    const struct config_origin *host;   /* the own name it was asked by */
    const struct config_origin *origin; /* the other origin whose page asks, if one does */
    const struct asset *asset;
    enum asset_encoding encoding;
    bool is_unchanged; /* the client has this asset already */
    size_t body_size;
};

/* Settles what a head asks for, or why not. `is_over_limit`, when refused, tells nothing. */
MUST_CHECK enum relay_reason route_read(const struct relay_config *c, const struct http_head *head,
                                        struct route *out);

enum { ROUTE_ANSWER_HEAD_SIZE = 2048 };

/* Writes the head of a call's answer: status, exact headers, size of what follows. */
void route_call_head(struct buf *b, const struct relay_config *c,
                     const struct config_origin *origin, enum relay_reason reason, size_t body_size,
                     bool closes);

/* Writes the body of a refusal: one line, behind the box's position (borrowed; else not looked at)
 * where the status is 409. */
void route_refusal(struct buf *b, enum relay_reason reason, const struct relay_position *position);

/* Writes the head of an asset's answer (200 or 304), with the policy of the page. */
void route_asset_head(struct buf *b, const struct relay_config *c, const struct route *r,
                      bool closes);

/* Writes the answer to a preflight, which has no body. */
void route_preflight_head(struct buf *b, const struct relay_config *c, const struct route *r,
                          bool closes);

#endif
