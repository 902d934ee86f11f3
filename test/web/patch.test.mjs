// patch.test.mjs -- web/patch.js in Chromium, under the policy that Toward is served with.
//
// The views are made in the page (patch_random.js) or drawn by C (build/catalogue).
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after } from 'node:test';
import { BUILD, newFolder, openBrowser, before, test } from './harness.mjs';

const POLICY =
    "default-src 'none'; script-src 'self' 'nonce-test'; style-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types";
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>patch</title>
<link rel="stylesheet" href="/style.css"><body><div id="view" class="view"></div>
<script type="module" nonce="test">
import { decode, patch } from '/patch.js';
import { Stream, dice, randomView } from '/patch_random.js';
Object.assign(window, { decode, patch, Stream, dice, randomView, root: document.getElementById('view') });
window.ready = true;
</script>`;
const FILES = {
    '/patch.js': 'web/patch.js',
    '/style.css': 'web/style.css',
    '/patch_random.js': 'test/web/patch_random.js',
    '/view_constants.js': `${BUILD}/gen/view_constants.js`,
};
const TYPES = { js: 'text/javascript', css: 'text/css', html: 'text/html', view: 'application/octet-stream' };

let server, context, origin;

function answer(request, response) {
    const path = new URL(request.url, 'http://x').pathname;
    const file = FILES[path] ?? (path.startsWith('/catalogue/') ? BUILD + path : null);
    const type = file ? TYPES[file.split('.').pop()] : 'text/html';
    const headers = { 'Content-Type': `${type}; charset=utf-8` };
    if (!path.startsWith('/catalogue/')) headers['Content-Security-Policy'] = POLICY;
    response.writeHead(200, headers).end(file ? readFileSync(file) : PAGE);
}

before(async () => {
    server = createServer(answer).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    origin = `http://127.0.0.1:${server.address().port}`;
    context = await openBrowser(newFolder('patch'), { reducedMotion: null });
});

after(async () => {
    await context?.close();
    server?.close();
});

/** Runs `work` in a fresh page with patch, Stream, root and the like in reach. */
async function inPage(work, argument) {
    const page = await context.newPage();
    try {
        const faults = [];
        page.on('pageerror', (error) => faults.push(String(error)));
        await page.goto(origin + '/');
        await page.waitForFunction(() => window.ready);
        const result = typeof work === 'function' && work.length === 2
            ? await work(page, argument)
            : await page.evaluate(work, argument);
        assert.deepEqual(faults, []);
        return result;
    } finally {
        await page.close();
    }
}

test('a patched view equals one that is freshly built, over random pairs', async () => {
    const { different, pairs } = await inPage(() => {
        const fresh = () => document.createElement('div');
        let pairs = 0;
        for (let seed = 1; seed <= 250; seed++) {
            const roll = dice(seed);
            const kept = fresh();
            document.body.append(kept);
            for (let step = 0; step < 4; step++) {
                const view = randomView(roll, 1 + roll(30));
                const built = fresh();
                patch(kept, view);
                patch(built, view);
                pairs++;
                if (!kept.isEqualNode(built))
                    return { different: `${seed}: ${kept.innerHTML}\n${built.innerHTML}`, pairs };
            }
            kept.remove();
        }
        return { different: null, pairs };
    });
    assert.equal(different, null);
    assert.equal(pairs, 1000);
});

test('drawing the same view again changes nothing at all', async () => {
    const changes = await inPage(async () => {
        const view = randomView(dice(7), 60);
        patch(root, view);
        const seen = [];
        new MutationObserver((list) => seen.push(...list)).observe(root, {
            subtree: true, childList: true, attributes: true, characterData: true,
        });
        patch(root, view);
        await new Promise((done) => setTimeout(done));
        return seen.length;
    });
    assert.equal(changes, 0);
});

test('what C prints as HTML is what the patcher builds, for the whole catalogue', async () => {
    const names = readdirSync(`${BUILD}/catalogue`).filter((name) => name.endsWith('.view'));
    assert.ok(names.length >= 12);
    const page = await context.newPage();
    for (const name of names) {
        await page.goto(`${origin}/catalogue/${name.replace('.view', '.html')}`);
        const difference = await page.evaluate(async (name) => {
            const { patch } = await import('/patch.js');
            const stream = new Uint8Array(await (await fetch(`/catalogue/${name}`)).arrayBuffer());
            const printed = document.querySelector('.view');
            const built = document.createElement('div');
            built.className = 'view';
            patch(built, stream);
            built.normalize();
            return printed.isEqualNode(built) ? null : `${printed.innerHTML}\n\n${built.innerHTML}`;
        }, name);
        assert.equal(difference, null, name);
    }
    await page.close();
});

const field = (drawn, extra = '') => `
    const out = new Stream().open('main', {}, 'm');
    ${extra}
    out.open('input', { id: 'a', name: '1', type: 'text', value: ${JSON.stringify(drawn)} }, 'f').close();
    patch(root, out.close().done());`;

test('focus, selection and half-typed text stay while things come and go around them', async () => {
    await inPage(async (page, _) => {
        await page.evaluate(field('drawn', "out.leaf('p', {}, 'one');"));
        await page.click('#a');
        await page.keyboard.press('End');
        await page.keyboard.type(' typed');
        await page.evaluate(() => document.getElementById('a').setSelectionRange(2, 7));
        const before = await page.evaluateHandle(() => document.getElementById('a'));
        await page.evaluate(field('drawn anew',
            "out.leaf('h1', {}, 'new').leaf('p', {}, 'two').leaf('p', {}, 'three');"));
        const now = await page.evaluate((input) => ({
            same: input === document.getElementById('a') && document.activeElement === input,
            value: input.value,
            selection: [input.selectionStart, input.selectionEnd],
            before: [...input.parentNode.children].map((e) => e.localName).join(' '),
        }), before);
        assert.deepEqual(now, {
            same: true, value: 'drawn typed', selection: [2, 7], before: 'h1 p p input',
        });
    });
});

test('the focused element stays where it is when its siblings change places', async () => {
    await inPage(async (page, _) => {
        const draw = (keys) => page.evaluate((keys) => {
            const out = new Stream();
            for (const key of keys) {
                out.open('div', { class: key }, key);
                out.open('textarea', { id: key, name: '1' }).close().close();
            }
            patch(root, out.done());
        }, [...keys]);
        await draw('abcde');
        await page.click('#c');
        await page.keyboard.type('half');
        await page.evaluate(() => {
            window.blurred = 0;
            document.getElementById('c').addEventListener('blur', () => window.blurred++);
        });
        for (const order of ['ecabd', 'cab', 'xyzcab', 'bac', 'c', 'abcde']) {
            await draw(order);
            const now = await page.evaluate(() => ({
                order: [...root.children].map((e) => e.className).join(''),
                focus: document.activeElement.id,
                value: document.getElementById('c').value,
                blurred: window.blurred,
            }));
            assert.deepEqual(now, { order, focus: 'c', value: 'half', blurred: 0 });
        }
    });
});

test('a composition goes on while the view is drawn anew', async () => {
    await inPage(async (page, _) => {
        await page.evaluate(field('', "out.leaf('p', {}, 'one');"));
        await page.click('#a');
        const cdp = await context.newCDPSession(page);
        await cdp.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
        await page.evaluate(() => {
            window.ended = 0;
            document.getElementById('a').addEventListener('compositionend', () => window.ended++);
        });
        await page.evaluate(field('', "out.leaf('h2', {}, 'x').leaf('p', {}, 'two');"));
        assert.equal(await page.evaluate(() => window.ended), 0);
        await cdp.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
        await cdp.send('Input.insertText', { text: '日本' });
        assert.equal(await page.inputValue('#a'), '日本');
    });
});

test('a key that changes, or a name, gives a fresh field', async () => {
    const values = await inPage(() => {
        const draw = (key, name) => patch(root,
            new Stream().open('input', { name, type: 'text', value: 'v' }, key).close().done());
        const values = [];
        draw('a', '1');
        root.firstChild.value = 'typed';
        draw('a', '1');
        values.push(root.firstChild.value);
        draw('b', '1');
        values.push(root.firstChild.value);
        root.firstChild.value = 'typed';
        draw('b', '2');
        values.push(root.firstChild.value);
        return values;
    });
    assert.deepEqual(values, ['typed', 'v', 'v']);
});

test('what nobody touched follows the view: values, ticks, choices', async () => {
    const result = await inPage(() => {
        const draw = (text, ticked, chosen) => {
            const out = new Stream();
            out.open('textarea', { name: '1', value: text }).close();
            out.open('input', { name: '2', type: 'checkbox', ...(ticked && { checked: '' }) }).close();
            out.open('select', { name: '3' });
            for (const value of ['a', 'b', 'c'])
                out.open('option', { value, ...(value === chosen && { selected: '' }) }).say(value).close();
            patch(root, out.close().done());
            const [area, box, select] = root.children;
            return [area.value, box.checked, select.value];
        };
        return [draw('x', true, 'b'), draw('y', false, 'c'), draw('z', true, 'a')];
    });
    assert.deepEqual(result, [['x', true, 'b'], ['y', false, 'c'], ['z', true, 'a']]);
});

test('what a person ticked, typed and opened stays', async () => {
    const now = await inPage(async (page, _) => {
        const draw = (text) => page.evaluate((text) => {
            const out = new Stream().leaf('p', {}, text);
            out.open('input', { id: 'b', name: '2', type: 'checkbox', checked: '' }).close();
            out.open('textarea', { id: 't', name: '1', value: text }).close();
            out.open('details', { id: 'd' }).leaf('summary', { id: 's' }, 'more').leaf('p', {}, text).close();
            patch(root, out.done());
        }, text);
        await draw('one');
        await page.click('#b');
        await page.fill('#t', 'mine');
        await page.click('#s');
        await draw('two');
        return page.evaluate(() => ({
            ticked: document.getElementById('b').checked,
            text: document.getElementById('t').value,
            open: document.getElementById('d').open,
            said: root.querySelector('p').textContent,
        }));
    });
    assert.deepEqual(now, { ticked: false, text: 'mine', open: true, said: 'two' });
});

test('a form that was reset follows the view again', async () => {
    const value = await inPage(() => {
        const draw = (value) => patch(root, new Stream().open('form', {}, 'f')
            .open('input', { name: '1', type: 'text', value }).close().close().done());
        draw('');
        root.querySelector('input').value = 'sent';
        root.querySelector('form').reset();
        draw('next');
        return root.querySelector('input').value;
    });
    assert.equal(value, 'next');
});

test('nodes and attributes that an island added stay', async () => {
    const result = await inPage(() => {
        const draw = (text) => patch(root, new Stream().open('div', { 'data-island': 'quiet' })
            .leaf('p', {}, text).close().leaf('p', {}, text).done());
        draw('one');
        const island = root.firstChild;
        island.prepend(document.createElement('progress'));
        island.setAttribute('aria-busy', 'true');
        draw('two');
        return root.firstChild === island && island.outerHTML;
    });
    assert.equal(result, '<div data-island="quiet" aria-busy="true"><progress></progress><p>two</p></div>');
});

test('a view inside a view is left to its own root', async () => {
    const result = await inPage(() => {
        const outer = (text) => patch(root, new Stream().leaf('p', {}, text)
            .open('div', { id: 'left' }).close().done());
        const inner = (text) => patch(document.getElementById('left'),
            new Stream().open('input', { id: 'x', 'aria-describedby': 'y z' }).close()
                .leaf('label', { for: 'x' }, text).done(), { ids: 'l-' });
        outer('one');
        inner('in');
        const input = root.querySelector('input');
        outer('two');
        inner('in again');
        return [input === root.querySelector('input'), root.innerHTML];
    });
    assert.deepEqual(result, [true,
        '<p>two</p><div id="left"><input id="l-x" aria-describedby="l-y l-z"><label for="l-x">in again</label></div>']);
});

test('the focus goes to the title of a new page, and to what was refused', async () => {
    const result = await inPage(() => {
        const draw = (key, refused, options) => {
            const out = new Stream().open('main', {}, key);
            out.open('h1', { id: `h${key}`, tabindex: '-1', 'data-focus': 'page' }).say('t').close();
            if (refused) out.open('div', { id: 'r', tabindex: '-1', 'data-focus': 'now' }).close();
            out.open('input', { id: 'i', name: '1', type: 'text' }).close();
            patch(root, out.close().done(), options);
            return document.activeElement.id;
        };
        const seen = [draw('1', false, { why: 'moved' })];
        document.getElementById('i').focus();
        seen.push(draw('1', false));
        seen.push(draw('1', false, { why: 'answered' }));
        seen.push(draw('1', true, { why: 'answered' }));
        seen.push(draw('1', true));
        seen.push(draw('2', true, { why: 'moved' }));
        seen.push(draw('3', false, { why: 'moved' }));
        return seen;
    });
    assert.deepEqual(result, ['h1', 'i', 'i', 'r', 'r', 'r', 'h3']);
});

test('where what had the focus goes, the title takes it, in its own view and nowhere else', async () => {
    const result = await inPage(() => {
        const draw = (buttons, at = root, ids = '') => {
            const out = new Stream().open('h1', { id: 'title', tabindex: '-1', 'data-focus': 'page' }).say('t').close();
            for (const id of buttons) out.open('button', { id, type: 'button' }, id).close();
            if (at === root) out.open('div', { id: 'inner' }).close();
            patch(at, out.done(), { ids });
            return document.activeElement.id;
        };
        const inner = (buttons) => draw(buttons, document.getElementById('inner'), 'in-');
        draw(['a', 'b']);
        inner(['a']);
        document.getElementById('b').focus();
        const seen = [draw(['b']), inner([]), draw([])];
        inner(['a']);
        document.getElementById('in-a').focus();
        seen.push(draw(['a']), inner([]));
        document.activeElement.blur();
        seen.push(draw([]));
        return seen;
    });
    assert.deepEqual(result, ['b', 'b', 'title', 'in-a', 'in-title', '']);
});

test('a button that sends something else is another one, and does not take over the focus', async () => {
    const result = await inPage(() => {
        const draw = (...values) => {
            const out = new Stream().open('h1', { id: 'title', tabindex: '-1', 'data-focus': 'page' }).say('t').close();
            for (const value of values) out.open('button', { type: 'submit', name: '8', value }, '').say(value).close();
            patch(root, out.done());
            return document.activeElement.value ?? document.activeElement.id;
        };
        draw('1', '2');
        root.querySelector('button').focus();
        return [draw('0', '1', '2'), draw('2')];
    });
    assert.deepEqual(result, ['1', 'title']);
});

test('the scroll position stays', async () => {
    const tops = await inPage(() => {
        const draw = (n) => {
            const out = new Stream();
            for (let i = 0; i < 200; i++) out.leaf('p', {}, `line ${i} of ${n}`);
            patch(root, out.done());
        };
        draw(1);
        scrollTo(0, 900);
        const before = scrollY;
        draw(2);
        return [before, scrollY];
    });
    assert.deepEqual(tops, [900, 900]);
});

test('a stream that breaks a rule is refused whole and the screen stays', async () => {
    const { taken, screen } = await inPage(() => {
        const P = 8, A = 18, IN = 25, SVGT = 50;
        const say = (text) => [...new TextEncoder().encode(text)];
        const bad = {
            empty: [], header: [0x54, 2], 'unknown operation': [0x54, 1, 9],
            'unknown tag': [0x54, 1, 1, 255, 4], 'unknown attribute': [0x54, 1, 1, P, 2, 255, 0, 4],
            'cut text': [0x54, 1, 3, 5, 104], 'cut number': [0x54, 1, 3, 0x82],
            'cut attribute': [0x54, 1, 1, P, 2], 'overlong number': [0x54, 1, 3, 0x81, 0, 104],
            'not UTF-8': [0x54, 1, 3, 2, 0xc3, 0x28], NUL: [0x54, 1, 3, 1, 0],
            'left open': [0x54, 1, 1, P], 'closed twice': [0x54, 1, 1, P, 4, 4],
            'attribute of nothing': [0x54, 1, 2, 1, 1, 122],
            'attribute after a child': [0x54, 1, 1, P, 3, 1, 116, 2, 1, 1, 122, 4],
            'attribute twice': [0x54, 1, 1, P, 2, 1, 1, 122, 2, 1, 1, 122, 4],
            'key after attribute': [0x54, 1, 1, P, 2, 1, 1, 122, 5, 1, 107, 4],
            'two keys': [0x54, 1, 1, P, 5, 1, 107, 5, 1, 107, 4],
            'child of an input': [0x54, 1, 1, IN, 1, P, 4, 4],
            'text in an input': [0x54, 1, 1, IN, 3, 1, 104, 4],
            'path outside of svg': [0x54, 1, 1, P, 1, SVGT + 2, 4, 4],
            'paragraph in svg': [0x54, 1, 1, SVGT, 1, P, 4, 4],
            deep: [0x54, 1, ...Array(49).fill([1, 7]).flat(), ...Array(49).fill(4)],
        };
        for (const href of ['javascript:alert(1)', 'http://x', '//x', '#', '#<b>', 'data:text/html,x',
            'mailto:a@b', ' https://a', 'https://a b', 'https://a\n'])
            bad[href] = [0x54, 1, 1, A, 2, 2, href.length, ...say(href), 4];
        patch(root, new Stream().leaf('p', {}, 'stays').done());
        const taken = [];
        for (const [name, bytes] of Object.entries(bad)) {
            try {
                patch(root, new Uint8Array(bytes));
                taken.push(name);
            } catch (error) {
                if (!(error instanceof Error)) taken.push(name);
            }
        }
        return { taken, screen: root.innerHTML };
    });
    assert.deepEqual(taken, []);
    assert.equal(screen, '<p>stays</p>');
});

test('text that looks like markup stays text, in every place', async () => {
    const result = await inPage(async () => {
        window.alert = () => { window.alarm = true; };
        const seeds = ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>',
            "' onclick='alert(1)", '</textarea><svg onload=alert(1)>', '&lt;b&gt;', '{{7*7}}',
            '\u202Eabc', 'javascript:alert(1)', '<!--', ']]>', '\\u003cb\\u003e',
            '<iframe srcdoc="<script>parent.alert(1)</script>">', '<a href=javascript:alert(1)>x</a>',
            '<style>*{background:url(//x)}</style>', '<base href=//x>', '<meta http-equiv=refresh content=0>',
            '<details open ontoggle=alert(1)>', '<math><mtext></form><form><mglyph><style></math><img onerror=alert(1) src>',
            '<template><script>alert(1)</script></template>', '%3Cscript%3Ealert(1)%3C/script%3E',
            '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '\u0001<b>', '\u2028<b>'];
        const around = ['%', '<p>%</p>', '"%"', "'%'", '`%`', '<!--%-->', '<![CDATA[%]]>', '</p>%', '<svg>%</svg>',
            '<title>%</title>', '<textarea>%', '<select><option>%', '&#60;%', '\t%\t', '%%', 'data:text/html,%',
            '<x y="%">', "<x y='%'>", '<x y=%>', '<script>%</script>', '<style>%</style>', '${%}', '//%'];
        const evil = seeds.flatMap((seed) => around.map((form) => form.split('%').join(seed)));
        let wrong = 0;
        for (const text of evil) {
            patch(root, new Stream().leaf('p', { 'aria-label': text, class: text }, text)
                .open('textarea', { name: '1', value: text }).close()
                .open('input', { name: '2', value: text }).close().done());
            const [p, area, input] = root.children;
            if (root.querySelectorAll('*').length !== 3 || p.textContent !== text ||
                p.getAttribute('aria-label') !== text || area.value !== text ||
                input.value !== text || p.attributes.length !== 2) wrong++;
        }
        await new Promise((done) => setTimeout(done, 100)); // whatever would load, and fail, does
        return { count: evil.length, wrong, alarm: window.alarm === true };
    });
    assert.deepEqual(result, { count: 529, wrong: 0, alarm: false });
});
