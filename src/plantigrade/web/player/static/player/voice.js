// @ts-check
// Sound, speech and vibration, each with its own switch.

/** @type {AudioContext | null} */
let audio = null;

/** Must be called from a touch: phones allow sound only then. */
export function wakeAudio() {
  try {
    audio ??= new AudioContext();
    void audio.resume();
  } catch {
    audio = null;
  }
}

/** @param {number} pitch_hz @param {number} seconds @param {number} [after_s] */
function beep(pitch_hz, seconds, after_s = 0) {
  if (!audio) return;
  const tone = audio.createOscillator();
  const level = audio.createGain();
  const begin = audio.currentTime + after_s;
  tone.frequency.value = pitch_hz;
  level.gain.setValueAtTime(0.25, begin);
  level.gain.exponentialRampToValueAtTime(0.001, begin + seconds);
  tone.connect(level).connect(audio.destination);
  tone.start(begin);
  tone.stop(begin + seconds);
}

/**
 * @param {{sound: boolean, speech: boolean, vibration: boolean}} on
 * @param {"tick" | "change" | "end"} mark @param {string} [words]
 */
export function tell(on, mark, words = "") {
  if (on.sound) {
    if (mark === "tick") beep(660, 0.12);
    if (mark === "change") { beep(880, 0.18); beep(1175, 0.25, 0.2); }
    if (mark === "end") { beep(660, 0.2); beep(880, 0.2, 0.22); beep(1320, 0.4, 0.44); }
  }
  if (on.vibration && mark !== "tick") navigator.vibrate?.(mark === "end" ? [200, 100, 200, 100, 400] : [200, 80, 200]);
  if (on.speech && words && "speechSynthesis" in window) {
    speechSynthesis.cancel();
    const said = new SpeechSynthesisUtterance(words);
    said.lang = document.documentElement.lang;
    speechSynthesis.speak(said);
  }
}
