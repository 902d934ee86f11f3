// check_tree.mjs -- runs a checker over the C files of a tree: `N passed, N failed` counts files.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {(path: string, text: string) => [number, string, string][]} fileFlaws a file's flaws: the
 *     line, what stands there, why it may not. The path is the one below `src`.
 */
export function checkTree(fileFlaws, src = process.argv[2] ?? 'src') {
    const files = readdirSync(src, { recursive: true }).filter((path) => /\.[ch]$/.test(path)).sort();
    let failed = 0;
    for (const file of files) {
        const flaws = fileFlaws(file, readFileSync(join(src, file), 'utf8'));
        failed += flaws.length > 0;
        for (const [line, what, why] of flaws) console.log(`${join(src, file)}:${line}: ${what} ... ${why}`);
    }
    console.log(`${files.length - failed} passed, ${failed} failed`);
    process.exitCode = failed || files.length === 0 ? 1 : 0;
}
