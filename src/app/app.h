/* app.h -- one person's whole application: events in, effects out.
 *
 * Holds the session (book, sync, locks, language, address) and walks every event to the room it is
 * for. A crash of a room is impossible to reach by input; an error of a room is shown in words.
 */
#ifndef TOWARD_APP_APP_H
#define TOWARD_APP_APP_H

#include "app/effects.h"
#include "app/practice.h"
#include "base/random.h"
#include "book/store.h"

/* What the host gives; kept for the app's life. */
struct app_host {
    struct random_source random;
    struct store_io *store; /* NULL: this device keeps nothing */
};

/* The app, before its first event (START). NULL when memory is short. Yours: app_close. */
struct app *app_new(const struct app_host *host);

/* Carries out one event and gives the effects, borrowed until the next call. Malformed events
 * give no effects and change nothing (ERR_MALFORMED). */
MUST_CHECK enum err app_event(struct app *app, struct bytes event, struct bytes *effects);

/* Wipes and frees everything. */
void app_close(struct app *app);

#endif
