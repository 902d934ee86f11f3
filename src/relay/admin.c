/* admin.c -- what the operator may see: /healthz and Prometheus /metrics. Counts, sizes and times;
 * no address, no id, no box. */
#include "relay/server.h"

#include "base/check.h"

static const char *const call_names[SERVER_CALLS] = {"other", "create", "append", "read",
                                                     "erase", "drop",   "page"};

static void line(struct buf *b, const char *name, const char *labels, uint64_t value) {
    buf_add_string(b, "toward_");
    buf_add_string(b, name);
    buf_add_string(b, labels);
    buf_add_string(b, " ");
    buf_add_decimal(b, (int64_t)value);
    buf_add_string(b, "\n");
}

static void type(struct buf *b, const char *name, const char *kind, const char *help) {
    buf_add_string(b, "# HELP toward_");
    buf_add_string(b, name);
    buf_add_string(b, " ");
    buf_add_string(b, help);
    buf_add_string(b, "\n# TYPE toward_");
    buf_add_string(b, name);
    buf_add_string(b, kind);
}

/* Answers by call and status: the reasons of one status are added up. */
static void answers_write(struct buf *b, const struct server *s) {
    type(b, "answers_total", " counter\n", "answers by call and status");
    for (int call = 0; call < SERVER_CALLS; call++) {
        for (int r = 0; r < RELAY_REASON_COUNT; r++) {
            unsigned status = relay_reason_status((enum relay_reason)r);
            uint64_t sum = 0;
            bool is_first = true;
            for (int o = 0; o < RELAY_REASON_COUNT; o++) {
                if (relay_reason_status((enum relay_reason)o) != status)
                    continue;
                is_first &= o >= r;
                sum += s->answers[call][o];
            }
            if (!is_first || sum == 0)
                continue;
            buf_add_string(b, "toward_answers_total{call=\"");
            buf_add_string(b, call_names[call]);
            buf_add_string(b, "\",status=\"");
            buf_add_decimal(b, status);
            buf_add_string(b, "\"} ");
            buf_add_decimal(b, (int64_t)sum);
            buf_add_string(b, "\n");
        }
    }
}

static void metrics_write(struct buf *b, struct server *s) {
    struct work_numbers w = work_numbers(s->work);
    struct store_numbers n = s->ops->numbers(s->store);
    answers_write(b, s);
    type(b, "connections", " gauge\n", "open connections");
    line(b, "connections", "", s->conn_count);
    type(b, "waits", " gauge\n", "readers waiting for more");
    line(b, "waits", "", s->wait_count);
    type(b, "groups_total", " counter\n", "durable transactions");
    line(b, "groups_total", "", w.groups);
    type(b, "changes_total", " counter\n", "requests decided in them");
    line(b, "changes_total", "", w.changes);
    type(b, "group_microseconds_total", " counter\n", "time spent in them");
    line(b, "group_microseconds_total", "", w.commit_us);
    type(b, "store_bytes", " gauge\n", "size of the database, its unused part, its log");
    line(b, "store_bytes", "{part=\"file\"}", n.file_bytes);
    line(b, "store_bytes", "{part=\"unused\"}", n.free_bytes);
    line(b, "store_bytes", "{part=\"log\"}", n.log_bytes);
    type(b, "uptime_seconds", " gauge\n", "since the start");
    line(b, "uptime_seconds", "", (uv_now(&s->loop) - s->started_ms) / 1000);
}

enum admin_page admin_page_read(const struct http_head *head) {
    if (head->verb == HTTP_VERB_GET && bytes_equal(head->target, BYTES("/healthz")))
        return ADMIN_HEALTH;
    if (head->verb == HTTP_VERB_GET && bytes_equal(head->target, BYTES("/metrics")))
        return ADMIN_METRICS;
    return ADMIN_NONE;
}

void admin_answer(struct conn *c, enum admin_page page) {
    char room[16384], head_room[256];
    struct buf body, top;
    struct bytes body_bytes, top_bytes;
    buf_init_fixed(&body, room, sizeof room);
    if (page == ADMIN_HEALTH)
        buf_add_string(&body, c->server->is_draining ? "ending\n" : "ok\n");
    else if (page == ADMIN_METRICS)
        metrics_write(&body, c->server);
    else
        buf_add_string(&body, "there is nothing here\n");
    MUST(buf_finish(&body, &body_bytes) == ERR_OK);
    buf_init_fixed(&top, head_room, sizeof head_room);
    buf_add_string(&top, page ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 404 Not Found\r\n");
    buf_add_string(&top, "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
                         "Cache-Control: no-store\r\nContent-Length: ");
    buf_add_decimal(&top, (int64_t)body_bytes.size);
    buf_add_string(&top, c->is_last ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
    MUST(buf_finish(&top, &top_bytes) == ERR_OK);
    conn_send(c, top_bytes, body_bytes);
}
