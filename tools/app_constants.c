/* app_constants.c -- the event and effect numbers for the page, from src/app/effects.h.
 *
 * Usage: app_constants >app_constants.js
 */
#include "app/effects.h"
#include "book/net.h"

#include <stdio.h>

#define CONSTANT(id, n) printf("    %s: %d,\n", #id, n);

int main(void) {
    puts("// Made by tools/app_constants.c from src/app/effects.h.");
    puts("export const EVENT = {");
    APP_EVENTS(CONSTANT)
    puts("};\nexport const EFFECT = {");
    APP_EFFECTS(CONSTANT)
    puts("};\nexport const START = {");
    START_FLAGS(CONSTANT)
    puts("};\nexport const VIEW = {");
    VIEW_FLAGS(CONSTANT)
    printf("};\nexport const METHODS = ['', '', '', '', ''];\nMETHODS[%d] = 'GET';\n", NET_GET);
    printf("METHODS[%d] = 'PUT';\nMETHODS[%d] = 'POST';\nMETHODS[%d] = 'DELETE';\n", NET_PUT,
           NET_POST, NET_DELETE);
    printf("export const ANSWER_MAX = %d;\nexport const TOKEN_SIZE = %d;\n", NET_ANSWER_MAX,
           RELAY_TOKEN_SIZE);
    printf("export const DRAFT_SIZE_MAX = %d;\n", DRAFT_SIZE_MAX);
    return fflush(stdout) != 0 || ferror(stdout) != 0;
}
