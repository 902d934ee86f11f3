#include "forms/live_session.h"

#include "app/session.h"

#include <string.h>

enum { NONCE_SIZE = 8, MESSAGE_SIZE = 36, HELD_SIZE = 42, ON = 1, ALONE = 2 };
_Static_assert((int)HELD_SIZE <= (int)LIVE_MINE_MAX, "what is held fits");

struct state {
    uint32_t practice, what;
    uint8_t nonce[NONCE_SIZE], echo[NONCE_SIZE];
    uint32_t step, act;
    uint64_t started_ms; /* the step, by this phone's clock */
    uint8_t flags;
};

static void head_write(uint8_t *out, const struct state *s) {
    u32_write(out, s->practice);
    u32_write(out + 4, s->what);
    memcpy(out + 8, s->nonce, NONCE_SIZE);
    memcpy(out + 16, s->echo, NONCE_SIZE);
    u32_write(out + 24, s->step);
    u32_write(out + 28, s->act);
}

static bool head_read(struct bytes in, const struct live_session_def *def, struct state *s) {
    *s = (struct state){0};
    if (in.size < 32)
        return false;
    s->practice = u32_read(in.at);
    s->what = u32_read(in.at + 4);
    memcpy(s->nonce, in.at + 8, NONCE_SIZE);
    memcpy(s->echo, in.at + 16, NONCE_SIZE);
    s->step = u32_read(in.at + 24);
    s->act = u32_read(in.at + 28);
    return s->practice == def->practice && s->what == def->what &&
           (s->step <= def->steps || s->step == LIVE_SESSION_STOPPED);
}

static bool held_read(const struct visit *v, const struct live_session_def *def, struct state *s) {
    struct bytes held = session_live_mine(v);
    if (held.size != HELD_SIZE || !head_read(held, def, s))
        return false;
    s->started_ms = u64_read(held.at + 32);
    s->flags = held.at[40];
    return true;
}

static void held_write(struct visit *v, const struct state *s) {
    uint8_t out[HELD_SIZE] = {0};
    head_write(out, s);
    u64_write(out + 32, s->started_ms);
    out[40] = s->flags;
    session_live_mine_set(v, BYTES_OF(out));
}

static uint32_t elapsed_s(const struct visit *v, const struct state *s) {
    uint64_t ms = v->now_ms > s->started_ms ? v->now_ms - s->started_ms : 0;
    return ms / 1000 < UINT32_MAX ? (uint32_t)(ms / 1000) : UINT32_MAX;
}

static enum err tell(struct visit *v, const struct state *s) {
    uint8_t out[MESSAGE_SIZE];
    held_write(v, s);
    if (s->flags & ALONE)
        return ERR_OK;
    head_write(out, s);
    u32_write(out + 32, elapsed_s(v, s));
    return session_live_send(v, BYTES_OF(out));
}

enum err live_session_begin(struct visit *v, const struct live_session_def *def, bool alone) {
    struct state s;
    if (held_read(v, def, &s) && s.step < def->steps)
        return ERR_OK;
    session_live_leave(v);
    s = (struct state){.practice = def->practice, .what = def->what, .started_ms = v->now_ms};
    s.flags = alone ? ON | ALONE : 0;
    TRY(session_random(v, s.nonce, sizeof s.nonce));
    if (!alone)
        TRY(session_live_join(v));
    return tell(v, &s);
}

static bool is_later(const struct state *a, const struct state *b) {
    return a->step != b->step ? a->step > b->step : a->act > b->act;
}

/* Takes what came; true when the other needs to hear of it. */
static bool meet(struct visit *v, struct state *mine, const struct state *theirs,
                 uint32_t elapsed) {
    bool heard = memcmp(mine->echo, theirs->nonce, NONCE_SIZE) == 0;
    memcpy(mine->echo, theirs->nonce, NONCE_SIZE);
    if (memcmp(theirs->echo, mine->nonce, NONCE_SIZE) != 0)
        return !heard;
    mine->flags |= ON;
    if (is_later(theirs, mine)) {
        uint64_t ago = (uint64_t)elapsed * 1000;
        if (theirs->step != mine->step)
            mine->started_ms = v->now_ms > ago ? v->now_ms - ago : 0;
        mine->step = theirs->step;
        mine->act = theirs->act;
        session_vibrate(v);
    }
    return !heard;
}

enum err live_session_read(struct visit *v, const struct live_session_def *def,
                           struct live_session *out) {
    struct state mine, theirs;
    struct bytes last = session_live_last(v);
    *out = (struct live_session){0};
    if (!held_read(v, def, &mine))
        return ERR_OK;
    if (!(mine.flags & ALONE) && last.size == MESSAGE_SIZE && head_read(last, def, &theirs)) {
        bool answer = meet(v, &mine, &theirs, u32_read(last.at + 32));
        held_write(v, &mine);
        if (answer)
            TRY(tell(v, &mine));
    }
    out->step = mine.step;
    out->act = mine.act;
    out->state = !(mine.flags & ON) ? LIVE_SESSION_READY : LIVE_SESSION_ON;
    if (mine.step >= def->steps)
        out->state = LIVE_SESSION_OVER;
    else if (out->state == LIVE_SESSION_ON && def->seconds) {
        uint32_t all = def->seconds(mine.step), gone = elapsed_s(v, &mine);
        out->left_s = all > gone ? all - gone : 0;
    }
    return ERR_OK;
}

enum err live_session_step(struct visit *v, const struct live_session_def *def, uint32_t from,
                           uint32_t to, uint32_t act) {
    struct live_session now;
    struct state s;
    TRY(live_session_read(v, def, &now));
    if (now.state != LIVE_SESSION_ON || !held_read(v, def, &s))
        return ERR_STATE;
    if (s.step != from)
        return ERR_OK;
    if (to > def->steps || to < from || (to == from && act <= s.act))
        return ERR_INPUT;
    if (to != from)
        s.started_ms = v->now_ms;
    s.step = to;
    s.act = act;
    return tell(v, &s);
}

enum err live_session_stop(struct visit *v, const struct live_session_def *def) {
    struct state s;
    if (!held_read(v, def, &s))
        return ERR_OK;
    s.step = LIVE_SESSION_STOPPED;
    return tell(v, &s);
}

void live_session_leave(struct visit *v) {
    session_live_leave(v);
}
