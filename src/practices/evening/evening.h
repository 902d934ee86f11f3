/* evening.h -- what the files of this room share.
 *
 * An evening is two sealed rounds that are offered together: the answers and, for the ninety quiet
 * seconds, how near. Evenings are counted from 0; the rounds of evening n carry `what` 2n + 1 and
 * 2n + 2. Of two phones only one ever offers (the one whose box of the pair has the smaller id),
 * and of several offers of one round only its first counts, so both always look at the same one.
 *
 * While one answers, the answer rests in *ours* on this phone alone (not an entry); sealing takes
 * it away there. Who seals before the questions lie on this phone is done all the same: the answer
 * rests on, shown no more, and is sealed by itself as soon as they do. Everything else is an entry.
 */
#ifndef TOWARD_PRACTICES_EVENING_H
#define TOWARD_PRACTICES_EVENING_H

#include "app/session.h"
#include "forms/note.h"
#include "forms/noticed.h"
#include "forms/sealed_round.h"

/* Other rooms lead to PAGE_BRING, PAGE_JOIN, PAGE_BRINGS and PAGE_ALONE by their numbers. */
enum evening_page {
    PAGE_HOME = 0,
    PAGE_BRING = 1,
    PAGE_JOIN = 2,
    PAGE_COMPARE = 3,
    PAGE_READERS = 4,
    PAGE_FEEL = 5,
    PAGE_SMALL = 6,
    PAGE_SAW = 7,
    PAGE_SEALED = 8,
    PAGE_THEIRS = 9,
    PAGE_TWO_MINUTES = 10,
    PAGE_MINE = 11,
    PAGE_REPLY = 12,
    PAGE_REPLIES = 13,
    PAGE_NEAR = 14,
    PAGE_QUIET = 15,
    PAGE_ENOUGH = 16,
    PAGE_DIFFER = 17,
    PAGE_MINUTE = 20,
    PAGE_MINUTE_ELSE = 21,
    PAGE_MINUTE_DONE = 22, /* item: 1 sent, 2 nothing sent */
    PAGE_BRINGS = 30,
    PAGE_BROUGHT = 31,
    PAGE_ALONE = 40,
    PAGE_SELF = 41,
    PAGE_SELF_KEPT = 42,
    PAGE_HANDED = 50,
    PAGE_HANDED_FEEL = 51,
    PAGE_HANDED_SMALL = 52,
    PAGE_HANDED_SAW = 53,
    PAGE_HANDED_OVER = 54,
    PAGE_HANDED_OPEN = 55,
    PAGE_HANDED_READ = 56,
    PAGE_HANDED_QUIET = 57,
    PAGE_HANDED_END = 58
};

enum evening_action {
    ACTION_INVITE = 1,
    ACTION_CANCEL = 2,
    ACTION_JOIN = 3,
    ACTION_COMPARED = 4,
    ACTION_FEEL = 5,
    ACTION_SMALL = 6,
    ACTION_SEAL = 7,
    ACTION_OPEN = 8,
    ACTION_REPLY = 9,
    ACTION_NEAR = 10,
    ACTION_CALENDAR = 11,
    ACTION_AWAY = 12,
    ACTION_AGAIN = 13,
    ACTION_MINUTE = 14,
    ACTION_MINUTE_ELSE = 15,
    ACTION_BRINGS = 16,
    ACTION_SELF = 17,
    ACTION_SHARE = 18,
    ACTION_HANDED_BEGIN = 19,
    ACTION_HANDED_FEEL = 20,
    ACTION_HANDED_SMALL = 21,
    ACTION_HANDED_SAW = 22,
    ACTION_HANDED_OPEN = 23,
    ACTION_HANDED_END = 24,
    ACTION_FORGET = 25,
    ACTION_HANDED_UNLOCK = 26
};

enum evening_field {
    F_FEELING = 1,
    F_STRENGTH = 2,
    F_TEXT = 3,
    F_ANSWER = 4,
    F_NEAR = 5,
    F_SINCE = 6,
    F_HOW = 7
};

enum evening_kind {
    KIND_REPLY =
        ROOM_EVENING * KINDS_PER_PRACTICE, /* ours: re [round]; 1 uint enum reply; 2 text */
    /* + 1 is KIND_NOTICED (forms/noticed.h) */
    KIND_AGAIN = ROOM_EVENING * KINDS_PER_PRACTICE +
                 2, /* ours: re [the evening before], or none; 1 uint number */
    KIND_BRINGS = ROOM_EVENING * KINDS_PER_PRACTICE + 3, /* mine: 1 uint what, 2 uint since */
    KIND_SELF = ROOM_EVENING * KINDS_PER_PRACTICE + 4    /* mine: as an answer, without 4 */
};

enum reply { REPLY_YES = 0, REPLY_INSTEAD = 1, REPLY_NO = 2, REPLY_COUNT };

/* Two texts of the bytes below and a few numbers stay under SEALED_ANSWER_MAX. */
enum {
    FEELING_COUNT = 14, /* the last: none of these */
    STRENGTH_COUNT = 5,
    NEAR_COUNT = 5,
    BRINGS_COUNT = 6,
    SINCE_COUNT = 5,
    ANSWER_TEXT_MAX = 1500,
    ANSWER_TEXT_CHARACTERS = 400,
    QUIET_SECONDS = 90,
    TWO_MINUTES_SECONDS = 120,
    MINUTE_DAYS = 3 /* the minute of the next day is suggested for so long */
};

/* One person's answer; as a body: 1 uint feeling, 2 uint strength, 3 text, 4 text. Each may be
 * missing: a blank is a full answer. Texts are borrowed. */
struct answer {
    bool has_feeling, has_strength;
    uint32_t feeling, strength;
    struct bytes small;   /* what would help until tomorrow */
    struct bytes noticed; /* what I noticed */
};

/* Reads any bytes; what does not fit an answer is left out. `body` is borrowed. */
struct answer answer_read(struct bytes body);
/* The body, in the visit's frame. */
MUST_CHECK enum err answer_write(struct visit *v, const struct answer *answer, struct bytes *out);

/* Answers that rest on this phone, in *ours*, until they are sealed or thrown away. */
enum rest { REST_MINE, REST_FIRST, REST_SECOND };
struct answer rest_read(const struct visit *v, enum rest which);
MUST_CHECK enum err rest_set(struct visit *v, enum rest which, const struct answer *answer);
MUST_CHECK enum err rest_clear(struct visit *v, enum rest which);

/* The evening that is current on both phones. */
struct evening {
    uint32_t number;
    bool offered; /* else the rest is zero: the phones still have to lay it out */
    bool near_offered;
    bool rests; /* I pressed *seal*, and it is not laid out here yet */
    struct sealed_round answers, near;
    int32_t offer_day;
    bool open;
    int32_t open_day;            /* when it opened here */
    const struct item *reply[2]; /* by author */
    bool noticed;                /* I sent a noticing that answers it */
    bool again;                  /* one of us wished for the next one */
};
/* Only for two: ERR_STATE otherwise. */
MUST_CHECK enum err evening_read(struct visit *v, struct evening *out);
MUST_CHECK enum err evening_settle(struct visit *v);
/* Lays out evening `number`, or wishes for it where the other phone does that. */
MUST_CHECK enum err evening_begin(struct visit *v, uint32_t number);
/* Seals the answer that rests here, now or as soon as the evening is laid out. */
MUST_CHECK enum err evening_seal(struct visit *v);

enum reply reply_read(const struct item *item, struct bytes *instead);

/* Small things of this device only, in book_local. */
enum evening_local_key { LOCAL_EVENING = 16 + ROOM_EVENING };
enum invite_how { INVITE_NONE, INVITE_CODE, INVITE_LINK, INVITE_JOINED };
enum handed_stage {
    HANDED_NONE,
    HANDED_FIRST,  /* the one whose phone it is answers */
    HANDED_SECOND, /* the other answers */
    HANDED_BOTH,
    HANDED_OPEN,
    HANDED_ENDED /* thrown away; the book is still to be unlocked */
};
struct evening_local {
    enum invite_how how;      /* how this phone came to the pair */
    enum handed_stage handed; /* one phone for both (handed.c) */
    uint32_t away;            /* this evening's number + 1 was put away here */
    int32_t not_today;        /* the day on which *not today* was chosen */
    uint64_t sealing;         /* an answer rests sealed for the pair so marked; 0: none */
};
struct evening_local local_read(const struct visit *v);
MUST_CHECK enum err local_set(struct visit *v, const struct evening_local *local);

/* --- what pages share (evening.c) --- */

struct address evening_at(enum evening_page page, uint64_t item);
void evening_page_begin(struct visit *v, enum text_key title, enum page_badge badge,
                        enum evening_page back);
/* Refuses the form in words that fit the error; ERR_OK so that it can end a run. */
MUST_CHECK enum err evening_refuse(struct visit *v, enum err e);
void evening_feeling_field(struct visit *v, enum text_key label, const struct answer *a);
struct words evening_feeling_words(struct visit *v, const struct answer *a);
/* An opened answer; in the first person where it is mine. */
void evening_answer_draw(struct visit *v, const struct answer *a, enum whose whose);
void evening_calendar_button(struct visit *v);
/* The three questions, with what rests in them; part of the pages of answer.c and handed.c. */
void evening_ask_feel(struct visit *v, const struct answer *a, enum evening_action action);
void evening_ask_small(struct visit *v, const struct answer *a, enum evening_action action);
void evening_ask_saw(struct visit *v, const struct answer *a, enum evening_action action,
                     enum text_key go);
void evening_answer_take(const struct submission *s, struct answer *a, enum evening_page step);

/* Pages and actions by file. ERR_NOT_FOUND: not its page. */
MUST_CHECK enum err bring_show(struct visit *v);
MUST_CHECK enum err run_invite(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_cancel(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_share(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_join(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_forget(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_compared(struct visit *v, const struct submission *s);

MUST_CHECK enum err answer_show(struct visit *v, const struct evening *e);
MUST_CHECK enum err run_feel(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_small(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_seal(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_open(struct visit *v, const struct submission *s);

MUST_CHECK enum err read_show(struct visit *v, const struct evening *e);
MUST_CHECK enum err run_reply(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_near(struct visit *v, const struct submission *s);

MUST_CHECK enum err next_show(struct visit *v);
MUST_CHECK enum err run_minute(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_minute_else(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_brings(struct visit *v, const struct submission *s);

MUST_CHECK enum err alone_show(struct visit *v);
MUST_CHECK enum err run_self(struct visit *v, const struct submission *s);

MUST_CHECK enum err handed_show(struct visit *v);
MUST_CHECK enum err run_handed_begin(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_handed_feel(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_handed_small(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_handed_saw(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_handed_open(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_handed_end(struct visit *v, const struct submission *s);
MUST_CHECK enum err run_handed_unlock(struct visit *v, const struct submission *s);
MUST_CHECK enum err handed_settle(struct visit *v);

#endif
