/* pair_flow.h -- bringing the other in: an invitation, five messages, one pair; and leaving it.
 *
 * crypt/pairing.h makes and checks the messages; this carries them through the mailbox at the
 * relay, survives reloads, and writes the pair into the book when it is made. The state stands in
 * *mine* and holds secrets; it moves forward only by a write that is flushed before the message
 * that follows from it is sent, so the inviter answers the first m2 and never another. On
 * completion all of it is wiped; the pair itself is KIND_PAIR and KIND_KEYRING entries in *mine*.
 *
 * An invitation is `j1.` and 43 characters of base64url: the mailbox's secret. Whoever reads it
 * first can answer it; a second one is told that it is used, and whoever sat in the middle is found
 * by the five words. It ends after 7 days, or when it is cancelled.
 *
 * While *mine* is closed the flow rests.
 */
#ifndef TOWARD_BOOK_PAIR_FLOW_H
#define TOWARD_BOOK_PAIR_FLOW_H

#include "book/net.h"
#include "book/sync.h"
#include "crypt/pairing.h"

enum { INVITATION_SIZE = 46 }; /* "j1." and 43 characters */

struct pair_flow;

enum pair_flow_state {
    PAIR_FLOW_NONE,
    PAIR_FLOW_WAITING, /* invited, nobody has answered; or joining, not answered yet */
    PAIR_FLOW_TALKING, /* the two phones are exchanging */
    PAIR_FLOW_DONE,    /* the pair stands in the book */
    PAIR_FLOW_USED,    /* somebody else used this invitation first: tell each other */
    PAIR_FLOW_GONE,    /* used up, cancelled, or older than 7 days */
    PAIR_FLOW_REFUSED  /* what came did not fit: somebody interfered; nothing was made */
};

/* In `a`; random is copied, origin (the relay's, as for sync_open) borrowed. Attach pair_flow_part
 * to sync (SYNC_PAIRING). ERR_FULL; ERR_IO from random. */
MUST_CHECK enum err pair_flow_open(struct arena *a, const struct random_source *random,
                                   struct bytes origin, struct pair_flow **out);
void pair_flow_close(struct pair_flow *f); /* wipes */
struct net_part pair_flow_part(struct pair_flow *f);

/* The book (kept; NULL: none). Call again whenever *mine* opens or closes: a flow that was under
 * way is taken up where it stood. */
void pair_flow_use_book(struct pair_flow *f, struct book *b, int32_t today);

/* Begins as inviter. `name` (at most PAIRING_NAME_MAX bytes of UTF-8, may be empty) is what the
 * other will see; `together`: the code is shown in the same room, so nothing needs comparing.
 * ERR_STATE: *mine* is closed, a pair stands, or a flow is under way (cancel it first). ERR_INPUT:
 * the name. ERR_NO_SPACE, ERR_IO: not saved, nothing begun. */
MUST_CHECK enum err pair_flow_invite(struct pair_flow *f, struct bytes name, bool together,
                                     int32_t today);

/* The invitation of the flow under way, INVITATION_SIZE bytes, borrowed until the next call; empty
 * when I am not inviting. */
struct bytes pair_flow_invitation(const struct pair_flow *f);

/* Begins as invited. `text` is an invitation, "#" and an invitation, or a link ending in one:
 * ERR_INPUT when it is none. Other errors as pair_flow_invite. */
MUST_CHECK enum err pair_flow_join(struct pair_flow *f, struct bytes text, struct bytes name,
                                   int32_t today);

/* True when text is or ends in an invitation. Never: asks the relay. */
bool invitation_is(struct bytes text);

/* Takes it back: the mailbox is dropped (at once or when the relay is reached), secrets wiped. From
 * an end state it only goes back to NONE. */
MUST_CHECK enum err pair_flow_cancel(struct pair_flow *f);

enum pair_flow_state pair_flow_state(const struct pair_flow *f);
bool pair_flow_inviting(const struct pair_flow *f);

/* The five words, in TALKING once they are known and in DONE; ERR_STATE before. */
MUST_CHECK enum err pair_flow_words(const struct pair_flow *f, uint16_t words[PAIRING_WORDS]);

/* --- the pair that stands ------------------------------------------------------------------- */

/* The five words of the pair, whenever *mine* is open; ERR_LOCKED, ERR_STATE without a pair. */
MUST_CHECK enum err pair_compare_words(const struct book *b, uint16_t words[PAIRING_WORDS]);

/* The words were compared and are the same: saved in *mine*. Errors of book_write, ERR_LOCKED. */
MUST_CHECK enum err pair_compared(struct book *b, int32_t today);

/* I leave: KIND_LEAVE is the last entry of my feed, what I wrote is first copied into *mine* when
 * `keep_my_words`, and my boxes of the pair are dropped, a little after the relay has the last
 * entry so that an open phone learns of it. I fetch nothing more of theirs; what I have stays
 * readable here. Saved at once; carried out by account's jobs when the relay is reached. *mine* is
 * open. ERR_LOCKED, ERR_STATE, and the errors of book_write. */
MUST_CHECK enum err pair_leave(struct book *b, bool keep_my_words, int32_t today);

#endif
