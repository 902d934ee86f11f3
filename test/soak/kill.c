/* kill.c -- kill -9 of the running relay under load, again and again.
 *
 * Usage: soak_kill TOWARD FOLDER [SECONDS [SEED]]
 *
 * Writers on connections of their own make boxes, append, erase and drop; after 2 to 50 ms the
 * relay is killed, sometimes while it still starts. Then the database is looked through (every
 * second time before the relay recovers it, else beside the running relay), the relay is started
 * again and every box read: what was acknowledged is there, what was under way is there whole or
 * not at all. Prints what it counted and `1 passed, 0 failed`.
 */
#include "../faults/database.h"
#include "author.h"

#include "base/check.h"
#include "crypt/crypt.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WRITERS = 6, BOXES = 3 };

struct writer {
    struct author authors[BOXES];
    struct author_counts counts;
    struct dice dice;
    unsigned port;
    pthread_t thread;
    bool checked;
};

struct soak {
    const char *program, *folder;
    struct relay_process relay;
    struct dice dice;
    struct writer writers[WRITERS];
    uint64_t kills, early_kills, broken, silent;
};

/* Until the relay is gone. */
static void *writer_run(void *argument) {
    struct writer *w = argument;
    struct client c;
    client_make(&c, w->port);
    for (int i = 0; author_act(&w->authors[i], &c, &w->dice, &w->counts);)
        i = (int)dice_below(&w->dice, BOXES);
    client_free(&c);
    return NULL;
}

static void *writer_check(void *argument) {
    struct writer *w = argument;
    struct client c;
    client_make(&c, w->port);
    w->checked = true;
    for (int i = 0; i < BOXES; i++)
        w->checked &= author_check(&w->authors[i], &c, &w->dice, &w->counts);
    client_free(&c);
    return NULL;
}

static void writers_start(struct soak *s, void *(*run)(void *)) {
    for (int i = 0; i < WRITERS; i++) {
        s->writers[i].port = s->relay.port;
        MUST(pthread_create(&s->writers[i].thread, NULL, run, &s->writers[i]) == 0);
    }
}

static void writers_join(struct soak *s) {
    for (int i = 0; i < WRITERS; i++)
        pthread_join(s->writers[i].thread, NULL);
}

static void relay_killed(struct soak *s) {
    relay_end(&s->relay, SIGKILL);
    s->kills++;
}

static bool relay_started(struct soak *s) {
    if (relay_begin(&s->relay, s->program, s->folder, NULL) && relay_ready(&s->relay))
        return true;
    s->silent++;
    relay_end(&s->relay, SIGKILL);
    return false;
}

static void look_through(struct soak *s) {
    s->broken += !database_is_whole(s->folder);
}

/* One life of the relay: what stands is compared, more is written, and it is killed. */
static bool life(struct soak *s) {
    bool look_before = dice_below(&s->dice, 2);
    if (look_before)
        look_through(s);
    while (dice_below(&s->dice, 5) == 0) { /* while it starts, and maybe recovers */
        if (!relay_begin(&s->relay, s->program, s->folder, NULL))
            return false;
        usleep(dice_below(&s->dice, 12000));
        relay_killed(s);
        s->early_kills++;
    }
    if (!relay_started(s))
        return false;
    writers_start(s, writer_check);
    writers_join(s);
    for (int i = 0; i < WRITERS; i++)
        s->silent += !s->writers[i].checked;
    if (!look_before)
        look_through(s);
    writers_start(s, writer_run);
    usleep(2000 + dice_below(&s->dice, 48000));
    relay_killed(s);
    writers_join(s);
    return true;
}

static void counts_add(struct author_counts *to, const struct author_counts *from) {
    to->created += from->created;
    to->appended += from->appended;
    to->erased += from->erased;
    to->dropped += from->dropped;
    to->verified += from->verified;
    to->refused += from->refused;
    to->lost += from->lost;
    to->wrong += from->wrong;
}

static bool summary(const struct soak *s, uint64_t seconds) {
    struct author_counts n = {0};
    for (int i = 0; i < WRITERS; i++)
        counts_add(&n, &s->writers[i].counts);
    printf("  %llu kills in %llu s, %llu of them while it started\n", (unsigned long long)s->kills,
           (unsigned long long)seconds, (unsigned long long)s->early_kills);
    printf(
        "  acknowledged: %llu boxes made, %llu blobs appended, %llu erased, %llu boxes dropped\n",
        (unsigned long long)n.created, (unsigned long long)n.appended, (unsigned long long)n.erased,
        (unsigned long long)n.dropped);
    printf("  %llu blobs verified, %llu lost, %llu wrong, %llu databases not whole, %llu times "
           "silent\n",
           (unsigned long long)n.verified, (unsigned long long)n.lost, (unsigned long long)n.wrong,
           (unsigned long long)s->broken, (unsigned long long)s->silent);
    return n.lost == 0 && n.wrong == 0 && n.refused == 0 && s->broken == 0 && s->silent == 0 &&
           n.appended > 0 && s->kills > 0;
}

int main(int argc, char **argv) {
    static struct soak s;
    if (argc < 3 || crypt_init() != ERR_OK)
        return 2;
    uint64_t seconds = argc > 3 ? strtoull(argv[3], NULL, 10) : 30;
    s.program = argv[1];
    s.folder = argv[2];
    s.dice.state = argc > 4 ? strtoull(argv[4], NULL, 10) : 1;
    for (int i = 0; i < WRITERS; i++) {
        s.writers[i].dice.state = s.dice.state * 1000 + (uint64_t)i;
        for (int k = 0; k < BOXES; k++)
            author_make(&s.writers[i].authors[k], &s.writers[i].dice);
    }
    signal(SIGPIPE, SIG_IGN);
    uint64_t start = clock_us(), told = start, now = start;
    bool alive = true;
    while (alive && (now = clock_us()) - start < seconds * 1000000) {
        alive = life(&s);
        if (now - told > 600 * 1000000ull) { /* of a long one, now and then */
            told = now;
            summary(&s, (now - start) / 1000000);
            fflush(stdout);
        }
    }
    bool fine = summary(&s, (clock_us() - start) / 1000000) && alive;
    printf("%d passed, %d failed\n", fine, !fine);
    return fine ? 0 : 1;
}
