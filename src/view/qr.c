#include "view/qr.h"

#include <qrencode.h>

enum { QUIET_ZONE = 4 };

static bool dark(const QRcode *code, int x, int y) {
    return code->data[y * code->width + x] & 1;
}

static void row_write(const QRcode *code, int y, struct buf *path) {
    for (int x = 0; x < code->width; x++) {
        int from = x;
        while (x < code->width && dark(code, x, y))
            x++;
        if (x == from)
            continue;
        buf_add_u8(path, 'M');
        buf_add_decimal(path, from + QUIET_ZONE);
        buf_add_u8(path, ' ');
        buf_add_decimal(path, y + QUIET_ZONE);
        buf_add_u8(path, 'h');
        buf_add_decimal(path, x - from);
        buf_add_string(path, "v1h-");
        buf_add_decimal(path, x - from);
        buf_add_u8(path, 'z');
    }
}

enum err qr_path(struct bytes text, struct buf *path, uint32_t *side) {
    if (text.size == 0 || text.size > QR_TEXT_MAX)
        return ERR_SIZE;
    QRcode *code = QRcode_encodeData((int)text.size, text.at, 0, QR_ECLEVEL_M);
    if (!code)
        return ERR_FULL;
    for (int y = 0; y < code->width; y++)
        row_write(code, y, path);
    if (path->err == ERR_OK)
        *side = (uint32_t)(code->width + 2 * QUIET_ZONE);
    QRcode_free(code);
    return path->err;
}
