// figure.mjs -- the line that a measurement prints, laid out as those of the C programs are.

/** @param {number[]} values */
export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** @param {number[]} values @param {number} q 0..1 */
export const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * q)];

/**
 * name value unit reference ratio goal ok|short
 *
 * @param {string} name
 * @param {string} value
 * @param {string} unit
 * @param {{ reference?: string, ratio?: string, goal?: string, ok?: boolean }} [judged]
 */
export function figure(name, value, unit, { reference = '-', ratio = '-', goal = '-', ok = true } = {}) {
    const columns = [name.padEnd(34), value.padStart(10), unit.padEnd(5), reference.padStart(10), ratio.padStart(6), goal];
    console.log(columns.join(' '), ok ? 'ok' : 'short');
}
