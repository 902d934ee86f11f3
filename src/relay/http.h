/* http.h -- the head of an HTTP/1.1 request, strictly; and the head of an answer.
 *
 * llhttp parses; what it lets pass is refused before it sees it: a line feed alone, a NUL, folded
 * headers, a space before a colon. Whatever two programs could read differently is refused, so that
 * a proxy in front and the relay always agree where a request ends. Pure: no socket, no clock.
 */
#ifndef TOWARD_RELAY_HTTP_H
#define TOWARD_RELAY_HTTP_H

#include "base/bytes.h"
#include "wire/relay_api.h"

enum {
    HTTP_HEADERS_MAX = 32,        /* a browser behind a proxy sends about 20 */
    HTTP_HEADERS_SIZE_MAX = 4096, /* of which about 1.5 KB are used */
    HTTP_HEAD_SIZE_MAX = 8 + RELAY_TARGET_MAX_SIZE + 12 + HTTP_HEADERS_SIZE_MAX
};

enum http_verb {
    HTTP_VERB_GET = RELAY_GET,
    HTTP_VERB_PUT = RELAY_PUT,
    HTTP_VERB_POST = RELAY_POST,
    HTTP_VERB_DELETE = RELAY_DELETE,
    HTTP_VERB_OPTIONS,
    HTTP_VERB_OTHER
};

struct http_head {
    enum http_verb verb;
    struct bytes target;
    struct bytes host;
    struct bytes authorization; /* .at NULL when absent, and so below */
    struct bytes origin;
    struct bytes if_none_match;
    struct bytes accept_encoding;
    struct bytes forwarded_for; /* of the last X-Forwarded-For */
    bool has_length;
    bool closes;  /* Connection: close */
    bool is_head; /* HEAD: refused like any other verb, but in an answer without a body */
    uint64_t length;
};

/* Finds the end of a head in what has arrived: its size with the empty line, or 0 while it is not
 * there. `from` is where an earlier search ended (0 at first). */
size_t http_head_end(struct bytes arrived, size_t from);

/* Why a head that has not ended after `arrived` bytes never will, or not well: TARGET_LONG,
 * HEADERS_LARGE, BARE_LF; or NONE while more may come. */
enum relay_reason http_head_hopeless(struct bytes arrived);

/* Parses a whole head, up to and with its empty line. Borrows from it. Of the body's length it
 * checks the form only. */
MUST_CHECK enum relay_reason http_head_read(struct bytes head, struct http_head *out);

#endif
