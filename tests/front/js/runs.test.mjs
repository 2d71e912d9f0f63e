import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIn, runsOnly, startIn, cursorOf } from "../../../app/scene/front/data/focus.js";
import { Runs } from "../../../app/scene/front/data/runs.js";
import { View } from "../../../app/scene/front/data/view.js";

const FRAME = { low: [0, 0], step: [1, 1] };

// Two methods from two starts, recorded at 0, 1, ... 5, of which 0, 2, 4 and 5 were sent.
function runsOf(isLog = false) {
  const header = {
    methods: [{ key: "ls" }, { key: "sam-gs", regimes: [{}, {}] }],
    starts: [[0, 0], [1, 1]],
    nSteps: 10,
    recordEvery: 2,
    stride: 2,
    space: { frame: FRAME },
    loss: { frame: FRAME, isLog },
  };
  const codes = Uint16Array.from({ length: 4 * 4 * 2 }, (_, i) => (i === 6 ? 65535 : i));
  const differences = codes.map((code, i) => (i % 8 < 2 ? code : code - codes[i - 2]));
  differences.shape = [2, 2, 4, 2];
  const flags = new Uint8Array([0b1010_0000, 0b0101_0000]);
  flags.shape = [1, 2, 1];
  const shares = new Uint8Array(16).fill(127);
  shares[3] = 255;
  const arrays = { x: differences, losses: differences, angle: shares, similarity: shares, flags };
  return new Runs(header, arrays);
}

test("steps and entries are counted as they were recorded and sent", () => {
  const runs = runsOf();
  assert.deepEqual([0, 1, 2, 3].map((k) => runs.indexOf(k)), [0, 2, 4, 5]);
  assert.deepEqual([0, 1, 4, 4.5, 5].map((at) => runs.entryOf(at)), [0, 0.5, 2, 2.5, 3]);
  assert.equal(runs.step(5), 10);
});

test("a run is on a straight line between two entries, and nowhere where a number is missing", () => {
  const runs = runsOf();
  assert.deepEqual(runs.place("space", 1, 1), [9, 10]);
  assert.ok(Number.isNaN(runs.place("space", 0, 5)[0]));
});

test("codes are read back, and missing ones are no number", () => {
  const runs = runsOf();
  assert.equal(runs.similarity(0, 0), 0.5);
  assert.equal(runs.angle(0, 0), 90);
  assert.ok(Number.isNaN(runs.angle(0, 3)));
  assert.deepEqual([0, 1, 2].map((k) => runs.regime(2, k)), [1, 0, 1]);
  assert.deepEqual([0, 1, 2].map((k) => runs.regime(3, k)), [0, 1, 0]);
  assert.equal(runs.regime(0, 0), null);
});

test("losses on a logarithmic scale are added as losses", () => {
  assert.equal(runsOf().lossSum(0, 1), 5);
  assert.equal(runsOf(true).lossSum(0, 1), 10 ** 2 + 10 ** 3);
});

test("the focused run is in front, and exact where its numbers are there", () => {
  const runs = runsOf();
  const theme = { name: "light" };
  const plain = new View(runs, theme, { method: 1, start: 0 });
  assert.deepEqual([plain.order.at(-1), plain.rank(0), plain.rank(3), plain.rank(1)], [2, 1, 0, 0]);
  const picked = new View(runs, theme, { method: 1, start: 0 }, { isMethodPicked: true });
  assert.equal(picked.rank(3), 1);
  const detail = { x: Float32Array.from({ length: 12 }, (_, i) => 100 + i) };
  const exact = new View(runs, theme, { method: 1, start: 0 }, { detail });
  assert.deepEqual(exact.place("space", 2, 1.5), [103, 104]);
});

test("a link focuses what there is", () => {
  const { header } = runsOf();
  assert.deepEqual(focusIn(header, "ls", "1"), { method: 0, start: 0 });
  assert.deepEqual(focusIn(header, "moon", "9"), { method: 1, start: 1 });
  assert.deepEqual(focusIn({ methods: [], starts: [[0, 0]] }, "ls", "x"), { method: 0, start: 0 });
  assert.equal(startIn("", 3), 0);
  assert.equal(runsOnly("v=1&focus=3&t=9&play=yes&focus-method=ls&steps=60"), "v=1&steps=60");
  assert.deepEqual(cursorOf("v=1&t=40&play=yes"), { t: 40, play: true });
  assert.deepEqual(cursorOf("v=1"), { t: null, play: false });
});
