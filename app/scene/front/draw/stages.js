// The panel of the slow motion: one stage of a step with its arrows, its sentence and its numbers.

import { norm } from "../data/vectors.js";
import { STEP, logScale, lookOf, tipOf } from "./arrows.js";
import { arrow, words } from "./marks.js";
import { child } from "./panel.js";

const GROWING = 450; // milliseconds in which the arrows of a stage grow
const BEFORE = 0.28; // how faint the arrows of earlier stages are
const MARGIN = 2.5; // around the longest arrow, for its name: in sizes of its type

export class StagePanel {
  at; look;

  // `deeds` are { back, next, close }.
  constructor(host, deeds) {
    this.root = child(host, "section", "scene-stages");
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", "Slow motion of one step");
    this.root.hidden = true;
    this.canvas = child(this.root, "canvas", "scene-stage-arrows");
    this.canvas.setAttribute("role", "img");
    this.ctx = this.canvas.getContext("2d");
    const text = child(this.root, "div", "scene-stage-words");
    const head = child(text, "header");
    this.title = child(head, "h4");
    this.whose = child(head, "span", "scene-hint");
    const buttons = child(head, "div", "scene-group");
    const button = (label, name, act) => {
      const made = child(buttons, "button", "scene-chip", label);
      Object.assign(made, { type: "button", title: name });
      made.setAttribute("aria-label", name);
      made.addEventListener("click", act);
      return made;
    };
    this.back = button("Back", "Previous stage (B)", deeds.back);
    this.next = button("Next", "Next stage (N)", deeds.next);
    button("×", "End the slow motion (M)", deeds.close);
    const live = child(text, "div");
    live.setAttribute("aria-live", "polite");
    this.sentence = child(live, "p");
    this.list = child(live, "dl");
    this.observer = new ResizeObserver(() => this.paint());
    this.observer.observe(this.canvas);
    this.isCalm = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.shown = null;
  }

  // The stages of a step, of which the one at a place is shown; `grows`: its arrows grow. `look` is
  // { hue, theme, type }: colours, and the size of small type in pixels; `whose` names the step.
  show(stages, at, { look, whose, grows }) {
    Object.assign(this, { stages, at, look });
    this.whose.textContent = whose;
    const { title, sentence, numbers } = stages[at];
    this.title.textContent = `${at + 1} of ${stages.length}: ${title}`;
    this.back.disabled = at === 0;
    this.next.disabled = at === stages.length - 1;
    write(this.sentence, sentence);
    const told = JSON.stringify(numbers);
    if (told !== this.told) this.write(numbers);
    this.told = told;
    this.canvas.setAttribute("aria-label", this.alt());
    this.began = grows && !this.isCalm.matches ? performance.now() : -Infinity;
    this.grow();
  }

  // While the numbers are on their way.
  wait(sentence) {
    this.stages = null;
    this.title.textContent = "Slow motion";
    write(this.sentence, sentence);
    this.write([]);
    this.told = "";
    this.paint();
  }

  write(numbers) {
    this.list.replaceChildren();
    for (const [name, value] of numbers) {
      const row = child(this.list, "div");
      child(row, "dt", "", name);
      child(row, "dd", "", value);
    }
  }

  alt() {
    const names = this.stages[this.at].arrows.map(([name]) => name);
    return names.length ? `Arrows ${names.join(" and ")}, downhill.` : "The arrows so far.";
  }

  grow() {
    this.share = Math.min(1, Math.max(0, (performance.now() - this.began) / GROWING));
    this.paint();
    if (this.share < 1) requestAnimationFrame(() => this.grow());
  }

  paint() {
    const { canvas, ctx } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    if (!this.stages || !width) return;
    this.drawn = placedArrows(this.stages, this.at);
    const margin = MARGIN * this.look.type;
    const { radius, origin } = fitted(this.drawn, width - 2 * margin, height - 2 * margin);
    ctx.scale(ratio, ratio);
    ctx.translate(margin + origin[0], margin + origin[1]);
    this.drawn = this.drawn.filter(({ stage }) => stage <= this.at);
    for (const { name, tip, isNow } of this.drawn) {
      const size = radius * (isNow ? this.share : 1);
      ctx.globalAlpha = isNow ? 1 : BEFORE;
      if (norm(tip)) arrow(ctx, [0, 0], [size * tip[0], -size * tip[1]], lookOf(name, this.look));
    }
    ctx.globalAlpha = 1;
    this.paintAngle(radius);
    this.paintNames(radius);
  }

  // The arc between both gradients, where the stage is about it.
  paintAngle(radius) {
    const { angle } = this.stages[this.at];
    if (!(angle >= 0)) return;
    const [a, b] = this.drawn.slice(0, 2).map(({ tip }) => Math.atan2(-tip[1], tip[0]));
    const turn = Math.atan2(Math.sin(b - a), Math.cos(b - a));
    this.ctx.beginPath();
    this.ctx.arc(0, 0, radius * 0.5, a, a + turn * this.share, turn < 0);
    this.ctx.lineWidth = 2;
    this.ctx.strokeStyle = this.look.theme.text;
    this.ctx.stroke();
  }

  paintNames(radius) {
    const { theme, type } = this.look;
    for (const { name, tip, isNow } of this.drawn) {
      const length = norm(tip);
      if (!isNow || !length) continue;
      const far = radius * length + 1.2 * type;
      const colour = lookOf(name, this.look).colour;
      const where = [(far * tip[0]) / length, (-far * tip[1]) / length];
      const how = { colour, halo: theme.page, align: "center", bold: true, size: type };
      words(this.ctx, name, ...where, how);
    }
  }

  remove() {
    this.observer.disconnect();
  }
}

// The arrows of all stages: name, where the tip is in radii, and whether the shown one is theirs.
export function placedArrows(stages, at) {
  const all = stages.flatMap(({ arrows }, stage) => arrows.map(([name, vector]) => ({ name, vector, stage })));
  const lengths = all.filter(({ name }) => name !== "Δθ").map(({ vector }) => norm(vector));
  const scale = logScale(lengths.filter((length) => length > 0));
  const owner = stages[at].arrows.length ? at : 0;
  return all.map(({ name, vector, stage }) => ({
    name,
    stage,
    tip: tipOf(vector, name === "Δθ" ? () => STEP : scale),
    isNow: stage === owner,
  }));
}

// How long a radius is, in pixels, and where all arrows begin so that they fill a place.
export function fitted(arrows, width, height) {
  const reach = (axis) => {
    const ends = [0, ...arrows.map(({ tip }) => tip[axis])];
    return [Math.min(...ends), Math.max(...ends)];
  };
  const [[left, right], [bottom, top]] = [reach(0), reach(1)];
  const radius = Math.min(width / Math.max(right - left, 1), height / Math.max(top - bottom, 1));
  const origin = [
    (width - radius * (right - left)) / 2 - radius * left,
    (height - radius * (top - bottom)) / 2 + radius * top,
  ];
  return { radius, origin };
}

// A text that has not changed is not read out again.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
