#include "forms/deed.h"

#include "forms/sealed_round.h"
#include "wire/cbor.h"

static bool fits(struct bytes body, struct bytes *text) {
    struct cbor whole;
    return cbor_open(body, &whole) == ERR_OK && cbor_peek(&whole) == CBOR_MAP &&
           body_text(body, DEED_KEY, text) && text->size > 0 && text->size <= DEED_TEXT_MAX;
}

enum err deed_read(struct visit *v, uint64_t address, struct bytes *text, enum space *space) {
    struct sealed_round round;
    struct bytes found;
    const struct item *item = book_item_at(v->book, address);
    if (!item)
        return ERR_NOT_FOUND;
    if (item->kind == KIND_DEED && item->author == AUTHOR_ME && item->space == SPACE_MINE) {
        if (!fits(book_item_entry(item).body, &found))
            return ERR_NOT_FOUND;
        *text = found;
        *space = SPACE_MINE;
        return ERR_OK;
    }
    if (item->kind != KIND_ROUND_OFFER || sealed_round_read(v, item->id, &round) != ERR_OK ||
        round.practice != DEED_ROOM || round.state != SEALED_OPEN || !fits(round.mine, &found))
        return ERR_NOT_FOUND;
    *text = found;
    *space = SPACE_OURS;
    return ERR_OK;
}
