/* A changed program on the other phone, in a sealed round: it may write any entry into its own
 * feed. It reads nothing early and changes nothing late; what it breaks is its own answer. */
#include "base/check.h"
#include "crypt/round.h"
#include "practices/evening/evening.h"
#include "room_test.h"

#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam; /* Sam's program is changed */
static uint8_t round_id[1][EID_SIZE];

static const struct item *first_of(struct room_person *p, uint32_t kind, enum author author) {
    size_t count;
    const struct item *items = book_items(room_book(p), kind, &count);
    for (size_t i = 0; i < count; i++) {
        struct entry e = book_item_entry(&items[i]);
        bool ours = kind == KIND_ROUND_OFFER ||
                    (e.re_count && memcmp(entry_re(&e, 0), round_id[0], EID_SIZE) == 0);
        if (items[i].author == author && ours)
            return &items[i];
    }
    return NULL;
}

/* The answers' round, as both phones see it. */
static bool round_find(struct room_person *p) {
    for (int author = 0; author < 2; author++) {
        size_t count;
        const struct item *items = book_items(room_book(p), KIND_ROUND_OFFER, &count);
        for (size_t i = 0; i < count; i++) {
            uint64_t what;
            struct entry e = book_item_entry(&items[i]);
            if (body_uint(e.body, 2, &what) && what == 1) {
                memcpy(round_id[0], items[i].id, EID_SIZE);
                return true;
            }
        }
    }
    return false;
}

static bool begun(void) {
    room_world_begin(&w);
    if (!room_pair(&w, &nora, &sam))
        return false;
    room_run(&w, 4000);
    return round_find(nora);
}

static void nora_answers(void) {
    room_visit(nora, "2/5");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_FEEL, );
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_SMALL, FIELD(F_TEXT, "Ten minutes on the steps"));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_SEAL, FIELD(F_TEXT, "You called"));
    room_run(&w, 2000);
}

static void nora_opens(void) {
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_OPEN, );
    room_run(&w, 4000);
}

/* An entry of Sam's that answers the round. */
static bool forge(uint32_t kind, const struct bytes *fields, size_t count) {
    struct arena a;
    struct body_writer body;
    struct bytes done;
    arena_init(&a, (size_t)1 << 20);
    body_begin(&body, &a, NULL);
    for (size_t i = 0; i < count; i++)
        body_add_bytes(&body, (uint32_t)i + 1, fields[i]);
    bool ok =
        body_end(&body, &done) == ERR_OK &&
        room_forge(sam, SPACE_OURS, kind, (const uint8_t(*)[EID_SIZE])round_id, 1, done) == ERR_OK;
    arena_free(&a);
    return ok;
}

static const uint8_t sams_key[KEY_SIZE] = {7, 7, 7};

/* Seals any bytes as Sam's answer under sams_key. */
static bool forge_answer(struct bytes answer) {
    static const uint8_t nonce[SEAL_NONCE_SIZE] = {1};
    static uint8_t commit[ROUND_COMMIT_SIZE];
    const struct feed *out = book_feed(room_book(sam), FEED_PAIR_OUT);
    struct bytes field = BYTES_OF(commit);
    return out &&
           round_commit_seal(sams_key, out->chain.box_id, round_id[0], answer, nonce, commit) ==
               ERR_OK &&
           forge(KIND_ROUND_SEALED, &field, 1);
}

static bool forge_ready(void) {
    return forge(KIND_ROUND_READY, NULL, 0);
}

/* Sam's key; he names whatever he likes as what he had of Nora's. */
static bool forge_key(const uint8_t key[KEY_SIZE]) {
    const struct item *hers = first_of(sam, KIND_ROUND_SEALED, AUTHOR_PARTNER);
    struct bytes fields[2] = {bytes_make(key, KEY_SIZE),
                              bytes_make(hers ? hers->id : round_id[0], EID_SIZE)};
    return forge(KIND_ROUND_KEY, fields, 2);
}

/* An answer as an honest program writes it. */
static struct bytes honest_answer(struct arena *a, const char *small) {
    struct body_writer body;
    struct bytes done = {0};
    body_begin(&body, a, NULL);
    body_add_uint(&body, 1, 3);
    body_add_text(&body, 3, bytes_from_string(small));
    MUST(body_end(&body, &done) == ERR_OK);
    return done;
}

static bool has_noras_key(void) {
    return first_of(sam, KIND_ROUND_KEY, AUTHOR_PARTNER) != NULL;
}

/* Nothing that has come to Sam's phone holds her words or her key. */
static bool reads_nothing(void) {
    static const uint32_t kinds[] = {KIND_ROUND_OFFER, KIND_ROUND_SEALED, KIND_ROUND_READY,
                                     KIND_ROUND_KEY};
    static const char words[] = "Ten minutes";
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        size_t count;
        const struct item *items = book_items(room_book(sam), kinds[k], &count);
        for (size_t i = 0; i < count; i++)
            for (size_t at = 0; at + sizeof words - 1 <= items[i].cbor.size; at++)
                if (memcmp(items[i].cbor.at + at, words, sizeof words - 1) == 0)
                    return false;
    }
    return !has_noras_key();
}

TEST(room_cheat_without_an_answer_reads_nothing) {
    CHECK(begun());
    nora_answers();
    CHECK(forge_ready() && forge_key(sams_key));
    room_run(&w, 4000);
    nora_opens();
    room_run(&w, 10000);
    CHECK(reads_nothing());
    CHECK(room_says(nora, T_EVENING_READY_TITLE));
    room_world_end(&w);
}

TEST(room_cheat_that_opens_alone_reads_nothing) {
    struct arena a;
    CHECK(begun());
    arena_init(&a, (size_t)1 << 20);
    nora_answers();
    CHECK(forge_answer(honest_answer(&a, "Mine")) && forge_ready() && forge_key(sams_key));
    room_run(&w, 10000);
    CHECK(reads_nothing());
    CHECK(room_says(nora, T_EVENING_SEALED_TITLE) && !room_shows(nora, "Mine"));
    room_visit(nora, "2/9");
    CHECK(!room_shows(nora, "Mine"));
    arena_free(&a);
    room_world_end(&w);
}

TEST(room_cheat_before_she_has_answered_learns_nothing) {
    struct arena a;
    CHECK(begun());
    arena_init(&a, (size_t)1 << 20);
    CHECK(forge_answer(honest_answer(&a, "Mine")) && forge_ready() && forge_key(sams_key));
    room_run(&w, 4000);
    nora_answers();
    room_run(&w, 10000);
    CHECK(reads_nothing());
    CHECK(!room_shows(nora, "Mine"));
    arena_free(&a);
    room_world_end(&w);
}

/* Both opened; whatever Sam sends then, Nora reads what he had sealed, or nothing. */
TEST(room_cheat_changes_nothing_late) {
    struct arena a;
    CHECK(begun());
    arena_init(&a, (size_t)1 << 20);
    nora_answers();
    CHECK(forge_answer(honest_answer(&a, "What I sealed")));
    room_run(&w, 2000);
    CHECK(forge_ready());
    nora_opens();
    room_run(&w, 4000);
    CHECK(has_noras_key());
    CHECK(forge_answer(honest_answer(&a, "Something nicer")));
    CHECK(forge_key(sams_key));
    room_run(&w, 4000);
    room_visit(nora, "2/9");
    CHECK(room_shows(nora, "What I sealed"));
    CHECK(!room_shows(nora, "Something nicer"));
    const struct item *sealed = first_of(sam, KIND_ROUND_SEALED, AUTHOR_ME);
    uint8_t id[EID_SIZE];
    memcpy(id, sealed->id, EID_SIZE);
    CHECK_OK(book_erase(room_book(sam), id, w.today));
    room_run(&w, 4000);
    CHECK(!room_shows(nora, "Something nicer"));
    CHECK(room_says(nora, T_EVENING_LEFT_EMPTY));
    arena_free(&a);
    room_world_end(&w);
}

TEST(room_cheat_with_another_key_opens_nothing) {
    static const uint8_t wrong[KEY_SIZE] = {9};
    struct arena a;
    CHECK(begun());
    arena_init(&a, (size_t)1 << 20);
    nora_answers();
    CHECK(forge_answer(honest_answer(&a, "What I sealed")) && forge_ready());
    nora_opens();
    CHECK(forge_key(wrong));
    room_run(&w, 4000);
    CHECK(room_says(nora, T_EVENING_READY_TITLE));
    CHECK(!room_shows(nora, "What I sealed"));
    arena_free(&a);
    room_world_end(&w);
}

/* Answers that are none: Nora reads a blank, and her phone goes on. */
TEST(room_cheat_answers_of_any_bytes) {
    static const uint8_t bits[] = {0xa2, 0x01, 0x18, 0x63,
                                   0x03, 0x41, 0x78}; /* 99; bytes as text */
    static uint8_t large[SEALED_ANSWER_MAX];
    memset(large, 0xff, sizeof large);
    const struct bytes answers[] = {{0}, BYTES_OF(bits), BYTES("not an answer"), BYTES_OF(large)};
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        CHECK(begun());
        nora_answers();
        CHECK(forge_answer(answers[i]) && forge_ready());
        nora_opens();
        CHECK(forge_key(sams_key));
        room_run(&w, 4000);
        CHECK(room_says(nora, T_EVENING_OPEN_TITLE));
        room_visit(nora, "2/9");
        CHECK(room_says(nora, T_EVENING_LEFT_EMPTY));
        CHECK(!room_says(nora, T_EVENING_FEEL_TIRED));
        room_visit(nora, "2/12");
        CHECK(room_says(nora, T_EVENING_REPLY_NOTHING));
        room_world_end(&w);
    }
}

/* More offers of the same round, from either side, do not take an answer away. */
TEST(room_cheat_with_more_offers_changes_nothing) {
    CHECK(begun());
    nora_answers();
    for (int i = 0; i < 3; i++) {
        struct arena a;
        struct body_writer body;
        struct bytes done;
        arena_init(&a, (size_t)1 << 16);
        body_begin(&body, &a, NULL);
        body_add_uint(&body, 1, ROOM_EVENING);
        body_add_uint(&body, 2, 1);
        CHECK(body_end(&body, &done) == ERR_OK);
        CHECK_OK(room_forge(sam, SPACE_OURS, KIND_ROUND_OFFER, NULL, 0, done));
        arena_free(&a);
    }
    room_run(&w, 4000);
    room_visit(nora, "2/8");
    CHECK(room_says(nora, T_EVENING_SEALED_TITLE));
    room_world_end(&w);
}
