#include "client.h"

#include "base/check.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* --- chance and time --- */

uint64_t dice_draw(struct dice *d) {
    uint64_t z = d->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint32_t dice_below(struct dice *d, uint32_t sides) {
    return (uint32_t)(dice_draw(d) % sides);
}

void dice_fill(struct dice *d, uint8_t *out, size_t size) {
    for (size_t i = 0; i < size; i += 8) {
        uint8_t eight[8];
        u64_write(eight, dice_draw(d));
        memcpy(out + i, eight, size - i < 8 ? size - i : 8);
    }
}

uint64_t clock_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* --- the relay --- */

enum { OPTIONS_MAX = 24 };

bool relay_begin(struct relay_process *r, const char *program, const char *folder,
                 const char *const *options) {
    const char *words[OPTIONS_MAX + 8] = {program, "serve", "--port", "0", "--data", folder};
    int out[2], count = 6;
    for (int i = 0; options && options[i] && count < OPTIONS_MAX; i++)
        words[count++] = options[i];
    if (pipe2(out, O_CLOEXEC) != 0)
        return false;
    *r = (struct relay_process){.pid = fork(), .out = out[0]};
    if (r->pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        execv(program, (char *const *)(uintptr_t)words);
        _exit(127);
    }
    close(out[1]);
    if (r->pid > 0)
        return true;
    close(out[0]);
    return false;
}

bool relay_ready(struct relay_process *r) {
    char said[1024] = "";
    size_t size = 0;
    while (size + 1 < sizeof said) {
        struct pollfd p = {.fd = r->out, .events = POLLIN};
        ssize_t more =
            poll(&p, 1, 10000) == 1 ? read(r->out, said + size, sizeof said - 1 - size) : 0;
        if (more <= 0)
            return false;
        size += (size_t)more;
        said[size] = '\0';
        const char *at = strstr(said, "http://127.0.0.1:");
        if (at && strchr(at, '\n')) {
            r->port = (unsigned)strtoul(at + 17, NULL, 10);
            return r->port > 0;
        }
    }
    return false;
}

int relay_end(struct relay_process *r, int signal) {
    int status = 0;
    kill(r->pid, signal);
    while (waitpid(r->pid, &status, 0) < 0 && errno == EINTR) {
    }
    close(r->out);
    return status;
}

uint64_t relay_memory(const struct relay_process *r, bool most) {
    char path[64], line[256];
    const char *name = most ? "VmHWM:" : "VmRSS:";
    uint64_t kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)r->pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (!strncmp(line, name, strlen(name)))
            kb = strtoull(line + strlen(name), NULL, 10);
    if (f)
        fclose(f);
    return kb * 1024;
}

unsigned relay_connections(const struct relay_process *r) {
    char line[256], end[8];
    unsigned count = 0;
    FILE *table = fopen("/proc/net/tcp", "r");
    snprintf(end, sizeof end, ":%04X", r->port);
    while (table && fgets(line, sizeof line, table)) {
        char here[32], there[32];
        unsigned state;
        if (sscanf(line, " %*u: %31s %31s %x", here, there, &state) == 3 && state == 1 &&
            strcmp(here + strlen(here) - 5, end) == 0)
            count++;
    }
    if (table)
        fclose(table);
    return count;
}

/* --- a connection --- */

void client_make(struct client *c, unsigned port) {
    char origin[64];
    *c = (struct client){
        .fd = -1, .port = port, .patience = CLIENT_SECONDS, .in_room = RELAY_PAGE_MAX_SIZE + 4096};
    c->in = malloc(c->in_room);
    MUST(c->in);
    snprintf(origin, sizeof origin, "http://127.0.0.1:%u", port);
    chain_host_hash(bytes_from_string(origin), c->host_hash);
}

void client_hang_up(struct client *c) {
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
}

void client_free(struct client *c) {
    client_hang_up(c);
    free(c->in);
}

int client_connect(unsigned port, unsigned patience) {
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)port),
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval wait = {.tv_sec = (time_t)patience};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(fd, (struct sockaddr *)&a, sizeof a) == 0)
        return fd;
    close(fd);
    return -1;
}

static bool send_all(int fd, const void *at, size_t size) {
    const uint8_t *from = at;
    while (size > 0) {
        ssize_t sent = send(fd, from, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        from += sent;
        size -= (size_t)sent;
    }
    return true;
}

static bool head_send(struct client *c, const struct net_request *r) {
    static const char *const methods[] = {
        [NET_GET] = "GET", [NET_PUT] = "PUT", [NET_POST] = "POST", [NET_DELETE] = "DELETE"};
    char room[1024], token[64] = "";
    struct buf head;
    struct bytes bytes;
    buf_init_fixed(&head, room, sizeof room);
    buf_add_string(&head, methods[r->method]);
    buf_add_string(&head, " ");
    buf_add(&head, r->path.at, r->path.size);
    snprintf(token, sizeof token, " HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n", c->port);
    buf_add_string(&head, token);
    if (r->token) {
        struct buf b;
        struct bytes text;
        char coded[64];
        buf_init_fixed(&b, coded, sizeof coded);
        buf_add_base64url(&b, bytes_make(r->token, KEY_SIZE));
        MUST(buf_finish(&b, &text) == ERR_OK);
        buf_add_string(&head, "Authorization: Box ");
        buf_add(&head, text.at, text.size);
        buf_add_string(&head, "\r\n");
    }
    if (r->body.size > 0) {
        snprintf(token, sizeof token, "Content-Length: %zu\r\n", r->body.size);
        buf_add_string(&head, token);
    }
    buf_add_string(&head, "\r\n");
    MUST(buf_finish(&head, &bytes) == ERR_OK);
    return send_all(c->fd, bytes.at, bytes.size) && send_all(c->fd, r->body.at, r->body.size);
}

/* The size of head and body once the head is there; 0 before. */
static size_t answer_size(const struct client *c, size_t have, size_t *head) {
    const char *text = (const char *)c->in;
    const char *end = memmem(text, have, "\r\n\r\n", 4);
    if (!end)
        return 0;
    *head = (size_t)(end - text) + 4;
    const char *length = memmem(text, *head, "ontent-Length: ", 15);
    if (!length)
        length = memmem(text, *head, "ontent-length: ", 15);
    return *head + (length ? strtoul(length + 15, NULL, 10) : 0);
}

static unsigned answer_take(struct client *c, struct bytes *body) {
    size_t have = 0, head = 0, whole = 0;
    while (whole == 0 || have < whole) {
        ssize_t more = recv(c->fd, c->in + have, c->in_room - 1 - have, 0);
        if (more <= 0)
            return 0;
        have += (size_t)more;
        c->in[have] = '\0';
        whole = whole ? whole : answer_size(c, have, &head);
        if (whole > c->in_room - 1)
            return 0;
    }
    *body = bytes_make(c->in + head, whole - head);
    return (unsigned)strtoul((const char *)c->in + 9, NULL, 10);
}

unsigned client_ask(struct client *c, const struct net_request *request, struct bytes *body) {
    if (c->fd < 0)
        c->fd = client_connect(c->port, c->patience);
    unsigned status = c->fd >= 0 && head_send(c, request) ? answer_take(c, body) : 0;
    if (status == 0 || memmem(c->in, (size_t)(body->at - c->in), "onnection: close", 16))
        client_hang_up(c);
    return status;
}
