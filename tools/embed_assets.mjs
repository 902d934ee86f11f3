// embed_assets.mjs -- writes the site as a C table (src/relay/assets.h) to standard output.
//
// Usage: node tools/embed_assets.mjs SITE >assets.c
//
// Each file stands there as it is and, where that is smaller, as gzip and Brotli, compressed as
// hard as they go. The same site gives the same bytes.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TYPES = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
    '.wasm': 'application/wasm',
    '.webmanifest': 'application/manifest+json',
    '.json': 'application/json',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
    '.ico': 'image/x-icon',
    '.woff2': 'font/woff2',
    '.txt': 'text/plain; charset=utf-8',
    '.mo': 'application/octet-stream',
};

// A C string literal in lines; every byte that is not plain is a three-digit octal escape.
function literal(bytes) {
    const lines = [];
    for (let from = 0; from < bytes.length; from += 64) {
        let line = '';
        for (const byte of bytes.subarray(from, from + 64))
            line +=
                byte >= 32 && byte < 127 && byte !== 34 && byte !== 92 && byte !== 63
                    ? String.fromCharCode(byte)
                    : '\\' + byte.toString(8).padStart(3, '0');
        lines.push(`    "${line}"`);
    }
    return lines.join('\n') || '    ""';
}

function encodings(bytes) {
    const gzip = gzipSync(bytes, { level: 9 });
    const brotli = brotliCompressSync(bytes, {
        params: {
            [constants.BROTLI_PARAM_QUALITY]: 11,
            [constants.BROTLI_PARAM_LGWIN]: 22,
            [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
    });
    return [bytes, gzip.length < bytes.length ? gzip : null, brotli.length < bytes.length ? brotli : null];
}

const [site] = process.argv.slice(2);
const list = join(site, 'list');
const files = existsSync(list) ? readFileSync(list, 'utf8').split('\n').filter(Boolean) : [];
const assets = files
    .map((file) => {
        const type = TYPES[extname(file)];
        if (!type) throw new Error(`${file}: no content type is known for it`);
        const bytes = readFileSync(join(site, file));
        return {
            path: file === 'index.html' ? '/' : `/${file}`,
            type,
            etag: createHash('sha256').update(bytes).digest('hex').slice(0, 32),
            immutable: /[.-][0-9a-f]{16}\.\w+$/.test(file),
            encodings: encodings(bytes),
        };
    })
    .sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));

const out = ['/* Generated from the assembled site. */', '#include "relay/assets.h"', ''];
assets.forEach((asset, i) => {
    asset.encodings.forEach((bytes, e) => {
        if (bytes) out.push(`static const uint8_t file_${i}_${e}[] =\n${literal(bytes)};`);
    });
});
out.push('', 'const struct asset assets[] = {');
assets.forEach((asset, i) => {
    const data = asset.encodings.map((bytes, e) => (bytes ? `file_${i}_${e}` : '0'));
    const size = asset.encodings.map((bytes) => (bytes ? bytes.length : 0));
    out.push(
        `    {"${asset.path}", "${asset.type}", "\\"${asset.etag}\\"", ${asset.immutable},`,
        `     {${data.join(', ')}}, {${size.join(', ')}}},`,
    );
});
if (assets.length === 0) out.push('    {0}');
out.push('};', `const size_t asset_count = ${assets.length};`);
process.stdout.write(out.join('\n') + '\n');
