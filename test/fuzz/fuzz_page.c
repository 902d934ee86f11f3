/* fuzz_page.c -- what a relay may answer to a read: any bytes, and a sound page that was tampered
 * with.
 *
 * With an odd first byte the rest is the answer itself. With an even one it is a list of changes
 * (offset u16, value u8) to a sound page of three blobs. Whatever is accepted leads along what the
 * author signed, and never past it.
 */
#include "base/check.h"
#include "book/box.h"
#include "crypt/crypt.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BLOBS = 3, BLOB_SIZE = 1024, PAGE_ROOM = 4096 };

static struct chain heads[BLOBS + 1];
static uint8_t sound[PAGE_ROOM];
static size_t sound_size;

static void prepare(void) {
    static const uint8_t seed[KEY_SIZE] = {9};
    static uint8_t blobs[BLOBS][BLOB_SIZE];
    uint8_t hashes[BLOBS][HASH_SIZE], signatures[BLOBS][SIGNATURE_SIZE];
    struct sign_key key;
    MUST(crypt_init() == ERR_OK);
    sign_key_from_seed(seed, &key);
    chain_start(key.public_key, &heads[0]);
    for (int i = 0; i < BLOBS; i++) {
        memset(blobs[i], i + 1, BLOB_SIZE);
        chain_blob_hash(BYTES_OF(blobs[i]), hashes[i]);
        heads[i + 1] = heads[i];
        chain_advance(&heads[i + 1], hashes[i]);
        chain_sign_append(&heads[i + 1], &key, signatures[i]);
    }
    struct relay_page page = {.at = {.next = BLOBS + 1}, .floor = 1, .count = BLOBS};
    memcpy(page.at.head, heads[BLOBS].head, HASH_SIZE);
    memcpy(page.floor_head, heads[0].head, HASH_SIZE);
    struct buf b;
    buf_init_fixed(&b, sound, sizeof sound);
    relay_page_write(&b, &page);
    for (uint32_t i = 0; i < BLOBS; i++) {
        struct relay_page_blob blob = {.n = i + 1, .bh = hashes[i], .data = BYTES_OF(blobs[i])};
        blob.sig = i == 1 ? NULL : signatures[i];
        relay_page_blob_write(&b, &blob);
    }
    struct bytes whole;
    MUST(buf_finish(&b, &whole) == ERR_OK);
    sound_size = whole.size;
}

static void page_try(struct bytes body, enum relay_class box_class) {
    struct box_page page;
    if (box_page_open(body, box_class, &heads[0], &page) != ERR_OK)
        return;
    MUST(page.reached.position <= BLOBS);
    MUST(!memcmp(&page.reached, &heads[page.reached.position], sizeof page.reached));
    struct relay_page_blob blob;
    uint64_t n = 0;
    while (box_page_next(&page, &blob))
        MUST((blob.n == ++n || page.skipped) && (blob.erased || blob.data.size == BLOB_SIZE));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (sound_size == 0)
        prepare();
    if (size == 0)
        return 0;
    enum relay_class box_class = data[0] & 2 ? RELAY_CLASS_LIVE : RELAY_CLASS_FEED;
    if (data[0] & 1) {
        page_try(bytes_make(data + 1, size - 1), box_class);
        return 0;
    }
    uint8_t page[PAGE_ROOM];
    memcpy(page, sound, sound_size);
    for (size_t i = 1; i + 3 <= size; i += 3)
        page[(data[i] | data[i + 1] << 8) % (int)sound_size] ^= data[i + 2];
    page_try(bytes_make(page, sound_size), box_class);
    return 0;
}
