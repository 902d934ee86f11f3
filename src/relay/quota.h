/* quota.h -- budgets by address in open mode: token buckets in memory, never written.
 *
 * An address is known only by its group (IPv4 /24, IPv6 /64), hashed with a key that is drawn anew
 * each day, so that what is in memory today says nothing about yesterday. The table has a fixed
 * size; under a flood the oldest entries go first.
 */
#ifndef TOWARD_RELAY_QUOTA_H
#define TOWARD_RELAY_QUOTA_H

#include <stdbool.h>
#include <stdint.h>

struct quota;

enum quota_kind {
    QUOTA_READ,   /* burst 60, 2 a second */
    QUOTA_WRITE,  /* burst 60, 30 a second: what a live session may send */
    QUOTA_CREATE, /* 64 a day */
    QUOTA_MISS,   /* answers 404: burst 60, 6 a minute; none left, no reads */
    QUOTA_KINDS
};

/* An empty table (256 KiB, touched as it fills); NULL when there is no memory. Yours to free. */
struct quota *quota_make(void);
void quota_free(struct quota *q);

/* What stands for an address's group today. address: 16 bytes, IPv4 mapped as ::ffff:a.b.c.d. */
uint64_t quota_address(struct quota *q, const uint8_t address[16], uint32_t day);

/* Takes one from the bucket; false when it is empty. now_ms is a monotonic clock. */
bool quota_take(struct quota *q, uint64_t address, enum quota_kind kind, uint64_t now_ms);

/* True when the bucket holds one, which stays. */
bool quota_has(struct quota *q, uint64_t address, enum quota_kind kind, uint64_t now_ms);

#endif
