/* me.h -- what the files of this room share. */
#ifndef TOWARD_PRACTICES_ME_H
#define TOWARD_PRACTICES_ME_H

#include "app/session.h"
#include "base/check.h"

/* Other rooms lead to PAGE_LOCKS and PAGE_WORDS by their numbers: they do not change. */
enum me_page {
    PAGE_HOME = 0,
    PAGE_READERS = 1,
    PAGE_DEVICES = 2,
    PAGE_LOCKS = 3,
    PAGE_LANGUAGE = 4,
    PAGE_EXPORT = 5,
    PAGE_ERASE = 6,
    PAGE_LEAVE = 7,
    PAGE_CLOSE = 8,
    PAGE_NAME = 9,
    PAGE_WORDS = 10,
    PAGE_WORDS_SHOWN = 11,
    PAGE_WORDS_CHECK = 12,
    PAGE_WORDS_DONE = 13,
    PAGE_KIT = 14,
    PAGE_KIT_SHOWN = 15,
    PAGE_COMPARE = 16,
    PAGE_ABOUT = 17,
    PAGE_ERASE_SURE = 18,
    PAGE_LOCKS_KEPT = 19,
    PAGE_HOUR = 20
};

enum me_action {
    ACTION_WORDS_DRAW = 1,
    ACTION_WORDS_CHECK = 2,
    ACTION_KIT = 3,
    ACTION_KIT_DONE = 4,
    ACTION_DEVICE_SECRET = 5,
    ACTION_MINE_SECRET = 6,
    ACTION_PIN = 7,
    ACTION_MINE_LOCK = 8,
    ACTION_LOCK = 9,
    ACTION_COMPARED = 10,
    ACTION_LANGUAGE = 11,
    ACTION_EXPORT = 12,
    ACTION_ERASE = 13,
    ACTION_LEAVE = 14,
    ACTION_CLOSE = 15,
    ACTION_NAME = 16,
    ACTION_HOUR = 17
};

enum me_field {
    F_FIRST = 1,
    F_SECOND = 2,
    F_OLD = 3,
    F_KIT = 4,
    F_SECRET = 5,
    F_SECRET_OLD = 6,
    F_PIN = 7,
    F_LANGUAGE = 8,
    F_FORMAT = 9,
    F_ITEM = 10,
    F_KEEP = 11,
    F_NAME = 12,
    F_HOUR = 13
};

static inline struct address me(uint32_t page, uint64_t item) {
    return (struct address){ROOM_ME, page, item};
}

/* Begins a page of this room with the way back to its first. */
void me_page_begin(struct visit *v, enum text_key title, enum page_badge badge);

/* words.c: pages and actions of the seven words and the kit. ERR_NOT_FOUND: not its page. */
enum err me_words_show(struct visit *v);
enum err me_run_words_draw(struct visit *v, const struct submission *s);
enum err me_run_words_check(struct visit *v, const struct submission *s);
enum err me_run_kit(struct visit *v, const struct submission *s);
enum err me_run_kit_done(struct visit *v, const struct submission *s);

/* locks.c: phrases, PIN, devices. */
enum err me_locks_show(struct visit *v);
enum err me_run_device_secret(struct visit *v, const struct submission *s);
enum err me_run_mine_secret(struct visit *v, const struct submission *s);
enum err me_run_pin(struct visit *v, const struct submission *s);

/* hour.c: the hour that the two set. */
enum err me_hour_show(struct visit *v);
enum err me_run_hour(struct visit *v, const struct submission *s);

/* data.c: export, erase, leave, close. */
enum err me_data_show(struct visit *v);
enum err me_run_export(struct visit *v, const struct submission *s);
enum err me_run_erase(struct visit *v, const struct submission *s);
enum err me_run_leave(struct visit *v, const struct submission *s);
enum err me_run_close(struct visit *v, const struct submission *s);

#endif
