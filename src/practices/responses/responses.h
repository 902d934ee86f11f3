/* responses.h -- what the files of this room share.
 *
 * Two columns. The first: seven feelings, our own ones, and what others have made unsafe for one of
 * us. The second: how best to answer when *I* show it. A card is one line of it, written by whoever
 * shows the feeling, about themselves; the other learns it. It comes about by asking, or by a
 * sealed round in which each guesses for the other and tells for themselves; the guess is then
 * confirmed, corrected and ranked by the one it is about. It is tried out in a role play and
 * learned by heart in a drill. What is learned, guessed or remembered about the other stands in
 * *mine*, and nothing anywhere tells how much somebody knows of somebody.
 *
 * A *topic* is what a page is about, as the address's item: 1..7 one of the seven, else the address
 * of one of our own feelings. A round's `what` is 1..7, or an own feeling's address cut to 28 bits
 * under ROUND_OWN.
 */
#ifndef TOWARD_PRACTICES_RESPONSES_H
#define TOWARD_PRACTICES_RESPONSES_H

#include "app/session.h"
#include "base/check.h"
#include "book/kinds.h"
#include "forms/drill.h"
#include "forms/note.h"
#include "forms/one_phone.h"
#include "forms/sealed_round.h"

enum { ROOM_RESPONSES = 12 };

enum response_kind {
    /* mine or ours: F_EMOTION, F_NAME (own, unsafe), F_FIRST, F_SECOND, F_THIRD, F_NOT,
     * F_ROUND; re [our own feeling] */
    KIND_CARD = ROOM_RESPONSES * KINDS_PER_PRACTICE,
    KIND_FEELING, /* mine or ours: F_NAME */
    KIND_ASK,     /* ours: F_EMOTION, F_NAME (own); re [our own feeling] */
    KIND_NOTE,    /* mine: F_EMOTION, F_NAME (own), F_WORDS; re [our own feeling] */
    KIND_LEARNED  /* mine: forms/drill.h */
};

enum response_page {
    PAGE_HOME = 0,
    PAGE_THEIRS = 1,
    PAGE_MINE = 2,
    PAGE_TOPIC = 3,
    PAGE_WRITE = 4,
    PAGE_WRITTEN = 5,
    PAGE_FEELING = 6,
    PAGE_UNSAFE = 7,
    PAGE_UNSAFE_OURS = 8,
    PAGE_CHANGE = 9,
    PAGE_ERASE = 10,
    PAGE_ASKED = 11,
    PAGE_GUESS = 12,
    PAGE_SEALED = 13,
    PAGE_OPEN = 14,
    PAGE_TWO_MINUTES = 15,
    PAGE_RANK = 16,
    PAGE_NOTES = 17,
    PAGE_NOTE = 18,
    PAGE_HEART = 19,
    PAGE_SHEET = 20,
    PAGE_PLAY = 30,
    PAGE_STAGE = 31,
    PAGE_HANDED = 50,
    PAGE_HANDED_STAGE = 51,
    PAGE_HANDED_END = 52
};

enum response_action {
    ACTION_WRITE = 1,
    ACTION_FEELING = 2,
    ACTION_UNSAFE = 3,
    ACTION_CHANGE = 4,
    ACTION_ERASE = 5,
    ACTION_ASK = 6,
    ACTION_AWAY = 7,
    ACTION_OFFER = 8,
    ACTION_SEAL = 9,
    ACTION_OPEN = 10,
    ACTION_CONFIRM = 11,
    ACTION_RANK = 12,
    ACTION_NOTE = 13,
    ACTION_LEARN = 14,
    ACTION_BEGIN = 15,
    ACTION_SHOW = 16,
    ACTION_ON = 17,
    ACTION_STOP = 18,
    ACTION_HANDED_BEGIN = 19,
    ACTION_HANDED_UNLOCK = 20
};

/* Controls, and keys of bodies. */
enum response_field {
    F_EMOTION = 1,
    F_NAME = 2,
    F_FIRST = 3,
    F_SECOND = 4,
    F_THIRD = 5,
    F_NOT = 6,
    F_WORDS = 7,
    F_ROUND = 8, /* body: the round whose guess was confirmed last, 8 bytes of its id */
    F_WHEN = 9,
    F_GUESS = 10,
    F_AWAY = 11,
    F_STEP = 12,
    F_TOPIC = 13,
    F_RANK = 20 /* .. F_RANK + CANDIDATES_MAX - 1 */
};

enum {
    EMOTIONS = 7,
    EMOTION_OWN = 7,    /* one of our own feelings */
    EMOTION_UNSAFE = 8, /* what others have made unsafe for me */
    LINES = 3,          /* first, second, third */

    TOPICS_MAX = 40, /* the seven and our own */
    CARDS_MAX = 80,  /* of one person: topics, and as many unsafe ones */
    NAME_CHARACTERS = 60,
    UNSAFE_CHARACTERS = 200,
    LINE_CHARACTERS = 200,
    NAME_MAX = 4 * UNSAFE_CHARACTERS,
    LINE_MAX = 4 * LINE_CHARACTERS,

    CANDIDATES_MAX = 6, /* the guess, my own line, three that stand, new words */
    ROUNDS_MAX = 16,    /* that stand at once */
    ROUND_OWN = 1 << 28,
    STEPS_MAX = 8 /* of the role play (play.c) */
};

/* Choices of when a round opens, in days from today. */
enum { WHEN_COUNT = 4 };

static inline struct address response_at(enum response_page page, uint64_t item) {
    return (struct address){ROOM_RESPONSES, page, item};
}

/* --- topics.c: the first column -----------------------------------------------------------------
 */

struct topic {
    uint64_t address;
    uint32_t emotion;           /* 0..6, or EMOTION_OWN */
    const struct item *feeling; /* of our own */
};

/* False: no such topic. */
bool response_topic_read(const struct visit *v, uint64_t address, struct topic *out);
size_t response_topics_list(const struct visit *v, struct topic out[TOPICS_MAX]);
/* Where cards of a topic stand: *ours* when there are two, but for a feeling of mine alone. */
enum space response_topic_space(const struct visit *v, const struct topic *t);
uint32_t response_topic_what(const struct topic *t);
/* The topic of a round; false: none (any longer). */
bool response_topic_of_what(const struct visit *v, uint64_t what, struct topic *out);
/* As a title, and within a sentence. */
struct words response_topic_title(struct visit *v, const struct topic *t);
struct bytes response_topic_in(struct visit *v, const struct topic *t);
/* The key with {feeling} and {name} filled in. */
struct words response_topic_words(struct visit *v, enum text_key key, const struct topic *t);

/* --- the second column --------------------------------------------------------------------------
 */

struct card {
    const struct item *item;
    uint32_t emotion;
    struct topic topic; /* emotion 0..6 and own: the feeling may be gone (address 0) */
    struct bytes name;  /* own and unsafe */
    struct bytes lines[LINES];
    struct bytes not_so;
};

/* An entry from anywhere; false when it does not hold what a card needs. */
bool response_card_read(const struct visit *v, const struct item *item, struct card *out);
uint64_t response_card_digest(struct bytes body);
/* The cards of one person in one space, in the order of the first column; of several of one topic
 * the newest. */
size_t response_cards_list(const struct visit *v, enum author author, enum space space,
                           struct card out[CARDS_MAX]);
/* The card of a topic by its author; false: none. */
bool response_card_find(const struct visit *v, enum author author, const struct topic *t,
                        struct card *out);
struct words response_card_title(struct visit *v, const struct card *c);
/* The ways to answer, in order; what does not help under them. */
void response_card_draw(struct visit *v, const struct card *c, enum whose whose);

/* Writes my card of a topic over the one that stands. Empty lines are left out; `round` 0: as it
 * was. */
MUST_CHECK enum err response_card_write(struct visit *v, const struct topic *t,
                                        const struct bytes lines[LINES], struct bytes not_so,
                                        uint64_t round);
/* The topic's name for a body that has one, and its re. */
void response_topic_add(struct body_writer *w, const struct visit *v, const struct topic *t);
size_t response_topic_re(const struct topic *t, uint8_t re[1][EID_SIZE]);

/* --- what is put away on this device ---- */
bool response_is_away(const struct visit *v, uint64_t address);
MUST_CHECK enum err response_put_away(struct visit *v, uint64_t address, bool for_ever);

/* --- round.c ------------------------------------------------------------------------------------
 */

struct response_round {
    struct sealed_round round;
    uint64_t address;
    struct topic topic;
};
/* Those that ask something of me now: to be answered, to be opened, opened and not ranked yet. */
size_t response_rounds_standing(struct visit *v, struct response_round out[ROUNDS_MAX]);
enum response_page response_round_page(const struct response_round *r);

/* Pages (ERR_NOT_FOUND: not theirs) and actions, by file. */
enum err response_topic_show(struct visit *v);
enum err response_run_write(struct visit *v, const struct submission *s);
enum err response_run_feeling(struct visit *v, const struct submission *s);
enum err response_run_ask(struct visit *v, const struct submission *s);
enum err response_run_away(struct visit *v, const struct submission *s);
/* A question of the other's that waits, or NULL. */
const struct item *response_ask_waiting(struct visit *v);

enum err response_unsafe_show(struct visit *v);
enum err response_run_unsafe(struct visit *v, const struct submission *s);
enum err response_run_change(struct visit *v, const struct submission *s);
enum err response_run_erase(struct visit *v, const struct submission *s);

enum err response_round_show(struct visit *v);
enum err response_run_offer(struct visit *v, const struct submission *s);
enum err response_run_seal(struct visit *v, const struct submission *s);
enum err response_run_open(struct visit *v, const struct submission *s);
enum err response_run_confirm(struct visit *v, const struct submission *s);
enum err response_run_rank(struct visit *v, const struct submission *s);
enum err response_round_settle(struct visit *v);

enum err response_heart_show(struct visit *v);
enum err response_run_note(struct visit *v, const struct submission *s);
enum err response_run_learn(struct visit *v, const struct submission *s);
/* Whether something is there to practise today; false with *mine* closed. */
bool response_heart_waits(struct visit *v);
extern const struct drill response_drill;

enum err response_play_show(struct visit *v);
enum err response_run_begin(struct visit *v, const struct submission *s);
enum err response_run_show(struct visit *v, const struct submission *s);
enum err response_run_on(struct visit *v, const struct submission *s);
enum err response_run_stop(struct visit *v, const struct submission *s);
enum err response_run_handed_begin(struct visit *v, const struct submission *s);

enum err responses_example(struct example *x);

#endif
