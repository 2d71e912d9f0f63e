// The curves of the focused start over the steps, and the one cursor through all of them.

import { fixed, number } from "./format.js";
import { curveLayout } from "./ground.js";
import { line as stroke, mark, words } from "./marks.js";
import { child, Panel } from "./panel.js";
import { norm } from "./vectors.js";

const COLUMN = 2; // pixels: of all values in a column the mean is drawn, and their reach
const REACH = 0.16;
const MAX_REACHES = 4; // with more curves their reaches would hide one another
const THINNER = 0.65;
const BAND = [-0.3, -0.08]; // the regime band, below the similarity 0
const LETTER_FROM = 0.06; // a stretch gets its letter from this share of the width

export class Curves {
  constructor(host, state) {
    this.state = state;
    this.kinds = [angles, similarities, lossSums, lengths].map((kind) => kind(state));
    for (const kind of this.kinds) {
      const root = child(host, "section", "scene-curve");
      const head = child(root, "header");
      kind.head = child(head, "h4");
      kind.value = child(head, "output");
      kind.panel = new Panel(root, kind.alt, {
        still: (ctx) => this.paintStill(ctx, kind),
        moving: (ctx) => this.paintCursor(ctx, kind),
      });
    }
  }

  show() {
    const { theme, header } = this.state;
    for (const kind of this.kinds) {
      const layout = curveLayout(theme, header.nSteps, ...kind.axis());
      kind.head.innerHTML = kind.title();
      kind.panel.show([{ x: [], y: [], mode: "lines" }], layout);
    }
  }

  paint() {
    for (const { panel } of this.kinds) panel.paint();
  }

  paintMoving() {
    for (const { panel } of this.kinds) panel.paintMoving();
  }

  tell() {
    for (const kind of this.kinds) kind.value.textContent = kind.told();
  }

  paintStill(ctx, kind) {
    const lines = (kind.drawn = kind.lines());
    kind.panel.inside(ctx, () => {
      kind.under?.(ctx, kind.panel);
      lines.forEach((line) => this.paintLine(ctx, kind.panel, line, lines.length <= MAX_REACHES));
    });
  }

  paintLine(ctx, panel, line, hasReach) {
    const columns = columnsOf(panel, line);
    const { colour, method } = line;
    ctx.fillStyle = colour;
    ctx.globalAlpha = line.opacity;
    if (hasReach) {
      ctx.globalAlpha = line.isFocus === false ? REACH / 2 : REACH;
      for (const { x, low, high } of columns) {
        if (low - high > 1) ctx.fillRect(x - COLUMN / 2, high, COLUMN, low - high);
      }
      ctx.globalAlpha = line.opacity;
    }
    const look = { width: THINNER * method.width, dash: line.dash ?? method.dash };
    stroke(ctx, look, colour, () => {
      for (const { x, mean } of columns) ctx.lineTo(x, mean);
    });
    ctx.globalAlpha = 1;
  }

  paintCursor(ctx, kind) {
    const { runs, clock, theme } = this.state;
    const { panel } = kind;
    const [x] = panel.toPixel([runs.step(clock.at), 0]);
    ctx.fillStyle = theme.text;
    ctx.fillRect(Math.round(x) - 0.75, panel.box.y, 1.5, panel.box.height);
    panel.inside(ctx, () => {
      for (const { colour, value, sign } of kind.drawn) {
        const y = panel.toPixel([0, value(clock.index)])[1];
        if (!Number.isNaN(y)) mark(ctx, sign, x, y, 3.5, { colour, page: theme.page, rim: 1 });
      }
    });
  }

  // The recorded index under a pointer that is over one of the pictures, else null.
  under(event) {
    const { runs, header } = this.state;
    for (const { panel } of this.kinds) {
      if (!panel.map || !panel.root.contains(event.target)) continue;
      const [step] = panel.toValue(panel.pointer(event));
      if (panel.holds(panel.pointer(event))) return Math.min(step / header.recordEvery, runs.last);
    }
    return null;
  }
}

// A line's values in columns of the picture: their mean, least and greatest, in pixels.
function columnsOf(panel, { n, step, at }) {
  const columns = [];
  let open = null;
  for (let k = 0; k < n; k += 1) {
    const [x, y] = panel.toPixel([step(k), at(k)]);
    if (Number.isNaN(y)) continue;
    const place = Math.floor(x / COLUMN);
    if (!open || open.place !== place) {
      open = { place, x: (place + 0.5) * COLUMN, low: y, high: y, sum: 0, count: 0 };
      columns.push(open);
    }
    open.low = Math.max(open.low, y);
    open.high = Math.min(open.high, y);
    open.sum += y;
    open.count += 1;
    open.mean = open.sum / open.count;
  }
  return columns;
}

// One line for every method, from the focused start.
function methodLines(state, valueAt) {
  const { runs, theme, focus } = state;
  if (!runs) return [];
  return runs.header.methods
    .map((method, m) => {
      const run = m * runs.nStarts + focus.start;
      return {
        method,
        sign: method.mark,
        n: runs.nSent,
        step: (k) => runs.step(runs.indexOf(k)),
        at: (k) => valueAt(run, k),
        value: (index) => valueAt(run, Math.round(runs.entryOf(index))),
        colour: method[theme.name],
        opacity: m === focus.method ? 1 : 0.75,
        isFocus: m === focus.method,
      };
    })
    .sort((a, b) => a.isFocus - b.isFocus);
}

function angles(state) {
  return {
    title: () => "Angle between <i>g</i>₁ and <i>g</i>₂",
    alt: "Angle between the task gradients over the steps, from the focused start.",
    axis: () => [
      { range: [-3, 186], tickvals: [0, 90, 180], ticktext: ["0°", "90°", "180°"] },
      { shapes: [tint(state.theme)], annotations: [note("conflict", 169, state.theme)] },
    ],
    lines: () => methodLines(state, (run, k) => state.runs.angle(run, k)),
    told: () => (state.moment ? `φ ${fixed(state.moment.angle, 0)}°` : ""),
  };
}

function similarities(state) {
  return {
    title: () => "Magnitude similarity ψ",
    alt: "Gradient magnitude similarity over the steps, with the threshold and the regimes.",
    axis: () => [{ range: [-0.33, 1.05], tickvals: [0, 0.5, 1] }],
    lines: () => methodLines(state, (run, k) => state.runs.similarity(run, k)),
    under: (ctx, panel) => {
      paintRegimes(ctx, panel, state);
      paintThreshold(ctx, panel, state);
    },
    told: () => (state.moment ? `ψ ${fixed(state.moment.similarity, 3)}` : ""),
  };
}

function lossSums(state) {
  return {
    title: () => "<i>L</i>₁ + <i>L</i>₂",
    alt: "Sum of the losses over the steps, from the focused start.",
    axis: () => [{ range: rounded(state.header.lossRange[state.focus.start] ?? [0, 1]), nticks: 5 }],
    lines: () => methodLines(state, (run, k) => state.runs.lossSum(run, k)),
    told: () => (state.moment ? number(state.moment.losses[0] + state.moment.losses[1]) : ""),
  };
}

// The weights where the focused method has them, else the lengths of the operated gradients.
function lengths(state) {
  const value = (k, index) => {
    const { detail } = state;
    if (detail.weights) return detail.weights[2 * index + k];
    const at = 4 * index + 2 * k;
    return Math.log10(norm([detail.operated[at], detail.operated[at + 1]]));
  };
  return {
    title: () => (state.detail?.weights ? "Task weights" : "Lengths ‖<i>g̃</i>₁‖, ‖<i>g̃</i>₂‖"),
    alt: "Task weights or lengths of the operated gradients of the focused run over the steps.",
    axis: () => [lengthAxis(state, value)],
    lines: () => {
      const { runs, detail, focus, theme } = state;
      if (!detail) return [];
      const method = runs.header.methods[focus.method];
      return [0, 1].map((k) => ({
        method,
        n: runs.last + 1,
        step: (index) => runs.step(index),
        at: (index) => value(k, index),
        value: (index) => value(k, index),
        colour: k ? theme.muted : method[theme.name],
        dash: k ? [5, 3] : [],
        sign: runs.header.marks[k ? "square" : "circle"],
        opacity: 1,
      }));
    },
    told: () => {
      const { moment } = state;
      if (!moment) return "";
      return (moment.weights ?? moment.operated.map(norm)).map((each) => number(each, 3)).join(", ");
    },
  };
}

function lengthAxis({ detail, runs }, value) {
  if (!detail) return { range: [0, 1] };
  const all = [0, 1].flatMap((k) =>
    Array.from({ length: runs.last + 1 }, (_, index) => value(k, index)).filter(Number.isFinite),
  );
  if (!all.length) return { range: [0, 1] };
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = 0.05 * (high - low || 1);
  if (detail.weights) return { range: rounded([low - room, high + room]), nticks: 4 };
  const [first, last] = [Math.floor(low), Math.max(Math.ceil(high), Math.floor(low) + 1)];
  const every = Math.ceil((last - first) / 4);
  const tickvals = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(
    (power) => power % every === 0,
  );
  const ticktext = tickvals.map((power) => `10<sup>${String(power).replace("-", "−")}</sup>`);
  return { range: [first, last], tickvals, ticktext };
}

// A little wider, to round numbers: of runs that are much alike the axis stays as it is.
function rounded([low, high]) {
  const unit = 10 ** Math.floor(Math.log10(high - low)) / 2;
  return [Math.floor(low / unit) * unit, Math.ceil(high / unit) * unit];
}

// Hatched where the focused start's run equalises, plain where it modulates.
function paintRegimes(ctx, panel, { runs, focus, theme }) {
  const method = runs?.header.methods[focus.method]?.hasRegimes
    ? focus.method
    : runs?.header.methods.findIndex((each) => each.hasRegimes) ?? -1;
  if (method < 0) return;
  const run = method * runs.nStarts + focus.start;
  const top = panel.toPixel([0, BAND[1]])[1];
  const bottom = panel.toPixel([0, BAND[0]])[1];
  const columns = columnsOf(panel, {
    n: runs.nSent,
    step: (k) => runs.step(runs.indexOf(k)),
    at: (k) => (runs.equalises(run, k) ? 1 : 0),
  });
  const levels = [panel.toPixel([0, 0])[1], panel.toPixel([0, 1])[1]];
  const stretches = [];
  for (const { x, mean } of columns) {
    const equalises = mean < (levels[0] + levels[1]) / 2;
    const open = stretches.at(-1);
    if (open && open.equalises === equalises) open.to = x + COLUMN / 2;
    else stretches.push({ equalises, from: open?.to ?? x - COLUMN / 2, to: x + COLUMN / 2 });
  }
  const hatch = hatched(ctx, theme);
  for (const { equalises, from, to } of stretches) {
    ctx.fillStyle = equalises ? hatch : theme.surface;
    ctx.fillRect(from, top, to - from, bottom - top);
    if (to - from < LETTER_FROM * panel.box.width) continue;
    const look = { colour: theme.text, halo: theme.page, align: "center", bold: true };
    words(ctx, equalises ? "E" : "m", (from + to) / 2, (top + bottom) / 2, look);
  }
}

function hatched(ctx, theme) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 6;
  const on = tile.getContext("2d");
  on.fillStyle = theme.surface;
  on.fillRect(0, 0, 6, 6);
  on.strokeStyle = theme.muted;
  on.lineWidth = 1.2;
  for (const shift of [-6, 0, 6]) {
    on.beginPath();
    on.moveTo(shift - 1, 7);
    on.lineTo(shift + 7, -1);
    on.stroke();
  }
  return ctx.createPattern(tile, "repeat");
}

const tint = (theme) => ({
  type: "rect",
  xref: "paper",
  x0: 0,
  x1: 1,
  y0: 90,
  y1: 186,
  fillcolor: theme.tint,
  line: { width: 0 },
  layer: "below",
});

const note = (text, y, theme) => ({
  text,
  xref: "paper",
  x: 0.98,
  xanchor: "right",
  y,
  showarrow: false,
  font: { size: 12, color: theme.muted },
});

// Plotly has no part in it, because every move of the threshold would cost it a tenth of a second.
function paintThreshold(ctx, panel, { header, theme }) {
  const { threshold } = header;
  if (!threshold || threshold.psi < 0) return;
  const { box } = panel;
  const y = panel.toPixel([0, threshold.psi])[1];
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([1.5, 3]);
  ctx.beginPath();
  ctx.moveTo(box.x, y);
  ctx.lineTo(box.x + box.width, y);
  ctx.stroke();
  ctx.setLineDash([]);
  const where = threshold.psi < 0.75 ? -10 : 10; // above the line where there is room
  const look = { colour: theme.muted, halo: theme.page, align: "right" };
  words(ctx, threshold.label, box.x + 0.98 * box.width, y + where, look);
}
