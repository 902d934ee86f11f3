#include "injections.h"

#include "base/check.h"

#include <stdio.h>
#include <string.h>

/* Beginnings of scripts, tags and attributes; addresses; templates; ways of writing them down that
 * somebody might undo. */
static const char *const seeds[] = {
    "<img src=x onerror=hit()>",
    "<script>hit()</script>",
    "<svg onload=hit()>",
    "' onclick='hit()",
    "\" autofocus onfocus=\"hit()",
    "<iframe src=javascript:hit()>",
    "<a href=javascript:hit()>x</a>",
    "javascript:hit()",
    "<details open ontoggle=hit()>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=//evil.example>",
    "<style>*{display:none}</style>",
    "<p data-island=copy data-arg=x>",
    "<a href=\"#6/8\">x</a>",
    "{{hit()}}",
    "${hit()}",
    "{name} %s %n",
    "[x](javascript:hit())",
    "**x** _y_ `z` # h",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "&#60;b onclick=hit()&#62;",
    "\\u003cb\\u003e",
    "<form action=//evil.example><button>x",
    "<template><img src=x onerror=hit()>",
};
/* Around them, in place of %: what might end the place that they stand in. */
static const char *const around[] = {
    "%",
    "\">%",
    "'>%",
    "</p>%",
    "</textarea>%",
    "</title>%",
    "</button>%",
    "<!--%-->",
    "-->%",
    "<![CDATA[%]]>",
    "<svg>%",
    "<p>%</p>",
    "<b x=\"%\">",
    "{%}",
    "&amp;%",
    "\\\"%",
    "<%",
    "//%",
    "\xe2\x80\xae%\xe2\x80\xac",
    "\xe2\x80\x8b%",
};
_Static_assert(COUNT_OF(seeds) * COUNT_OF(around) == INJECTIONS, "each seed in each place");

const char *injection(uint32_t i) {
    static char out[INJECTION_SIZE_MAX + 1];
    const char *outer = around[i / COUNT_OF(seeds)], *seed = seeds[i % COUNT_OF(seeds)];
    const char *hole = strchr(outer, '%');
    int size = snprintf(out, sizeof out, INJECTION_MARK "%u:%.*s%s%s.", i, (int)(hole - outer),
                        outer, seed, hole + 1);
    MUST(size > 0 && (size_t)size < sizeof out);
    return out;
}

/* --- the fields ------------------------------------------------------------------------------- */

static struct injection_field fields[INJECTION_FIELDS_MAX];
static size_t field_count;
static bool is_harmless;

static void room_add(const struct practice *room) {
    for (size_t a = 0; a < room->action_count; a++)
        for (size_t i = 0; i < room->actions[a].input_count; i++) {
            const struct input_def *input = &room->actions[a].inputs[i];
            if (input->type != INPUT_TEXT && input->type != INPUT_SECRET)
                continue;
            MUST(field_count < INJECTION_FIELDS_MAX);
            fields[field_count++] =
                (struct injection_field){.room = room, .action = &room->actions[a], .input = input};
        }
}

void injections_begin(void) {
    field_count = 0;
    is_harmless = false;
    for (const struct practice *const *room = practices; *room; room++)
        room_add(*room);
}

void injections_harmless(bool harmless) {
    is_harmless = harmless;
}

const struct injection_field *injections_fields(size_t *count) {
    *count = field_count;
    return fields;
}

static struct injection_field *field_of(uint32_t room, uint32_t action, uint32_t field) {
    size_t i = 0;
    while (i < field_count && (fields[i].room->code != room || fields[i].action->action != action ||
                               fields[i].input->field != field))
        i++;
    MUST(i < field_count);
    return &fields[i];
}

const char *injections_for(uint32_t room, uint32_t action, uint32_t field) {
    static char texts[32][INJECTION_TEXT_MAX + 1];
    static uint32_t turn;
    struct injection_field *f = field_of(room, action, field);
    char *text = texts[turn++ % COUNT_OF(texts)];
    size_t size = 0, room_size = f->input->max < INJECTION_TEXT_MAX ? (size_t)f->input->max
                                                                    : (size_t)INJECTION_TEXT_MAX;
    if (is_harmless)
        return strcpy(text, room_size < INJECTION_SIZE_MAX ? "1234" : "four quiet words here");
    if (room_size < INJECTION_SIZE_MAX) {
        f->given = INJECTIONS;
        return strcpy(text, "<b>\"'&;");
    }
    for (;; f->given++) {
        const char *next = injection(f->given % INJECTIONS);
        size_t more = strlen(next);
        if (size + (size > 0) + more > room_size)
            return text;
        if (size)
            text[size++] = ' ';
        memcpy(text + size, next, more + 1);
        size += more;
    }
}

const struct injection_field *injections_missing(uint32_t room) {
    for (size_t i = 0; i < field_count; i++)
        if (fields[i].given < INJECTIONS && (room == 0 || fields[i].room->code == room))
            return &fields[i];
    return NULL;
}
