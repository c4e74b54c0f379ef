// @ts-check
// Two clips in step: one slider, side by side or one over the other. Without this module the film of both plays.

import { laidOver, partAt, stepAt, timeAt } from "./steps.js";

const box = /** @type {HTMLElement} */ (document.querySelector("[data-together]"));
const videos = /** @type {HTMLVideoElement[]} */ ([...box.querySelectorAll("video")]);
const slider = /** @type {HTMLInputElement} */ (box.querySelector("input[type=range]"));
const told = /** @type {HTMLElement} */ (box.querySelector("[data-told]"));
const play = /** @type {HTMLButtonElement} */ (box.querySelector("[data-play]"));
const overlaid = /** @type {HTMLInputElement} */ (box.querySelector("[data-overlaid]"));
const steps = videos.map((video) => JSON.parse(video.dataset.steps ?? "{}"));
/** @type {number[][]} */
const knots = steps.map((one) => one.knots_s);
const last = Math.min(...knots.map((one) => one.length)) - 1;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const playText = play.textContent ?? "";
let running = 0;

/** @param {HTMLVideoElement} video @param {number} seconds */
function seek(video, seconds) {
  video.dataset.wanted = String(seconds);
  if (!video.seeking && video.readyState > 0) video.currentTime = seconds;
}

/** @param {number} step */
function show(step) {
  slider.value = String(step);
  videos.forEach((video, i) => seek(video, timeAt(knots[i], step)));
  const at = partAt(step);
  const words = box.dataset[at.part] ?? "";
  told.textContent = words.replace("{n}", String(at.rep)).replace("{p}", String(at.percent));
  slider.setAttribute("aria-valuetext", told.textContent);
}

function stop() {
  cancelAnimationFrame(running);
  running = 0;
  play.textContent = still.matches ? (box.dataset.next ?? "") : playText;
  told.setAttribute("role", "status");
}

function run() {
  const from = Number(slider.value) >= last ? 0 : Number(slider.value);
  const begun = performance.now();
  const first = timeAt(knots[0], from);
  play.textContent = box.dataset.stop ?? "";
  // What changes many times a second is not read out.
  told.removeAttribute("role");
  /** @param {number} now */
  function frame(now) {
    const step = Math.min(stepAt(knots[0], first + (now - begun) / 1000), last);
    show(step);
    if (step >= last) return stop();
    running = requestAnimationFrame(frame);
  }
  running = requestAnimationFrame(frame);
}

function lay() {
  const [a, b] = steps.map((one) => one.place);
  const over = overlaid.checked;
  box.classList.toggle("overlaid", over);
  const top = videos[1];
  if (!over || !a || !b || !top.videoWidth) {
    top.style.transform = "";
    return;
  }
  const { across, down, x, y } = laidOver(a, b);
  const width = videos[0].clientWidth;
  top.style.transformOrigin = "0 0";
  top.style.transform = `translate(${x * width}px, ${y * width}px) scale(${across}, ${down})`;
}

videos.forEach((video) => {
  video.preload = "auto";
  const again = () => {
    const wanted = Number(video.dataset.wanted);
    if (Math.abs(video.currentTime - wanted) > 0.02) video.currentTime = wanted;
  };
  video.addEventListener("seeked", again);
  video.addEventListener("loadedmetadata", () => {
    again();
    lay();
  });
});
slider.max = String(last);
slider.addEventListener("input", () => {
  if (running) stop();
  show(Number(slider.value));
});
play.addEventListener("click", () => {
  if (running) return stop();
  if (!still.matches) return run();
  const next = Math.floor(Number(slider.value) + 1e-9) + 1;
  show(next > last ? 0 : next);
});
overlaid.addEventListener("change", lay);
addEventListener("resize", lay);
still.addEventListener("change", stop);

box.hidden = false;
document.querySelector("[data-plain]")?.setAttribute("hidden", "");
stop();
show(Math.min(1, last));
