/* injections.c -- the strings of test/unit/injections.h and the fields that take words, for the
 * tests in a browser: {"strings": ["..."], "fields": [{"name": "1.1.2", "max": 1024}]}, where a
 * name is room.action.field.
 *
 * Usage: injections >injections.json
 */
#include "injections.h"

#include "base/check.h"

#include <stdio.h>

static void print_string(const char *text) {
    putchar('"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            putchar('\\');
        putchar(*text);
    }
    putchar('"');
}

int main(void) {
    size_t count;
    printf("{\"strings\": [");
    for (uint32_t i = 0; i < INJECTIONS; i++) {
        printf(i ? ",\n" : "\n");
        print_string(injection(i));
    }
    printf("],\n\"fields\": [");
    injections_begin();
    const struct injection_field *fields = injections_fields(&count);
    for (size_t i = 0; i < count; i++)
        printf("%s\n{\"name\": \"%u.%u.%u\", \"max\": %llu}", i ? "," : "",
               (unsigned)fields[i].room->code, (unsigned)fields[i].action->action,
               (unsigned)fields[i].input->field, (unsigned long long)fields[i].input->max);
    printf("]}\n");
    return fflush(stdout) != 0 || ferror(stdout) != 0;
}
