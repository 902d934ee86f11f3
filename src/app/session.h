/* session.h -- what the house itself can do for a room: begin a book, open and close its locks,
 * make the words, bring the other in, leave, close, take one's data out.
 *
 * Everything here is for the rooms *door*, *evening*, *safety* and *me*; other practices need only
 * practice.h. A call that takes time (Argon2 in a worker of its own, the relay) returns at once:
 * the house shows "one moment" and, when it is done, goes where `then` says, or shows the form
 * again with what went wrong beside `field`.
 */
#ifndef TOWARD_APP_SESSION_H
#define TOWARD_APP_SESSION_H

#include "app/practice.h"
#include "book/pair_flow.h"
#include "crypt/locator.h"
#include "crypt/pairing.h"
#include "crypt/password.h"

/* What the house knows about itself and the device. */
struct session_status {
    bool has_book; /* a store file with a book is on this device, or one is open in memory */
    bool open;     /* its *ours* lock is open */
    bool mine_open;
    bool mine_own_secret; /* *mine* has a secret of its own (else the device's opens it too) */
    bool pin_set;
    bool storage;     /* the device can keep a store file */
    bool persistent;  /* the browser promised not to evict it */
    bool installed;   /* opened from the home screen */
    bool can_install; /* the browser offers it */
    bool memory_only;
    bool leads;     /* this tab leads; never false inside a room */
    bool reachable; /* the relay answered last time */
    bool looking;   /* look around: an example, nothing is sent */
    bool closing;   /* this book is being closed for good */
    /* The other's part is no longer at the relay: they may have left, or closed their book. */
    bool partner_gone;
    /* At this device's log-in the relay did not show all there was of *mine*. */
    bool mine_behind;
    enum session_trouble {
        TROUBLE_NONE,
        TROUBLE_UNREACHABLE, /* what is written is saved here and goes later */
        TROUBLE_CLOCK,       /* the relay finds this device's day wrong, and takes nothing */
        TROUBLE_BEHIND,      /* the relay lost the end of something: an old backup */
        TROUBLE_GONE,        /* the relay no longer has a part of what I wrote */
        TROUBLE_RELAY_FULL,  /* the relay refuses more */
        TROUBLE_ALARM,       /* the relay showed two truths; words compared out of band */
        TROUBLE_NO_SPACE,    /* this device is full */
        TROUBLE_EVICTED,     /* the store is gone; the words bring it back */
        TROUBLE_DAMAGED,     /* part of the store did not open; the relay has it */
        TROUBLE_UNREADABLE,  /* what is kept on this device cannot be read at all */
        TROUBLE_OLD_UNSENT   /* words unsent for more than a day */
    } trouble;
};

/* Pages of the room *door* that the house itself leads to. */
enum door_page {
    DOOR_FIRST = 0,   /* what it is; begin together, alone, look around */
    DOOR_UNLOCK = 1,  /* the device secret */
    DOOR_BLANK = 2,   /* blanked: the PIN, or just going on */
    DOOR_MINE = 3,    /* *mine*'s own lock; comes back to where one was going */
    DOOR_BUSY = 4,    /* one moment */
    DOOR_LOST = 5,    /* no such page */
    DOOR_JOIN = 6,    /* opened by an invitation */
    DOOR_ROOMS = 7,   /* all rooms, one line each */
    DOOR_SECOND = 8,  /* another tab leads */
    DOOR_INSECURE = 9 /* an origin without a secure context */
};

/* The door's form that uncovers a blanked screen: the only one that is answered then. */
enum { DOOR_ACTION_UNBLANK = 3 };

struct session_status session_status(const struct visit *v);

/* This device has read all that my other devices and the other had sent when it last looked: every
 * feed that is open was read to its end since it opened. False while the relay cannot be reached.
 * What must not be done twice, or after it was taken back elsewhere, waits for it. */
bool session_current(const struct visit *v);

/* The relay's two histories were looked at together: the alarm rises again on new evidence only. */
MUST_CHECK enum err session_alarm_forget(struct visit *v);
/* What was once kept on this device and is gone is no longer spoken of. */
void session_evicted_forget(struct visit *v);

/* One of the 2,048 words of the person's language, in the visit's frame; index < 2048. */
struct bytes session_word(const struct visit *v, uint32_t index);

/* Finds typed words (at least their first four letters, any case, accents or not) in either
 * list: fills `count` indices. ERR_INPUT with *wrong = position of the first that is none. */
MUST_CHECK enum err session_words_find(struct visit *v, struct bytes typed, uint16_t *indices,
                                       size_t count, size_t *wrong);

/* Begin: a new book with my name, opened on this device by `secret`. A secret that is too short is
 * refused here; an empty one means memory only (the person chose it). */
MUST_CHECK enum err session_begin(struct visit *v, struct bytes name, struct bytes secret,
                                  struct address then, uint32_t field);

/* What I am called in this book; at most BOOK_NAME_MAX bytes (book_internal.h). */
MUST_CHECK enum err session_name_set(struct visit *v, struct bytes name);

/* Locks. A wrong secret shows the form again. */
MUST_CHECK enum err session_unlock(struct visit *v, struct bytes secret, struct address then,
                                   uint32_t field);
MUST_CHECK enum err session_unlock_mine(struct visit *v, struct bytes secret, struct address then,
                                        uint32_t field);
/* By the seven words, where they were made or used on this device. */
MUST_CHECK enum err session_unlock_mine_words(struct visit *v, const uint16_t words[PASSWORD_WORDS],
                                              struct address then, uint32_t field);
/* A book in memory has no secret that could open *mine* again: it stays open. */
void session_lock_mine(struct visit *v);
void session_lock(struct visit *v); /* all of it: the worker ends */
/* The phone is given to somebody else: *mine* closes, and until session_lock only the pages `first`
 * to `last` of the room that asks are shown and answered, whatever address is visited; the first of
 * them stands in for any other. */
void session_hand_over(struct visit *v, uint32_t first, uint32_t last);
bool session_handed(const struct visit *v);
MUST_CHECK enum err session_mine_secret_set(struct visit *v, struct bytes secret,
                                            struct address then, uint32_t field);
struct address session_wanted(const struct visit *v); /* where one was going before the lock */
unsigned session_pin_tries(const struct visit *v);
MUST_CHECK enum err session_device_secret_set(struct visit *v, struct bytes old_secret,
                                              struct bytes secret, struct address then,
                                              uint32_t field);
MUST_CHECK enum err session_pin_set(struct visit *v, struct bytes pin,
                                    uint32_t field); /* empty: none */
/* After blanking: the PIN (five tries, then the device secret), or just going on without one. */
MUST_CHECK enum err session_unblank(struct visit *v, struct bytes pin, uint32_t field);

/* The seven words. _make draws them (kept in memory until confirmed or drawn again) and _show
 * gives their indices; _confirm makes the locator and, with `kit`, the kit's. */
MUST_CHECK enum err session_words_make(struct visit *v);
bool session_words_show(const struct visit *v, uint16_t indices[PASSWORD_WORDS]);
/* Makes the locator of the words drawn; with `kit` the recovery kit too. Needs *mine* open. When
 * words stand already: `old` are those (account.h, change of words); else NULL. After a log-in by
 * kit no old words are needed. */
MUST_CHECK enum err session_words_confirm(struct visit *v, const uint16_t *old, bool kit,
                                          struct address then, uint32_t field);
bool session_words_due(const struct visit *v); /* logged in by kit: new words come first */

/* What was made of words or a kit is not yet at the relay, and opens nothing elsewhere. */
bool session_words_unsent(const struct visit *v);

/* A new kit: twelve words and a four-word fingerprint, to print; the seven words are asked for.
 * What was made is shown until the next page that does not ask for it. */
MUST_CHECK enum err session_kit_make(struct visit *v, const uint16_t words[PASSWORD_WORDS],
                                     struct address then, uint32_t field);
bool session_kit_show(const struct visit *v, uint16_t words[KIT_WORDS], uint16_t fingerprint[4],
                      struct bytes *relay_host);
void session_kit_forget(struct visit *v);

/* Log in on this device by the words or the kit. An empty secret means memory only. */
MUST_CHECK enum err session_login(struct visit *v, const uint16_t *words, size_t count,
                                  struct bytes secret, struct address then, uint32_t field);

/* Bringing the other in. The link is made at once; the code is the same link as a picture. */
MUST_CHECK enum err session_invite(struct visit *v, bool same_room);
bool session_invite_link(const struct visit *v, struct bytes *link);
MUST_CHECK enum err session_invite_cancel(struct visit *v);
/* A link or what follows its '#'. ERR_INPUT when it is not one. */
MUST_CHECK enum err session_join(struct visit *v, struct bytes link);
bool session_join_waits(const struct visit *v,
                        struct bytes *link);                    /* opened by a link, not yet used */
void session_join_forget(struct visit *v);                      /* not this invitation */
enum pair_flow_state session_pair_state(const struct visit *v); /* book/pair_flow.h */
bool session_compare_words(const struct visit *v, uint16_t indices[PAIRING_WORDS]);
MUST_CHECK enum err session_compared(struct visit *v);

MUST_CHECK enum err session_leave_pair(struct visit *v, bool keep_my_words);
/* Deletes every box of mine at the relay, then the store. Works through unreachable relays: says
 * so and goes on when it can. */
MUST_CHECK enum err session_close_book(struct visit *v, struct bytes secret, uint32_t field);

/* Files for the person: effects to the page. */
MUST_CHECK enum err session_export_json(struct visit *v);
MUST_CHECK enum err session_export_html(struct visit *v);
void session_save_file(struct visit *v, const char *name, const char *type, struct bytes content);
void session_share(struct visit *v, struct bytes link); /* the phone's own share sheet */
void session_print(struct visit *v);
/* A neutral entry for one's own calendar (calendar.h), as the file day.ics. `minute` of the day, or
 * CALENDAR_ALL_DAY. Rooms ask for day and hour with forms/calendar.h. ERR_SIZE: a title too long.
 */
MUST_CHECK enum err session_calendar(struct visit *v, int32_t day, int32_t minute,
                                     struct bytes title);

/* Unpredictable bytes from the host. */
MUST_CHECK enum err session_random(struct visit *v, uint8_t *out, size_t size);

/* Language of the page: "en", "es", "qps"; kept on this device. */
MUST_CHECK enum err session_language_set(struct visit *v, struct bytes tag);
struct bytes session_language(const struct visit *v);

/* One room at the same time (book/live.h): both join; what is sent is seen at once and not kept.
 * A live session holds the lock open. _last: the newest message of the other's, or empty. */
MUST_CHECK enum err session_live_join(struct visit *v);
void session_live_leave(struct visit *v);
MUST_CHECK enum err session_live_send(struct visit *v, struct bytes message);
struct bytes session_live_last(const struct visit *v);
/* What this phone holds of a live session, in memory only: at most LIVE_MINE_MAX bytes, gone when
 * the session is left, the book locks or the program ends. */
enum { LIVE_MINE_MAX = 96 };
struct bytes session_live_mine(const struct visit *v);
void session_live_mine_set(struct visit *v, struct bytes mine);
/* A short vibration of this phone, where it can. */
void session_vibrate(struct visit *v);

#endif
