import assert from "node:assert/strict";
import test from "node:test";
import { rowOf, stagesOf } from "../../../app/scene/front/data/stages.js";
import { fitted, placedArrows } from "../../../app/scene/front/draw/stages.js";

const TOLD = {
  lengths: [5, 1], angle: [120], similarity: [0.3846], operated_lengths: [2, 2],
  merged: [3, -4], merged_length: [5], clipped: [0.6, -0.8], clipped_length: [1],
  memory: [0.5, -0.25, 0.9, 0.8], update: [-0.01, 0.02], move: [-0.01, 0.02],
  move_length: [0.0224], turn: [12.34], next_x: [1, 2], next_losses: [7.5, -3],
};
const MOMENT = {
  step: 8, losses: [8, -2], grads: [[3, 4], [-1, 0]], operated: [[1, -2], [2, -2]], clip: "active",
};
const ADAM = {
  title: "Adam", rule: "Δθ = −lr · m̂ / (√v̂ + 10⁻⁸)", rate: 0.02,
  memory: [
    { symbol: "m̂", help: "the running mean of d", is_direction: true },
    { symbol: "√v̂", help: "the root of the running mean of d²", is_direction: false },
  ],
};
const HEADER = { clip: 1, recordEvery: 1, threshold: { psi: 0.1, label: "γ = 0.1" } };
const EQUALISE = { doing: "equalising", help: "All gradients get the same length." };

const about = (run = {}, words = {}) => ({
  words: { idea: "Balance them.", optimizer: ADAM, hasBox: false, ...words },
  run: { method: { title: "SAM-GS" }, header: HEADER, isLast: false, taken: 99, regime: EQUALISE, ...run },
});
const stages = (told = {}, moment = {}, ...rest) =>
  stagesOf({ ...TOLD, ...told }, { ...MOMENT, ...moment }, about(...rest));

test("a step has its numbers, of an array with whatever shape", () => {
  const arrays = { a: Float32Array.of(1, 2, 3), b: Float32Array.of(1, 2, 3, 4, 5, 6), none: new Float32Array(0) };
  Object.assign(arrays.a, { shape: [3] });
  Object.assign(arrays.b, { shape: [3, 2] });
  Object.assign(arrays.none, { shape: [3, 0, 2] });
  assert.deepEqual(rowOf(arrays, 1), { a: [2], b: [3, 4], none: [] });
});

test("seven stages lead from the gradients to the step", () => {
  const all = stages();
  assert.deepEqual(all.map(({ title }) => title), [
    "Task gradients", "Similarity and regime", "Operated gradients", "Merged gradient", "Clip",
    "Outer optimiser", "Step",
  ]);
  assert.deepEqual(all.flatMap(({ arrows }) => arrows.map(([name]) => name)),
    ["−g₁", "−g₂", "−g̃₁", "−g̃₂", "−d", "−d, cut", "−m̂", "Δθ"]);
  assert.deepEqual(all[0].arrows, [["−g₁", [-3, -4]], ["−g₂", [1, -0]]]);
  assert.deepEqual(all[5].arrows, [["−m̂", [-0.5, 0.25]]]);
  assert.match(all[1].sentence, /an angle conflict.* SAM-GS is equalising\. All gradients get/);
  assert.deepEqual(all[1].numbers, [["angle φ", "120.0°"], ["similarity ψ", "0.3846"], ["threshold", "γ = 0.1"]]);
  assert.match(all[4].sentence, /longer than the clip norm 1, and is cut/);
  assert.deepEqual(all[5].numbers, [["lr", "0.02"], ["m̂", "0.5, −0.25"], ["√v̂", "0.9, 0.8"]]);
  assert.match(all[6].sentence, /12\.3° from −d.* L₁ from 8 to 7\.5 and L₂ from −2 to −3\./);
});

test("what does not happen is said", () => {
  assert.match(stages({}, { clip: "off" })[4].sentence, /no clip norm/);
  assert.match(stages({}, { clip: "idle" })[4].sentence, /no longer than the clip norm 1, and stays/);
  assert.match(stages({ angle: [NaN] })[1].sentence, /zero, so there is no angle/);
  assert.match(stages({ angle: [80] })[1].sentence, /no angle conflict/);
  const plain = stages({}, {}, { regime: null })[1];
  assert.equal(plain.title, "Similarity");
  assert.equal(plain.numbers.length, 2);
  const cut = stages({ move: [0, 0.02] }, {}, {}, { hasBox: true })[6];
  assert.match(cut.sentence, /cut at the edge of the landscape/);
});

test("a step that is not taken, or not known, has no arrows and says why", () => {
  const none = { update: [NaN, NaN], move: [NaN, NaN], next_losses: [NaN, NaN] };
  const why = (run) => stages(none, {}, run).slice(5);
  for (const [run, words] of [
    [{ isLast: true }, /last point of the run/],
    [{ taken: 8 }, /diverged here/],
    [{ header: { ...HEADER, recordEvery: 25 } }, /keeps one step in 25,/],
  ]) {
    for (const { sentence, arrows } of why(run)) {
      assert.match(sentence, words);
      assert.deepEqual(arrows, []);
    }
  }
});

test("an optimiser that remembers nothing says only its rule", () => {
  const optimizer = { title: "SGD", rule: "Δθ = −lr · d", rate: 0.1, memory: [] };
  const stage = stages({ memory: [] }, {}, {}, { optimizer })[5];
  assert.equal(stage.sentence, "SGD turns it into a step: Δθ = −lr · d, where d is the cut one.");
  assert.deepEqual(stage.numbers, [["lr", "0.1"]]);
});

test("arrows of the shown stage stand out, and all fill their place in true directions", () => {
  const all = placedArrows(stages(), 3);
  assert.deepEqual(all.filter(({ isNow }) => isNow).map(({ name }) => name), ["−d"]);
  assert.deepEqual(placedArrows(stages(), 1).filter(({ isNow }) => isNow).map(({ name }) => name), ["−g₁", "−g₂"]);
  const [x, y] = all.find(({ name }) => name === "−d").tip;
  assert.ok(Math.abs(Math.atan2(y, x) - Math.atan2(4, -3)) < 1e-12);
  const { radius, origin } = fitted(all, 200, 160);
  for (const { tip } of all) {
    assert.ok(origin[0] + radius * tip[0] > -1e-9 && origin[0] + radius * tip[0] < 200 + 1e-9);
    assert.ok(origin[1] - radius * tip[1] > -1e-9 && origin[1] - radius * tip[1] < 160 + 1e-9);
  }
});
