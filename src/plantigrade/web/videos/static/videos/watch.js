// @ts-check
// Shows how far the reading is, and the result when it is there.

const LOOK_MS = 1500;
const box = /** @type {HTMLElement} */ (document.querySelector("[data-watch]"));
const bar = /** @type {HTMLProgressElement} */ (box.querySelector("progress"));

async function look() {
  try {
    const answer = await (await fetch(box.dataset.watch ?? "")).json();
    if (!["waiting", "running"].includes(answer.state)) return location.reload();
    bar.value = Math.round(100 * answer.share);
  } catch {
    // No net now; the next look may have one.
  }
  setTimeout(look, LOOK_MS);
}

void look();
