// rooms.mjs -- what each room adds to the walks through all of the app: test/web/rooms/NAME.mjs may have
//
//     export async function screens(w, nora, sam, now)
//         shows each of its pages and titles with w.show(name, person) or w.each(person, {name: address});
//         both phones stand at `now` (later days: now + whole days; person.setClock), together, with *mine*
//         open, and are left so (screens.mjs)
//     export async function injections(t, nora, sam)
//         fills every field for words once, with t.submit(person, address, 'ROOM.ACTION', picks), which
//         returns what was typed by field, and looks that it arrives: t.arrives(person, address, text)
//         (injections.test.mjs)
//     export const handed = async (w, person)
//         the same pages as screens, of one phone that is handed over; begins alone with a book of its own
//
// A file is found by its name; nothing else changes.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('rooms/', import.meta.url));
const names = existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => file.endsWith('.mjs')).map((file) => file.slice(0, -4)).sort() : [];

/** @type {{ name: string, screens?: Function, injections?: Function, handed?: Function }[]} */
export const rooms = await Promise.all(names.map(async (name) => ({ name, ...(await import(`./rooms/${name}.mjs`)) })));
