// forms.js -- a form's content as bytes (SUBMIT and drafts of src/app/effects.h), and back.
//
// A draft holds what is half typed and chosen in one form: its fields that may be kept (data-keep),
// and its hidden fields, which tell it from other forms of the same action.
import { Reader, Writer } from './bytes.js';

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Control */

const NUMBER = /^\d+$/;
const CHOSEN = /^(radio|checkbox)$/;

/** @param {HTMLFormElement} form @returns {Control[]} */
const controlsOf = (form) => /** @type {any} */ ([...form.querySelectorAll('input[name], textarea[name]')]);

/** @param {HTMLFormElement} form @param {string} page */
function head(form, page) {
    const [room, action] = (form.dataset.action ?? '0.0').split('.').map(Number);
    return new Writer().str(page).u32(room).u32(action);
}

/**
 * What the form sends.
 * @param {HTMLFormElement} form @param {HTMLElement | null} submitter @param {string} page
 */
export function submissionOf(form, submitter, page) {
    const out = head(form, page);
    for (const [name, value] of new FormData(form, submitter)) {
        if (typeof value === 'string' && NUMBER.test(name)) out.u32(Number(name)).str(value);
    }
    return out.done();
}

/** @param {Control} c */
function changed(c) {
    if (!c.hasAttribute('data-keep')) return false;
    const chosen = c instanceof HTMLInputElement && CHOSEN.test(c.type);
    return chosen ? c.checked !== c.defaultChecked : c.value !== c.defaultValue;
}

/** @param {Control} c */
function kept(c) {
    if (!NUMBER.test(c.name)) return false;
    if (c.type === 'hidden') return true;
    return c.hasAttribute('data-keep') && !(CHOSEN.test(c.type) && !(/** @type {any} */ (c).checked));
}

/**
 * What is half typed in the form; empty when nothing is.
 * @param {HTMLFormElement} form @param {string} page
 */
export function draftOf(form, page) {
    const controls = controlsOf(form);
    if (!controls.some(changed)) return new Uint8Array(0);
    const out = head(form, page);
    for (const c of controls) if (kept(c)) out.u32(Number(c.name)).str(c.value);
    return out.done();
}

/** @param {HTMLFormElement} form @param {[string, string][]} fields */
function fits(form, fields) {
    return controlsOf(form)
        .filter((c) => c.type === 'hidden')
        .every((c) => fields.some(([name, value]) => name === c.name && value === c.value));
}

/** @param {HTMLFormElement} form @param {[string, string][]} fields */
function fill(form, fields) {
    const controls = controlsOf(form);
    for (const c of controls) {
        if (CHOSEN.test(c.type) && c.hasAttribute('data-keep')) /** @type {any} */ (c).checked = false;
    }
    for (const [name, value] of fields) {
        for (const c of controls) {
            if (c.name !== name || c.type === 'hidden') continue;
            if (!CHOSEN.test(c.type)) c.value = value;
            else if (c.value === value) /** @type {any} */ (c).checked = true;
        }
    }
}

/**
 * Puts a draft back where its form stands.
 * @param {Element} root @param {Uint8Array} draft @param {string} page what is shown now
 * @returns {boolean} whether its form stands here
 */
export function fillDraft(root, draft, page) {
    if (!draft.length) return false;
    const r = new Reader(draft);
    if (r.str() !== page) return false;
    const action = `${r.u32()}.${r.u32()}`;
    /** @type {[string, string][]} */
    const fields = [];
    while (r.more) fields.push([String(r.u32()), r.str()]);
    for (const form of root.querySelectorAll('form')) {
        if (form.dataset.action !== action || !fits(form, fields)) continue;
        fill(form, fields);
        return true;
    }
    return false;
}
