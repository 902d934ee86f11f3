/* route.c -- from a request's head to what it asks for; the headers of every answer. */
#include "relay/route.h"

#include "base/check.h"

#include <string.h>

/* ---- requests ---- */

static const struct asset *asset_find(struct bytes path) {
    size_t low = 0, high = asset_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = bytes_compare(path, bytes_from_string(assets[middle].path));
        if (order == 0)
            return &assets[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* True when a comma-separated list names `item`, parameters (";q=0.5") not looked at but q=0. */
static bool list_names(struct bytes list, const char *item) {
    size_t start = 0;
    while (start < list.size) {
        size_t end = start;
        while (end < list.size && list.at[end] != ',')
            end++;
        struct bytes part = bytes_slice(list, start, end - start);
        while (part.size > 0 && part.at[0] == ' ')
            part = bytes_slice(part, 1, part.size);
        size_t size = strlen(item);
        bool named = part.size >= size && memcmp(part.at, item, size) == 0 &&
                     (part.size == size || part.at[size] == ';' || part.at[size] == ' ');
        if (named && !bytes_equal(bytes_slice(part, size, part.size), BYTES(";q=0")))
            return true;
        start = end + 1;
    }
    return false;
}

static enum asset_encoding encoding_choose(const struct asset *a, struct bytes accepted) {
    if (a->data[ASSET_BROTLI] && list_names(accepted, "br"))
        return ASSET_BROTLI;
    if (a->data[ASSET_GZIP] && list_names(accepted, "gzip"))
        return ASSET_GZIP;
    return ASSET_IDENTITY;
}

static enum relay_reason asset_route(const struct http_head *head, struct route *r) {
    r->asset = asset_find(head->target);
    if (!r->asset)
        return RELAY_REASON_NO_PAGE;
    if (head->verb != HTTP_VERB_GET)
        return RELAY_REASON_METHOD;
    if (head->length > 0)
        return RELAY_REASON_BODY_UNEXPECTED;
    r->kind = ROUTE_ASSET;
    r->encoding = encoding_choose(r->asset, head->accept_encoding);
    r->is_unchanged = head->if_none_match.at && list_names(head->if_none_match, r->asset->etag);
    return RELAY_REASON_NONE;
}

/* "Box " and the token. */
static enum relay_reason token_read(struct bytes value, uint8_t *out) {
    if (!bytes_equal(bytes_slice(value, 0, 4), BYTES("Box ")) ||
        base64url_read(bytes_slice(value, 4, value.size), out, RELAY_TOKEN_SIZE) != ERR_OK)
        return RELAY_REASON_AUTHORIZATION;
    return RELAY_REASON_NONE;
}

static size_t body_max(enum relay_call call) {
    switch (call) {
    case RELAY_CALL_CREATE:
        return RELAY_CREATE_MAX_SIZE;
    case RELAY_CALL_APPEND:
        return RELAY_APPEND_MAX_SIZE;
    case RELAY_CALL_ERASE:
    case RELAY_CALL_DROP:
        return RELAY_PROOF_SIZE;
    case RELAY_CALL_READ:
        break;
    }
    return 0;
}

static enum relay_reason call_route(const struct http_head *head, struct route *r) {
    if (head->verb == HTTP_VERB_OTHER)
        return RELAY_REASON_METHOD;
    enum relay_reason reason =
        relay_target_read((enum relay_method)head->verb, head->target, &r->target);
    if (reason != RELAY_REASON_NONE)
        return reason;
    r->kind = ROUTE_CALL;
    size_t max = body_max(r->target.call);
    if (max == 0 && head->length > 0)
        return RELAY_REASON_BODY_UNEXPECTED;
    if (max > 0 && !head->has_length)
        return RELAY_REASON_LENGTH_MISSING;
    if (head->length > max)
        return RELAY_REASON_BODY_LARGE;
    r->body_size = (size_t)head->length;
    if (r->target.call == RELAY_CALL_READ)
        return token_read(head->authorization, r->token);
    return RELAY_REASON_NONE;
}

/* A page of another origin is answered only when the operator named that origin. */
static enum relay_reason origin_check(const struct relay_config *c, struct bytes origin,
                                      struct route *r) {
    if (!origin.at)
        return RELAY_REASON_NONE;
    for (size_t i = 0; i < c->origin_count; i++)
        if (bytes_equal(origin, bytes_from_string(c->origins[i].text)))
            return RELAY_REASON_NONE;
    for (size_t i = 0; i < c->allowed_count; i++)
        if (bytes_equal(origin, bytes_from_string(c->allowed[i].text))) {
            r->origin = &c->allowed[i];
            return RELAY_REASON_NONE;
        }
    return RELAY_REASON_ORIGIN;
}

enum relay_reason route_read(const struct relay_config *c, const struct http_head *head,
                             struct route *out) {
    struct route r = {0};
    r.host = config_find_host(c, head->host);
    if (!r.host)
        return RELAY_REASON_NAME;
    enum relay_reason reason = origin_check(c, head->origin, &r);
    if (reason != RELAY_REASON_NONE)
        return reason;
    bool is_box = bytes_equal(bytes_slice(head->target, 0, 3), BYTES("/b/"));
    if (is_box && head->verb == HTTP_VERB_OPTIONS)
        reason = r.origin && head->length == 0 ? RELAY_REASON_NONE : RELAY_REASON_METHOD;
    else
        reason = is_box ? call_route(head, &r) : asset_route(head, &r);
    if (is_box && head->verb == HTTP_VERB_OPTIONS)
        r.kind = ROUTE_PREFLIGHT;
    *out = r; /* for refusals too: the answer still needs the origin */
    return reason;
}

/* ---- answers ---- */

static const char *status_name(unsigned status) {
    static const struct {
        unsigned status;
        const char *name;
    } names[] = {
        {200, "OK"},
        {204, "No Content"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {411, "Length Required"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {421, "Misdirected Request"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"},
    };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (names[i].status == status)
            return names[i].name;
    MUST(false);
    return "";
}

static void status_line(struct buf *b, unsigned status) {
    buf_add_string(b, "HTTP/1.1 ");
    buf_add_decimal(b, status);
    buf_add_string(b, " ");
    buf_add_string(b, status_name(status));
    buf_add_string(b, "\r\n");
}

static void head_end(struct buf *b, size_t body_size, bool has_body, bool closes) {
    if (has_body) {
        buf_add_string(b, "Content-Length: ");
        buf_add_decimal(b, (int64_t)body_size);
        buf_add_string(b, "\r\n");
    }
    buf_add_string(b, closes ? "Connection: close\r\n\r\n" : "\r\n");
}

static void secure_header(struct buf *b, const struct relay_config *c) {
    if (c->is_secure)
        buf_add_string(b, "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n");
}

static void origin_headers(struct buf *b, const struct config_origin *origin) {
    if (!origin)
        return;
    buf_add_string(b, "Access-Control-Allow-Origin: ");
    buf_add_string(b, origin->text);
    buf_add_string(b, "\r\nVary: Origin\r\n");
}

void route_refusal(struct buf *b, enum relay_reason reason, const struct relay_position *position) {
    if (relay_reason_status(reason) == 409) {
        MUST(position);
        relay_position_write(b, position);
    }
    buf_add_string(b, relay_reason_text(reason));
    buf_add_string(b, "\n");
}

void route_call_head(struct buf *b, const struct relay_config *c,
                     const struct config_origin *origin, enum relay_reason reason, size_t body_size,
                     bool closes) {
    unsigned status = relay_reason_status(reason);
    bool is_binary = status == 200 || status == 409;
    status_line(b, status);
    buf_add_string(b, is_binary ? "Content-Type: application/octet-stream\r\n"
                                : "Content-Type: text/plain; charset=utf-8\r\n");
    buf_add_string(b, "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n");
    buf_add_string(b, origin ? "Cross-Origin-Resource-Policy: cross-origin\r\n"
                             : "Cross-Origin-Resource-Policy: same-origin\r\n");
    origin_headers(b, origin);
    if (status == 405)
        buf_add_string(b, "Allow: GET, PUT, POST, DELETE\r\n");
    secure_header(b, c);
    head_end(b, body_size, true, closes);
}

void route_preflight_head(struct buf *b, const struct relay_config *c, const struct route *r,
                          bool closes) {
    status_line(b, 204);
    origin_headers(b, r->origin);
    buf_add_string(b, "Access-Control-Allow-Methods: GET, PUT, POST, DELETE\r\n"
                      "Access-Control-Allow-Headers: authorization, content-type\r\n"
                      "Access-Control-Max-Age: 7200\r\n"
                      "Cache-Control: no-store\r\n");
    secure_header(b, c);
    head_end(b, 0, false, closes);
}

/* The policy: no HTML can be created from text, nothing is loaded from or sent to anyone but the
 * origins named. It binds the page, and each Worker by its own script. */
static void policy_headers(struct buf *b, const struct relay_config *c) {
    buf_add_string(b, "Content-Security-Policy: default-src 'none'; "
                      "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
                      "img-src 'self' blob:; connect-src 'self'");
    for (size_t i = 0; i < c->other_count; i++) {
        buf_add_string(b, " ");
        buf_add_string(b, c->others[i].text);
    }
    buf_add_string(
        b, "; worker-src 'self'; manifest-src 'self'; font-src 'self'; base-uri 'none'; "
           "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
           "trusted-types bk\r\n"
           "Cross-Origin-Embedder-Policy: require-corp\r\n");
}

/* What a browser heeds on a document only: on the other files it would be a kilobyte each for
 * nothing. The camera serves pairing alone. */
static void document_headers(struct buf *b) {
    buf_add_string(
        b, "Cross-Origin-Opener-Policy: same-origin\r\n"
           "Origin-Agent-Cluster: ?1\r\n"
           "X-Frame-Options: DENY\r\n"
           "X-Robots-Tag: noindex\r\n"
           "Permissions-Policy: camera=(self), geolocation=(), microphone=(), "
           "interest-cohort=(), browsing-topics=(), clipboard-read=(), usb=(), serial=(), hid=(), "
           "payment=(), accelerometer=(), gyroscope=(), magnetometer=(), midi=(), "
           "display-capture=(), idle-detection=(), publickey-credentials-get=()\r\n");
}

static void asset_policy(struct buf *b, const struct relay_config *c, const struct asset *a) {
    struct bytes type = bytes_from_string(a->type);
    bool document = bytes_equal(bytes_slice(type, 0, 9), BYTES("text/html"));
    bool script = bytes_equal(bytes_slice(type, 0, 15), BYTES("text/javascript"));
    if (document || script)
        policy_headers(b, c);
    if (document)
        document_headers(b);
    buf_add_string(b, "Cross-Origin-Resource-Policy: same-origin\r\n"
                      "Referrer-Policy: no-referrer\r\n"
                      "X-Content-Type-Options: nosniff\r\n");
}

void route_asset_head(struct buf *b, const struct relay_config *c, const struct route *r,
                      bool closes) {
    const struct asset *a = r->asset;
    status_line(b, r->is_unchanged ? 304 : 200);
    buf_add_string(b, "Content-Type: ");
    buf_add_string(b, a->type);
    buf_add_string(b, "\r\nETag: ");
    buf_add_string(b, a->etag);
    buf_add_string(b, a->immutable ? "\r\nCache-Control: public, max-age=31536000, immutable\r\n"
                                   : "\r\nCache-Control: no-cache\r\n");
    buf_add_string(b, "Vary: Accept-Encoding\r\n");
    if (!r->is_unchanged && r->encoding != ASSET_IDENTITY)
        buf_add_string(b, r->encoding == ASSET_BROTLI ? "Content-Encoding: br\r\n"
                                                      : "Content-Encoding: gzip\r\n");
    asset_policy(b, c, a);
    secure_header(b, c);
    head_end(b, a->size[r->encoding], !r->is_unchanged, closes);
}
