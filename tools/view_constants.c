/* view_constants.c -- writes web/patch.js's tables from the lists in src/view/ops.h.
 *
 * Usage: view_constants >view_constants.js
 *
 * C tells JavaScript its constants, never the reverse: a tag or attribute is added in ops.h alone.
 */
#include "view/ops.h"

#include <stdio.h>

#define LIST(id, name) " " name
#define TAG_CODE(id) printf(" %d,", TAG_##id);
#define ATTR_CODE(id) printf(" %d,", ATTR_##id);

static void words(const char *name, const char *list) {
    printf("export const %s =\n    '%s'.split(' ');\n", name, list + 1);
}

int main(void) {
    puts("// Made by tools/view_constants.c from src/view/ops.h.");
    printf("export const VERSION = %d;\n", VIEW_VERSION);
    printf("export const DEPTH_MAX = %d;\n", VIEW_DEPTH_MAX);
    printf("export const SIZE_MAX = %d;\n", VIEW_SIZE_MAX);
    printf("export const OPEN = %d;\nexport const ATTR = %d;\nexport const TEXT = %d;\n", OP_OPEN,
           OP_ATTR, OP_TEXT);
    printf("export const CLOSE = %d;\nexport const KEY = %d;\n", OP_CLOSE, OP_KEY);
    words("TAGS", VIEW_TAGS(LIST));
    words("ATTRS", VIEW_ATTRS(LIST));
    printf("export const SVG = %d; // this tag and all after it\n", TAG_SVG);
    printf("export const TEXTAREA = %d;\n", TAG_TEXTAREA);
    printf("export const EMPTY_TAGS = [");
    VIEW_TAGS_VOID(TAG_CODE)
    printf(" TEXTAREA];\n");
    printf("export const BOOLEAN_ATTRS = [");
    VIEW_ATTRS_BOOLEAN(ATTR_CODE)
    printf("];\n");
    return fflush(stdout) != 0 || ferror(stdout) != 0;
}
