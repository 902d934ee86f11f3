// look.js -- two phones side by side in the page (look around): each has a Worker of its own with
// an example book in memory, an address of its own, and no way to the network or to storage.
import { EFFECT, EVENT, START } from './app_constants.js';
import { Phone } from './phone.js';

/** @type {WeakMap<Element, Phone>} */
const awake = new WeakMap();
/** @type {Set<Phone>} */
const all = new Set();

/** An address that stands in no address bar. @param {() => Phone} phone */
function addressOf(phone) {
    let now = '';
    return {
        get: () => now,
        take: () => now,
        set: (/** @type {string} */ address) => void (now = address),
        visit(/** @type {string} */ address) {
            now = address.replace(/^#/, '');
            phone().visit();
        },
    };
}

/**
 * Starts the phones of a view just drawn, and ends those that are gone.
 * @param {Element} root
 * @param {Pick<import('./phone.js').Around, 'flags' | 'language' | 'page'>} around
 */
export function wakePhones(root, around) {
    for (const phone of all) {
        if (phone.root.isConnected) continue;
        phone.end();
        all.delete(phone);
    }
    const screens = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-island="phone"]'));
    screens.forEach((screen, i) => {
        if (awake.has(screen)) return;
        const side = i === 0 ? START.LOOK_A : START.LOOK_B;
        /** @type {Phone} */
        const phone = new Phone(screen, {
            ...around,
            address: addressOf(() => phone),
            // What one writes for both goes to the other phone; nothing else leaves it but the exit.
            carryOut: (type, r) => {
                if (type === EFFECT.LOOK) for (const other of all) if (other !== phone) other.tell(EVENT.LOOK, r.rest());
                if (type === EFFECT.LEAVE) around.page.exit();
            },
            ids: `${screen.id}-`,
            owns: false,
            flags: () => (around.flags() & START.SECURE) | side,
            speaks: () => {},
            answered: () => {},
            drawn: () => {},
            fell: () => screen.replaceChildren(),
        });
        awake.set(screen, phone);
        all.add(phone);
        phone.start();
    });
}
