// module.js -- the core's module, which comes in two parts (tools/wasm/split_module.mjs).
//
// toward.wasm is what the first screens need. The later part holds the other rooms and their words;
// the first names it, so that two versions never meet. A call into it before it is there comes out
// here, as an import `later.SLOT`: it is brought and joined on the spot, and the call goes on in it.

/**
 * Where the later part of this first part is served.
 * @param {WebAssembly.Module} first
 */
export const laterPath = (first) =>
    `/later-${new TextDecoder().decode(WebAssembly.Module.customSections(first, 'later')[0])}.wasm`;

/**
 * An instance of the first part, and `join`, which adds the later part and the second time does nothing.
 * @param {WebAssembly.Module} first
 * @param {WebAssembly.ModuleImports} host
 * @param {() => WebAssembly.Module} bring the later part at once; what it throws ends the call
 */
export async function coreOf(first, host, bring) {
    /** @type {any} */
    let exports;
    let whole = false;
    /** @param {WebAssembly.Module} part */
    const join = (part) => {
        if (whole) return;
        new WebAssembly.Instance(part, { first: exports }); // fills its places in the table
        whole = true;
    };
    /** @type {WebAssembly.ModuleImports} */
    const later = {};
    for (const { module, name } of WebAssembly.Module.imports(first)) {
        if (module !== 'later') continue;
        later[name] = (/** @type {any[]} */ ...values) => {
            if (!whole) join(bring());
            return exports['%table'].get(Number(name))(...values);
        };
    }
    exports = (await WebAssembly.instantiate(first, { host, later })).exports;
    return { exports, join };
}
