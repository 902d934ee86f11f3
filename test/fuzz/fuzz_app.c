/* fuzz_app.c -- a whole app, driven by whatever a page, a relay and a clock may say.
 *
 * The input is a script. Its first byte says how the phone begins: flags of START, and whether
 * there is a book already. Then steps, each a byte and what it needs: any bytes as an event, a form
 * of any practice's table filled in well or badly, a visit, an answer to a request, a hash, time,
 * hiding, a full disk, a new start over the same file. Whatever comes, the app gives whole effects,
 * and every view it sends is one that the page can read.
 */
#include "app/app.h"
#include "base/check.h"
#include "crypt/crypt.h"
#include "crypt/seeded.h"
#include "view/html.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STEPS_MAX = 60, EVENT_MAX = 1 << 16 };

struct phone {
    struct app *app;
    struct arena file_arena, frame;
    struct store_memory file;
    struct store_io disk, io;
    struct random_seeded seeded;
    bool disk_full;
    uint64_t now_ms;
    uint32_t today;
    uint32_t flags, hash_id, request_id;
    const uint8_t *at;
    size_t left;
};

static uint8_t next(struct phone *p) {
    if (p->left == 0)
        return 0;
    p->left--;
    return *p->at++;
}

static struct bytes next_bytes(struct phone *p) {
    size_t size = next(p);
    size = size < p->left ? size : p->left;
    struct bytes b = bytes_make(p->at, size);
    p->at += size;
    p->left -= size;
    return b;
}

/* --- a disk that may be full ------------------------------------------------------------------ */

static enum err disk_size(void *ctx, uint64_t *size) {
    struct phone *p = ctx;
    return p->disk.size(p->disk.ctx, size);
}

static enum err disk_read(void *ctx, uint64_t offset, uint8_t *out, size_t size) {
    struct phone *p = ctx;
    return p->disk.read(p->disk.ctx, offset, out, size);
}

static enum err disk_write(void *ctx, uint64_t offset, const uint8_t *in, size_t size) {
    struct phone *p = ctx;
    return p->disk_full ? ERR_NO_SPACE : p->disk.write(p->disk.ctx, offset, in, size);
}

static enum err disk_flush(void *ctx) {
    struct phone *p = ctx;
    return p->disk.flush(p->disk.ctx);
}

static enum err disk_resize(void *ctx, uint64_t size) {
    struct phone *p = ctx;
    return p->disk.resize(p->disk.ctx, size);
}

/* --- effects ---------------------------------------------------------------------------------- */

static void effect_take(struct phone *p, uint8_t type, struct bytes in) {
    struct arena a;
    struct buf out;
    MUST(type > 0 && type < EFFECT_COUNT_END);
    if (type == EFFECT_HASH || type == EFFECT_REQUEST) {
        MUST(in.size >= 4);
        *(type == EFFECT_HASH ? &p->hash_id : &p->request_id) = u32_read(in.at);
    }
    if (type != EFFECT_VIEW)
        return;
    MUST(in.size > 1);
    arena_init(&a, (size_t)32 << 20);
    buf_init(&out, &a);
    MUST(html_print(bytes_slice(in, 1, in.size), &out) == ERR_OK);
    arena_free(&a);
}

static void send(struct phone *p, struct bytes event) {
    struct bytes effects;
    if (app_event(p->app, event, &effects) != ERR_OK)
        return;
    while (effects.size) {
        MUST(effects.size >= 5);
        uint32_t size = u32_read(effects.at + 1);
        MUST(size <= effects.size - 5);
        effect_take(p, effects.at[0], bytes_slice(effects, 5, size));
        effects = bytes_slice(effects, 5 + size, effects.size);
    }
}

static void event_begin(struct phone *p, struct buf *b, uint8_t type) {
    arena_reset(&p->frame);
    buf_init(b, &p->frame);
    buf_add_u8(b, type);
    buf_add_u64(b, p->now_ms);
    buf_add_u32(b, p->today);
}

static void event_end(struct phone *p, struct buf *b) {
    struct bytes event;
    if (buf_finish(b, &event) == ERR_OK)
        send(p, event);
}

static void add_str(struct buf *b, struct bytes s) {
    buf_add_u32(b, (uint32_t)s.size);
    buf_add_bytes(b, s);
}

/* --- steps ------------------------------------------------------------------------------------ */

static void phone_start(struct phone *p) {
    struct app_host host = {.random = random_seeded_source(&p->seeded, 7), .store = &p->io};
    struct buf b;
    p->app = app_new(&host);
    MUST(p->app);
    p->hash_id = p->request_id = 0;
    event_begin(p, &b, EVENT_START);
    buf_add_u32(&b, p->flags);
    add_str(&b, BYTES("en"));
    add_str(&b, BYTES("https://a.example"));
    add_str(&b, (struct bytes){0});
    event_end(p, &b);
}

static void fragment_add(struct phone *p, struct buf *b) {
    uint8_t text[64];
    struct buf out;
    struct address at = {next(p) % 9, next(p) % 64, next(p)};
    struct bytes fragment = {0};
    buf_init_fixed(&out, text, sizeof text);
    address_print(&out, at);
    if (buf_finish(&out, &fragment) == ERR_OK)
        add_str(b, fragment);
}

static void value_add(struct phone *p, struct buf *b, const struct input_def *in) {
    static const char *const good[] = {"four everyday words", "1234", "0", "1", "2026-01-31",
                                       "0123456789abcdef",    "",     "2"};
    uint8_t how = next(p);
    buf_add_u32(b, how == 255 ? how : in->field);
    if (how & 1)
        add_str(b, bytes_from_string(good[(how >> 1) % COUNT_OF(good)]));
    else
        add_str(b, next_bytes(p));
}

static void submit(struct phone *p) {
    struct buf b;
    size_t count = 0;
    while (practices[count])
        count++;
    const struct practice *room = practices[next(p) % count];
    if (room->action_count == 0)
        return;
    const struct action_def *action = &room->actions[next(p) % room->action_count];
    event_begin(p, &b, EVENT_SUBMIT);
    fragment_add(p, &b);
    buf_add_u32(&b, room->code);
    buf_add_u32(&b, action->action);
    uint8_t skip = next(p);
    for (size_t i = 0; i < action->input_count; i++)
        if (!(skip >> i % 8 & 1))
            value_add(p, &b, &action->inputs[i]);
    event_end(p, &b);
}

static void answer(struct phone *p) {
    static const uint32_t statuses[] = {0, 200, 404, 409, 410, 429, 503, 507};
    struct buf b;
    event_begin(p, &b, EVENT_ANSWER);
    uint8_t how = next(p);
    buf_add_u32(&b, how & 8 ? how : p->request_id);
    buf_add_u32(&b, statuses[how % 8]);
    add_str(&b, next_bytes(p));
    event_end(p, &b);
}

static void hashed(struct phone *p) {
    uint8_t key[KEY_SIZE] = {0};
    struct buf b;
    event_begin(p, &b, EVENT_HASHED);
    buf_add_u32(&b, p->hash_id);
    memset(key, next(p) % 4, sizeof key); /* 0: the worker failed */
    buf_add(&b, key, sizeof key);
    event_end(p, &b);
}

static void tell(struct phone *p, uint8_t type) {
    struct buf b;
    event_begin(p, &b, type);
    if (type == EVENT_HIDDEN || type == EVENT_TYPED)
        add_str(&b, next_bytes(p));
    event_end(p, &b);
}

static void visit(struct phone *p) {
    struct buf b;
    event_begin(p, &b, EVENT_VISIT);
    if (next(p) & 1)
        fragment_add(p, &b);
    else
        add_str(&b, next_bytes(p));
    event_end(p, &b);
}

static void raw(struct phone *p) {
    struct buf b;
    event_begin(p, &b, next(p));
    buf_add_bytes(&b, next_bytes(p));
    event_end(p, &b);
}

/* A book of one's own at the door, as most scripts need it. */
static void begin(struct phone *p) {
    static const uint8_t key[KEY_SIZE] = {1, 1, 1};
    struct buf b;
    event_begin(p, &b, EVENT_SUBMIT);
    add_str(&b, BYTES("1/12/2"));
    buf_add_u32(&b, ROOM_DOOR);
    buf_add_u32(&b, 1);
    buf_add_u32(&b, 5);
    add_str(&b, BYTES("2"));
    buf_add_u32(&b, 1);
    add_str(&b, BYTES("Nora"));
    buf_add_u32(&b, 2);
    add_str(&b, BYTES("four everyday words"));
    event_end(p, &b);
    event_begin(p, &b, EVENT_HASHED);
    buf_add_u32(&b, p->hash_id);
    buf_add(&b, key, sizeof key);
    event_end(p, &b);
}

static void step(struct phone *p) {
    switch (next(p) % 12) {
    case 0:
        raw(p);
        break;
    case 1:
    case 2:
    case 3:
        submit(p);
        break;
    case 4:
        visit(p);
        break;
    case 5:
        answer(p);
        break;
    case 6:
        hashed(p);
        break;
    case 7:
        p->now_ms += (uint64_t)next(p) << next(p) % 40;
        p->today += next(p) % 9;
        tell(p, EVENT_TICK);
        break;
    case 8:
        tell(p, EVENT_HIDDEN);
        break;
    case 9:
        tell(p, next(p) & 1 ? EVENT_SHOWN : EVENT_TYPED);
        break;
    case 10:
        p->disk_full = !p->disk_full;
        break;
    default:
        app_close(p->app);
        phone_start(p);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct phone p = {.now_ms = 1780000000000u, .today = 2300, .at = data, .left = size};
    MUST(crypt_init() == ERR_OK);
    arena_init(&p.file_arena, (size_t)64 << 20);
    arena_init(&p.frame, EVENT_MAX);
    p.disk = store_memory_io(&p.file, &p.file_arena);
    p.io = (struct store_io){.ctx = &p,
                             .size = disk_size,
                             .read = disk_read,
                             .write = disk_write,
                             .flush = disk_flush,
                             .resize = disk_resize};
    uint8_t how = next(&p);
    p.flags = how & 1 ? START_SECURE | START_STORAGE : how;
    phone_start(&p);
    if (how & 1)
        begin(&p);
    for (int i = 0; i < STEPS_MAX && p.left; i++)
        step(&p);
    app_close(p.app);
    arena_free(&p.frame);
    arena_free(&p.file_arena);
    return 0;
}
