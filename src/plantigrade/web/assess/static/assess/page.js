// @ts-check
// What makes the pages of the assessment easier with a thumb: step buttons, "none of these", a timer.

import { Countdown } from "./countdown.js";
import { addTilt } from "./inclinometer.js";

/** @param {HTMLElement} holder */
function addSteps(holder) {
  const input = /** @type {HTMLInputElement} */ (holder.querySelector("input"));
  const step = Number(holder.dataset.step);
  // Numbers are typed with the sign of the page's language; both are read.
  const sign10 = document.documentElement.lang.startsWith("de") ? "," : ".";
  const digits = (holder.dataset.step?.split(".")[1] ?? "").length;
  for (const [sign, word] of /** @type {[number, string][]} */ ([[-1, "−"], [1, "+"]])) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "second step";
    button.textContent = word;
    button.setAttribute("aria-label", `${word} ${String(step).replace(".", sign10)}`);
    button.addEventListener("click", () => {
      const now = Number(input.value.replace(",", "."));
      input.value = Math.max(0, (Number.isFinite(now) ? now : 0) + sign * step).toFixed(digits).replace(".", sign10);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    sign < 0 ? input.before(button) : input.after(button);
  }
}

/** "None of these" and the others exclude one another. @param {HTMLInputElement} none */
function addNone(none) {
  const others = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll(`input[name="${none.name}"]`)]).filter((one) => one !== none);
  none.addEventListener("change", () => { if (none.checked) for (const one of others) one.checked = false; });
  for (const one of others) one.addEventListener("change", () => { if (one.checked) none.checked = false; });
}

/** Whether a field of this name holds an answer: that value, or any but no. @param {string} need */
function answered(need) {
  const [name, value] = need.split("=");
  return /** @type {HTMLInputElement[]} */ ([...document.getElementsByName(name)]).some((one) => {
    if (one.type !== "radio" && one.type !== "checkbox") return one.value.trim() !== "";
    return one.checked && (value === undefined ? !["no", "none"].includes(one.value) : one.value === value);
  });
}

/** Shows a question as soon as another answer brings it up; one that is answered stays. @param {HTMLElement} field */
function addNeeds(field) {
  const own = /** @type {HTMLInputElement[]} */ ([...field.querySelectorAll("input")]).map((one) => one.name);
  const look = () => { field.hidden = ![...(field.dataset.needs ?? "").split(" "), ...own].some(answered); };
  field.closest("form")?.addEventListener("input", look);
  look();
}

/** @param {HTMLElement} box */
function addTimer(box) {
  const shown = /** @type {HTMLElement} */ (box.querySelector("[data-time]"));
  const start = /** @type {HTMLButtonElement} */ (box.querySelector("[data-start]"));
  const countdown = new Countdown(Number(box.dataset.timerS), (left) => {
    shown.textContent = `${Math.floor(left / 60)}:${String(Math.ceil(left) % 60).padStart(2, "0")}`;
    if (left === 0) navigator.vibrate?.([300, 100, 300]);
  });
  start.addEventListener("click", () => countdown.start());
  box.hidden = false;
}

for (const holder of document.querySelectorAll("[data-step]")) addSteps(/** @type {HTMLElement} */ (holder));
for (const none of document.querySelectorAll('input[type="checkbox"][value="none"]')) addNone(/** @type {HTMLInputElement} */ (none));
for (const field of document.querySelectorAll("[data-needs]")) addNeeds(/** @type {HTMLElement} */ (field));
for (const box of document.querySelectorAll("[data-timer-s]")) addTimer(/** @type {HTMLElement} */ (box));
for (const box of document.querySelectorAll("[data-tilt]")) addTilt(/** @type {HTMLElement} */ (box));
