// make_icons.mjs -- draws the app's icon: evening light over a horizon, nothing that tells more.
//
// Usage: node tools/make_icons.mjs FOLDER
//
// Writes icon.svg, icon-192.png, icon-512.png, icon-180.png (for iOS) and maskable-512.png (its
// drawing keeps inside the circle that Android may cut). One geometry, in units of the icon's
// side, makes all of them; the PNGs have a palette and are drawn with 4 x 4 samples a pixel.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as zlib from 'node:zlib';

const GROUND = [0x2c, 0x5a, 0x4b];
const LIGHT = [0xf6, 0xe3, 0xbd];
const SAMPLES = 4;

// The half disc stands on the horizon; two strokes lie under it.
const DISC = { x: 0.5, y: 0.55, r: 0.23 };
const STROKES = [
    { x: 0.18, y: 0.55, width: 0.64, height: 0.05 },
    { x: 0.32, y: 0.675, width: 0.36, height: 0.05 },
];
const CORNER = 0.22;

/** Whether the point lies in a bar with round ends. */
function inStroke({ x, y, width, height }, px, py) {
    const half = height / 2;
    const nearest = Math.min(Math.max(px, x + half), x + width - half);
    return (px - nearest) ** 2 + (py - y - half) ** 2 <= half ** 2;
}

function isLight(x, y) {
    const inDisc = y < DISC.y - 0.03 && (x - DISC.x) ** 2 + (y - DISC.y) ** 2 <= DISC.r ** 2;
    return inDisc || STROKES.some((stroke) => inStroke(stroke, x, y));
}

function inCorners(x, y) {
    const dx = Math.max(CORNER - x, x - (1 - CORNER), 0);
    const dy = Math.max(CORNER - y, y - (1 - CORNER), 0);
    return dx ** 2 + dy ** 2 <= CORNER ** 2;
}

/** How many of a pixel's samples are light, and how many lie inside the rounded square. */
function pixel(column, row, side, scale, rounded) {
    let light = 0;
    let inside = 0;
    for (let i = 0; i < SAMPLES * SAMPLES; i++) {
        const x = (column + ((i % SAMPLES) + 0.5) / SAMPLES) / side;
        const y = (row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / side;
        if (isLight((x - 0.5) / scale + 0.5, (y - 0.5) / scale + 0.5)) light++;
        if (!rounded || inCorners(x, y)) inside++;
    }
    return { light, inside };
}

function chunk(type, data) {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
}

/** CRC-32 as PNG wants it; node has one of its own from version 22 on. */
function crc(bytes) {
    if (zlib.crc32) return zlib.crc32(bytes);
    let value = ~0;
    for (const byte of bytes) {
        value ^= byte;
        for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
    }
    return ~value >>> 0;
}

/** Palette: the blends from ground to light, opaque; then the ground, from clear to opaque. */
function png(side, scale, rounded) {
    const steps = SAMPLES * SAMPLES;
    const colours = Buffer.alloc(3 * 2 * (steps + 1));
    const alpha = Buffer.alloc(2 * (steps + 1), 255);
    for (let i = 0; i <= steps; i++) {
        for (let c = 0; c < 3; c++) {
            colours[3 * i + c] = Math.round(GROUND[c] + ((LIGHT[c] - GROUND[c]) * i) / steps);
            colours[3 * (steps + 1 + i) + c] = GROUND[c];
        }
        alpha[steps + 1 + i] = Math.round((255 * i) / steps);
    }
    const rows = Buffer.alloc(side * (side + 1));
    for (let row = 0; row < side; row++)
        for (let column = 0; column < side; column++) {
            const { light, inside } = pixel(column, row, side, scale, rounded);
            rows[row * (side + 1) + 1 + column] = inside < steps ? steps + 1 + inside : light;
        }
    const header = Buffer.alloc(13);
    header.writeUInt32BE(side, 0);
    header.writeUInt32BE(side, 4);
    header.set([8, 3, 0, 0, 0], 8);
    return Buffer.concat([
        Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
        chunk('IHDR', header),
        chunk('PLTE', colours),
        chunk('tRNS', alpha),
        chunk('IDAT', zlib.deflateSync(rows, { level: 9 })),
        chunk('IEND', Buffer.alloc(0)),
    ]);
}

function svg() {
    const hex = (colour) => '#' + colour.map((c) => c.toString(16).padStart(2, '0')).join('');
    const n = (value) => Number((value * 100).toFixed(2));
    const top = DISC.y - 0.03;
    const half = Math.sqrt(DISC.r ** 2 - 0.03 ** 2);
    const bars = STROKES.map(
        ({ x, y, width, height }) =>
            `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(height / 2)}"/>`,
    ).join('');
    return (
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">` +
        `<rect width="100" height="100" rx="${n(CORNER)}" fill="${hex(GROUND)}"/>` +
        `<g fill="${hex(LIGHT)}"><path d="M${n(DISC.x - half)} ${n(top)}A${n(DISC.r)} ${n(DISC.r)} ` +
        `0 0 1 ${n(DISC.x + half)} ${n(top)}z"/>${bars}</g></svg>\n`
    );
}

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'icon.svg'), svg());
writeFileSync(join(folder, 'icon-192.png'), png(192, 1, true));
writeFileSync(join(folder, 'icon-512.png'), png(512, 1, true));
writeFileSync(join(folder, 'icon-180.png'), png(180, 1, false));
writeFileSync(join(folder, 'maskable-512.png'), png(512, 0.86, false));
