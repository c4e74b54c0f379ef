// @ts-check
// Time from a deadline, never from ticks: a phone that slept shows the right time when it wakes.
// All functions are pure; `now` is milliseconds of the wall clock.

/** @typedef {{deadline: number | null, left: number}} Clock */

/** A clock that stands, with this time left. @param {number} ms @returns {Clock} */
export const standing = (ms) => ({ deadline: null, left: ms });

/** @param {Clock} clock @param {number} now @returns {Clock} */
export const started = (clock, now) => (clock.deadline === null ? { deadline: now + clock.left, left: clock.left } : clock);

/** @param {Clock} clock @param {number} now @returns {Clock} */
export const paused = (clock, now) => standing(left(clock, now));

/** @param {Clock} clock @param {number} ms @returns {Clock} */
export const extended = (clock, ms) => ({ deadline: clock.deadline === null ? null : clock.deadline + ms, left: clock.left + ms });

/**
 * Milliseconds left, never less than none and never more than there were: a wall clock that is set back does
 * not lengthen a set beyond its own time.
 * @param {Clock} clock @param {number} now
 */
export const left = (clock, now) => (clock.deadline === null ? clock.left : Math.min(clock.left, Math.max(0, clock.deadline - now)));

/** The same time left, after the wall clock was set back. @param {Clock} clock @param {number} ms @returns {Clock} */
export const setBack = (clock, ms) => (clock.deadline === null ? clock : { ...clock, deadline: clock.deadline - ms });

/** @param {Clock} clock */
export const runs = (clock) => clock.deadline !== null;
