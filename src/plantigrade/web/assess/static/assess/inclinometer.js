// @ts-check
// The phone as an inclinometer: its long edge lies along the shin, the screen faces away from it.

/**
 * Lean of the long axis from the vertical in degrees, positive when the top goes toward the screen's side, which
 * is forward on the front of a shin. Rotations as in the W3C's DeviceOrientation: the upward direction, seen from
 * the phone, is (-cos b sin g, sin b, cos b cos g). Turning about the vertical (alpha) and rolling the phone about
 * its own long axis change nothing.
 * @param {number} beta_deg @param {number} gamma_deg
 */
export function lean_deg(beta_deg, gamma_deg) {
  const beta = (beta_deg * Math.PI) / 180;
  const gamma = (gamma_deg * Math.PI) / 180;
  const size = (Math.acos(Math.max(-1, Math.min(1, Math.sin(beta)))) * 180) / Math.PI;
  return Math.cos(beta) * Math.cos(gamma) <= 0 ? size : -size;
}

/** A hand that holds still: the mean of a second whose readings lie within a degree. */
export class Steady {
  constructor(span_ms = 1000, spread_deg = 1) {
    this.span_ms = span_ms;
    this.spread_deg = spread_deg;
    /** @type {[number, number][]} */
    this.seen = [];
  }

  /** @param {number} at_ms @param {number} deg @returns {number | null} the mean once it was still for the span */
  add(at_ms, deg) {
    this.seen.push([at_ms, deg]);
    while (this.seen.length && at_ms - this.seen[0][0] > this.span_ms * 1.2) this.seen.shift();
    const values = this.seen.map(([, value]) => value);
    if (at_ms - this.seen[0][0] < this.span_ms || Math.max(...values) - Math.min(...values) > this.spread_deg) return null;
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }
}

const OFFSET = "plantigrade-upright";
// A device without the sensor allows it and says nothing, or sends empty events.
const SILENT_MS = 3000;

function beep() {
  try {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    tone.frequency.value = 880;
    tone.connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.25);
  } catch {
    // A phone without sound still vibrates and shows the number.
  }
  navigator.vibrate?.(200);
}

/** @returns {Promise<boolean>} whether the phone gives its tilt */
async function allowed() {
  const kind = /** @type {any} */ (globalThis.DeviceOrientationEvent);
  if (typeof kind?.requestPermission !== "function") return kind !== undefined;
  try {
    return (await kind.requestPermission()) === "granted";
  } catch {
    return false;
  }
}

// One capture at a time: a second press, or the other side's button, takes over from the first.
let end = () => {};

/**
 * Calls `still` once with the mean of a steady second, or `silent` when no reading comes.
 * @param {(deg: number) => void} show @param {(deg: number) => void} still @param {() => void} silent
 */
function listen(show, still, silent) {
  end();
  const steady = new Steady();
  const waiting = setTimeout(() => { end(); silent(); }, SILENT_MS);
  /** @param {DeviceOrientationEvent} event */
  const hear = (event) => {
    if (event.beta === null || event.gamma === null) return;
    clearTimeout(waiting);
    const deg = lean_deg(event.beta, event.gamma);
    show(deg);
    const mean = steady.add(event.timeStamp, deg);
    if (mean === null) return;
    end();
    still(mean);
  };
  end = () => { clearTimeout(waiting); removeEventListener("deviceorientation", hear); };
  addEventListener("deviceorientation", hear);
}

/** @param {HTMLElement} box */
export function addTilt(box) {
  if (!isSecureContext || !("DeviceOrientationEvent" in globalThis)) return;
  /** @template {HTMLElement} T @param {string} name @returns {T} */
  const part = (name) => /** @type {T} */ (box.querySelector(`[data-${name}]`));
  const now = part("now");
  const told = part("told");
  const measure = /** @type {HTMLButtonElement} */ (part("measure"));
  const input = /** @type {HTMLInputElement} */ (document.getElementById(box.dataset.tilt ?? ""));
  const offset = () => Number(sessionStorage.getItem(OFFSET) ?? "0");
  /** @param {number} deg */
  const show = (deg) => { now.textContent = `${Math.round(deg - offset())}°`; };

  /** @param {(deg: number) => void} still */
  async function take(still) {
    const none = () => { told.textContent = box.dataset.refused ?? ""; };
    if (!(await allowed())) { none(); return; }
    told.textContent = box.dataset.steady ?? "";
    listen(show, (deg) => { beep(); still(deg); }, none);
  }

  part("upright").addEventListener("click", () => take((deg) => {
    sessionStorage.setItem(OFFSET, String(deg));
    measure.disabled = false;
    told.textContent = box.dataset.vertical ?? "";
  }));
  measure.addEventListener("click", () => take((deg) => {
    input.value = (deg - offset()).toFixed(0);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    told.textContent = (box.dataset.taken ?? "").replace("{deg}", input.value);
  }));
  // Upright holds for both sides and all tests of one visit.
  measure.disabled = sessionStorage.getItem(OFFSET) === null;
  box.hidden = false;
}
