// embed_goldens.mjs -- writes the rooms' goldens as C, so that tests without files can read them.
//
// Usage: node tools/embed_goldens.mjs FILE... >room_goldens.c
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const rows = process.argv.slice(2).map((file) => {
    const name = basename(file, '.html').replace(/^room_/, '');
    const bytes = [...readFileSync(file)].map((b, i) => (i % 24 ? '' : '\n    ') + b + ',');
    return { name, id: name.replace(/\W/g, '_'), text: bytes.join('') };
});

console.log('#include <stddef.h>\n#include <stdint.h>\n');
console.log('struct room_golden {\n    const char *name;\n    const uint8_t *at;\n    size_t size;\n};\n');
for (const { id, text } of rows) console.log(`static const uint8_t golden_${id}[] = {${text}\n};\n`);
console.log('extern const struct room_golden room_goldens[];\nconst struct room_golden room_goldens[] = {');
for (const { name, id } of rows) console.log(`    {"${name}", golden_${id}, sizeof golden_${id}},`);
console.log('    {NULL, NULL, 0},\n};');
