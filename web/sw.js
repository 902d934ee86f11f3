// sw.js -- keeps the files of the app for when the network is away. Nothing else: what goes to the
// relay (/b/) never passes through a cache, and no answer is made up.
//
// A new version is fetched whole, then waits until no page of the old one is open: so a page, its
// Workers and its module are always of one version.

const VERSION = '@VERSION@';
const FILES = ['@FILES@'];

/** @type {any} */
const scope = globalThis;

scope.addEventListener('install', (/** @type {any} */ event) => {
    const fill = async () => {
        const cache = await caches.open(VERSION);
        await cache.addAll(FILES.map((file) => new Request(file, { cache: 'no-cache' })));
    };
    event.waitUntil(fill());
});

scope.addEventListener('activate', (/** @type {any} */ event) => {
    const clear = async () => {
        for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
        await scope.clients.claim();
    };
    event.waitUntil(clear());
});

/** @param {Request} request */
async function answer(request) {
    const cache = await caches.open(VERSION);
    const path = new URL(request.url).pathname;
    return (await cache.match(path)) ?? fetch(request);
}

scope.addEventListener('fetch', (/** @type {any} */ event) => {
    const { method, url } = event.request;
    const { pathname, origin } = new URL(url);
    if (method === 'GET' && origin === scope.location.origin && FILES.includes(pathname)) {
        event.respondWith(answer(event.request));
    }
});
