// @ts-check

/** Counts down to a deadline: a page that slept shows the right time when it wakes. */
export class Countdown {
  /** @param {number} seconds @param {(left_s: number) => void} show */
  constructor(seconds, show) {
    this.seconds = seconds;
    this.show = show;
    this.deadline_ms = 0;
    this.timer = 0;
    show(seconds);
  }

  /** From the whole time, also when it is running. */
  start() {
    clearInterval(this.timer);
    this.deadline_ms = Date.now() + this.seconds * 1000;
    this.timer = setInterval(() => this.look(), 200);
    this.look();
  }

  look() {
    const left_s = Math.max(0, (this.deadline_ms - Date.now()) / 1000);
    // The whole second that is running; the end is exactly zero.
    this.show(left_s === 0 ? 0 : Math.ceil(left_s));
    if (left_s === 0) clearInterval(this.timer);
  }
}
