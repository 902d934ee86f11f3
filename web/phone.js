// phone.js -- one person's app in one element of the page: its Worker, what it draws, its forms.
//
// The page itself is one; *look around* puts two more inside it, each with a Worker of its own, that
// keep nothing and have no part in the address bar. A phone knows no word and no key: what is typed
// goes to the Worker as bytes, what is shown comes from it as a stream of operations (patch.js).
//
// Each message to the Worker is numbered, and each message from it says up to which number it has
// answered: so a screen that was covered is uncovered by the answer to that and by nothing earlier,
// and a form is emptied by the answer to itself.
import { DRAFT_SIZE_MAX, EFFECT, EVENT, VIEW } from './app_constants.js';
import { Reader, Writer } from './bytes.js';
import { draftOf, fillDraft, submissionOf } from './forms.js';
import { pressIsland, wakeIslands } from './islands.js';
import { patch } from './patch.js';
import { scriptOf } from './trusted.js';

const TYPED_AFTER_MS = 700;

/**
 * Where a phone's address stands: the address bar, or nowhere.
 * @typedef {object} AddressBar
 * @property {() => string} get what is shown now, without '#'
 * @property {() => string} take likewise; a secret in it is taken out
 * @property {(address: string, replace: boolean) => void} set
 * @property {(address: string) => void} visit as if a link was followed
 */

/**
 * What a phone asks of the page around it.
 * @typedef {object} Around
 * @property {AddressBar} address
 * @property {string} ids put before every id in the view
 * @property {boolean} owns whether focus and scrolling of the window are its own
 * @property {() => number} flags START_* of src/app/effects.h
 * @property {() => string} language
 * @property {(tag: string) => void} speaks the language changed
 * @property {(type: number, r: Reader) => void} carryOut effects that are the page's
 * @property {(phone: Phone) => void} answered the Worker has answered; perhaps nothing was drawn
 * @property {() => void} drawn a view was drawn
 * @property {() => void} fell the core stopped
 * @property {import('./islands.js').Page} page
 */

export class Phone {
    /** @param {HTMLElement} root @param {Around} around */
    constructor(root, around) {
        this.root = root;
        this.around = around;
        /** @type {Worker | null} */
        this.worker = null;
        this.sent = 0; // the number of the last message
        this.done = 0; // up to which it is answered
        /** @type {Uint8Array | null} */
        this.rescued = null; // half-typed words that only the page has
        /** @type {HTMLFormElement | null} */
        this.edited = null;
        /** @type {{ form: HTMLFormElement, number: number } | null} */
        this.form = null; // sent, not yet answered
        this.typing = 0;
        this.page = { ...around.page, go: around.address.visit };
        root.addEventListener('input', (event) => this.input(event));
        root.addEventListener('submit', (event) => this.submit(event));
        root.addEventListener('click', (event) => this.click(event));
    }

    /** Begins anew, with a core that knows nothing. */
    start() {
        this.end();
        this.worker = new Worker(scriptOf('/worker.js'), { type: 'module' });
        this.worker.onmessage = (message) => this.hear(message.data);
        this.worker.onerror = () => this.fall();
        const { address, flags, language } = this.around;
        this.post({ start: { flags: flags(), language: language(), origin: location.origin, fragment: address.take() } });
    }

    end() {
        clearTimeout(this.typing);
        this.worker?.terminate();
        this.worker = null;
        this.form = null;
        this.done = this.sent;
    }

    /** @param {object} message */
    post(message) {
        this.sent++;
        this.root.setAttribute('aria-busy', 'true');
        this.worker?.postMessage({ now: Date.now(), number: this.sent, ...message });
    }

    /** @param {number} type @param {Uint8Array} [payload] */
    tell(type, payload = new Uint8Array(0)) {
        this.post({ type, payload });
    }

    visit() {
        this.tell(EVENT.VISIT, new Writer().str(this.around.address.take()).done());
    }

    /** The screen goes out of sight. */
    hide() {
        const draft = this.typed();
        if (draft.length > DRAFT_SIZE_MAX) this.rescued = draft;
        clearTimeout(this.typing);
        this.tell(EVENT.HIDDEN, new Writer().str(draft).done());
    }

    // --- from the Worker --------------------------------------------------------------------------

    /** @param {any} data */
    hear(data) {
        if (data.fallen) return this.fall();
        if (data.language) this.around.speaks(data.language);
        if (data.answered) this.done = data.answered;
        /** @type {Uint8Array | null} */
        let fill = null;
        for (const { type, payload } of data.effects ?? []) {
            const r = new Reader(payload);
            if (type === EFFECT.VIEW) this.draw(r.u8(), r.rest());
            else if (type === EFFECT.ADDRESS) this.readdress(r.u8() !== 0, r.str());
            else if (type === EFFECT.FILL) fill = r.blob();
            else this.around.carryOut(type, r);
        }
        this.fill(fill);
        if (this.done === this.sent) this.root.removeAttribute('aria-busy');
        this.around.answered(this);
    }

    /** @param {boolean} replace @param {string} address */
    readdress(replace, address) {
        this.around.address.set(address, replace);
    }

    /** @param {number} how @param {Uint8Array} stream */
    draw(how, stream) {
        const { root, around } = this;
        const answered = this.form !== null && this.form.number <= this.done;
        const refused = root.querySelector('[data-focus="now"]') !== null;
        if (how & VIEW.NEW_PAGE) for (const form of root.querySelectorAll('form')) form.reset();
        else if (how & VIEW.FORGET_TYPED) this.form?.form.reset();
        if (answered) this.form = null;
        const moved = how & VIEW.NEW_PAGE && (around.owns || root.contains(document.activeElement));
        try {
            patch(root, stream, { why: moved ? 'moved' : answered || !refused ? 'answered' : undefined, ids: around.ids });
        } catch (e) {
            console.error(e);
            return this.fall();
        }
        if (how & VIEW.NEW_PAGE) (around.owns ? window : root).scrollTo(0, 0);
        wakeIslands(root, this.page);
        around.drawn();
    }

    /** What only the page has is newer than what the core put away. @param {Uint8Array | null} draft */
    fill(draft) {
        const page = this.around.address.get();
        if (draft) fillDraft(this.root, draft, page);
        if (this.rescued && fillDraft(this.root, this.rescued, page)) this.rescued = null;
    }

    /** The core stopped. What was typed is kept by the page and put back after a fresh start. */
    fall() {
        const draft = this.typed();
        if (draft.length) this.rescued = draft;
        this.end();
        this.around.fell();
    }

    // --- from the person --------------------------------------------------------------------------

    /** Whether this happened here and not in a phone inside. @param {Event} event */
    mine(event) {
        return event.target instanceof Element && event.target.closest('.view') === this.root;
    }

    /** What is half typed: in the form touched last, else in the first. */
    typed() {
        const forms = [...this.root.querySelectorAll('form')];
        if (this.edited && forms.includes(this.edited)) forms.unshift(this.edited);
        for (const form of forms) {
            const draft = draftOf(form, this.around.address.get());
            if (draft.length) return draft;
        }
        return new Uint8Array(0);
    }

    /** @param {Event} event */
    input(event) {
        if (!this.mine(event)) return;
        this.edited = /** @type {any} */ (event.target).form ?? null;
        clearTimeout(this.typing);
        this.typing = window.setTimeout(() => this.tell(EVENT.TYPED, new Writer().str(this.typed()).done()), TYPED_AFTER_MS);
    }

    /** @param {SubmitEvent} event */
    submit(event) {
        if (!this.mine(event)) return;
        event.preventDefault();
        const form = /** @type {HTMLFormElement} */ (event.target);
        clearTimeout(this.typing);
        this.tell(EVENT.SUBMIT, submissionOf(form, event.submitter, this.around.address.get()));
        this.form = { form, number: this.sent };
    }

    /** @param {MouseEvent} event */
    click(event) {
        if (!this.mine(event)) return;
        const at = /** @type {Element} */ (event.target).closest('[data-island], [data-go], [data-to], a[href^="#"]');
        if (!(at instanceof HTMLElement) || !this.root.contains(at) || at === this.root) return;
        if (at.dataset.to) {
            event.preventDefault();
            document.getElementById(at.dataset.to)?.focus();
        } else if (at.dataset.island && at.dataset.island !== 'quiet') {
            event.preventDefault();
            pressIsland(at, this.page);
        } else if (at.dataset.go && !at.dataset.island) {
            this.page.go(at.dataset.go);
        } else if (at instanceof HTMLAnchorElement && !this.around.owns) {
            event.preventDefault(); // the address bar belongs to the page around
            this.page.go(at.getAttribute('href') ?? '');
        }
    }
}
