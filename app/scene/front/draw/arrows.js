// The inset: what the focused run does at the cursor, as arrows with equal axes.
//
// All arrows point downhill: the negative gradients, the negative merged gradient, and the step.

import { norm, scaled } from "../data/vectors.js";
import { arrow, words } from "./marks.js";
import { child } from "./panel.js";

const SHORTEST = 0.28; // the share of the radius that the shortest arrow has on the log scale
export const STEP = 0.5; // the share that the step has: only its direction is drawn

export class Arrows {
  constructor(host) {
    this.isLog = true;
    this.moment = null;
    this.look = null; // { hue, theme }
    this.drawn = [];
    const root = child(host, "section", "scene-arrows");
    this.root = root;
    this.canvas = child(root, "canvas", "scene-inset");
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute(
      "aria-label",
      "Downhill directions of both tasks, of the operated gradients, the merged direction and the step.",
    );
    const buttons = child(root, "div", "scene-group");
    this.button = child(buttons, "button", "scene-quiet");
    this.button.type = "button";
    this.button.addEventListener("click", () => this.setLog(!this.isLog));
    const open = child(buttons, "button", "scene-quiet", "To Vectors");
    this.open = open;
    open.type = "button";
    open.title = "These two gradients in your hand, and what every method makes of them";
    open.addEventListener("click", () => {
      const { step } = this.moment ?? {};
      if (step !== undefined) root.dispatchEvent(new CustomEvent("vectors", { detail: step, bubbles: true }));
    });
    this.ctx = this.canvas.getContext("2d");
    this.size = [0, 0];
    this.observer = new ResizeObserver(([{ contentRect: { width, height } }]) => {
      this.size = [width, height];
      this.paint();
    });
    this.observer.observe(this.canvas);
    this.setLog(true);
  }

  setLog(isLog) {
    this.isLog = isLog;
    this.button.textContent = isLog ? "Lengths: compressed" : "Lengths: true";
    this.button.title = isLog
      ? "Every tenfold in length is one even step, so that short arrows are seen. Show true lengths."
      : "As long as they are, but for the step Δθ. Show compressed lengths, so that short arrows are seen.";
    this.paint();
  }

  // A moment of a run, or null while it is not known; its method's hue and the theme.
  draw(moment, look) {
    Object.assign(this, { moment, look });
    this.paint();
  }

  // The arrows: name, vector, and where the tip is relative to the middle, in radii.
  arrows({ grads, operated, merged, move }) {
    /** @type {[string, number[]][]} */
    const vectors = [
      ["−g₁", scaled(grads[0], -1)],
      ["−g₂", scaled(grads[1], -1)],
      ["−g̃₁", scaled(operated[0], -1)],
      ["−g̃₂", scaled(operated[1], -1)],
      ["−d", scaled(merged, -1)],
    ];
    const lengths = vectors.map(([, vector]) => norm(vector)).filter((length) => length > 0);
    const scale = this.isLog ? logScale(lengths) : (length) => length / Math.max(...lengths);
    const drawn = vectors.map(([name, vector]) => ({ name, vector, tip: tipOf(vector, scale) }));
    if (move) drawn.push({ name: "Δθ", vector: move, tip: tipOf(move, () => STEP) });
    return drawn;
  }

  paint() {
    const { moment, ctx, canvas } = this;
    const [width, height] = this.size;
    const size = Math.min(width, height);
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    ctx.translate((width - size) / 2, (height - size) / 2);
    this.drawn = [];
    if (!moment || !size) return;
    const [middle, radius] = [size / 2, size / 2 - 20];
    this.paintCone(middle, radius + 10);
    this.drawn = this.arrows(moment);
    for (const { name, tip } of this.drawn) {
      if (norm(tip) === 0) continue;
      const to = [middle + radius * tip[0], middle - radius * tip[1]];
      arrow(ctx, [middle, middle], to, this.lookOf(name));
    }
    this.paintNames(middle, radius);
    ctx.beginPath();
    ctx.arc(middle, middle, 2.5, 0, 2 * Math.PI);
    ctx.fillStyle = this.look.theme.text;
    ctx.fill();
  }

  lookOf(name) {
    return lookOf(name, this.look);
  }

  // The directions in which neither loss rises: at most a right angle from both arrows downhill.
  paintCone(middle, radius) {
    const { moment, ctx } = this;
    if (Number.isNaN(moment.angle)) return;
    const [a, b] = moment.grads.map((grad, k) => scaled(grad, -1 / moment.lengths[k]));
    const bisector = Math.atan2(a[1] + b[1], a[0] + b[0]);
    const half = ((90 - moment.angle / 2) * Math.PI) / 180;
    ctx.beginPath();
    ctx.moveTo(middle, middle);
    ctx.arc(middle, middle, radius, -bisector - half, -bisector + half);
    ctx.closePath();
    ctx.fillStyle = this.look.theme.tint;
    ctx.fill();
  }

  paintNames(middle, radius) {
    const { theme } = this.look;
    const placed = [];
    for (const { name, tip } of this.drawn) {
      if (name.includes("g̃") || norm(tip) === 0) continue;
      const length = norm(tip);
      const reach = radius * length + 11;
      const x = middle + (reach * tip[0]) / length;
      let y = middle - (reach * tip[1]) / length;
      while (placed.some(([px, py]) => Math.abs(px - x) < 20 && Math.abs(py - y) < 13)) y += 13;
      placed.push([x, y]);
      const colour = name.includes("g") ? theme.text : this.lookOf(name).colour;
      words(this.ctx, name, x, y, { colour, halo: theme.page, align: "center", bold: true });
    }
  }

  remove() {
    this.observer.disconnect();
  }
}

// How an arrow of a name is drawn; one of no name of its own is what an outer optimiser remembers.
export function lookOf(name, { hue, theme }) {
  const looks = {
    "−g₁": { colour: theme.text, width: 1.8 },
    "−g₂": { colour: theme.text, width: 1.8, dash: [6, 4] },
    "−g̃₁": { colour: hue, width: 1.5, open: true },
    "−g̃₂": { colour: hue, width: 1.5, dash: [6, 4], open: true },
    "−d": { colour: hue, width: 4, head: 12 },
    "−d, cut": { colour: hue, width: 4, head: 12 },
    Δθ: { colour: hue, width: 2.5, dash: [2, 3] },
  };
  return looks[name] ?? { colour: theme.muted, width: 2.5, dash: [8, 3] };
}

// Lengths from SHORTEST to 1, a decade for every equal part.
export function logScale(lengths) {
  const logs = lengths.map(Math.log10);
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  const span = Math.max(high - low, 0.5);
  return (length) => 1 - ((1 - SHORTEST) * (high - Math.log10(length))) / span;
}

export function tipOf(vector, scale) {
  const length = norm(vector);
  return length > 0 ? scaled(vector, scale(length) / length) : [0, 0];
}
