#include "forms/live_session.h"

#include "app/session.h"
#include "crypt/hash.h"

#include <string.h>

enum { NONCE_SIZE = 8, SECRET_SIZE = 16, MESSAGE_SIZE = 72, HELD_SIZE = 77, ON = 1, ALONE = 2 };
_Static_assert((int)HELD_SIZE <= (int)LIVE_MINE_MAX, "what is held fits");

enum choice_state { CHOICE_NONE, CHOICE_SEALED, CHOICE_TOLD };

/* One person's choice. Of the other's, `secret` is not kept: it was held against the commitment. */
struct choice {
    uint8_t state, value;
    uint8_t commit[SECRET_SIZE], secret[SECRET_SIZE];
};

struct state {
    uint32_t practice, what;
    uint8_t nonce[NONCE_SIZE], echo[NONCE_SIZE];
    uint32_t step, act;
    uint64_t started_ms; /* the step, by this phone's clock */
    uint8_t flags;
    struct choice mine, theirs;
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
    s->mine.state = held.at[41];
    s->mine.value = held.at[42];
    memcpy(s->mine.secret, held.at + 43, SECRET_SIZE);
    s->theirs.state = held.at[59];
    s->theirs.value = held.at[60];
    memcpy(s->theirs.commit, held.at + 61, SECRET_SIZE);
    return true;
}

static void held_write(struct visit *v, const struct state *s) {
    uint8_t out[HELD_SIZE] = {0};
    head_write(out, s);
    u64_write(out + 32, s->started_ms);
    out[40] = s->flags;
    out[41] = s->mine.state;
    out[42] = s->mine.value;
    memcpy(out + 43, s->mine.secret, SECRET_SIZE);
    out[59] = s->theirs.state;
    out[60] = s->theirs.value;
    memcpy(out + 61, s->theirs.commit, SECRET_SIZE);
    session_live_mine_set(v, BYTES_OF(out));
}

static uint32_t elapsed_s(const struct visit *v, const struct state *s) {
    uint64_t ms = v->now_ms > s->started_ms ? v->now_ms - s->started_ms : 0;
    return ms / 1000 < UINT32_MAX ? (uint32_t)(ms / 1000) : UINT32_MAX;
}

/* --- choosing alone --------------------------------------------------------------------------- */

static void commit_make(const uint8_t nonce[NONCE_SIZE], const struct choice *c,
                        uint8_t out[SECRET_SIZE]) {
    uint8_t whole[HASH_SIZE];
    HASH(whole, LABEL_LIVE, bytes_make(nonce, NONCE_SIZE), bytes_make(c->secret, SECRET_SIZE),
         bytes_make(&c->value, 1));
    memcpy(out, whole, SECRET_SIZE);
}

static void choice_write(uint8_t *out, const struct state *s) {
    out[0] = s->mine.state;
    if (s->mine.state != CHOICE_NONE)
        commit_make(s->nonce, &s->mine, out + 4);
    if (s->mine.state == CHOICE_TOLD) {
        out[1] = s->mine.value;
        memcpy(out + 20, s->mine.secret, SECRET_SIZE);
    }
}

/* Takes the other's choice; true when mine is to be told now. What they committed to first is what
 * they can tell; after a new beginning of theirs nothing that either told counts. */
static bool choice_meet(struct state *mine, const uint8_t their_nonce[NONCE_SIZE],
                        const uint8_t *in, bool heard) {
    struct choice told = {.state = in[0], .value = in[1]};
    uint8_t commit[SECRET_SIZE];
    if (!heard) {
        mine->theirs = (struct choice){0};
        if (mine->mine.state == CHOICE_TOLD)
            mine->mine = (struct choice){0};
    }
    if (mine->theirs.state == CHOICE_NONE && told.state != CHOICE_NONE) {
        memcpy(mine->theirs.commit, in + 4, SECRET_SIZE);
        mine->theirs.state = CHOICE_SEALED;
    }
    memcpy(told.secret, in + 20, SECRET_SIZE);
    commit_make(their_nonce, &told, commit);
    if (mine->theirs.state == CHOICE_SEALED && mine->mine.state != CHOICE_NONE &&
        told.state == CHOICE_TOLD && secret_equal(commit, mine->theirs.commit, SECRET_SIZE)) {
        mine->theirs.state = CHOICE_TOLD;
        mine->theirs.value = told.value;
    }
    if (mine->mine.state != CHOICE_SEALED || mine->theirs.state == CHOICE_NONE)
        return false;
    mine->mine.state = CHOICE_TOLD;
    return true;
}

static enum err tell(struct visit *v, const struct state *s) {
    uint8_t out[MESSAGE_SIZE] = {0};
    held_write(v, s);
    if (s->flags & ALONE)
        return ERR_OK;
    head_write(out, s);
    u32_write(out + 32, elapsed_s(v, s));
    choice_write(out + 36, s);
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

static bool may_lead(const struct visit *v, const struct live_session_def *def,
                     const struct state *mine, const struct state *theirs) {
    return !def->theirs || theirs->step == LIVE_SESSION_STOPPED ||
           def->theirs(v, mine->step, theirs->step, theirs->act);
}

/* Takes what came; true when the other needs to hear of it. */
static bool meet(struct visit *v, const struct live_session_def *def, struct state *mine,
                 const struct state *theirs, struct bytes message) {
    bool heard = memcmp(mine->echo, theirs->nonce, NONCE_SIZE) == 0;
    memcpy(mine->echo, theirs->nonce, NONCE_SIZE);
    bool answer = choice_meet(mine, theirs->nonce, message.at + 36, heard) || !heard;
    if (memcmp(theirs->echo, mine->nonce, NONCE_SIZE) != 0)
        return answer;
    mine->flags |= ON;
    if (is_later(theirs, mine) && may_lead(v, def, mine, theirs)) {
        uint64_t ago = (uint64_t)u32_read(message.at + 32) * 1000;
        if (theirs->step != mine->step)
            mine->started_ms = v->now_ms > ago ? v->now_ms - ago : 0;
        mine->step = theirs->step;
        mine->act = theirs->act;
        session_vibrate(v);
    }
    return answer;
}

static void choice_read(const struct state *s, struct live_session *out) {
    uint8_t mine = s->mine.value, theirs = s->theirs.value;
    out->alone = s->flags & ALONE;
    out->chosen = s->mine.state != CHOICE_NONE;
    out->choice = out->chosen ? mine : 0;
    out->both = out->chosen && s->theirs.state == CHOICE_TOLD;
    out->smaller = !out->both ? 0 : mine < theirs ? mine : theirs;
}

enum err live_session_read(struct visit *v, const struct live_session_def *def,
                           struct live_session *out) {
    struct state mine, theirs;
    struct bytes last = session_live_last(v);
    *out = (struct live_session){0};
    if (!held_read(v, def, &mine))
        return ERR_OK;
    if (!(mine.flags & ALONE) && last.size == MESSAGE_SIZE && head_read(last, def, &theirs)) {
        bool answer = meet(v, def, &mine, &theirs, last);
        held_write(v, &mine);
        if (answer)
            TRY(tell(v, &mine));
    }
    out->step = mine.step;
    out->act = mine.act;
    choice_read(&mine, out);
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

enum err live_session_choose(struct visit *v, const struct live_session_def *def, uint32_t value) {
    struct live_session now;
    struct state s;
    TRY(live_session_read(v, def, &now));
    if (now.state != LIVE_SESSION_ON || !held_read(v, def, &s))
        return ERR_STATE;
    MUST(value < 256);
    if (s.mine.state == CHOICE_NONE) {
        s.mine = (struct choice){.state = CHOICE_SEALED, .value = (uint8_t)value};
        TRY(session_random(v, s.mine.secret, SECRET_SIZE));
    } else if (now.alone && !now.both) {
        s.theirs = (struct choice){.state = CHOICE_TOLD, .value = (uint8_t)value};
    }
    if (s.mine.state == CHOICE_SEALED && s.theirs.state != CHOICE_NONE)
        s.mine.state = CHOICE_TOLD;
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
