/* secrets.c -- calls what handles secrets, with each secret told to valgrind as not known.
 *
 * Usage: valgrind [...] secrets [leak]
 *
 * memcheck then reports every branch and every address that depends on one. Results are made known
 * again before they are looked at: whether something opened is what its caller learns anyway. With
 * `leak` a comparison that stops at the first difference is called: the report must come. Prints
 * how many calls were made.
 */
#include "base/check.h"
#include "book/book_parts.h"
#include "crypt/boxseal.h"
#include "crypt/feed.h"
#include "crypt/hash.h"
#include "crypt/locator.h"
#include "crypt/outbox.h"
#include "crypt/seeded.h"
#include "crypt/witness.h"

#include <stdio.h>
#include <string.h>
#include <valgrind/memcheck.h>

static unsigned calls;

static void hide(const void *at, size_t size) {
    (void)VALGRIND_MAKE_MEM_UNDEFINED(at, size);
}

static void show(const void *at, size_t size) {
    (void)VALGRIND_MAKE_MEM_DEFINED(at, size);
}

static void expect(enum err got, enum err wanted) {
    show(&got, sizeof got);
    MUST(got == wanted);
    calls++;
}

static const uint8_t nonce[SEAL_NONCE_SIZE] = "a nonce";

static void comparing(void) {
    uint8_t a[KEY_SIZE] = {1}, b[KEY_SIZE];
    for (size_t i = 0; i <= KEY_SIZE; i++) {
        memcpy(b, a, sizeof b);
        if (i < KEY_SIZE)
            b[i] ^= 0x80;
        hide(a, sizeof a);
        hide(b, sizeof b);
        bool same = secret_equal(a, b, KEY_SIZE), zero = secret_is_zero(b, KEY_SIZE);
        show(&same, sizeof same);
        show(&zero, sizeof zero);
        show(a, sizeof a);
        show(b, sizeof b);
        MUST(same == (i == KEY_SIZE) && !zero);
        calls += 2;
    }
}

/* Sealing, opening, and every way in which opening fails: the key, the commitment, the tag. */
static void sealing(void) {
    uint8_t key[KEY_SIZE] = {2}, plain[200] = {3}, sealed[200 + SEAL_OVERHEAD], out[200];
    static const size_t changed[] = {0, 25, 56, SEAL_PLAIN_AT, sizeof sealed - 1};
    hide(key, sizeof key);
    hide(plain, sizeof plain);
    seal(key, SEAL_ENTRY, BYTES("ad"), BYTES_OF(plain), nonce, sealed);
    show(sealed, sizeof sealed); /* it goes to the relay */
    expect(seal_open(key, SEAL_ENTRY, BYTES("ad"), BYTES_OF(sealed), out), ERR_OK);
    for (size_t i = 0; i < COUNT_OF(changed); i++) {
        sealed[changed[i]] ^= 4;
        expect(seal_open(key, SEAL_ENTRY, BYTES("ad"), BYTES_OF(sealed), out), ERR_SEAL);
        sealed[changed[i]] ^= 4;
    }
    key[0] ^= 1;
    expect(seal_open(key, SEAL_ENTRY, BYTES("ad"), BYTES_OF(sealed), out), ERR_SEAL);
}

static void padding(void) {
    uint8_t padded[1000];
    for (size_t text = 0; text < sizeof padded; text += 111) {
        size_t size = 0;
        memset(padded, 0x80, sizeof padded);
        MUST(pad_add(bytes_make(padded, text), padded, sizeof padded) == ERR_OK);
        hide(padded, sizeof padded);
        expect(pad_strip(BYTES_OF(padded), &size), ERR_OK);
        show(&size, sizeof size);
        show(padded, sizeof padded);
        MUST(size == text);
    }
    memset(padded, 0, sizeof padded);
    hide(padded, sizeof padded);
    expect(pad_strip(BYTES_OF(padded), &(size_t){0}), ERR_MALFORMED);
}

/* What words and kits become, and what they open. */
static void deriving(void) {
    uint8_t password[KEY_SIZE] = {5}, blob[LOCATOR_BLOB_SIZE], kit[KIT_SIZE] = {6};
    struct locator_keys keys;
    struct kit_keys of_kit;
    struct locator_payload back, p = {.generation = 1};
    hide(password, sizeof password);
    hide(kit, sizeof kit);
    locator_keys_from_password(password, &keys);
    kit_keys_from_secret(kit, &of_kit);
    show(keys.write.public_key, PUBLIC_KEY_SIZE);
    hide(p.root, sizeof p.root);
    locator_seal(&keys, &p, nonce, blob);
    show(blob, sizeof blob);
    blob[100] ^= 1;
    expect(locator_open(&keys, BYTES_OF(blob), &back), ERR_SEAL);
}

static void signing(void) {
    uint8_t seed[KEY_SIZE] = {7}, signature[SIGNATURE_SIZE];
    struct sign_key key;
    hide(seed, sizeof seed);
    sign_key_from_seed(seed, &key);
    show(key.public_key, PUBLIC_KEY_SIZE);
    sign_part(&key, SIGN_ERASE, BYTES("message"), signature);
    show(signature, sizeof signature);
    expect(sign_check_part(key.public_key, SIGN_ERASE, BYTES("message"), signature), ERR_OK);
}

static void boxes(void) {
    static const uint8_t ephemeral[KEY_SIZE] = "drawn once";
    uint8_t seed[KEY_SIZE] = {8}, plain[40] = {9}, sealed[40 + BOXSEAL_OVERHEAD], out[40];
    struct box_key key;
    hide(seed, sizeof seed);
    box_key_from_seed(seed, &key);
    show(key.public_key, PUBLIC_KEY_SIZE);
    expect(box_seal(key.public_key, BYTES_OF(plain), ephemeral, sealed), ERR_OK);
    show(sealed, sizeof sealed);
    expect(box_open(&key, BYTES_OF(sealed), out), ERR_OK);
    sealed[50] ^= 1;
    expect(box_open(&key, BYTES_OF(sealed), out), ERR_SEAL);
}

static void witnesses(void) {
    uint8_t key[KEY_SIZE] = {10}, sealed[WITNESS_SIZE];
    struct witness w = {.generation = 1}, back;
    hide(key, sizeof key);
    witness_seal(key, &w, nonce, sealed);
    show(sealed, sizeof sealed);
    sealed[60] ^= 1;
    expect(witness_open(key, sealed, &back), ERR_SEAL);
}

/* The two locks of a book, asked with what does not open them. */
static void locks(void) {
    struct arena a;
    struct store_memory m;
    struct random_seeded seeded;
    struct book *b;
    struct book_locks of = {.salts = {.device = "salt"}};
    struct book_root root = {.generation = 1, .root = "root"};
    uint8_t kek[KEY_SIZE] = {11};
    arena_init(&a, 64 << 20);
    struct store_io io = store_memory_io(&m, &a);
    struct book_config config = {.io = &io, .random = random_seeded_source(&seeded, 1)};
    memcpy(of.ours_kek, kek, KEY_SIZE);
    memset(of.mine_kek, 12, KEY_SIZE);
    MUST(book_create(&config, &of, &root, &b) == ERR_OK);
    book_close_mine(b);
    hide(kek, sizeof kek);
    expect(book_open_mine(b, kek), ERR_SEAL);
    book_close(b);
    show(kek, sizeof kek);
    kek[31] ^= 1;
    hide(kek, sizeof kek);
    expect(book_open(&config, kek, &b), ERR_SEAL);
    arena_free(&a);
}

static void leak(void) {
    uint8_t a[KEY_SIZE] = {1}, b[KEY_SIZE] = {1, 2};
    volatile size_t at = 0;
    hide(a, sizeof a);
    while (at < KEY_SIZE && a[at] == b[at])
        at++;
    calls++;
}

int main(int count, char **arguments) {
    MUST(crypt_init() == ERR_OK);
    if (count > 1 && strcmp(arguments[1], "leak") == 0) {
        leak();
    } else {
        comparing();
        sealing();
        padding();
        deriving();
        signing();
        boxes();
        witnesses();
        locks();
    }
    printf("%u calls\n", calls);
    return 0;
}
