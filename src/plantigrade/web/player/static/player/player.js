// @ts-check
// The page of the player: shows the run, hears the buttons, keeps every set before it shows it as done.

import { flush, put, waiting } from "/static/pwa/outbox.js";
import { left, runs, setBack } from "./clock.js";
import { asked } from "./pain.js";
import { advanced, backed, begun, left_out, lengthened, remaining, resumed, skipped, toggled } from "./run.js";
import { tell, wakeAudio } from "./voice.js";
import { keepAwake } from "./wake.js";

/** @template {HTMLElement} T @param {string} selector @returns {T} */
const one = (selector) => /** @type {T} */ (document.querySelector(selector));
const told = JSON.parse(one("#session").textContent ?? "{}");
/** @type {import("./run.js").Step[]} */
const steps = told.steps;
const words = one("#player-words").dataset;
const KEY = `plantigrade-run-${told.person}-${told.day}-${told.short ? "short" : "whole"}`;
const SWITCHES = "plantigrade-switches";
const MORE_MS = 10_000;
const LOOK_MS = 100;

/** @typedef {{session: string, run: import("./run.js").Run, sets: number}} Kept */
/** @type {Kept | null} */
let kept = read(KEY);
// What was switched on this phone counts until the settings say otherwise.
const SETTINGS = JSON.stringify(told.switches);
const switchedHere = read(SWITCHES);
let on = { sound: true, speech: true, vibration: true, ...told.switches, ...(switchedHere?.settings === SETTINGS ? switchedHere.on : {}) };
let shownStep = -1;
let tickedAt = -1;
let lookedAt = 0;
let full = false;

/** @param {string} key @returns {any} */
function read(key) {
  try { return JSON.parse(localStorage.getItem(key) ?? "null"); } catch { return null; }
}
const keep = () => localStorage.setItem(KEY, JSON.stringify(kept));
/** @param {string | undefined} text @param {Record<string, unknown>} values */
const filled = (text, values) => (text ?? "").replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
/** @param {number} ms */
const minutes = (ms) => Math.max(1, Math.ceil(ms / 60_000));
const stamp = () => new Date().toISOString();

/** @param {string} kind @param {Record<string, unknown>} more */
function record(kind, more) {
  put(/** @type {string} */ (words.records), /** @type {string} */ (words.csrf), { id: crypto.randomUUID(), kind, at: stamp(), ...more });
  void send();
}

async function send() {
  showKept();
  const answer = await flush(words.csrf);
  full = answer?.full === true;
  showKept();
  return answer;
}

function showKept() {
  const text = !waiting().length ? words.saved : full ? words.full : words.unsent;
  for (const place of ["[data-kept]", "[data-kept-after]"]) if (one(place).textContent !== text) one(place).textContent = text ?? "";
}

/** @param {import("./run.js").Moved} moved */
function take(moved) {
  if (!kept) return;
  for (const step of moved.done) {
    kept.sets += 1;
    record("set", {
      session: kept.session, item: step.item, exercise: step.exercise, side: step.side,
      set_number: step.kind === "hold" ? step.sets + 1 : step.set, seconds: step.seconds, reps: step.reps,
    });
  }
  kept.run = moved.run;
  keep();
  if (moved.run.over) finish(words.done ?? "");
}

/** @param {string} headline @param {string} [why] */
function finish(headline, why = "") {
  if (!kept) return;
  record("finish", { session: kept.session });
  one("#play").hidden = true;
  one("#after").hidden = false;
  one("[data-after]").textContent = headline;
  one("[data-after-told]").textContent = why || filled(words.sets, { n: kept.sets });
  one("[data-after]").focus();
  tell(on, "end", headline);
  localStorage.removeItem(KEY);
  kept = null;
  void keepAwake(false);
}

function begin() {
  wakeAudio();
  // Another tab may have begun this session since: it is one session, not two.
  kept ??= read(KEY);
  if (!kept) {
    const session = crypto.randomUUID();
    kept = { session, run: begun(steps), sets: 0 };
    put(/** @type {string} */ (words.records), /** @type {string} */ (words.csrf), { id: session, kind: "session", at: stamp(), day: told.day, short: told.short });
    void send();
  }
  if (!runs(kept.run.clock)) kept.run = toggled(kept.run, Date.now());
  keep();
  one("#before").hidden = true;
  one("#play").hidden = false;
  look();
  one("[data-name]").focus();
}

function look() {
  if (!kept) return;
  const now = Date.now();
  if (now < lookedAt) kept.run = { ...kept.run, clock: setBack(kept.run.clock, lookedAt - now) };
  lookedAt = now;
  const before = kept.run.step;
  const moved = advanced(steps, kept.run, now);
  if (moved.run !== kept.run) take(moved);
  if (!kept) return;
  if (kept.run.step !== before || shownStep < 0) showStep();
  showTime(now);
}

function showStep() {
  if (!kept) return;
  const step = steps[kept.run.step];
  shownStep = kept.run.step;
  tickedAt = -1;
  one("[data-name]").textContent = step.name;
  one("[data-mark]").className = `mark ${step.side}`;
  one("[data-mark]").hidden = step.side === "both";
  one("[data-side]").textContent = words[step.side] ?? "";
  const reps = step.reps ? `, ${filled(words.reps, { n: step.reps })} (${step.tempo})` : "";
  one("[data-set]").textContent = step.set ? `· ${filled(words.set, { n: step.set, of: step.sets })}${reps}` : "";
  one("[data-says]").textContent = step.says;
  for (const picture of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-picture]"))) picture.hidden = picture.dataset.picture !== step.picture;
  const next = steps.slice(kept.run.step + 1).find((s) => s.kind === "work");
  one("[data-next]").textContent = next ? `${words.next} ${next.name}, ${words[next.side]}` : "";
  one("[data-do=done]").hidden = step.kind !== "work";
  one("[data-under]").textContent = words[step.kind === "side_change" ? "change" : step.kind] ?? "";
  tell(on, "change", step.says);
}

/** @param {number} now */
function showTime(now) {
  if (!kept) return;
  const step = steps[kept.run.step];
  const ms = left(kept.run.clock, now);
  const seconds = Math.ceil(ms / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (one("[data-time]").textContent !== time) one("[data-time]").textContent = time;
  one("[data-ring]").setAttribute("stroke-dasharray", `${Math.min(100, ms / (step.seconds * 10))} 100`);
  const place = filled(words.place, { n: step.item + 1, of: steps[steps.length - 1].item + 1, min: minutes(remaining(steps, kept.run, now)) });
  if (one("[data-place]").textContent !== place) one("[data-place]").textContent = place;
  const button = one("[data-do=pause]");
  const label = runs(kept.run.clock) ? button.dataset.pause : button.dataset.go;
  if (button.textContent !== label) button.textContent = label ?? "";
  one("#play").classList.toggle("pg-paused", !runs(kept.run.clock));
  if (runs(kept.run.clock) && seconds <= 3 && seconds > 0 && seconds !== tickedAt) {
    tickedAt = seconds;
    tell(on, "tick");
  }
}

/** @param {string} what */
function act(what) {
  if (!kept || one("#play").hidden) return;
  const now = Date.now();
  if (what === "pause") kept.run = toggled(kept.run, now);
  if (what === "back") kept.run = backed(steps, kept.run, now);
  if (what === "more") kept.run = lengthened(kept.run, MORE_MS);
  if (what === "skip" || what === "done") take(skipped(steps, kept.run, now, what === "done"));
  if (what === "hurts") hurts(now);
  if (!kept) return;
  keep();
  if (kept.run.step !== shownStep) showStep();
  showTime(now);
  void keepAwake(runs(kept.run.clock)).then((awake) => { one("[data-wake]").textContent = awake ? (words.awake ?? "") : ""; });
}

/** @param {number} now */
function hurts(now) {
  if (kept && runs(kept.run.clock)) kept.run = toggled(kept.run, now);
  /** @type {HTMLDialogElement} */ (one("#pain")).showModal();
}

async function painTold() {
  const dialog = /** @type {HTMLDialogElement} */ (one("#pain"));
  if (dialog.returnValue !== "tell" || !kept) return;
  const form = new FormData(/** @type {HTMLFormElement} */ (dialog.querySelector("form")));
  const step = steps[kept.run.step];
  const report = { place: String(form.get("place")), much: Number(form.get("much")), sharp: form.get("sharp") !== null, loading: step.loading };
  // The rule of this report acts at once; the server's answer may be graver, never milder.
  const rule = asked(report, told.pain);
  put(/** @type {string} */ (words.records), /** @type {string} */ (words.csrf), {
    id: crypto.randomUUID(), kind: "pain", at: stamp(), day: told.day, session: kept.session, exercise: step.exercise,
    loading: step.loading, side: step.side, place: report.place, pain_0_10: report.much, sharp: report.sharp,
  });
  const answer = await send();
  const graver = ["stop", "refer"].includes(answer?.decision?.kind) ? { kind: answer.decision.kind, ...answer.decision.changes[0] } : null;
  obey(graver ?? rule);
}

/** @param {import("./pain.js").Rule | null} rule */
function obey(rule) {
  if (!kept || !rule) return;
  if (rule.kind === "stop") return finish(words.stopped ?? "", `${rule.what} ${rule.why}`);
  one("[data-told-what]").textContent = rule.what;
  one("[data-told-why]").textContent = rule.why;
  /** @type {HTMLDialogElement} */ (one("#told")).showModal();
  kept.run = left_out(steps, kept.run, Date.now());
  keep();
  if (kept.run.over) take({ run: kept.run, done: [] });
  else { showStep(); showTime(Date.now()); }
}

for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-switch]"))) {
  const name = /** @type {"sound" | "speech" | "vibration"} */ (box.dataset.switch);
  box.checked = on[name];
  box.addEventListener("change", () => { on = { ...on, [name]: box.checked }; localStorage.setItem(SWITCHES, JSON.stringify({ settings: SETTINGS, on })); });
}
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-do]"))) button.addEventListener("click", () => act(button.dataset.do ?? ""));
const much = /** @type {HTMLInputElement} */ (one("#pain-much"));
much.addEventListener("input", () => { one("[data-much]").textContent = much.value; });
one("#pain").addEventListener("close", () => void painTold());
one("[data-told-ok]").addEventListener("click", () => { /** @type {HTMLDialogElement} */ (one("#told")).close(); act("pause"); });
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.target instanceof HTMLInputElement) return;
  const what = { " ": "pause", ArrowLeft: "back", ArrowRight: "skip", Enter: "done", "+": "more", h: "hurts" }[event.key];
  if (!what || (event.target instanceof HTMLButtonElement && [" ", "Enter"].includes(event.key))) return;
  event.preventDefault();
  act(what);
});
document.addEventListener("visibilitychange", () => { look(); void keepAwake(kept !== null && runs(kept.run.clock)); });
addEventListener("online", () => void send());

if (kept && kept.run.step >= steps.length) { localStorage.removeItem(KEY); kept = null; }
if (kept) kept.run = resumed(steps, kept.run, Date.now());
const start = /** @type {HTMLButtonElement} */ (one("#begin"));
if (kept) start.textContent = words.resume ?? "";
start.disabled = false;
start.addEventListener("click", () => { begin(); act(""); });
void send();
setInterval(look, LOOK_MS);
