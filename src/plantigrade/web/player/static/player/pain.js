// @ts-check
// What a report of pain asks for at once, also without a net. The thresholds and the words come with the page.

/**
 * @typedef {{kind: string, what: string, why: string}} Rule
 * @typedef {{programme: number, mobility: number, loading: number, front: number, rules: Record<string, Rule>}} Limits
 */

/**
 * The gravest rule that applies; null when the work may go on.
 * @param {{place: string, much: number, sharp: boolean, loading: boolean}} report @param {Limits} limits
 * @returns {Rule | null}
 */
export function asked(report, limits) {
  if (report.much > limits.programme) return limits.rules.severe_pain;
  if (report.place === "front" && report.sharp) return limits.rules.front_sharp;
  if (report.place === "front" && report.much > limits.front) return limits.rules.front_pinch;
  if (report.much > (report.loading ? limits.loading : limits.mobility)) return limits.rules.mobility_pain;
  return null;
}
