/* http.c -- reads request heads: our own line checks first, then llhttp. */
#include "relay/http.h"

#include "base/check.h"

#include <llhttp.h>
#include <string.h>
#include <strings.h>

size_t http_head_end(struct bytes arrived, size_t from) {
    from = from > 3 ? from - 3 : 0;
    while (from + 4 <= arrived.size) {
        const uint8_t *cr = memchr(arrived.at + from, '\r', arrived.size - 3 - from);
        if (!cr)
            return 0;
        if (memcmp(cr, "\r\n\r\n", 4) == 0)
            return (size_t)(cr - arrived.at) + 4;
        from = (size_t)(cr - arrived.at) + 1;
    }
    return 0;
}

enum relay_reason http_head_hopeless(struct bytes arrived) {
    const size_t line_max = 8 + RELAY_TARGET_MAX_SIZE + 12;
    const uint8_t *lf = arrived.size > 0 ? memchr(arrived.at, '\n', arrived.size) : NULL;
    size_t line = lf ? (size_t)(lf - arrived.at) : arrived.size;
    if (line > line_max)
        return RELAY_REASON_TARGET_LONG;
    while (lf) {
        if (lf == arrived.at || lf[-1] != '\r')
            return RELAY_REASON_BARE_LF;
        size_t from = (size_t)(lf - arrived.at) + 1;
        lf = memchr(arrived.at + from, '\n', arrived.size - from);
    }
    return arrived.size > HTTP_HEAD_SIZE_MAX ? RELAY_REASON_HEADERS_LARGE : RELAY_REASON_NONE;
}

/* ---- line checks ---- */

static bool is_blank(uint8_t c) {
    return c == ' ' || c == '\t';
}

/* One space stands between method, target and version; llhttp would let several pass. The version
 * ends the line. */
static enum relay_reason request_line_check(struct bytes line) {
    if (line.size == 0)
        return RELAY_REASON_MALFORMED;
    if (line.size > 8 + RELAY_TARGET_MAX_SIZE + 10)
        return RELAY_REASON_TARGET_LONG;
    for (size_t i = 0; i < line.size; i++)
        if (line.at[i] == '\t' || (line.at[i] == ' ' && (i == 0 || line.at[i - 1] == ' ')))
            return RELAY_REASON_MALFORMED;
    struct bytes version = bytes_slice(line, line.size > 9 ? line.size - 9 : 0, 9);
    return bytes_equal(version, BYTES(" HTTP/1.1")) ? RELAY_REASON_NONE : RELAY_REASON_VERSION;
}

static enum relay_reason header_line_check(struct bytes line) {
    if (is_blank(line.at[0]))
        return RELAY_REASON_FOLDED;
    const uint8_t *colon = memchr(line.at, ':', line.size);
    if (!colon || colon == line.at)
        return RELAY_REASON_MALFORMED;
    if (is_blank(colon[-1]))
        return RELAY_REASON_COLON;
    return RELAY_REASON_NONE;
}

/* Lines end in CRLF and nowhere else; no NUL; sizes and count in bounds. */
static enum relay_reason lines_check(struct bytes head) {
    size_t start = 0, count = 0;
    for (size_t i = 0; i < head.size; i++) {
        uint8_t c = head.at[i];
        if (c == '\0')
            return RELAY_REASON_MALFORMED;
        if (c == '\n')
            return RELAY_REASON_BARE_LF;
        if (c != '\r')
            continue;
        if (i + 1 >= head.size || head.at[i + 1] != '\n')
            return RELAY_REASON_MALFORMED;
        struct bytes line = bytes_slice(head, start, i - start);
        enum relay_reason r = RELAY_REASON_NONE;
        if (count == 0)
            r = request_line_check(line);
        else if (line.size > 0)
            r = header_line_check(line);
        if (r != RELAY_REASON_NONE)
            return r;
        count++;
        start = i + 2;
        i++;
    }
    /* the request line and the empty line are no headers */
    return count > HTTP_HEADERS_MAX + 2 || head.size > HTTP_HEAD_SIZE_MAX
               ? RELAY_REASON_HEADERS_LARGE
               : RELAY_REASON_NONE;
}

/* ---- llhttp ---- */

struct parse {
    struct http_head head;
    struct bytes field, value;
    size_t hosts, authorizations;
    enum relay_reason reason;
};

/* The head lies whole in one buffer, so a span comes in one piece; should llhttp ever cut one, the
 * pieces are adjacent. */
static void span_add(struct bytes *b, const char *at, size_t size) {
    if (!b->at)
        b->at = (const uint8_t *)at;
    b->size += size;
}

static int on_url(llhttp_t *p, const char *at, size_t size) {
    span_add(&((struct parse *)p->data)->head.target, at, size);
    return 0;
}

static int on_field(llhttp_t *p, const char *at, size_t size) {
    span_add(&((struct parse *)p->data)->field, at, size);
    return 0;
}

static bool is_named(struct bytes field, const char *name) {
    return field.size == strlen(name) && strncasecmp((const char *)field.at, name, field.size) == 0;
}

static void header_note(struct parse *s, struct bytes value) {
    struct http_head *h = &s->head;
    struct bytes f = s->field;
    if (is_named(f, "host")) {
        h->host = value;
        s->hosts++;
    } else if (is_named(f, "authorization")) {
        h->authorization = value;
        s->authorizations++;
    } else if (is_named(f, "origin")) {
        h->origin = value;
    } else if (is_named(f, "if-none-match")) {
        h->if_none_match = value;
    } else if (is_named(f, "accept-encoding")) {
        h->accept_encoding = value;
    } else if (is_named(f, "x-forwarded-for")) {
        h->forwarded_for = value;
    } else if (is_named(f, "transfer-encoding")) {
        s->reason = RELAY_REASON_TRANSFER;
    } else if (is_named(f, "content-encoding") && s->reason == RELAY_REASON_NONE) {
        s->reason = RELAY_REASON_ENCODING;
    } else if (is_named(f, "expect") && s->reason == RELAY_REASON_NONE) {
        s->reason = RELAY_REASON_EXPECT;
    }
}

static int on_value(llhttp_t *p, const char *at, size_t size) {
    span_add(&((struct parse *)p->data)->value, at, size);
    return 0;
}

/* Called for empty values too, which on_value need not be. */
static int on_value_complete(llhttp_t *p) {
    struct parse *s = p->data;
    struct bytes value = s->value.at ? s->value : BYTES("");
    while (value.size > 0 && is_blank(value.at[value.size - 1]))
        value.size--;
    header_note(s, value);
    s->field = s->value = (struct bytes){NULL, 0};
    return 0;
}

static enum http_verb verb_of(const llhttp_t *p) {
    switch (p->method) {
    case HTTP_GET:
        return HTTP_VERB_GET;
    case HTTP_PUT:
        return HTTP_VERB_PUT;
    case HTTP_POST:
        return HTTP_VERB_POST;
    case HTTP_DELETE:
        return HTTP_VERB_DELETE;
    case HTTP_OPTIONS:
        return HTTP_VERB_OPTIONS;
    default:
        return HTTP_VERB_OTHER;
    }
}

static int on_headers_complete(llhttp_t *p) {
    struct parse *s = p->data;
    s->head.verb = verb_of(p);
    s->head.is_head = p->method == HTTP_HEAD;
    s->head.has_length = (p->flags & F_CONTENT_LENGTH) != 0;
    s->head.length = s->head.has_length ? p->content_length : 0;
    s->head.closes = (p->flags & F_CONNECTION_CLOSE) != 0;
    return HPE_PAUSED; /* the body is ours to collect */
}

static enum relay_reason reason_of(llhttp_errno_t e) {
    switch (e) {
    case HPE_INVALID_VERSION:
        return RELAY_REASON_VERSION;
    case HPE_UNEXPECTED_CONTENT_LENGTH:
    case HPE_INVALID_CONTENT_LENGTH:
        return RELAY_REASON_LENGTH;
    case HPE_INVALID_TRANSFER_ENCODING:
        return RELAY_REASON_TRANSFER;
    default:
        return RELAY_REASON_MALFORMED;
    }
}

enum relay_reason http_head_read(struct bytes head, struct http_head *out) {
    enum relay_reason r = lines_check(head);
    if (r != RELAY_REASON_NONE)
        return r;
    llhttp_settings_t settings;
    llhttp_settings_init(&settings);
    settings.on_url = on_url;
    settings.on_header_field = on_field;
    settings.on_header_value = on_value;
    settings.on_header_value_complete = on_value_complete;
    settings.on_headers_complete = on_headers_complete;
    llhttp_t parser;
    llhttp_init(&parser, HTTP_REQUEST, &settings);
    struct parse s = {.reason = RELAY_REASON_NONE};
    parser.data = &s;
    llhttp_errno_t e = llhttp_execute(&parser, (const char *)head.at, head.size);
    if (s.reason == RELAY_REASON_TRANSFER)
        return s.reason;
    if (e != HPE_PAUSED)
        return reason_of(e);
    if (parser.http_major != 1 || parser.http_minor != 1)
        return RELAY_REASON_VERSION;
    if (s.hosts != 1 || s.head.host.size == 0)
        return RELAY_REASON_HOST;
    if (s.authorizations > 1)
        return RELAY_REASON_AUTHORIZATION;
    if (s.head.target.size > RELAY_TARGET_MAX_SIZE)
        return RELAY_REASON_TARGET_LONG;
    if (s.reason != RELAY_REASON_NONE)
        return s.reason;
    *out = s.head;
    return RELAY_REASON_NONE;
}
