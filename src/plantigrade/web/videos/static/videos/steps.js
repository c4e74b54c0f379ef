// @ts-check
// Where two squats are in step, and how one picture lies over the other. Pure; nothing of the page is touched.

/** @typedef {{x: number, y: number, leg: number, facing: string}} Place in widths of the picture */

/**
 * Seconds of a clip at a step: knots are start, lowest point and end of each repetition, step 0 the first knot.
 * @param {number[]} knots @param {number} step
 */
export function timeAt(knots, step) {
  const at = Math.min(Math.max(step, 0), knots.length - 1);
  const before = Math.min(Math.floor(at), knots.length - 2);
  return knots[before] + (at - before) * (knots[before + 1] - knots[before]);
}

/**
 * The step of a clip at a time in seconds; the ends outside of the repetitions.
 * @param {number[]} knots @param {number} seconds
 */
export function stepAt(knots, seconds) {
  if (seconds <= knots[0]) return 0;
  for (let i = 1; i < knots.length; i++) {
    const span = knots[i] - knots[i - 1];
    if (seconds < knots[i]) return i - 1 + (span > 0 ? (seconds - knots[i - 1]) / span : 0);
  }
  return knots.length - 1;
}

/**
 * The repetition (from 1), the part of it, and how much of that part is done in percent.
 * @param {number} step
 */
export function partAt(step) {
  const rep = Math.floor((step + 1e-9) / 3);
  const inside = step - 3 * rep;
  const part = inside <= 1 ? "down" : inside <= 2 ? "up" : "between";
  return { rep: rep + 1, part, percent: Math.round(100 * (inside - (part === "down" ? 0 : part === "up" ? 1 : 2))) };
}

/**
 * Moves picture b so that its ankle and the length of its leg are those of a: scale and mirror about its own top
 * left corner, then a shift in widths of the picture.
 * @param {Place} a @param {Place} b
 */
export function laidOver(a, b) {
  const scale = a.leg / b.leg;
  const mirror = a.facing === b.facing ? 1 : -1;
  return { across: mirror * scale, down: scale, x: a.x - mirror * scale * b.x, y: a.y - scale * b.y };
}
