#include "base/check.h"
#include "view/text_table.h"

/* The tables: static, so that nothing but what follows can read them before they are there. */
#include "text_later_table.h"

struct bytes text_later_forms(enum text_key key) {
    MUST(key >= TEXT_LATER && key < T_COUNT);
    const uint32_t *from = &text_later_from[key - TEXT_LATER];
    return bytes_make(text_later_words + from[0], from[1] - from[0]);
}

uint16_t text_later_mark(enum text_key key) {
    MUST((unsigned)key < T_COUNT);
    return text_later_marks[key];
}

enum text_key text_later_group(size_t group) {
    MUST(group <= TEXT_GROUPS);
    return (enum text_key)text_later_groups[group];
}
