// @ts-check
// Records on their way to the server. localStorage is written at once and outlives a killed tab; the server
// takes a record as often as it comes.

const KEY = "plantigrade-outbox";

/** @typedef {{id: string, kind: string, [more: string]: unknown}} Record_ */
/** @typedef {{to: string, csrf: string, record: Record_}} Letter */

/** @returns {Letter[]} */
export function waiting() {
  try {
    const held = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(held) ? held : [];
  } catch {
    return [];
  }
}

/** Keeps a record until the server has it. @param {string} to @param {string} csrf @param {Record_} record */
export function put(to, csrf, record) {
  const held = waiting();
  held.push({ to, csrf, record });
  localStorage.setItem(KEY, JSON.stringify(held));
}

/** @param {Set<string>} ids */
function drop(ids) {
  localStorage.setItem(KEY, JSON.stringify(waiting().filter((letter) => !ids.has(letter.record.id))));
}

/**
 * Sends what waits. Returns the server's last answer, null when there is no net; what is not safe stays.
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
