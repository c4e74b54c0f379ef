// @ts-check
// The course of a session: which step, how long still, what has been done. Pure: every change is a new value.

import { extended, left, paused, runs, standing, started } from "./clock.js";

/**
 * @typedef {{kind: string, item: number, exercise: string, name: string, loading: boolean, side: string,
 *   seconds: number, set: number, sets: number, reps: number | null, tempo: string, says: string, picture: string}} Step
 * @typedef {{step: number, clock: import("./clock.js").Clock, over: boolean}} Run
 * @typedef {{run: Run, done: Step[]}} Moved what was finished on the way
 */

// A step that has run no longer than this has hardly begun: back then means the one before.
const HARDLY_MS = 3000;

/** @param {Step[]} steps @param {number} index @returns {Run} */
const at = (steps, index) => ({ step: index, clock: standing(steps[index].seconds * 1000), over: false });

/** @param {Step[]} steps @returns {Run} */
export const begun = (steps) => at(steps, 0);

/** @param {Step} step */
const counts = (step) => step.kind === "work" || step.kind === "hold";

/**
 * Everything that the time has passed, also while the phone slept.
 * @param {Step[]} steps @param {Run} run @param {number} now @returns {Moved}
 */
export function advanced(steps, run, now) {
  const done = [];
  let here = run;
  while (!here.over && runs(here.clock) && left(here.clock, now) === 0) {
    const step = steps[here.step];
    const ended = /** @type {number} */ (here.clock.deadline);
    if (counts(step)) done.push(step);
    if (here.step + 1 === steps.length) return { run: { ...here, over: true }, done };
    // The next step began when this one ended, not when we looked.
    here = { ...at(steps, here.step + 1), clock: started(at(steps, here.step + 1).clock, ended) };
  }
  return { run: here, done };
}

/** To the next step; the set counts only when it was `done`. @param {Step[]} steps @param {Run} run @param {number} now @param {boolean} done @returns {Moved} */
export function skipped(steps, run, now, done) {
  const step = steps[run.step];
  const finished = done && counts(step) ? [step] : [];
  if (run.step + 1 === steps.length) return { run: { ...run, over: true }, done: finished };
  return { run: moved(steps, run, run.step + 1, now), done: finished };
}

/** To the begin of this step, or of the one before when this one has hardly begun. @param {Step[]} steps @param {Run} run @param {number} now @returns {Run} */
export function backed(steps, run, now) {
  const gone = steps[run.step].seconds * 1000 - left(run.clock, now);
  return moved(steps, run, gone > HARDLY_MS ? run.step : Math.max(0, run.step - 1), now);
}

/** Past everything of this exercise. @param {Step[]} steps @param {Run} run @param {number} now @returns {Run} */
export function left_out(steps, run, now) {
  const exercise = steps[run.step].exercise;
  const next = steps.findIndex((step, index) => index > run.step && step.exercise !== exercise);
  return next < 0 ? { ...run, over: true } : moved(steps, run, next, now);
}

/** @param {Step[]} steps @param {Run} run @param {number} index @param {number} now @returns {Run} */
function moved(steps, run, index, now) {
  const there = at(steps, index);
  return runs(run.clock) ? { ...there, clock: started(there.clock, now) } : there;
}

/** @param {Run} run @param {number} now @returns {Run} */
export const toggled = (run, now) => ({ ...run, clock: runs(run.clock) ? paused(run.clock, now) : started(run.clock, now) });

/** @param {Run} run @param {number} ms @returns {Run} */
export const lengthened = (run, ms) => ({ ...run, clock: extended(run.clock, ms) });

/**
 * A session that was cut off: it stands where it was, and a step whose time ran out unseen begins again, so that
 * no set counts that nobody did.
 * @param {Step[]} steps @param {Run} run @param {number} now @returns {Run}
 */
export function resumed(steps, run, now) {
  if (!runs(run.clock)) return run;
  return left(run.clock, now) > 0 ? { ...run, clock: paused(run.clock, now) } : at(steps, run.step);
}

/** Milliseconds until the end of the session. @param {Step[]} steps @param {Run} run @param {number} now */
export const remaining = (steps, run, now) =>
  left(run.clock, now) + steps.slice(run.step + 1).reduce((sum, step) => sum + step.seconds * 1000, 0);
