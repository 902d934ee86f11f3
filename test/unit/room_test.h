/* room_test.h -- two people with whole apps, one relay, in one process, for scenarios of rooms.
 *
 * Each person is an app (app/app.h) over a store file in memory, driven by events alone, as a page
 * drives it: visits, submitted forms, ticks, answers of the relay. What the app shows is kept as
 * HTML. Time is virtual, randomness seeded, Argon2id replaced by one hash, so a run gives the same
 * bytes natively and in WebAssembly.
 *
 * Goldens: room_golden(person, "evening-feel") compares the page with
 * test/golden/room_evening-feel.html. `make goldens` writes them all anew; look at the diff.
 */
#ifndef TOWARD_TEST_ROOM_TEST_H
#define TOWARD_TEST_ROOM_TEST_H

#include "app/app.h"
#include "book/book_internal.h"
#include "crypt/seeded.h"
#include "fake_relay.h"
#include "test.h"

enum { ROOM_FLIGHTS = 16, ROOM_PEOPLE = 3, ROOM_HTML_MAX = 1 << 18 };

struct room_flight {
    bool used;
    uint64_t started_ms, due_ms;
    uint8_t token[RELAY_TOKEN_SIZE];
    struct net_request request;
    struct arena arena;
};

struct room_world;

struct room_person {
    struct room_world *world;
    struct app *app;
    struct arena file_arena, arena, saved_arena;
    struct store_memory file;
    struct store_io io, disk; /* the app's, over the one that always works */
    struct random_seeded seeded;
    struct random_source random;
    uint32_t flags; /* START_* */
    bool offline;   /* nothing reaches the relay */
    bool ended;     /* the worker was to be ended (locked) */
    bool left;      /* quick exit */
    uint64_t wake_ms;
    struct room_flight flights[ROOM_FLIGHTS];
    uint8_t fragment[128]; /* the address bar */
    size_t fragment_size;
    uint8_t html[ROOM_HTML_MAX];
    size_t html_size;
    uint32_t views;                                            /* drawn so far */
    void (*drawn)(struct room_person *p, struct bytes stream); /* sees each view, or NULL */
    uint8_t file_name[64];
    size_t file_name_size; /* of the last file saved for the person, and what is in it */
    struct bytes saved;
    uint32_t hash_id; /* a hash that waits to be given */
    uint8_t hash[KEY_SIZE];
    uint32_t hashes; /* asked for so far */
    /* What goes wrong: each stays until it is taken back. */
    bool disk_full;                /* writes say ERR_NO_SPACE */
    uint32_t writes_left;          /* so many more, then it is full; 0: no end of them */
    bool hash_holds;               /* hashes wait for room_hash_give */
    uint64_t fast_ms;              /* so far ahead is this phone's clock */
    bool saw_kept;                 /* KEPT said so last */
    uint32_t fills;                /* drafts given back so far */
    uint8_t draft[DRAFT_SIZE_MAX]; /* the last of them */
    size_t draft_size;
};

struct room_world {
    struct fake_relay relay;
    uint64_t now_ms;
    int32_t today;
    uint8_t hour;  /* that every phone tells (app/effects.h); 0: none */
    uint64_t seed; /* set it before the first person to have other keys */
    struct room_person people[ROOM_PEOPLE];
    uint32_t count;
};

void room_world_begin(struct room_world *w);
void room_world_end(struct room_world *w);

/* A phone that has just opened the page; `fragment` without '#'. */
struct room_person *room_person(struct room_world *w, const char *fragment);
/* The program ends and starts again over the same store file. */
void room_restart(struct room_person *p, const char *fragment);

/* The page speaks this language from now on: one of this build's ("es", "qps"). */
void room_language(struct room_person *p, const char *language);

/* Time passes, requests travel. */
void room_run(struct room_world *w, uint64_t ms);
/* So many days pass at once. */
void room_sleep(struct room_world *w, int32_t days);

void room_visit(struct room_person *p, const char *fragment);

/* What a page tells besides: nobody looks (with the words half typed there, or ""), somebody looks
 * again, words are half typed, quick exit. */
void room_hide(struct room_person *p, const char *typed);
void room_show(struct room_person *p);
void room_type(struct room_person *p, const char *typed);
void room_exit(struct room_person *p);
/* The draft given back last has these words. */
bool room_draft_holds(const struct room_person *p, const char *typed);
/* The hash that waits (hash_holds) is there, or the worker failed. */
void room_hash_give(struct room_person *p, bool made);
/* The browser clears the file. */
void room_evict(struct room_person *p);

/* A form's fields: id and value, in the order of the page; ends with id 0. */
struct room_field {
    uint32_t id;
    const char *value;
};
/* Sends an action from the page the address bar names. */
void room_submit(struct room_person *p, uint32_t room, uint32_t action,
                 const struct room_field *fields);
#define ROOM_SUBMIT(p, room, action, ...)                                                          \
    room_submit((p), (room), (action), (const struct room_field[]){__VA_ARGS__{0, NULL}})
#define FIELD(id, value) {(id), (value)},

/* The page shows this text of ours, these words, this markup. */
bool room_says(const struct room_person *p, enum text_key key);
bool room_shows(const struct room_person *p, const char *html);
bool room_is_at(const struct room_person *p, const char *fragment);
struct bytes room_html(const struct room_person *p);

/* The page is what the golden file holds; false after saying where it differs. */
bool room_golden(const struct room_person *p, const char *name);

/* A new book at the door; `how` as the door counts: "1" together, "2" alone, "3" joining. */
#define ROOM_PHRASE "four everyday words"
void room_begin(struct room_person *p, const char *how, const char *name);

/* The invitation that the page shows as a link. */
enum { ROOM_INVITATION_MAX = 64 };
bool room_invitation(const struct room_person *p, char out[ROOM_INVITATION_MAX]);
/* The one under way, as a camera reads it from the code. */
bool room_invitation_of(const struct room_person *p, char out[ROOM_INVITATION_MAX]);

/* Nora and Sam, who began together by a link; true when both are in. */
bool room_pair(struct room_world *w, struct room_person **a, struct room_person **b);

/* Another device of this person, which holds what `p` holds now; *mine* is open on it. */
struct room_person *room_twin(struct room_person *p);

/* Writes an entry into a person's book behind their app's back: what a changed program could do. */
enum err room_forge(struct room_person *p, enum space space, uint32_t kind,
                    const uint8_t (*re)[EID_SIZE], uint32_t re_count, struct bytes body);
/* The same, dated as it likes. */
enum err room_forge_on(struct room_person *p, int32_t day, enum space space, uint32_t kind,
                       const uint8_t (*re)[EID_SIZE], uint32_t re_count, struct bytes body);
struct book *room_book(struct room_person *p);

#endif
