// The vectors of the focused run at one recorded step, and what follows from them.

const CLIP_SLACK = 1e-6; // as in the engine: the factor is norm / (‖d‖ + 10⁻⁶)

// Everything about the run at a whole index of its recorded steps.
export function moment(runs, detail, index) {
  const pair = (name, i) => [detail[name][2 * i], detail[name][2 * i + 1]];
  const tasks = (name, i) => [0, 1].map((k) => Array.from(detail[name].slice(4 * i + 2 * k, 4 * i + 2 * k + 2)));
  const grads = tasks("grads", index);
  const operated = tasks("operated", index);
  const merged = sum(operated);
  const lengths = grads.map(norm);
  const clip = runs.header.clip;
  const next = index < runs.last ? pair("x", index + 1) : null;
  const x = pair("x", index);
  return {
    step: runs.step(index),
    losses: pair("losses", index),
    grads,
    operated,
    merged,
    lengths,
    clip: clip === null ? "off" : norm(merged) + CLIP_SLACK > clip ? "active" : "idle",
    move: next && [next[0] - x[0], next[1] - x[1]],
    angle: angle(grads, lengths),
    similarity: similarity(lengths),
    weights: detail.weights ? pair("weights", index) : null,
    told: (name) => Array.from(detail[name].subarray(...span(detail, name, index))),
  };
}

// Where the numbers of one step are in an array of a run.
function span(detail, name, index) {
  const width = detail[name].length / (detail.losses.length / 2);
  return [index * width, (index + 1) * width];
}

// What is left of the factors g̃ / g, coordinate by coordinate, divided by a diagnostic: the length
// for each task.
export function factorLengths({ grads, operated }, divisor) {
  return grads.map((grad, k) => norm(grad.map((g, axis) => operated[k][axis] / (g * divisor))));
}

// Where a run [S, 2] is at a time, between two recorded steps on a straight line.
export function focusedPlace(points, at, last) {
  const i = Math.min(Math.floor(at), last);
  const share = i < last ? at - i : 0;
  return [0, 1].map((axis) => {
    const a = points[2 * i + axis];
    return share ? a + share * (points[2 * i + 2 + axis] - a) : a;
  });
}

/** @type {(vector: number[]) => number} */
export const norm = ([x, y]) => Math.hypot(x, y);
/** @type {(vector: number[], factor: number) => number[]} */
export const scaled = ([x, y], factor) => [factor * x, factor * y];
export const sum = (vectors) => vectors.reduce(([a, b], [c, d]) => [a + c, b + d]);

// In degrees; NaN where a gradient is zero.
/** @type {(grads: number[][], lengths: number[]) => number} */
function angle([g1, g2], [a, b]) {
  const cosine = (g1[0] / a) * (g2[0] / b) + (g1[1] / a) * (g2[1] / b);
  return (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
}

/** @type {(lengths: number[]) => number} */
function similarity([a, b]) {
  const ratio = Math.max(a, b) < 1e-12 ? 1 : Math.min(a, b) / Math.max(a, b);
  return (2 * ratio) / (1 + ratio * ratio);
}
