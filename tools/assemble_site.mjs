// assemble_site.mjs -- lays out what a browser may ask for.
//
// Usage: node tools/assemble_site.mjs SITE WEB [MODULE.wasm later.wasm] [LANGUAGE.mo... words_LANGUAGE.txt...]
//
// SITE receives every file of WEB, the module's two parts beside them, and translations and word lists
// under text/. The later part is named after its SHA-256, as the first part expects. A web file may carry two marks, which are valid JavaScript as they stand:
//     '@VERSION@'   the hash of everything served, so that one changed byte makes a new version
//     ['@FILES@']   the addresses of all files, as the service worker's list to keep
// In index.html each script and style sheet of ours gets its integrity attribute. SITE/list names
// the files, one a line, and is written last. Whole lines of comment are left out of scripts and
// styles.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** @param {string} path */
const digestOf = (path) => createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);

const [site, web, ...rest] = process.argv.slice(2);
rmSync(site, { recursive: true, force: true });
mkdirSync(site, { recursive: true });
cpSync(web, site, { recursive: true, filter: (path) => !/\.(md|d\.ts|json)$/.test(path) });
for (const path of rest) {
    const folder = /\.(mo|txt)$/.test(path) ? join(site, 'text') : site;
    mkdirSync(folder, { recursive: true });
    cpSync(path, join(folder, basename(path) === 'later.wasm' ? `later-${digestOf(path)}.wasm` : basename(path)));
}

const files = readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(site.length + 1))
    .sort();
const address = (file) => (file === 'index.html' ? '/' : `/${file}`);
const hash = createHash('sha256');
for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(site, file)));
const version = hash.digest('hex').slice(0, 16);
// A service worker never keeps itself, and the pseudo-locale is for who tests: nobody's phone fetches it.
const kept = files.filter((file) => file !== 'sw.js' && file !== 'text/qps.mo').map(address);

// Whole lines of comment stay here: a first load is paid for by the byte, and who reads the source
// reads it in the project. Comments behind code, and all else, are as written.
const uncommented = (text) =>
    text
        .replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*\n/gm, '')
        .replace(/^[ \t]*\/\/.*\n/gm, '');

for (const file of files.filter((name) => /\.(js|css)$/.test(name))) {
    const text = readFileSync(join(site, file), 'utf8');
    const marked = (file.endsWith('.css') ? text.replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*\n/gm, '') : uncommented(text))
        .replaceAll("'@VERSION@'", `'${version}'`)
        .replaceAll("['@FILES@']", JSON.stringify(kept));
    if (marked !== text) writeFileSync(join(site, file), marked);
}

const page = join(site, 'index.html');
const integrity = (path) =>
    'sha384-' + createHash('sha384').update(readFileSync(join(site, path))).digest('base64');
writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(
        /<(script|link)\b([^>]*\b(?:src|href)="\/?([\w./-]+\.(?:js|css))")/g,
        (whole, tag, attributes, path) =>
            /\bintegrity=|rel="(?:manifest|icon)/.test(whole)
                ? whole
                : `<${tag}${attributes} integrity="${integrity(path)}"`,
    ),
);
writeFileSync(join(site, 'list'), files.join('\n') + '\n');
