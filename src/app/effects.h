/* effects.h -- the only door between the core and whoever hosts it.
 *
 * The host (a Worker in the browser, a test natively) hands over one *event* at a time and gets
 * back a list of *effects* to carry out, in order. No pointer, struct or callback crosses: both
 * are bytes. The store file and randomness are the exception: they are synchronous functions given
 * at the start (book/store.h, crypt/random.h).
 *
 * Integers are little-endian. `str` is a u32 size and that many bytes.
 *
 *     event   = type(u8) now_ms(u64) today(i24) hour(u8) payload
 *     effect  = type(u8) size(u32) payload
 *
 * now_ms is the host's clock since 1970-01-01 UTC; today is the person's local day since
 * 2020-01-01; hour is the local hour that has begun, counted from 1 (24: from 23:00 on), or 0: not
 * told. None is trusted, and the hour is written nowhere: it decides what is done now.
 */
#ifndef TOWARD_APP_EFFECTS_H
#define TOWARD_APP_EFFECTS_H

/* Payloads:
 * START     flags(u32: START_*) str language tag, str origin ("https://host"), str fragment
 * VISIT     str fragment (without '#')
 * SUBMIT    str page fragment, u32 room, u32 action, then fields: u32 id, str value ...
 * ANSWER    u32 request id, u32 status (0: unreachable), str body
 * HASHED    u32 hash id, 32 bytes (all zero: the worker failed)
 * TICK      nothing
 * HIDDEN    str half-typed (as SUBMIT's payload, or empty)
 * SHOWN     nothing
 * TYPED     as HIDDEN: put away while typing, now and then
 * LANGUAGE  str tag, str .mo bytes (empty for English), str words file (crypt/words.h; or empty)
 * EXIT      quick exit: wipe everything now
 * FACTS     flags(u32): what PERSISTENT, INSTALLED and CAN_INSTALL are now; the others stay
 * LOOK      what the other phone of the example wrote for both (EFFECT_LOOK's payload) */
#define APP_EVENTS(X)                                                                              \
    X(START, 1)                                                                                    \
    X(VISIT, 2)                                                                                    \
    X(SUBMIT, 3)                                                                                   \
    X(ANSWER, 4)                                                                                   \
    X(HASHED, 5)                                                                                   \
    X(TICK, 6)                                                                                     \
    X(HIDDEN, 7)                                                                                   \
    X(SHOWN, 8)                                                                                    \
    X(TYPED, 9)                                                                                    \
    X(LANGUAGE, 10)                                                                                \
    X(EXIT, 11)                                                                                    \
    X(FACTS, 12)                                                                                   \
    X(LOOK, 13)

/* VIEW      u8 flags (VIEW_*), then a view stream (view/ops.h) for the page
 * ADDRESS   u8 replace, str fragment: what the address bar says from now on
 * REQUEST   u32 id, u8 method (enum net_method), u8 has_token, 32 bytes token, u32 wait seconds,
 *           str path, str body
 * ABORT     u32 request id: no longer wanted
 * HASH      u32 id, u8 kind (0: seven words, salt unused; 1: device secret), 16 bytes salt,
 *           str password: Argon2id in a throw-away worker (crypt/password.h), answer HASHED
 * WAKE      u64 now_ms at which to send TICK; replaces the one before
 * LANGUAGE  str tag: fetch its .mo and its words, answer LANGUAGE
 * FILL      str half-typed: put the values back into the fields of the page just shown
 * SAVE      str file name, str media type, str content
 * SHARE     str text
 * PRINT     nothing
 * END       the worker is to be ended and started anew (locked)
 * LEAVE     quick exit: replace the page
 * INSTALL   show the browser's own install prompt
 * LIVE      u8 kind: 1 a short vibration
 * LOOK      entries for the other phone of the example (app/example.h)
 * KEPT      u8: 1 a book stands in this device's file, 0 none does any more: to be remembered
 * beside the file, for EXPECTED at the next start */
#define APP_EFFECTS(X)                                                                             \
    X(VIEW, 1)                                                                                     \
    X(ADDRESS, 2)                                                                                  \
    X(REQUEST, 3)                                                                                  \
    X(ABORT, 4)                                                                                    \
    X(HASH, 5)                                                                                     \
    X(WAKE, 6)                                                                                     \
    X(LANGUAGE, 7)                                                                                 \
    X(FILL, 8)                                                                                     \
    X(SAVE, 9)                                                                                     \
    X(SHARE, 10)                                                                                   \
    X(PRINT, 11)                                                                                   \
    X(END, 12)                                                                                     \
    X(LEAVE, 13)                                                                                   \
    X(INSTALL, 14)                                                                                 \
    X(LIVE, 15)                                                                                    \
    X(LOOK, 16)                                                                                    \
    X(KEPT, 17)

/* EXPECTED: KEPT said last that a book stands in this device's file. */
#define START_FLAGS(X)                                                                             \
    X(STORAGE, 1)                                                                                  \
    X(PERSISTENT, 2)                                                                               \
    X(INSTALLED, 4)                                                                                \
    X(CAN_INSTALL, 8)                                                                              \
    X(SECURE, 16)                                                                                  \
    X(LOOK_A, 32)                                                                                  \
    X(LOOK_B, 64)                                                                                  \
    X(SECOND, 128)                                                                                 \
    X(EXPECTED, 256)
#define APP_EVENT_ENUM(id, n) EVENT_##id = n,
#define APP_EFFECT_ENUM(id, n) EFFECT_##id = n,
#define VIEW_FLAG_ENUM(id, n) VIEW_##id = n,
#define START_FLAG_ENUM(id, n) START_##id = n,
/* NEW_PAGE: scroll to the top, move focus to the heading. FORGET_TYPED: what was typed has been
 * taken; fields show what is drawn. Without it the page keeps every changed field as it is. */
#define VIEW_FLAGS(X) X(NEW_PAGE, 1) X(FORGET_TYPED, 2)

/* Bytes of a draft that the sealed file takes; of a longer one the page has the only copy. */
enum { DRAFT_SIZE_MAX = 16000 };

enum app_event { APP_EVENTS(APP_EVENT_ENUM) EVENT_END };
enum app_effect { APP_EFFECTS(APP_EFFECT_ENUM) EFFECT_COUNT_END };
enum view_flag { VIEW_FLAGS(VIEW_FLAG_ENUM) VIEW_FLAGS_END };
enum start_flag { START_FLAGS(START_FLAG_ENUM) START_FLAGS_END };

#endif
