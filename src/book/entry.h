/* entry.h -- one entry: the unit that a person writes and that everything shown is computed from.
 *
 * An entry is a CBOR map of the strict subset (wire/cbor.h) with integer keys:
 *
 *     0 v      uint = 1
 *     1 kind   uint; what the body means (kinds.h for the book's own, each practice for its own)
 *     2 lam    uint; counts this author's entries in this feed only
 *     3 day    uint, at most ENTRY_DAY_MAX; claimed day since 2020-01-01 (base/day.h); no time of
 *              day, ever
 *     4 re     array of 1..8 entry ids (32 bytes); left out when empty
 *     5 seen   array of 1..4 [box16, n, head32]; left out when empty
 *     6 wit    bytes(129); in every entry of a pair feed, nowhere else
 *     7 body   map with uint keys; key 0 is the item this entry is a newer version of (32 bytes),
 *              left out in a first version; keys from 1 on belong to the kind
 *
 * Its identity is eid = H("bk/v1/entry", cbor). A blob's plaintext is a sequence of one or more
 * entries (RFC 8742), padded. Unknown kinds and unknown keys are kept, hashed and forwarded, never
 * interpreted; another v is kept as opaque and shown as "made by a newer Toward".
 *
 * An *item* is what its author can mend and erase: the entries of one author that share one item
 * id (the eid of the first version) and one space. It stands once its first version is there; a
 * version of another kind than the first is none. Per author and item the newest `lam` holds, the
 * larger eid on a tie. KIND_ERASE by the same author takes the item away, whatever arrives later
 * (but KIND_DEVICE_IN, which stays). There is no other rule, and none across authors, so the fold
 * is commutative and idempotent: fold.h.
 */
#ifndef TOWARD_BOOK_ENTRY_H
#define TOWARD_BOOK_ENTRY_H

#include "base/bytes.h"

enum { EID_SIZE = 32, WITNESS_FIELD_SIZE = 129, ENTRY_RE_MAX = 8, ENTRY_SEEN_MAX = 4 };

/* Entries from one seal at most; a text field is at most 8,000 bytes (about three pages), so the
 * largest form of ours (six such fields) still fits one blob of 64 KiB. */
enum { ENTRY_SIZE_MAX = 60000, ENTRY_TEXT_MAX = 8000 };

/* Days end in 2293, so that sums of a few of them never overflow whoever wrote them. */
enum { ENTRY_DAY_MAX = 100000 };

/* Whose words. */
enum author { AUTHOR_ME = 0, AUTHOR_PARTNER = 1 };

/* Who can read. SPACE_CARE comes with the therapist; formats leave room for it. */
enum space { SPACE_MINE = 0, SPACE_OURS = 1, SPACE_CARE = 2, SPACE_COUNT };

/* An entry as parsed; everything is borrowed from `cbor`. */
struct entry {
    uint8_t eid[EID_SIZE];
    uint32_t kind;
    int32_t day;
    uint64_t lam;
    struct bytes re; /* re_count * 32 bytes are not contiguous: read with entry_re */
    uint32_t re_count;
    struct bytes body;    /* the map of key 7 */
    const uint8_t *item;  /* body's key 0: the item this is a newer version of; NULL: a first one */
    struct bytes seen;    /* the encoded array of key 5, or empty */
    struct bytes witness; /* 129 bytes, or empty */
    struct bytes cbor;    /* the whole entry */
};

/* Parses one entry that is all of `cbor`. ERR_MALFORMED; ERR_SIZE above ENTRY_SIZE_MAX; ERR_NEWER
 * when v is above 1 (eid and cbor are set then, and all else is zero). Cost: two passes and one
 * hash. */
MUST_CHECK enum err entry_parse(struct bytes cbor, struct entry *out);

/* entry_parse for bytes already verified once, with their known eid: hashes nothing and does not
 * check the encoding again. Damaged bytes still give ERR_MALFORMED or an entry within `cbor`. */
MUST_CHECK enum err entry_parse_known(struct bytes cbor, const uint8_t eid[EID_SIZE],
                                      struct entry *out);

/* The i-th id of `re` (i < re_count); borrowed. */
const uint8_t *entry_re(const struct entry *e, uint32_t i);

/* What an entry is made of, for entry_write. */
struct entry_draft {
    uint32_t kind;
    uint64_t lam;
    int32_t day;
    const uint8_t (*re)[EID_SIZE]; /* re_count ids, or NULL */
    uint32_t re_count;
    struct bytes seen;    /* encoded array, or empty */
    struct bytes witness; /* 129 bytes, or empty */
    struct bytes body;    /* encoded map */
};

/* Appends the entry's bytes to `out` (its sticky error tells). MUSTs what entry_parse checks. */
void entry_write(struct buf *out, const struct entry_draft *draft);

/* Reading a body. Each returns false, with *out untouched, when the key is missing or of another
 * type; a body's unknown keys are simply never asked for. Cost: a scan of the map. */
bool body_uint(struct bytes body, uint32_t key, uint64_t *out);
bool body_text(struct bytes body, uint32_t key, struct bytes *out);  /* borrowed */
bool body_bytes(struct bytes body, uint32_t key, struct bytes *out); /* borrowed */

/* Writing a body: keys ascending, between body_begin and body_end. `item` is the id of the item
 * this is a newer version of, or NULL for a first version. Zero-valued optional fields are left
 * out by not writing them. */
struct body_writer {
    struct buf pairs;
    uint32_t count;
    uint32_t last_key;
};
void body_begin(struct body_writer *w, struct arena *a, const uint8_t *item);
void body_add_uint(struct body_writer *w, uint32_t key, uint64_t value);
void body_add_text(struct body_writer *w, uint32_t key, struct bytes text);
void body_add_bytes(struct body_writer *w, uint32_t key, struct bytes value);
MUST_CHECK enum err body_end(struct body_writer *w, struct bytes *out);

#endif
