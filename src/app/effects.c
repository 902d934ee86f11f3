/* effects.c -- writing the list of effects (effects.h). */
#include "app/app_internal.h"
#include "base/check.h"

void effect_begin(struct app *app, enum app_effect type, struct effect_writer *w) {
    buf_add_u8(&app->effects, (uint8_t)type);
    *w = (struct effect_writer){.app = app, .size_at = app->effects.size};
    buf_add_u32(&app->effects, 0);
}

void effect_end(struct effect_writer *w) {
    struct buf *b = &w->app->effects;
    if (b->err == ERR_OK)
        u32_write(b->at + w->size_at, (uint32_t)(b->size - w->size_at - 4));
}

void effect_str(struct app *app, struct bytes b) {
    MUST(b.size <= UINT32_MAX);
    buf_add_u32(&app->effects, (uint32_t)b.size);
    buf_add_bytes(&app->effects, b);
}

void effect_simple(struct app *app, enum app_effect type) {
    struct effect_writer w;
    effect_begin(app, type, &w);
    effect_end(&w);
}
