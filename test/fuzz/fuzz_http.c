/* Fuzzes a connection's bytes up to what they ask for: head, route, and the layout of the body,
 * with what must hold for whatever is accepted. */
#include "base/check.h"
#include "relay/http.h"
#include "relay/route.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The app's files, of which the fuzzer needs two. */
static const uint8_t page[] = "<!doctype html>";
const struct asset assets[] = {
    {"/", "text/html; charset=utf-8", "\"a\"", false, {page, NULL, page}, {sizeof page, 0, 3}},
    {"/app.js", "text/javascript", "\"b\"", true, {page, page, NULL}, {sizeof page, 2, 0}},
};
const size_t asset_count = 2;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct relay_config *config(void) {
    static struct relay_config c;
    static char *const arguments[] = {"--port",         "8080",
                                      "--allow-origin", "https://app.example",
                                      "--relay-origin", "https://relay.example"};
    char line[256];
    if (c.origin_count == 0)
        MUST(config_read(COUNT_OF(arguments), arguments, &c, line, sizeof line));
    return &c;
}

static void body_try(enum relay_call call, struct bytes body) {
    struct relay_create create;
    struct relay_append append;
    struct relay_proof proof;
    struct bytes rest, blob;
    if (call == RELAY_CALL_CREATE && relay_create_read(body, &create) == ERR_OK) {
        uint8_t room[RELAY_CREATE_MAX_SIZE];
        struct buf b;
        struct bytes again;
        buf_init_fixed(&b, room, sizeof room);
        relay_create_write(&b, &create);
        MUST(buf_finish(&b, &again) == ERR_OK && bytes_equal(again, body));
    } else if (call == RELAY_CALL_APPEND && relay_append_read(body, &append) == ERR_OK) {
        uint32_t count = 0;
        for (rest = append.blobs; relay_append_next(&rest, &blob); count++)
            MUST(blob.size >= 1 && blob.size <= RELAY_BLOB_MAX_SIZE);
        MUST(count == append.count && rest.size == 0);
    } else if (call == RELAY_CALL_ERASE || call == RELAY_CALL_DROP) {
        MUST((relay_proof_read(body, &proof) == ERR_OK) == (body.size == RELAY_PROOF_SIZE));
    }
}

static void answer_try(const struct route *r, enum relay_reason reason) {
    char room[ROUTE_ANSWER_HEAD_SIZE];
    struct buf b;
    struct bytes head;
    buf_init_fixed(&b, room, sizeof room);
    if (reason != RELAY_REASON_NONE || r->kind == ROUTE_CALL)
        route_call_head(&b, config(), r->origin, reason, 9, true);
    else if (r->kind == ROUTE_PREFLIGHT)
        route_preflight_head(&b, config(), r, false);
    else
        route_asset_head(&b, config(), r, false);
    MUST(buf_finish(&b, &head) == ERR_OK && http_head_end(head, 0) == head.size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint8_t *copy = malloc(size + 1); /* its own block, so that a read past it is seen */
    MUST(copy);
    if (size > 0)
        memcpy(copy, data, size);
    struct bytes rest = {copy, size};
    size_t end;
    while ((end = http_head_end(rest, 0)) > 0) {
        struct http_head head;
        struct route r = {0};
        if (http_head_read(bytes_slice(rest, 0, end), &head) != RELAY_REASON_NONE)
            break;
        MUST(head.host.size > 0 && head.target.size <= RELAY_TARGET_MAX_SIZE);
        enum relay_reason reason = route_read(config(), &head, &r);
        answer_try(&r, reason);
        if (reason != RELAY_REASON_NONE)
            break;
        MUST(r.host && r.body_size <= RELAY_APPEND_MAX_SIZE);
        if (r.kind == ROUTE_CALL)
            body_try(r.target.call, bytes_slice(rest, end, r.body_size));
        rest = bytes_slice(rest, end + r.body_size, rest.size);
    }
    (void)http_head_hopeless(rest);
    struct relay_page whole;
    (void)!relay_page_read(bytes_make(copy, size), &whole);
    free(copy);
    return 0;
}
