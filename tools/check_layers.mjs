// check_layers.mjs -- fails when a folder of src/ includes from one above it.
//
// Usage: node tools/check_layers.mjs [SRC]
//
// The tree is the architecture (ARCHITECTURE.md): a folder includes only from itself and from
// those before it in LAYERS. A practice includes nothing of another practice. The relay is blind
// because it cannot see: it includes base, wire, and of crypt only what hashes and verifies.
// Includes are written from src, in quotes; anything else of ours would escape this check, so a
// quoted include that is not `folder/file.h` is an error too. Prints `N passed, N failed`, a file
// being one.
import { checkTree } from './check_tree.mjs';

const LAYERS = ['base', 'wire', 'crypt', 'book', 'view', 'insight', 'app', 'forms', 'practices', 'host', 'cli'];
const RELAY_FOLDERS = ['base', 'wire', 'relay'];
const RELAY_OF_CRYPT = ['crypt/hash.h', 'crypt/labels.h', 'crypt/sign.h', 'crypt/chain.h'];
// What the build generates: the folder that owns each.
const GENERATED = { 'text_keys.h': 'view', 'text_later_table.h': 'view' };

// Why file `path` (from src) may not include `target`, or null when it may.
export function includeFlaw(path, target) {
    const from = path.split('/')[0];
    const to = GENERATED[target] ?? (target.includes('/') ? target.split('/')[0] : null);
    if (!to || target.includes('..')) return 'is not written from src';
    if (from === 'relay')
        return RELAY_FOLDERS.includes(to) || RELAY_OF_CRYPT.includes(target)
            ? null
            : 'is nothing a blind relay may know';
    if (!LAYERS.includes(from)) return `stands in ${from}/, which is no layer`;
    if (to === 'relay') return from === 'cli' ? null : 'belongs to the relay';
    if (!LAYERS.includes(to)) return `is in ${to}/, which is no layer`;
    if (LAYERS.indexOf(to) > LAYERS.indexOf(from)) return `stands above ${from}/`;
    const [, mine] = path.split('/');
    const [, theirs] = target.split('/');
    if (from === 'practices' && to === 'practices' && mine !== theirs) return 'is another practice';
    return null;
}

// Every flaw of a file's text: [line, target, why].
export function fileFlaws(path, text) {
    return text.split('\n').flatMap((line, i) => {
        const target = /^\s*#\s*include\s+"([^"]+)"/.exec(line)?.[1];
        const why = target && includeFlaw(path, target);
        return why ? [[i + 1, target, why]] : [];
    });
}

if (import.meta.url === `file://${process.argv[1]}`) checkTree(fileFlaws);
