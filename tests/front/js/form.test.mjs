import assert from "node:assert/strict";
import { test } from "node:test";
import { runsOnly } from "../../../app/scene/front/data/focus.js";
import { Form, scaleFor } from "../../../app/scene/front/data/form.js";
import { Sync } from "../../../app/scene/front/data/sync.js";
import { enlarged } from "../../../app/scene/front/draw/ground.js";
import { nearest } from "../../../app/scene/front/draw/tracks.js";

const PARTS = ["space", "loss", "curves", "numbers", "arrows", "ahead"];
const SIZE = { width: 1280, height: 720 };

function formOf(link, { isCovered = false, ...page } = {}) {
  const sync = new Sync();
  sync.heard(link, { "screen.picture": "both" });
  const runs = { header: { isCovered }, n: isCovered ? 0 : 6 };
  return new Form(sync, { isEmbedded: false, canMoveStarts: true, ...page }, runs, SIZE);
}

const shown = (...told) => PARTS.filter((part) => formOf(...told).shows(part));

test("a link that says nothing shows everything", () => {
  assert.deepEqual(shown(""), PARTS);
  assert.equal(formOf("").isTold, true);
});

test("what a link hides is not shown, and of covered runs nothing is told", () => {
  assert.deepEqual(shown("screen.hide=loss,numbers"), ["space", "curves", "arrows", "ahead"]);
  assert.deepEqual(shown("", { isCovered: true }), ["space", "loss"]);
  assert.equal(formOf("screen.hide=numbers,arrows,curves").isTold, false);
});

test("where the scene fills the window it shows planes, or one picture", () => {
  assert.deepEqual(shown("", { isEmbedded: true }), ["space", "loss", "ahead"]);
  assert.deepEqual(shown("screen.projector=yes&screen.picture=loss"), ["loss", "ahead"]);
  const form = formOf("screen.projector=yes&screen.picture=losses");
  assert.deepEqual(["losses", "angle"].map((name) => form.showsCurve(name)), [true, false]);
  const hidden = formOf("screen.projector=yes&screen.picture=loss&screen.hide=loss,curves");
  assert.deepEqual(hidden.pictures, [["space", "Parameter space"]]);
  assert.deepEqual([hidden.picture, hidden.shows("space")], ["space", true]);
});

test("type on a projector has three hundredths of the height, and lines have five pixels", () => {
  const form = formOf("screen.projector=yes");
  assert.ok(form.type >= 0.03 * SIZE.height);
  assert.equal(scaleFor({ width: 390, height: 844 }), 1.4);
  assert.deepEqual(form.line({ width: 2, dash: [4, 2] }), { width: 5, dash: [10, 5] });
  assert.deepEqual(formOf("").line({ width: 2, dash: [4, 2] }, 0.7), { width: 1.4, dash: [4, 2] });
});

test("a layout grows where it says lengths, and nowhere else", () => {
  const layout = { margin: { l: 40, b: 30 }, font: { size: 12, color: "red" }, nticks: 6 };
  const axes = { xaxis: { range: [-1, 1], exponentformat: "power", title: { standoff: 4 } }, annotations: [{ x: 2, yshift: -7 }] };
  assert.deepEqual(enlarged({ ...layout, ...axes }, 2), {
    margin: { l: 80, b: 60 },
    font: { size: 24, color: "red" },
    nticks: 6,
    xaxis: { range: [-1, 1], exponentformat: "e", title: { standoff: 8 } },
    annotations: [{ x: 2, yshift: -14 }],
  });
  assert.equal(enlarged(layout, 1), layout);
});

test("the form of the scene is no question about runs, but what is hidden of them is", () => {
  const link = "steps=60&screen.projector=yes&screen.picture=loss&screen.predict=yes&screen.hide=curves";
  assert.equal(runsOnly(link), "steps=60&screen.predict=yes&screen.hide=curves");
});

test("of a path that is not to be seen ahead, only what is behind can be pressed", () => {
  const track = { xs: [0, 10, 20], ys: [0, 0, 0], when: [0, 5, 9] };
  assert.equal(nearest([track], [20, 0], 5, () => 0, 6), null);
  assert.deepEqual(nearest([track], [20, 0], 5, () => 0), { run: 0, at: 9 });
});
