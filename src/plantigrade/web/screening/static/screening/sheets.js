// @ts-check
// What all stations wrote, as sheets. Pure: the same rules as core/screening_day.py.

/** @typedef {{entrant: string, field: string, value: string, at: string, station: string}} Mark */
/** @typedef {Record<string, Mark>} Known the last mark of each station in each field of each athlete */

/** @param {Mark} mark */
const place = (mark) => `${mark.entrant}|${mark.field}|${mark.station}`;
/** @param {Mark} a @param {Mark} b */
const later = (a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.value < b.value ? -1 : 1);

/** @param {Known} known @param {Mark[]} marks @returns {Known} */
export function merged(known, marks) {
  const found = { ...known };
  for (const mark of marks) {
    const held = found[place(mark)];
    if (!held || later(mark, held) > 0) found[place(mark)] = mark;
  }
  return found;
}

/** @param {Known} known @param {string} entrant @param {string} field @param {string} no @returns {string} */
export function valueOf(known, entrant, field, no) {
  const of = Object.values(known).filter((mark) => mark.entrant === entrant && mark.field === field).sort(later);
  const red = field === "red" && of.find((mark) => mark.value && mark.value !== no);
  return red ? red.value : (of.at(-1)?.value ?? "");
}

/** @param {Known} known @param {string} entrant @param {number} trials @param {string} no */
export function statusOf(known, entrant, trials, no) {
  /** @param {string} field */
  const value = (field) => valueOf(known, entrant, field, no);
  if (value("red") && value("red") !== no) return "stop";
  const tries = ["left", "right"].flatMap((side) => Array.from({ length: trials }, (_, n) => value(`${side}_${n + 1}`)));
  if (value("red") && (value("stopped") || tries.every(Boolean))) return "done";
  return value("red") || tries.some(Boolean) ? "begun" : "todo";
}
