/* app_internal.h -- what the files of this folder share; nobody else includes it. */
#ifndef TOWARD_APP_APP_INTERNAL_H
#define TOWARD_APP_APP_INTERNAL_H

#include "app/app.h"
#include "app/session.h"
#include "book/account.h"
#include "book/book_internal.h"
#include "book/live.h"
#include "book/pair_flow.h"
#include "book/sync.h"
#include "crypt/seeded.h"
#include "crypt/words.h"

/* Sums: a ten-year book is about 20 MB of entries and 10 MB of tables; twice that is room enough.
 * A frame is one view (at most VIEW_SIZE_MAX) and what it is made from. Effects hold one file on
 * its way out: 64 MB in a buffer that grew by doubling. */
enum {
    APP_ARENA_MAX = 8 << 20,
    FRAME_ARENA_MAX = 24 << 20,
    EFFECTS_ARENA_MAX = 136 << 20,
    TEXT_ARENA_MAX = 4 << 20,
    SECRET_COUNT_MIN = 8, /* characters of a device secret */
    PIN_TRIES = 5
};

/* Keys of book_local: small values of this device. */
enum local_key {
    LOCAL_LANGUAGE = 1,
    LOCAL_PIN = 2,      /* digits: a screen lock over live memory only, never a cold key */
    LOCAL_MINE_OWN = 3, /* 1: *mine* has a secret of its own */
    LOCAL_DAY_SEEN = 4,
    LOCAL_CLOSING = 5 /* 1: this book is being closed */
};

enum app_mode {
    MODE_NEW,    /* before START */
    MODE_ASIDE,  /* not the leading tab, or no secure context: only says so */
    MODE_DOOR,   /* no book on this device */
    MODE_LOCKED, /* a store file, not opened */
    MODE_OPEN,
    MODE_BLANK, /* open in memory, screen blanked */
    MODE_GONE   /* left by quick exit, or ended */
};

/* What the house is doing while it says "one moment". One at a time. */
enum task_kind {
    TASK_NONE,
    TASK_BEGIN,       /* hash of the device secret, then a new book */
    TASK_UNLOCK,      /* hash, then *ours* opens */
    TASK_UNLOCK_MINE, /* hash, then *mine* opens */
    TASK_MINE_WORDS,  /* hash of the seven words, then *mine* opens */
    TASK_MINE_SET,    /* hash, then *mine* has a secret of its own */
    TASK_DEVICE_OLD,  /* hash of the old secret: must open *ours* */
    TASK_DEVICE_NEW,  /* hash of the new one, then wrapped anew */
    TASK_LOGIN,       /* an act of account, with the device secret's hash in between */
    TASK_WORDS,       /* an act of account */
    TASK_KIT,         /* an act of account */
    TASK_CLOSE_CHECK, /* hash of the device secret: must open *ours* */
    TASK_CLOSE        /* an act of account, then the store goes */
};

enum { TASK_TEXT_MAX = 1024 };

/* Times are sums of this and minutes; far from the end of 64 bits. */
#define CLOCK_MAX_MS ((uint64_t)1 << 53)

struct task {
    enum task_kind kind;
    struct address then;
    struct address from; /* the form to show again when it fails */
    uint32_t field;
    uint32_t action;
    uint32_t hash_id; /* 0: none under way */
    bool hash_for_account;
    bool memory_only;
    bool key_drawn; /* memory only: the key is drawn, not hashed, after the form's action */
    bool made_book; /* a book was made for it, which goes when it fails */
    struct store_salts salts;
    uint8_t name[BOOK_NAME_MAX];
    size_t name_size;
    uint8_t text[TASK_TEXT_MAX]; /* a secret still to be hashed */
    size_t text_size;
    uint8_t kek[KEY_SIZE];
    uint8_t kek_old[KEY_SIZE]; /* while the device secret changes */
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
    struct view view; /* what parts and rooms draw into; its bytes are the frame's */

    enum app_mode mode;
    uint32_t flags; /* START_* */
    uint64_t now_ms;
    int32_t today;
    uint8_t hour; /* as in an event */
    uint8_t origin[256];
    size_t origin_size;

    struct address at;     /* what is shown */
    struct address wanted; /* where one was going when a lock came in between */
    bool at_new;           /* the next view is a new page */
    bool forget_typed;     /* what was typed has been taken */
    bool shown_stale;      /* something changed under the page shown: it is drawn after the event */
    bool view_owed;        /* even when it looks as it did */
    bool hidden;           /* nobody can see the page now, or nobody touched it for a while */
    struct arena shown_arena;
    struct bytes shown; /* the last view that was sent */
    struct visit visit;

    struct book *book; /* NULL: none open */
    struct sync *sync;
    struct account *account;
    struct pair_flow *pair;
    uint8_t join_link[64]; /* an invitation this tab was opened with */
    size_t join_link_size;
    uint32_t handed_room; /* handed over: only these pages are shown; 0: not */
    uint32_t handed_first, handed_last;
    uint64_t settle_seen; /* settle ran at this state of the book */
    int32_t settle_day;
    bool settle_current; /* session_current then */
    uint8_t settle_hour;
    unsigned pin_tries_left;
    enum session_trouble trouble; /* of this device's store */
    bool mine_behind;             /* account.h */
    bool closing;                 /* account_book_closing, with *mine* open */
    /* What is half typed and may not rest in *ours*: a page of *mine* while its lock is closed, and
     * all of a phone that was handed over. Goes with the book. */
    uint8_t draft[DRAFT_SIZE_MAX];
    size_t draft_size;
    enum page_badge shown_badge;

    struct task task;
    uint32_t hash_next_id;
    uint32_t refused_action;
    uint32_t submit_action; /* of the form being answered */
    bool kit_to_show;
    uint16_t words_drawn[PASSWORD_WORDS];
    bool words_drawn_set;
    struct live *live;
    struct net_part parts_of_sync[SYNC_PARTS];
    struct sync_status sync_seen;
    enum pair_flow_state pair_seen;
    bool fill_due;      /* a page is newly shown: its draft, if there is one, goes after it */
    uint32_t live_room; /* the room both are in, 0: none */
    uint8_t live_last[LIVE_MESSAGE_MAX];
    size_t live_last_size;
    uint8_t live_mine[LIVE_MINE_MAX]; /* what a live session holds here: in memory only */
    size_t live_mine_size;
    uint8_t invite_link[384];
    struct random_seeded look_random[2]; /* of the example's books */
    uint64_t look_position;
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
const struct practice *app_practice(uint32_t code);

/* Prepares app->visit for a call of a room at `at`. The refusals stay. */
void app_visit_begin(struct app *app, struct address at);

/* Whether the phone is handed over and this page is none of those it was handed over with. */
bool app_handed_from(const struct app *app, struct address page);

/* Goes to an address: locks, unknown pages and the door are taken care of. */
void app_go(struct app *app, struct address to, bool replace);

/* The page is drawn once this event has been carried out. */
void app_draw(struct app *app);

/* Draws the page that is now right, into a VIEW effect; nothing when it looks as it did. */
void app_show(struct app *app);

/* --- the life of a session (life.c) --- */

MUST_CHECK enum err app_start(struct app *app, struct bytes tag);

/* Wipes and ends what app_start opened of sync, account, pairing and live line; NULL afterwards. */
void app_machines_close(struct app *app);
void app_look(struct app *app); /* the mode that what stands on this device leads to */
/* Tells the page whether a book stands in this device's file. */
void app_kept_send(struct app *app, bool kept);
void app_sync_watch(struct app *app); /* what changed in how the relay stands is shown */
void app_draft_put(struct app *app, struct bytes draft);
void app_language(struct app *app, struct bytes tag, struct bytes mo, struct bytes words);
void app_opened(struct app *app);   /* a book is open now: its parts, its language */
void app_book_end(struct app *app); /* wipes and closes the book, if there is one */
void app_answer(struct app *app, const struct net_answer *answer);
void app_draft_forget(struct app *app, uint32_t room, uint32_t action); /* its form was taken */
void app_draft_fill(struct app *app);
void app_book_shown_to_parts(struct app *app);
struct book_config app_book_config(const struct app *app, bool memory_only);
bool app_live_holds(const struct app *app); /* a live session keeps the lock open */
bool app_looking(const struct app *app);
/* session_current. */
bool app_current(const struct app *app);

/* --- the example couple (example.c) --- */

/* Both books are made, and the one that this app is started for is open. */
void app_example_begin(struct app *app);
/* What was written for both, as an effect for the other phone; and what came from it. */
void app_example_hand(struct app *app);
void app_example_take(struct app *app, struct bytes plain);

/* --- tasks (tasks.c) --- */

/* Asks the host for Argon2id of `secret` for the task under way. */
void task_hash(struct app *app, struct bytes secret, const uint8_t salt[STORE_SALT_SIZE]);
/* The same for the canonical text of the seven words (crypt/password.h). */
void task_hash_words(struct app *app, struct bytes canonical);
void app_hash_done(struct app *app, uint32_t id, const uint8_t key[KEY_SIZE]);
void app_tasks_watch(struct app *app);
/* From a form's action. Should the form be refused after all, the house undoes it (task_undo): a
 * session call may return an error at any point after this. */
void task_begin(struct visit *v, enum task_kind kind, struct address then, uint32_t field);
void task_undo(struct app *app);
/* The task under way becomes the closing of the book. */
MUST_CHECK enum err task_close_begin(struct app *app);

/* --- the rest (app.c) --- */

void app_settle(struct app *app);
void app_pump(struct app *app); /* sync's requests and the next wake */
void app_submit(struct app *app, struct bytes payload);

#endif
