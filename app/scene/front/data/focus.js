// Which run is looked at: a method among those drawn and a start among those there are, by index.

import { PICTURE, PROJECTOR } from "./form.js";

export const METHOD = "focus-method"; // the names that both have in a link
export const START = "focus"; // counted from 1
const CURSOR = ["t", "play"];

const VIEW = [METHOD, START, ...CURSOR, PROJECTOR, PICTURE];

// The focus that a link means; of a method that is not drawn, the last one's.
export function focusIn({ methods, starts }, key, number) {
  const method = methods.findIndex((each) => each.key === key);
  return {
    method: Math.max(method < 0 ? methods.length - 1 : method, 0),
    start: startIn(number, starts.length),
  };
}

// The index of a start, of which there are n, from its number in a link.
export const startIn = (number, n) => Math.min(Math.max(Number(number) - 1, 0) || 0, n - 1);

// Where a link puts the cursor: a step, if it does, and whether it plays on.
export function cursorOf(link) {
  const [t, play] = CURSOR.map((name) => new URLSearchParams(link).get(name));
  const step = Number(t);
  return { t: t === null || !Number.isFinite(step) ? null : step, play: play === "yes" };
}

// A link without what only says how the runs are looked at: these change no run.
export function runsOnly(link) {
  const query = new URLSearchParams(link);
  for (const name of VIEW) query.delete(name);
  return String(query);
}
