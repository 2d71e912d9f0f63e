// Writes, for every method of a study's header (on stdin), what its line and marker draw.

import { readFileSync } from "node:fs";
import { line, mark } from "../../../app/scene/front/draw/marks.js";

// A drawing context that notes the paths it is told to fill or stroke.
function noting() {
  const notes = [];
  let points = [];
  let dash = [];
  return {
    notes,
    beginPath: () => { points = []; },
    lineTo: (x, y) => points.push([x, y]),
    closePath: () => {},
    setLineDash: (lengths) => { dash = lengths; },
    stroke() { notes.push({ does: "stroke", points, dash, colour: this.strokeStyle, width: this.lineWidth }); },
    fill() { notes.push({ does: "fill", points, colour: this.fillStyle }); },
  };
}

const { methods, radius } = JSON.parse(readFileSync(0, "utf8"));
const drawn = methods.map((method) => {
  const ctx = noting();
  line(ctx, method, "colour", () => ctx.lineTo(0, 0));
  mark(ctx, method.mark, 0, 0, radius, { colour: "colour", page: "page", rim: 0.5 });
  return { key: method.key, notes: ctx.notes };
});
console.log(JSON.stringify(drawn));
