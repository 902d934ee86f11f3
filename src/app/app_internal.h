/* app_internal.h -- what the files of this folder share; nobody else includes it. */
#ifndef TOWARD_APP_APP_INTERNAL_H
#define TOWARD_APP_APP_INTERNAL_H

#include "app/app.h"
#include "app/session.h"
#include "book/account.h"
#include "book/pair_flow.h"
#include "book/sync.h"
#include "crypt/words.h"

/* Sums: a ten-year book is about 20 MB of entries and 10 MB of tables; twice that is room enough.
 * A frame is one view (at most VIEW_SIZE_MAX) and what it is made from. */
enum {
    APP_ARENA_MAX = 1 << 20,
    FRAME_ARENA_MAX = 24 << 20,
    EFFECTS_ARENA_MAX = 24 << 20,
    TEXT_ARENA_MAX = 4 << 20,
    SECRET_SIZE_MIN = 8, /* characters of a device secret */
    PIN_TRIES = 5,
    BLANK_AFTER_MS = 5 * 60 * 1000,
    END_AFTER_MS = 30 * 60 * 1000
};

/* Keys of book_local: small values of this device. */
enum local_key {
    LOCAL_LANGUAGE = 1,
    LOCAL_PIN = 2,      /* 16 bytes salt, 32 bytes hash: a screen lock over live memory only */
    LOCAL_MINE_OWN = 3, /* 1: *mine* has a secret of its own */
    LOCAL_DAY_SEEN = 4
};

enum app_mode {
    MODE_NEW,    /* before START */
    MODE_DOOR,   /* no book on this device */
    MODE_LOCKED, /* a store file, not opened */
    MODE_OPEN,
    MODE_BLANK, /* open in memory, screen blanked */
    MODE_GONE   /* left by quick exit, or ended */
};

/* What a finished hash is for. One at a time. */
enum hash_purpose {
    HASH_NONE,
    HASH_BEGIN,
    HASH_UNLOCK,
    HASH_UNLOCK_MINE,
    HASH_MINE_SET,
    HASH_DEVICE_OLD,
    HASH_DEVICE_NEW,
    HASH_WORDS, /* P of the words just made */
    HASH_LOGIN, /* P of the words typed */
    HASH_LOGIN_DEVICE,
    HASH_CLOSE
};

enum { PENDING_TEXT_MAX = 1024 };

struct pending_hash {
    enum hash_purpose purpose;
    uint32_t id;
    struct address then;
    struct address from; /* the form to show again */
    uint32_t field;
    uint8_t salt[PASSWORD_SALT_SIZE];
    uint8_t text[PENDING_TEXT_MAX]; /* a name, or a secret still to be hashed */
    size_t text_size;
    uint16_t words[KIT_WORDS];
    size_t word_count;
};

struct app {
    struct app_host host;
    struct arena arena; /* the app's life */
    struct arena frame; /* one event */
    struct arena out;   /* the effects of one event */
    struct arena text_arena;
    struct buf effects;
    struct text text;
    struct word_list words; /* of the language; English until it is loaded */
    struct parts parts;

    enum app_mode mode;
    uint32_t flags; /* START_* */
    uint64_t now_ms;
    int32_t today;
    uint8_t origin[256];
    size_t origin_size;

    struct address at;     /* what is shown */
    struct address wanted; /* where one was going when a lock came in between */
    bool at_new;           /* the next view is a new page */
    bool forget_typed;     /* what was typed has been taken */
    bool shown_stale;      /* something changed under the page shown */
    struct visit visit;

    struct book *book; /* NULL: none open */
    struct sync *sync;
    struct account *account;
    struct pair_flow *pair;
    uint8_t join_link[64]; /* an invitation this tab was opened with */
    size_t join_link_size;
    uint64_t idle_since_ms;
    uint64_t settle_seen; /* settle ran at this state of the book */
    int32_t settle_day;
    unsigned pin_tries_left;
    enum session_trouble trouble;
    bool reachable;
    bool wake_set;

    struct pending_hash hash;
    uint32_t hash_next_id;
    uint16_t words_drawn[PASSWORD_WORDS];
    bool words_drawn_set;
    uint16_t kit_drawn[KIT_WORDS];
    bool kit_drawn_set;
};

/* A session is the app seen by a room. */
static inline struct app *app_of(const struct visit *v) {
    return (struct app *)(void *)v->session;
}

/* --- effects (effects.c) --- */

struct effect_writer {
    struct app *app;
    size_t size_at;
};
void effect_begin(struct app *app, enum app_effect type, struct effect_writer *w);
void effect_end(struct effect_writer *w);
void effect_str(struct app *app, struct bytes b);
void effect_simple(struct app *app, enum app_effect type);

/* --- pages (pages.c) --- */

/* The practice with this code, or NULL. */
const struct practice *app_practice(const struct app *app, uint32_t code);

/* Prepares app->visit for a call of a room at `at`. The refusals stay. */
void app_visit_begin(struct app *app, struct address at);

/* Goes to an address: locks, unknown pages and the door are taken care of. */
void app_go(struct app *app, struct address to, bool replace);

/* Draws the page that is now right, into a VIEW effect; nothing when it looks as it did. */
void app_draw(struct app *app);

/* A page of the door over whatever the address is (busy, blank, lock). */
void app_draw_door(struct app *app, enum door_page page);

/* --- the rest --- */
void app_settle(struct app *app);
void app_pump(struct app *app); /* sync's requests and the next wake */
void app_submit(struct app *app, struct bytes payload);
void app_hash_done(struct app *app, uint32_t id, const uint8_t key[KEY_SIZE]);
void app_opened(struct app *app); /* a book is open now: settings, sync, settle */
void app_lock(struct app *app);   /* wipes the book and ends the worker */

#endif
