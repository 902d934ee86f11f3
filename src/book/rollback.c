#include "book/rollback.h"

#include "base/check.h"
#include "book/book_internal.h"
#include "book/keyring.h"
#include "book/kinds.h"
#include "crypt/root.h"
#include "wire/cbor.h"

#include <string.h>

enum { ENTRY_WITNESS = 6 };

static bool witness_contradicts(const struct item *item, const uint8_t self_key[KEY_SIZE],
                                uint32_t generation, const struct chain *mine) {
    uint8_t sealed[WITNESS_SIZE];
    struct witness w;
    struct cbor map = cbor_over(item->cbor);
    if (item->author != AUTHOR_ME || item->space != SPACE_OURS ||
        cbor_map_fixed(&map, ENTRY_WITNESS, sealed, sizeof sealed) != ERR_OK ||
        witness_open(self_key, sealed, &w) != ERR_OK || w.generation != generation)
        return false;
    return w.position > mine->position ||
           (w.position == mine->position && !secret_equal(w.head, mine->head, HASH_SIZE));
}

bool rollback_found(const struct book *b) {
    struct book_root root;
    struct root_keys keys;
    const struct feed *mine = book_feed(b, FEED_MINE);
    if (!mine || book_root(b, &root) != ERR_OK)
        return false;
    root_derive(root.root, &keys);
    bool found = false;
    for (uint32_t kind = 1; kind < KIND_ASKED_END; kind++) {
        size_t count;
        const struct item *items = book_items(b, kind, &count);
        for (size_t i = 0; i < count; i++)
            found = found ||
                    witness_contradicts(&items[i], keys.self_key, root.generation, &mine->chain);
    }
    memory_wipe(&root, sizeof root);
    memory_wipe(&keys, sizeof keys);
    return found;
}
