import assert from "node:assert/strict";
import test from "node:test";
import { PlaneView, degrees, read, rounded, text, turned } from "../../../app/scene/front/vectors/plane.js";
import { SvgContext } from "../../../app/scene/front/vectors/svg.js";

const near = (found, wanted) =>
  found.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) < 1e-9, `${found} is not ${wanted}`));

test("arrows point downhill from the middle, and a tip is the gradient that it came from", () => {
  const view = new PlaneView(452, 2, false); // 200 pixels are 2
  near(view.tip([-1, 0]).at, [326, 226]);
  near(view.tip([0, -1]).at, [226, 126]);
  for (const gradient of [[-1, 0.5], [0.3, 0.7], [1.9, 0.1]]) {
    near(view.gradient(view.tip(gradient).at, [1, 1]), gradient);
  }
});

test("a longer arrow is cut at the rim, and no tip is dragged beyond it", () => {
  const view = new PlaneView(452, 2, false);
  const { at, isCut } = view.tip([-30, 0]);
  assert.ok(isCut);
  near(at, [426, 226]);
  near(view.gradient([900, 226], [1, 0]), [-2, 0]);
  assert.equal(view.tip([2, 0]).isCut, false);
});

test("where lengths do not count every arrow has one, and a drag keeps the gradient's own", () => {
  const view = new PlaneView(452, 2, true);
  const far = ([x, y]) => Math.hypot(x - 226, y - 226);
  assert.ok(Math.abs(far(view.tip([0.001, 0]).at) - far(view.tip([50, 9]).at)) < 1e-9);
  assert.equal(view.tip([50, 9]).isCut, false);
  near(view.gradient([226, 100], [3, 4]), [0, -5]);
  near(view.gradient([226, 226], [3, 4]), [3, 4]);
});

test("the zero gradient has its tip in the middle", () => {
  const view = new PlaneView(452, 2, false);
  near(view.tip([0, 0]).at, [226, 226]);
  near(view.gradient([226, 226], [1, 1]), [0, 0]);
});

test("turning goes counter-clockwise and angles stay within half a turn", () => {
  near(turned([1, 0], Math.PI / 2), [0, 1]);
  assert.equal(degrees(Math.PI / 6), 30);
  assert.equal(degrees((200 * Math.PI) / 180), -160);
  assert.equal(degrees((-190 * Math.PI) / 180), 170);
});

test("vectors are written as the link writes them, to what a pixel can tell", () => {
  assert.equal(text([0.5, -1]), "0.5,-1");
  assert.equal(text([1 / 3, 2e-7], 3), "0.333,2e-7");
  assert.deepEqual(read("0.5,-1"), [0.5, -1]);
  assert.deepEqual(rounded([0.123456, -1.98765], 2), [0.12, -1.99]);
  assert.deepEqual(rounded([12.3456, 0], 50), [12.3, 0]);
});

test("the drawing context writes what a canvas would draw", () => {
  const ctx = new SvgContext(100, () => ({ width: 9 }), "the space");
  ctx.beginPath();
  ctx.moveTo(1, 2);
  ctx.lineTo(3, 4);
  ctx.strokeStyle = "#123456";
  ctx.setLineDash([6, 4]);
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(50, 50, 10, 0, 2 * Math.PI);
  ctx.fill();
  ctx.fillText("a < b", 5, 6);
  const svg = ctx.text("#fff", "a & b");
  assert.match(svg, /^<svg xmlns="the space" width="100"/);
  assert.match(svg, /<path d="M1 2L3 4" fill="none" stroke="#123456" stroke-width="1" stroke-dasharray="6 4"\/>/);
  assert.match(svg, /M60 50A10 10 0 0 1 40 50A10 10 0 0 1 60 50/);
  assert.match(svg, />a &lt; b<\/text>/);
  assert.match(svg, /<title>a &amp; b<\/title>/);
  assert.equal(ctx.measureText("x").width, 9);
});
