/* sim_relay.h -- the real relay without its sockets and threads, in virtual time.
 *
 * A request goes through what `toward serve` uses: its head is read as HTTP (relay/http.h,
 * relay/route.h), its body checked (relay/check.h), and the SQLite store applies it or reads the
 * page (relay/store.h), in a folder that should lie in memory. What is left out is libuv, the
 * threads and the group commit; test/relay talks to the whole program.
 *
 * Time comes with each call. The store's files are real, so that a crash, a full disk and a backup
 * that was put back are what they are on a server. One thread.
 */
#ifndef TOWARD_TEST_SIM_RELAY_H
#define TOWARD_TEST_SIM_RELAY_H

#include "book/net.h"
#include "relay/config.h"
#include "relay/store.h"

enum { SIM_RELAY_COPIES = 4, SIM_RELAY_PATH = 512 };

struct sim_relay {
    struct relay_config config; /* a household's */
    char folder[SIM_RELAY_PATH];
    unsigned life; /* each crash and return goes on in a folder of its own */
    struct store *store;
    struct store_reader *reader;
    uint8_t *room; /* one page */
    uint32_t day;
    uint64_t changes; /* grows with every change of any box: who waits looks again */
    uint64_t asked;   /* requests answered so far */
    uint64_t refused; /* of these */
    unsigned kept;    /* copies there are */
    bool is_full;     /* the disk takes nothing more */
};

/* A new relay at `origin`, with its files below `folder` (made; must not exist). False after saying
 * why. */
MUST_CHECK bool sim_relay_open(struct sim_relay *r, const char *folder, const char *origin);

/* Closes it and removes its files. */
void sim_relay_close(struct sim_relay *r);

/* Answers a request that came at started_ms; the body in arena a. False: it waits for more, and
 * may be asked again later with the same started_ms. */
bool sim_relay_answer(struct sim_relay *r, const struct net_request *request, uint64_t started_ms,
                      uint64_t now_ms, struct arena *a, struct net_answer *answer);

/* Housekeeping as the running relay does it when it is idle: old boxes go, the log is emptied
 * after erasures. Call it now and then, at the latest every ten seconds. */
void sim_relay_upkeep(struct sim_relay *r, uint64_t now_ms);

/* The process dies (nothing is closed, nothing flushed that was not) and starts again. */
void sim_relay_crash(struct sim_relay *r);

/* Makes a backup, which counts as the next copy (0, 1, ... SIM_RELAY_COPIES - 1); false when there
 * is no room for more. And puts one back: all that came after it is forgotten. */
bool sim_relay_keep(struct sim_relay *r);
void sim_relay_return(struct sim_relay *r, unsigned copy);

/* The disk is full from now on, or has room again. */
void sim_relay_disk(struct sim_relay *r, bool is_full);

/* These bytes stand somewhere in the relay's files (not in the copies). */
bool sim_relay_holds(const struct sim_relay *r, struct bytes what);

/* Blobs a box holds whose data is there, and their sizes added up; 0 for a box that is not. */
struct sim_box {
    bool is_there;
    uint64_t next;
    uint32_t blobs;
    uint64_t bytes;
};
struct sim_box sim_relay_box(struct sim_relay *r, const uint8_t id[RELAY_ID_SIZE]);

#endif
