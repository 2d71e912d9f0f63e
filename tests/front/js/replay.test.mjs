import assert from "node:assert/strict";
import { test } from "node:test";
import { Runs } from "../../../app/export/replay/front/runs.js";

const coded = (values) => Buffer.from(Float32Array.from(values).buffer).toString("base64");

// Two methods from one start at the steps 0, 10, 20, 25; the second stopped after 12 steps.
const runs = new Runs({
  steps: coded([0, 10, 20, 25]),
  nStarts: 1,
  methods: [{ stopped: [25] }, { stopped: [12] }],
  x: coded([0, 0, 10, 1, 20, 2, 25, 3, 0, 0, -10, 0, -12, 0, -12, 0]),
  losses: coded([1, 2, 0, 1, 0, 0, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1]),
  angle: coded([1, 2, 3, 4, 5, 6, 7, 8]),
  similarity: coded([1, 1, 1, 1, 1, 1, 1, 1]),
});

const traced = (run, from, to) => {
  const points = [];
  runs.trace(runs.x, run, from, to, (x, y) => points.push([x, y]));
  return points;
};

test("a point lies between the recorded ones, exactly on them, and stays where the run stopped", () => {
  assert.deepEqual(runs.point(runs.x, 0, 15), [15, 1.5]);
  assert.deepEqual(runs.point(runs.x, 0, 10), [10, 1]);
  assert.deepEqual(runs.point(runs.x, 0, 25), [25, 3]);
  assert.deepEqual(runs.point(runs.x, 0, 99), [25, 3]);
  assert.deepEqual(runs.point(runs.x, 1, 25), runs.point(runs.x, 1, 12));
});

test("stretches of a path meet, and all together are the path", () => {
  assert.deepEqual(traced(0, 0, 25), [[0, 0], [10, 1], [20, 2], [25, 3]]);
  const [first, second] = [traced(0, 0, 12), traced(0, 12, 25)];
  assert.deepEqual(first.at(-1), second[0]);
  assert.deepEqual(second.slice(1), [[20, 2], [25, 3]]);
  assert.deepEqual(traced(1, 15, 25), []);
});

test("losses are added, also where they come as powers of ten", () => {
  assert.deepEqual([...runs.sums(false)].slice(0, 4), [3, 1, 0, -2]);
  assert.equal(runs.sums(true)[0], 110);
});
