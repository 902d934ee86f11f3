/* assets.h -- the files of the app, built into the program.
 *
 * The build assembles the web folder, compresses each file and writes it as this table
 * (tools/embed_assets.mjs). Requests are matched against `path` exactly, so that no name from
 * outside ever reaches a file system. The table is static, sorted by path (as memcmp orders them)
 * for a binary search, and never changes while the program runs.
 */
#ifndef TOWARD_RELAY_ASSETS_H
#define TOWARD_RELAY_ASSETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum asset_encoding {
    ASSET_IDENTITY, /* always there */
    ASSET_GZIP,     /* NULL where it would not be smaller */
    ASSET_BROTLI,   /* NULL where it would not be smaller */
    ASSET_ENCODING_COUNT
};

struct asset {
    const char *path; /* "/", "/app.wasm", ...: what stands in the request, no query */
    const char *type; /* the Content-Type header's value */
    const char *etag; /* with its quotes; the same file has the same everywhere. Each encoding's
                         own validator is this one: answers vary by Accept-Encoding. */
    bool immutable;   /* its name holds its hash: it may be cached for ever */
    const uint8_t *data[ASSET_ENCODING_COUNT];
    uint32_t size[ASSET_ENCODING_COUNT];
};

extern const struct asset assets[];
extern const size_t asset_count;

#endif
