// @ts-check
// Records on their way to the server. localStorage is written at once and outlives a killed tab; the server
// takes a record as often as it comes. Every record has a place of its own: two tabs never write over each other.

const KEY = "plantigrade-outbox-";
const FULL = 507;
let put_so_far = 0;

/** @typedef {{id: string, kind: string, [more: string]: unknown}} Record_ */
/** @typedef {{to: string, csrf: string, record: Record_}} Letter */

/** Places and letters, oldest first. @returns {[string, Letter][]} */
function held() {
  /** @type {[string, Letter][]} */
  const found = [];
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(KEY)).sort()) {
    try {
      const letter = JSON.parse(localStorage.getItem(key) ?? "null");
      if (letter?.record) found.push([key, letter]);
    } catch {
      // Not one of ours.
    }
  }
  return found;
}

/** @returns {Letter[]} */
export const waiting = () => held().map(([, letter]) => letter);

/** Keeps a record until the server has it. @param {string} to @param {string} csrf @param {Record_} record */
export function put(to, csrf, record) {
  put_so_far += 1;
  const place = [Date.now(), put_so_far].map((number) => String(number).padStart(15, "0")).join("-");
  localStorage.setItem(`${KEY}${place}-${record.id}`, JSON.stringify({ to, csrf, record }));
}

/** @param {Set<string>} ids */
function drop(ids) {
  for (const [key, letter] of held()) if (ids.has(letter.record.id)) localStorage.removeItem(key);
}

/**
 * Sends what waits; what is not safe stays. Returns the server's last answer, null when there is no net,
 * `{full: true}` when the server's disk is full.
 * @param {string} [csrf] a newer token, for records of an older page
 */
export async function flush(csrf) {
  let answer = null;
  const byAddress = Map.groupBy ? Map.groupBy(waiting(), (letter) => letter.to) : grouped(waiting());
  for (const [to, letters] of byAddress) {
    try {
      const response = await fetch(to, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf ?? letters[letters.length - 1].csrf },
        body: JSON.stringify({ records: letters.map((letter) => letter.record) }),
      });
      if (response.status === FULL) answer = { full: true };
      if (!response.ok) continue;
      answer = await response.json();
      // A record that the server will never take would wait for good.
      drop(new Set([...answer.kept, ...Object.keys(answer.refused)]));
    } catch {
      return null;
    }
  }
  return answer;
}

/** @param {Letter[]} letters */
function grouped(letters) {
  /** @type {Map<string, Letter[]>} */
  const found = new Map();
  for (const letter of letters) found.set(letter.to, [...(found.get(letter.to) ?? []), letter]);
  return found;
}
