/* config.c -- reads the options of `toward serve`. */
#include "relay/config.h"

#include "base/check.h"
#include "crypt/hash.h"

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct relay_config *config;
    bool has_mode; /* --household or --open was given */
    char *line;
    size_t size;
};

__attribute__((format(printf, 2, 3))) static bool fail(struct reading *r, const char *format, ...) {
    va_list list;
    va_start(list, format);
    vsnprintf(r->line, r->size, format, list);
    va_end(list);
    return false;
}

static bool text_set(struct reading *r, const char *name, const char *value, char *out,
                     size_t room) {
    if (strlen(value) >= room)
        return fail(r, "%s: the value is too long.", name);
    memcpy(out, value, strlen(value) + 1);
    return true;
}

static bool number_set(struct reading *r, const char *name, const char *value, unsigned low,
                       unsigned high, unsigned *out) {
    uint64_t v = 0;
    if (decimal_read(bytes_from_string(value), &v) != ERR_OK || v < low || v > high)
        return fail(r, "%s takes a number from %u to %u.", name, low, high);
    *out = (unsigned)v;
    return true;
}

static bool is_origin_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr(".-:[]", c) != NULL;
}

/* "https://host[:port]" or "http://...", as a browser writes an origin. */
static bool origin_parse(const char *text, struct config_origin *out) {
    size_t size = strlen(text);
    size_t scheme = strncmp(text, "https://", 8) == 0  ? 8
                    : strncmp(text, "http://", 7) == 0 ? 7
                                                       : 0;
    if (scheme == 0 || size <= scheme || size >= sizeof out->text)
        return false;
    for (size_t i = scheme; i < size; i++)
        if (!is_origin_char(text[i]))
            return false;
    memcpy(out->text, text, size + 1);
    out->authority = out->text + scheme;
    hash_bytes(LABEL_HOST, bytes_from_string(out->text), out->hash);
    return true;
}

static bool origin_add(struct reading *r, const char *name, const char *value,
                       struct config_origin *list, size_t *count) {
    if (*count == CONFIG_ORIGINS)
        return fail(r, "%s can be given %d times.", name, (int)CONFIG_ORIGINS);
    if (!origin_parse(value, &list[*count]))
        return fail(r, "%s takes an origin such as https://relay.example, in lower case.", name);
    ++*count;
    return true;
}

static bool address_set(struct reading *r, const char *name, const char *value, char *out,
                        size_t room) {
    struct in6_addr any;
    if (inet_pton(AF_INET, value, &any) != 1 && inet_pton(AF_INET6, value, &any) != 1)
        return fail(r, "%s takes an address such as 127.0.0.1 or ::1.", name);
    return text_set(r, name, value, out, room);
}

/* ---- the table of options ---- */

static bool set_listen(struct reading *r, const char *v) {
    return address_set(r, "--listen", v, r->config->listen, sizeof r->config->listen);
}
static bool set_port(struct reading *r, const char *v) {
    return number_set(r, "--port", v, 0, 65535, &r->config->port);
}
static bool set_data(struct reading *r, const char *v) {
    return text_set(r, "--data", v, r->config->data, sizeof r->config->data);
}
static bool set_relay_origin(struct reading *r, const char *v) {
    struct relay_config *c = r->config;
    return origin_add(r, "--relay-origin", v, c->origins, &c->origin_count);
}
static bool set_allow_origin(struct reading *r, const char *v) {
    struct relay_config *c = r->config;
    return origin_add(r, "--allow-origin", v, c->allowed, &c->allowed_count);
}
static bool set_other_relay(struct reading *r, const char *v) {
    struct relay_config *c = r->config;
    return origin_add(r, "--other-relay", v, c->others, &c->other_count);
}
static bool set_trusted_proxy(struct reading *r, const char *v) {
    return address_set(r, "--trusted-proxy", v, r->config->trusted_proxy,
                       sizeof r->config->trusted_proxy);
}
static bool set_metrics_port(struct reading *r, const char *v) {
    return number_set(r, "--metrics-port", v, 1, 65535, &r->config->metrics_port);
}
static bool set_household(struct reading *r, const char *v) {
    (void)v;
    r->config->is_open = false;
    r->has_mode = true;
    return true;
}
static bool set_open(struct reading *r, const char *v) {
    (void)v;
    r->config->is_open = true;
    r->has_mode = true;
    return true;
}
static bool set_tokens_only(struct reading *r, const char *v) {
    (void)v;
    r->config->has_pow = false;
    return true;
}
static bool set_connections(struct reading *r, const char *v) {
    return number_set(r, "--max-connections", v, 1, 100000, &r->config->max_connections);
}
static bool set_waits(struct reading *r, const char *v) {
    return number_set(r, "--max-waits", v, 0, 100000, &r->config->max_waits);
}
static bool set_threads(struct reading *r, const char *v) {
    return number_set(r, "--threads", v, 1, 64, &r->config->threads);
}
static bool set_no_sandbox(struct reading *r, const char *v) {
    (void)v;
    r->config->has_sandbox = false;
    return true;
}

static const struct option {
    const char *name;
    const char *value; /* what it takes; NULL: nothing */
    bool (*set)(struct reading *r, const char *value);
} options[] = {
    {"--listen", "ADDRESS", set_listen},
    {"--port", "PORT", set_port},
    {"--data", "FOLDER", set_data},
    {"--relay-origin", "ORIGIN", set_relay_origin},
    {"--allow-origin", "ORIGIN", set_allow_origin},
    {"--other-relay", "ORIGIN", set_other_relay},
    {"--trusted-proxy", "ADDRESS", set_trusted_proxy},
    {"--metrics-port", "PORT", set_metrics_port},
    {"--household", NULL, set_household},
    {"--open", NULL, set_open},
    {"--tokens-only", NULL, set_tokens_only},
    {"--max-connections", "N", set_connections},
    {"--max-waits", "N", set_waits},
    {"--threads", "N", set_threads},
    {"--no-sandbox", NULL, set_no_sandbox},
};

const char *config_usage(void) {
    return "  --listen ADDRESS        where to listen (127.0.0.1)\n"
           "  --port PORT             the port (8080; 0: any free one)\n"
           "  --data FOLDER           where the database file is (~/.local/share/toward)\n"
           "  --relay-origin ORIGIN   a name people reach it by, such as https://relay.example;\n"
           "                          up to 8 times (its own address and port)\n"
           "  --allow-origin ORIGIN   pages of this other origin may use it\n"
           "  --other-relay ORIGIN    the app may also talk to this relay\n"
           "  --trusted-proxy ADDRESS the proxy whose X-Forwarded-For is believed\n"
           "  --metrics-port PORT     /healthz and /metrics on 127.0.0.1:PORT (none)\n"
           "  --household | --open    for people who know each other, or for strangers\n"
           "                          (household on a loopback address without a name)\n"
           "  --tokens-only           open mode: a proof of work does not admit\n"
           "  --max-connections N     (512)\n"
           "  --max-waits N           readers waiting at once (128)\n"
           "  --threads N             that check signatures and read (one a core, at most 4)\n"
           "  --no-sandbox            without Landlock and seccomp\n";
}

static bool options_read(struct reading *r, int count, char *const *arguments) {
    for (int i = 0; i < count; i++) {
        const struct option *o = NULL;
        for (size_t k = 0; k < COUNT_OF(options); k++)
            if (strcmp(arguments[i], options[k].name) == 0)
                o = &options[k];
        if (!o)
            return fail(r, "There is no option %.64s; see toward help.", arguments[i]);
        if (o->value && i + 1 == count)
            return fail(r, "%s needs %s behind it.", o->name, o->value);
        if (!o->set(r, o->value ? arguments[++i] : NULL))
            return false;
    }
    return true;
}

static bool is_loopback(const char *address) {
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static void data_default(struct relay_config *c) {
    const char *base = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (base && *base)
        snprintf(c->data, sizeof c->data, "%s/toward", base);
    else
        snprintf(c->data, sizeof c->data, "%s/.local/share/toward", home ? home : "");
}

static void mode_settle(struct reading *r) {
    struct relay_config *c = r->config;
    if (!r->has_mode)
        c->is_open = !is_loopback(c->listen) || c->origin_count > 0 || c->trusted_proxy[0];
    c->max_per_address = c->is_open ? 16 : 0;
    c->max_requests = c->is_open ? 100 : 0;
    for (size_t i = 0; i < c->origin_count; i++)
        if (strncmp(c->origins[i].text, "https://", 8) == 0)
            c->is_secure = true;
}

bool config_read(int count, char *const *arguments, struct relay_config *out, char *line,
                 size_t size) {
    *out = (struct relay_config){.listen = "127.0.0.1",
                                 .port = 8080,
                                 .has_pow = true,
                                 .has_sandbox = true,
                                 .max_connections = 512,
                                 .max_waits = 128};
    struct reading r = {.config = out, .line = line, .size = size};
    data_default(out);
    if (!options_read(&r, count, arguments))
        return false;
    mode_settle(&r);
    if (!is_loopback(out->listen) && out->origin_count == 0)
        return fail(&r, "--listen %s needs --relay-origin: the name people reach it by.",
                    out->listen);
    config_set_port(out, out->port);
    return true;
}

void config_set_port(struct relay_config *c, unsigned port) {
    c->port = port;
    if (port == 0 || c->origin_count > 0)
        return;
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char text[64];
        if (port == 80)
            snprintf(text, sizeof text, "http://%s", names[i]);
        else
            snprintf(text, sizeof text, "http://%s:%u", names[i], port);
        MUST(origin_parse(text, &c->origins[c->origin_count++]));
    }
}

const struct config_origin *config_find_host(const struct relay_config *c, struct bytes host) {
    for (size_t i = 0; i < c->origin_count; i++)
        if (bytes_equal(host, bytes_from_string(c->origins[i].authority)))
            return &c->origins[i];
    return NULL;
}
