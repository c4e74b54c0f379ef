// @ts-check
// A station of a screening day: every entry is kept on the device before it is sent.

import { flush, put, waiting } from "/static/pwa/outbox.js";
import { merged, statusOf, valueOf } from "./sheets.js";

/** @template {HTMLElement} T @param {string} selector @returns {T} */
const one = (selector) => /** @type {T} */ (document.querySelector(selector));
const told = JSON.parse(one("#day").textContent ?? "{}");
const words = one("#day-words").dataset;
const to = words.marks ?? "";
const KEY = `plantigrade-screening-${to}`;
const STATION = "plantigrade-station";
const SYNC_MS = 4000;
/** @type {(HTMLInputElement | HTMLSelectElement)[]} */
const inputs = [...document.querySelectorAll("[data-field]")].map((box) => /** @type {HTMLInputElement} */ (box));

const station = sessionStorage.getItem(STATION) ?? crypto.randomUUID();
sessionStorage.setItem(STATION, station);
let known = merged(merged(read(), told.marks), unsent());
/** What is typed and not yet taken, by athlete and field: a tab that is killed loses none of it. */
const DRAFTS = `${KEY}-drafts`;
/** @type {Record<string, string>} */
let drafts = stored(DRAFTS);
let here = "";
let full = false;

/** @param {string} key @returns {any} */
function stored(key) {
  try { return JSON.parse(localStorage.getItem(key) ?? "{}"); } catch { return {}; }
}
/** @returns {import("./sheets.js").Known} */
function read() { return stored(KEY); }
/** @param {string} field @param {string | null} text */
function draft(field, text) {
  const { [`${here}|${field}`]: _before, ...others } = stored(DRAFTS);
  drafts = text === null ? others : { ...others, [`${here}|${field}`]: text };
  localStorage.setItem(DRAFTS, JSON.stringify(drafts));
}
/** Our letters that wait, also those of a tab that was killed. @returns {any[]} */
function unsent() { return waiting().filter((letter) => letter.to === to).map((letter) => letter.record); }
/** @param {any[]} marks */
function learn(marks) {
  known = merged(merged(known, Object.values(read())), marks);
  localStorage.setItem(KEY, JSON.stringify(known));
}
/** @param {string} entrant @param {string} field */
const value = (entrant, field) => valueOf(known, entrant, field, told.no);
/** @param {string} entrant */
const status = (entrant) => statusOf(known, entrant, told.trials, told.no);

/** @param {string} field @param {string} text */
function mark(field, text) {
  if (!here || text === value(here, field)) return;
  const made = { id: crypto.randomUUID(), kind: "mark", entrant: here, field, value: text, at: new Date().toISOString(), station };
  put(to, words.csrf ?? "", made);
  learn([made]);
  show();
  void sync();
}

// One exchange at a time: what is entered meanwhile goes with the next, however fast somebody types.
let exchanging = false;
let again = false;
async function sync() {
  again = true;
  if (exchanging) return showKept();
  exchanging = true;
  while (again) {
    again = false;
    await exchange();
  }
  exchanging = false;
}

async function exchange() {
  showKept();
  const answer = await flush(words.csrf);
  full = answer?.full === true;
  const refused = Object.values(answer?.refused ?? {});
  if (refused.length) {
    one("[data-refused]").hidden = false;
    one("[data-refused]").textContent = (words.refused ?? "").replace("{why}", String(refused[0]));
  }
  try {
    const response = await fetch(to);
    if (response.ok) learn((await response.json()).marks);
  } catch {
    // No net: what is known stays.
  }
  show();
}

function showKept() {
  const n = unsent().length;
  const text = !n ? words.saved : full ? words.full : (words.unsent ?? "").replace("{n}", String(n));
  if (one("[data-kept]").textContent !== text) one("[data-kept]").textContent = text ?? "";
}

function show() {
  showKept();
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-entrant]"))) {
    const state = /** @type {HTMLElement} */ (button.lastElementChild);
    const text = words[status(button.dataset.entrant ?? "")] ?? "";
    if (state.textContent !== text) state.textContent = text;
    button.toggleAttribute("aria-current", button.dataset.entrant === here);
  }
  if (!here) return;
  for (const box of inputs) {
    if (box !== document.activeElement && box.getAttribute("aria-invalid") !== "true") box.value = drafts[`${here}|${box.dataset.field}`] ?? value(here, box.dataset.field ?? "");
  }
  const red = value(here, "red");
  const stop = red !== "" && red !== told.no;
  one("[data-stop]").hidden = !stop;
  one("[data-stop]").textContent = stop ? told.told[red] : "";
  one("[data-measures]").hidden = red !== told.no;
  for (const side of ["left", "right"]) warn(side);
}

/** @param {string} side */
function warn(side) {
  const bad = inputs.find((box) => box.dataset.field?.startsWith(side) && box.getAttribute("aria-invalid") === "true");
  const tries = Array.from({ length: told.trials }, (_, n) => value(here, `${side}_${n + 1}`)).filter(Boolean).map(Number);
  let text = "";
  if (bad) text = (bad.dataset.field?.endsWith("pain") ? words.pain : words.number) ?? "";
  else if (Math.max(...tries) > told.far_cm) text = words.far ?? "";
  else if (Math.max(...tries) - Math.min(...tries) > told.spread_cm) text = words.spread ?? "";
  if (one(`[data-said=${side}]`).textContent !== text) one(`[data-said=${side}]`).textContent = text;
}

/** Keeps a field when it is sound; what is not stays in its box. @param {HTMLInputElement | HTMLSelectElement} box */
function take(box) {
  const field = box.dataset.field ?? "";
  const text = box.value.trim();
  const measure = /^(left|right)_/.test(field);
  const number = Number(text.replace(",", "."));
  const sound = !measure || text === "" || (field.endsWith("pain") ? /^(10|\d)$/.test(text) : number > 0 && number <= 2 * told.far_cm && Number.isInteger(number / told.step_cm));
  box.setAttribute("aria-invalid", String(!sound));
  if (sound) draft(field, null);
  if (sound) mark(field, measure && text && !field.endsWith("pain") ? String(number) : text);
  show();
  return sound;
}

/** @param {string} entrant */
function open(entrant) {
  here = entrant;
  const who = told.list.find((/** @type {any} */ row) => row.id === entrant);
  one("#sheet").hidden = false;
  one("[data-name]").textContent = [who.bib, who.name].filter(Boolean).join(" · ");
  for (const box of inputs) { box.removeAttribute("aria-invalid"); box.blur(); }
  show();
  (inputs.find((box) => (!box.value || drafts[`${here}|${box.dataset.field}`]) && box.checkVisibility()) ?? inputs[0]).focus();
}

function next() {
  const from = told.list.findIndex((/** @type {any} */ row) => row.id === here);
  const after = [...told.list.slice(from + 1), ...told.list.slice(0, from)];
  const found = after.find((/** @type {any} */ row) => status(row.id) === "todo") ?? after.find((/** @type {any} */ row) => status(row.id) === "begun");
  if (found) open(found.id);
  else one("#who").focus();
}

one("#entry").addEventListener("submit", (event) => { event.preventDefault(); next(); });
one("#entry").addEventListener("keydown", (event) => {
  const box = /** @type {HTMLInputElement} */ (event.target);
  if (event.key !== "Enter" || !inputs.includes(box)) return;
  event.preventDefault();
  if (!take(box)) return box.select?.();
  const following = inputs.slice(inputs.indexOf(box) + 1).find((other) => other.checkVisibility());
  if (following) following.focus();
  else next();
});
for (const box of inputs) {
  box.addEventListener("input", () => draft(box.dataset.field ?? "", box.value));
  box.addEventListener("change", () => take(box));
}
one("#find").addEventListener("submit", (event) => {
  event.preventDefault();
  const asked = /** @type {HTMLInputElement} */ (one("#who")).value.trim().toLowerCase();
  const found = told.list.find((/** @type {any} */ row) => row.bib.toLowerCase() === asked && asked) ?? told.list.find((/** @type {any} */ row) => row.name.toLowerCase().includes(asked));
  if (!found) return;
  /** @type {HTMLInputElement} */ (one("#who")).value = "";
  open(found.id);
});
for (const row of told.list) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second";
  button.dataset.entrant = row.id;
  const name = document.createElement("span");
  name.textContent = [row.bib, row.name].filter(Boolean).join(" · ");
  button.append(name, document.createElement("small"));
  button.addEventListener("click", () => open(row.id));
  item.append(button);
  one("[data-list]").append(item);
}
addEventListener("online", () => void sync());
setInterval(() => void sync(), SYNC_MS);
show();
void sync();
