// @ts-check
// Keeps the screen on while a session runs, where the browser can.

/** @type {WakeLockSentinel | null} */
let lock = null;

/** @param {boolean} wanted @returns {Promise<boolean>} whether the screen stays on */
export async function keepAwake(wanted) {
  try {
    if (wanted && !lock && "wakeLock" in navigator && document.visibilityState === "visible") {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
    } else if (!wanted && lock) {
      await lock.release();
    }
  } catch {
    lock = null;
  }
  return lock !== null;
}
