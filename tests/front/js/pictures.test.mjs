import assert from "node:assert/strict";
import { test } from "node:test";
import { fixed, number, whole } from "../../../app/scene/front/data/format.js";
import { unpack } from "../../../app/scene/front/data/message.js";
import { factorLengths, focusedPlace, moment } from "../../../app/scene/front/data/vectors.js";
import { columnsOf, stretches } from "../../../app/scene/front/draw/columns.js";
import { heights } from "../../../app/scene/front/draw/ground.js";
import { placed } from "../../../app/scene/front/draw/names.js";
import { crossing } from "../../../app/scene/front/draw/rim.js";
import { nearest, tracks, upTo } from "../../../app/scene/front/draw/tracks.js";
import { shareLink } from "../../../app/scene/front/input/copy.js";

test("numbers are read as people write them", () => {
  assert.deepEqual(
    [number(-0.00012), number(1234567), number(NaN), number(1e30), number(0), number(4.5678, 3)],
    ["−1.20e−4", "1.23e6", "–", "> 10³⁰", "0", "4.57"],
  );
  assert.deepEqual([fixed(-1.25, 1), fixed(NaN, 1), whole(12345.4)], ["−1.3", "–", "12,345"]);
});

test("heights are added up along a row, and whole numbers of two bytes wrap around", () => {
  const codes = Uint16Array.from([1500, 500, 65535 - 2000, 1]);
  assert.deepEqual([...heights(codes, 1000)], [0.5, 1, NaN, -1]);
});

function momentOf(clip, detail = {}) {
  const runs = { header: { clip }, last: 1, step: (i) => 10 * i };
  const own = { x: [0, 0, 3, 4], losses: [1, 2, 3, 4], grads: [3, 0, 0, 4, 1, 0, -1, 0], operated: [3, 0, 0, 4, 0, 0, 0, 0] };
  const arrays = { ...own, ...detail };
  return (index) => moment(runs, Object.fromEntries(Object.entries(arrays).map(([k, v]) => [k, Float32Array.from(v)])), index);
}

test("a moment says lengths, angle, similarity, clipping and the move", () => {
  const { lengths, angle, similarity, clip, move, merged } = momentOf(1)(0);
  assert.deepEqual([lengths, angle, clip, move, merged], [[3, 4], 90, "active", [3, 4], [3, 4]]);
  assert.ok(Math.abs(similarity - 0.96) < 1e-12);
  assert.equal(momentOf(null)(0).clip, "off");
  assert.equal(momentOf(9)(0).clip, "idle");
  const last = momentOf(1)(1);
  assert.deepEqual([last.move, last.angle, last.weights], [null, 180, null]);
});

test("a method's own numbers are told step by step, and the factor without its divisor", () => {
  const own = { amplification: [2, 4], target: [1, 2, 3, 4] };
  const at = momentOf(1, { ...own, grads: [3, 1, 1, 4, 1, 0, -1, 0], operated: [12, 0, 0, 8, 0, 0, 0, 0] });
  assert.deepEqual([at(1).told("amplification"), at(1).told("target")], [[4], [3, 4]]);
  assert.deepEqual(factorLengths(at(0), 2), [2, 1]);
});

test("between two recorded steps a run is on a straight line", () => {
  assert.deepEqual(focusedPlace([0, 0, 2, 4], 0.5, 1), [1, 2]);
  assert.deepEqual(focusedPlace([0, 0, 2, 4], 1, 1), [2, 4]);
});

test("columns keep mean and reach, and leave out what is missing", () => {
  const values = [1, 3, NaN, 5];
  const columns = columnsOf((point) => point, { n: 4, step: (k) => k, at: (k) => values[k] });
  assert.deepEqual(columns.map(({ mean, low, high }) => [mean, low, high]), [[2, 3, 1], [5, 5, 5]]);
  const parts = stretches([{ x: 1, mean: 0 }, { x: 3, mean: 1 }, { x: 5, mean: 1 }], (mean) => mean > 0.5);
  assert.deepEqual(parts, [{ isOver: false, from: 0, to: 2 }, { isOver: true, from: 2, to: 6 }]);
});

test("tracks drop what no eye can see, and the nearest point on them is found", () => {
  const points = Float32Array.from([0, 0, 0.1, 0, 5, 0, NaN, NaN, 9, 0]);
  const runs = { n: 1, nSent: 5, planes: { space: points }, indexOf: (k) => k };
  const [track] = tracks(runs, "space", { ax: 1, bx: 0, ay: 1, by: 0 });
  assert.deepEqual([track.xs, track.when, track.lengths], [[0, 5, 9], [0, 2, 4], [0, 5, 9]]);
  assert.deepEqual(nearest([track], [5, 3], 10, () => 0), { run: 0, at: 2 });
  assert.equal(nearest([track], [5, 30], 10, () => 0), null);
  assert.deepEqual([0, 1, 2, 9].map((limit) => upTo(track.when, limit)), [1, 1, 2, 3]);
});

test("names cover neither each other nor what is written, and keep off marks while they can", () => {
  const box = { x: 0, y: 0, width: 300, height: 200 };
  const names = Array.from({ length: 4 }, () => ({ at: [150, 100], width: 50 }));
  const label = { x: 161, width: 60, top: 82, bottom: 98 };
  const found = placed(names, box, [label], [[100, 90]]);
  assert.equal(found.length, 4);
  const boxes = [label, ...found.map(({ x, y, width }) => ({ x, width, top: y - 8, bottom: y + 8 }))];
  boxes.forEach((a, i) =>
    boxes.slice(i + 1).forEach((b) =>
      assert.ok(a.x + a.width < b.x || b.x + b.width < a.x || a.bottom < b.top || b.bottom < a.top),
    ),
  );
  assert.ok(found[0].y > 100, "the first keeps off the label and the mark");
  assert.deepEqual(placed([{ at: [10, 10], width: 400 }], box, []), []);
});

test("a run outside the picture is marked where the way to it crosses the rim", () => {
  const box = { x: 0, y: 0, width: 200, height: 100 };
  assert.deepEqual(crossing([500, 50], box), { x: 200, y: 50, angle: 0 });
  assert.deepEqual(crossing([100, -1000], box).y, 0);
});

test("a copied link says the focus, and the time only before the end", () => {
  const view = { runs: { step: (i) => 5 * i }, method: { key: "ls" }, focus: { start: 2 } };
  const at = (cursor) => shareLink("http://host/?steps=60&t=1&play=yes", view, cursor);
  const own = "http://host/?steps=60";
  assert.equal(at({ index: 8, isAtEnd: true, isPlaying: false }), `${own}&focus-method=ls&focus=3`);
  assert.equal(at({ index: 8, isAtEnd: false, isPlaying: false }), `${own}&t=40&focus-method=ls&focus=3`);
  assert.match(at({ index: 8, isAtEnd: false, isPlaying: true }), /t=40&play=yes/);
});

test("a message is taken apart", () => {
  const head = new TextEncoder().encode(JSON.stringify({ word: "θ", arrays: { a: ["uint8", [2], 0] } }));
  const padded = new Uint8Array(Math.ceil((4 + head.length) / 8) * 8 - 4).fill(32);
  padded.set(head);
  const bytes = new Uint8Array(4 + padded.length + 2);
  new DataView(bytes.buffer).setUint32(0, padded.length, true);
  bytes.set(padded, 4);
  bytes.set([7, 9], 4 + padded.length);
  const { header, arrays } = unpack(bytes);
  assert.deepEqual([header.word, [...arrays.a], arrays.a.shape], ["θ", [7, 9], [2]]);
});
