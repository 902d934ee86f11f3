/* routes.c -- the three paths that lead through what exists, as tables. Rooms by their codes. */
#include "practices/paths/paths.h"

/* Rooms of other folders, and the kinds whose entries end a step. */
enum {
    TO_FIRST_DAYS = PATH_FIRST_DAYS_ROOM,
    TO_PLAN = 9,
    TO_LISTEN = 10,
    TO_SOOTHE = 11,
    TO_RESPONSES = 12,
    TO_SIGNS = 13,
    TO_CYCLE = 14,
    TO_STYLE = 15,
    TO_LEVELS = 16,
    TO_PULSE = 17,
    MOMENT = ROOM_MOMENTS * KINDS_PER_PRACTICE,
    GOOD_MOMENT = MOMENT + 1,
    SELF = ROOM_EVENING * KINDS_PER_PRACTICE + 4,
    WEEK = 7
};

#define EVERYDAY(n, room, page, ends, who)                                                         \
    {                                                                                              \
        .title = (enum text_key)(T_PATHS_EVERYDAY_NAME_1 + (n)-1), .to = {(room), (page), 0},      \
        .ends_with = (ends), .whose = (who), .wait = WEEK                                          \
    }
static const struct path_step everyday[] = {
    EVERYDAY(1, ROOM_EVENING, 0, 0, PATH_EACH),
    EVERYDAY(2, ROOM_MOMENTS, 0, MOMENT, PATH_EACH),
    EVERYDAY(3, TO_LISTEN, 0, PATH_ANY_ENTRY, PATH_TOGETHER),
    EVERYDAY(4, TO_SOOTHE, 0, PATH_ANY_ENTRY, PATH_TOGETHER),
    EVERYDAY(5, TO_RESPONSES, 0, PATH_ANY_ENTRY, PATH_EACH),
    EVERYDAY(6, ROOM_MOMENTS, 10, 0, PATH_TOGETHER),
    EVERYDAY(7, TO_PLAN, 0, PATH_ANY_ENTRY, PATH_TOGETHER),
    EVERYDAY(8, TO_PULSE, 0, PATH_ANY_ENTRY, PATH_EACH),
    EVERYDAY(9, TO_LEVELS, 0, PATH_ANY_ENTRY, PATH_EACH),
    EVERYDAY(10, ROOM_MOMENTS, 8, GOOD_MOMENT, PATH_EACH),
    EVERYDAY(11, TO_LISTEN, 0, PATH_ANY_ENTRY, PATH_TOGETHER),
    EVERYDAY(12, ROOM_EVENING, 0, 0, PATH_EACH),
};

#define ALONE(n, room, page, ends)                                                                 \
    {                                                                                              \
        .title = (enum text_key)(T_PATHS_ALONE_NAME_1 + (n)-1), .to = {(room), (page), 0},         \
        .ends_with = (ends), .whose = PATH_ALONE                                                   \
    }
static const struct path_step alone[] = {
    ALONE(1, TO_SIGNS, 0, PATH_ANY_ENTRY),  ALONE(2, TO_CYCLE, 0, PATH_ANY_ENTRY),
    ALONE(3, TO_STYLE, 0, PATH_ANY_ENTRY),  ALONE(4, ROOM_MOMENTS, 2, MOMENT),
    ALONE(5, TO_SOOTHE, 0, PATH_ANY_ENTRY), ALONE(6, ROOM_EVENING, 41, SELF),
};

static const struct route routes[] = {
    {.path = {.kind = PATH_FIRST_DAYS_KIND, .id = PATH_FIRST_DAYS_ID, .days = PATH_FIRST_DAYS},
     .title = T_PATHS_FIRST_NAME,
     .line = T_PATHS_FIRST_LINE,
     .length = T_PATHS_FIRST_LENGTH,
     .about = T_PATHS_FIRST_ABOUT,
     .have = T_PATHS_FIRST_HAVE_1},
    {.path =
         {.kind = KIND_PATHS, .id = ROUTE_EVERYDAY, .steps = everyday, .count = COUNT_OF(everyday)},
     .title = T_PATHS_EVERYDAY_TITLE,
     .line = T_PATHS_EVERYDAY_LINE,
     .length = T_PATHS_EVERYDAY_LENGTH,
     .about = T_PATHS_EVERYDAY_ABOUT,
     .two = true,
     .how = T_PATHS_EVERYDAY_HOW_1,
     .have = T_PATHS_EVERYDAY_HAVE_1},
    {.path = {.kind = KIND_PATHS, .id = ROUTE_ALONE, .steps = alone, .count = COUNT_OF(alone)},
     .title = T_PATHS_ALONE_TITLE,
     .line = T_PATHS_ALONE_LINE,
     .length = T_PATHS_ALONE_LENGTH,
     .about = T_PATHS_ALONE_ABOUT,
     .how = T_PATHS_ALONE_HOW_1,
     .have = T_PATHS_ALONE_HAVE_1},
};

const struct route *paths_route_at(uint64_t number) {
    if (number < ROUTE_FIRST || number > ROUTE_LAST ||
        (number == ROUTE_FIRST && !path_has_room(TO_FIRST_DAYS)))
        return NULL;
    return &routes[number - ROUTE_FIRST];
}

bool paths_step_find(struct visit *v, uint64_t item, struct step_at *out) {
    const struct route *route = paths_route_at(item / STEPS_EACH);
    size_t step = (size_t)(item % STEPS_EACH);
    if (!route || step >= route->path.count)
        return false;
    *out = (struct step_at){.route = route, .number = (uint32_t)(item / STEPS_EACH), .step = step};
    path_read(v, &route->path, &out->run);
    return out->run.how[step] != PATH_ABSENT;
}

struct words paths_route_length(struct visit *v, const struct route *route,
                                const struct path_run *run) {
    uint64_t count = 0;
    for (size_t i = 0; i < route->path.count; i++)
        count += run->how[i] != PATH_ABSENT;
    return count ? words_plural(v->p, route->length, count, NULL, 0)
                 : words_of(text_get(v->text, route->length));
}
