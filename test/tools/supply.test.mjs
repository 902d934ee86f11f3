// What Toward is made of is what THIRD-PARTY.md says: no npm package at run time, those of the
// tests pinned by their hashes, every linked library named.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const web = readdirSync(new URL('../../web/', import.meta.url)).filter((name) => name.endsWith('.js'));

test('the app imports nothing but its own files', () => {
    assert.ok(web.length > 8);
    let imports = 0;
    for (const name of web)
        for (const [, from] of read(`web/${name}`).matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|importScripts\s*\(\s*)['"]([^'"]+)['"]/g)) {
            assert.match(from, /^\.\/[a-z_.]+\.js$/, `${name}: ${from}`);
            imports++;
        }
    assert.ok(imports > 10);
    assert.equal(JSON.parse(read('package.json')).dependencies, undefined);
});

test('each npm package of the tests and of Lighthouse is pinned by its hash', () => {
    for (const [folder, least] of [['', 3], ['tools/lighthouse/', 100]]) {
        const text = read(`${folder}package-lock.json`);
        const { packages } = JSON.parse(text);
        const names = Object.keys(packages).filter((name) => name !== '');
        assert.ok(names.length >= least);
        for (const name of names) {
            assert.match(packages[name].integrity, /^sha512-[A-Za-z0-9+/]{86}==$/, name);
            assert.ok(packages[name].dev || packages[name].optional, name);
            assert.ok(!packages[name].hasInstallScript, `${name} would run something`);
            assert.equal(packages[name].resolved, undefined, `${name} names a registry`);
        }
        const { dependencies, devDependencies, overrides = {} } = JSON.parse(read(`${folder}package.json`));
        assert.equal(dependencies, undefined);
        for (const version of Object.values({ ...devDependencies, ...overrides })) assert.match(version, /^\d+\.\d+\.\d+$/);
    }
    for (const [file, count] of [['mk/deps.mk', 1], ['mk/bench.mk', 1]]) {
        const installs = read(file).match(/npm (?:ci|install|exec|i)\b.*/g);
        assert.equal(installs.length, count);
        for (const line of installs) assert.match(line, /^npm ci --ignore-scripts/);
    }
    assert.match(read('.npmrc'), /^omit-lockfile-registry-resolved=true$/m);
});

test('every library that is linked is named', () => {
    const named = { sodium: 'libsodium-dev', qrencode: 'libqrencode-dev', md4c: 'libmd4c-dev', uv: 'libuv1-dev', sqlite3: 'libsqlite3-dev', seccomp: 'libseccomp-dev' };
    const ours = new Set(['m', 'pthread']); // of the C library
    const links = [...read('mk/profiles.mk').matchAll(/^(?:NATIVE_LIBS|RELAY_LIBS) := (.*)$/gm)].flatMap(([, words]) => words.split(' '));
    assert.ok(links.length > 6);
    for (const link of links) {
        const name = link.slice(2);
        if (ours.has(name)) continue;
        assert.ok(named[name] && read('THIRD-PARTY.md').includes(`| ${named[name]} |`), link);
        assert.ok(read('tools/install_packages.sh').includes(named[name]), link);
    }
});
