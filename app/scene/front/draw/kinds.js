// The four kinds of curves: what each shows of the focused start, on which axis.
//
// A kind has a name, which is its layout's, a title, words for those who cannot see it, an axis
// where the layout's own will not do, its lines, what it says at the cursor, and what is painted
// under it.

import { fixed, number } from "../data/format.js";
import { norm } from "../data/vectors.js";
import { paintRegimes, paintThreshold } from "./regimes.js";

const angle = {
  name: "angle",
  title: () => "Angle between <i>g</i>₁ and <i>g</i>₂",
  alt: "Angle between the task gradients over the steps, from the focused start.",
  axis: () => ({}),
  lines: (view) => methodLines(view, (run, k) => view.runs.angle(run, k)),
  told: (moment) => `φ ${fixed(moment.angle, 0)}°`,
};

const similarity = {
  name: "similarity",
  title: () => "Similarity <i>ψ</i> in length",
  alt: "Magnitude similarity over the steps, from the focused start, and the regime band.",
  axis: () => ({}),
  lines: (view) => methodLines(view, (run, k) => view.runs.similarity(run, k)),
  told: (moment) => `ψ ${fixed(moment.similarity, 2)}`,
  under(ctx, panel, view) {
    paintThreshold(ctx, panel, view);
  },
  band: paintRegimes,
};

const losses = {
  name: "losses",
  title: () => "<i>L</i>₁ + <i>L</i>₂",
  alt: "Sum of the losses over the steps, from the focused start.",
  axis({ header, focus, theme }) {
    const { type, dtick, exponentformat, tickfont } = theme.loss.yaxis; // on the same scale
    const scale = header.loss.isLog ? { type, dtick, exponentformat, tickfont } : {};
    return { range: header.lossRange[focus.start], ...scale };
  },
  lines(view) {
    const scaled = view.header.loss.isLog ? Math.log10 : (sum) => sum;
    return methodLines(view, (run, k) => scaled(view.runs.lossSum(run, k)));
  },
  told: (moment) => number(moment.losses[0] + moment.losses[1]),
};

// The weights where the focused method has them, else the lengths of the operated gradients.
const lengths = {
  name: "lengths",
  title: ({ detail }) =>
    detail?.weights ? "Task weights" : "Lengths ‖<i>g̃</i>₁‖, ‖<i>g̃</i>₂‖",
  alt: "Task weights or lengths of the operated gradients of the focused run over the steps.",
  axis: lengthAxis,
  lines(view) {
    const { runs, detail, theme, method, header } = view;
    if (!detail || !method) return [];
    return [0, 1].map((k) => ({
      width: method.width,
      dash: k ? [5, 3] : [],
      sign: header.marks[k ? "square" : "circle"],
      n: runs.last + 1,
      step: (index) => runs.step(index),
      at: (index) => lengthAt(detail, k, index),
      value: (index) => lengthAt(detail, k, index),
      colour: k ? theme.muted : view.colour(method),
      isFocus: true,
    }));
  },
  told: (moment) =>
    (moment.weights ?? moment.operated.map(norm)).map((each) => number(each, 3)).join(", "),
};

export const KINDS = [angle, similarity, losses, lengths];

// One line for every method, from the focused start; the focused method's in front.
function methodLines(view, valueAt) {
  const { runs, focus } = view;
  if (!runs.n) return [];
  return runs.header.methods
    .map((method, m) => {
      const run = m * runs.nStarts + focus.start;
      return {
        width: method.width,
        dash: method.dash,
        sign: method.mark,
        n: runs.nSent,
        step: (k) => runs.step(runs.indexOf(k)),
        at: (k) => valueAt(run, k),
        value: (index) => valueAt(run, Math.round(runs.entryOf(index))),
        colour: view.colour(method),
        isFocus: m === focus.method,
      };
    })
    .sort((a, b) => Number(a.isFocus) - Number(b.isFocus));
}

function lengthAt(detail, k, index) {
  if (detail.weights) return detail.weights[2 * index + k];
  const at = 4 * index + 2 * k;
  return Math.log10(norm([detail.operated[at], detail.operated[at + 1]]));
}

function lengthAxis({ detail, runs, form }) {
  const all = detail
    ? [0, 1].flatMap((k) =>
        Array.from({ length: runs.last + 1 }, (_, index) => lengthAt(detail, k, index)),
      )
    : [];
  const finite = all.filter(Number.isFinite);
  if (!finite.length) return { range: [0, 1] };
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const room = 0.05 * (high - low || 1);
  if (detail.weights) return { range: rounded([low - room, high + room]), nticks: 4 };
  const [first, last] = [Math.floor(low), Math.max(Math.ceil(high), Math.floor(low) + 1)];
  const every = Math.ceil((last - first) / 4);
  const tickvals = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(
    (power) => power % every === 0,
  );
  const ticktext = tickvals.map((power) => powerOfTen(power, form.isProjector));
  return { range: [first, last], tickvals, ticktext };
}

// As on paper, or where small exponents cannot be read as 0.01 and 1e5.
function powerOfTen(power, isPlain) {
  const exponent = String(power).replace("-", "−");
  if (!isPlain) return `10<sup>${exponent}</sup>`;
  return Math.abs(power) > 3 ? `1e${exponent}` : String(10 ** power);
}

// A little wider, to round numbers: of runs that are much alike the axis stays as it is.
function rounded([low, high]) {
  const unit = 10 ** Math.floor(Math.log10(high - low)) / 2;
  return [Math.floor(low / unit) * unit, Math.ceil(high / unit) * unit];
}
