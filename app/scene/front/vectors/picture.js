// The picture: the dual cone, the task gradients, and what the methods make of them, as arrows.

import { number } from "../data/format.js";
import { placed } from "../draw/names.js";
import { arrow, font, words } from "../draw/marks.js";

const DASHES = [[], [6, 4], [2, 3]]; // of the tasks
const SHORTER = 0.6; // dashes of arrows, beside those of paths: arrows are short
const NAMED = 3; // methods of one direction that are named; the others are counted

// Paints on any context. `scene` is { view, header, grads, theme, fans, focused, isStale }.
export function paint(ctx, scene) {
  paintGround(ctx, scene);
  paintCone(ctx, scene);
  paintFans(ctx, scene);
  const tips = methodsOf(scene);
  paintOperated(ctx, scene);
  for (const { method, at, isCut } of tips) paintMerged(ctx, scene, method, at, isCut);
  paintTasks(ctx, scene);
  paintNames(ctx, scene, tips);
}

// The merged arrows, the longest first and the focused method's last.
function methodsOf({ view, header, focused }) {
  const found = header.methods.map((method) => ({
    method,
    ...view.tip(method.d),
    length: Math.hypot(...method.d),
    isFocused: method.key === focused,
  }));
  return found.sort((a, b) => a.isFocused - b.isFocused || b.length - a.length);
}

function paintGround(ctx, { view, theme, header }) {
  const { middle, reach } = view;
  ctx.strokeStyle = `${theme.muted}40`;
  ctx.lineWidth = 1;
  for (const share of view.isEqual ? [1] : [0.5, 1]) {
    ctx.beginPath();
    ctx.arc(middle, middle, reach * share, 0, 2 * Math.PI);
    ctx.stroke();
  }
  for (const [x, y] of [[1, 0], [0, 1]]) {
    ctx.beginPath();
    ctx.moveTo(middle - reach * x, middle - reach * y);
    ctx.lineTo(middle + reach * x, middle + reach * y);
    ctx.stroke();
  }
  if (view.isEqual) return;
  const look = { colour: theme.muted, halo: theme.page, align: "center", size: 11 };
  words(ctx, number(header.radius, 3), middle, middle + reach + 11, look);
  words(ctx, number(header.radius / 2, 3), middle, middle + reach / 2, look);
}

// The directions in which no loss rises; where only a line is left of them, that line.
function paintCone(ctx, { view, header, theme }) {
  if (!header.cone) return;
  const [from, to] = header.cone;
  const { middle, reach } = view;
  ctx.beginPath();
  if (to - from < 1e-6) {
    ctx.moveTo(...view.rim(from));
    ctx.lineTo(...view.rim(from + Math.PI));
    ctx.lineWidth = 6;
    ctx.strokeStyle = `${theme.muted}50`;
    ctx.stroke();
    return;
  }
  ctx.moveTo(middle, middle);
  ctx.arc(middle, middle, reach, -to, -from);
  ctx.closePath();
  ctx.fillStyle = theme.tint;
  ctx.fill();
}

// Of a method with chance: a thin line to the tip of every draw, and an open arrow, their mean;
// where lengths do not count, the mean of the tips.
function paintFans(ctx, { view, header, theme, fans, isStale }) {
  if (isStale) return;
  for (const method of header.methods) {
    const draws = fans[method.key];
    if (!draws) continue;
    const colour = method[theme.name];
    const [mean, tip, n] = [[0, 0], [0, 0], draws.length / 2];
    ctx.lineWidth = 1;
    ctx.strokeStyle = `${colour}30`;
    ctx.beginPath();
    for (let i = 0; i < n; i += 1) {
      const draw = [draws[2 * i], draws[2 * i + 1]];
      const { at } = view.tip(draw);
      for (const axis of [0, 1]) {
        mean[axis] += draw[axis] / n;
        tip[axis] += at[axis] / n;
      }
      ctx.moveTo(view.middle, view.middle);
      ctx.lineTo(...at);
    }
    ctx.stroke();
    const at = view.isEqual ? tip : view.tip(mean).at;
    arrow(ctx, [view.middle, view.middle], at, { colour, width: 1.5, open: true, head: 10 });
  }
}

function paintOperated(ctx, { view, header, theme, focused }) {
  const method = header.methods.find(({ key }) => key === focused);
  if (!header.isOperated || !method) return;
  method.operated.forEach((gradient, task) => {
    const { at } = view.tip(gradient);
    const look = { colour: method[theme.name], width: 1.5, dash: DASHES[task], open: true, head: 9 };
    if (Math.hypot(...gradient) > 0) arrow(ctx, [view.middle, view.middle], at, look);
  });
}

function paintMerged(ctx, { view, theme, focused }, method, at, isCut) {
  if (method.isStill) return;
  const { middle } = view;
  const colour = method[theme.name];
  const isFocused = method.key === focused;
  const look = { colour, width: isFocused ? 4 : 2.5, head: isFocused ? 13 : 10, dash: method.dash.map((part) => part * SHORTER) };
  arrow(ctx, [middle, middle], at, look);
  if (!isCut) return;
  const back = 1 - 12 / Math.hypot(at[0] - middle, at[1] - middle);
  const behind = at.map((value) => middle + back * (value - middle));
  arrow(ctx, [middle, middle], behind, { ...look, width: 0.01 }); // a second head: it goes on
}

function paintTasks(ctx, { view, grads, theme }) {
  const { middle } = view;
  grads.forEach((gradient, task) => {
    if (Math.hypot(...gradient) === 0) return;
    const { at } = view.tip(gradient);
    arrow(ctx, [middle, middle], at, { colour: theme.text, width: 2.2, dash: DASHES[task], head: 11 });
  });
  ctx.beginPath();
  ctx.arc(middle, middle, 3, 0, 2 * Math.PI);
  ctx.fillStyle = theme.text;
  ctx.fill();
}

// A name beside every tip, one for all methods of a direction.
function paintNames(ctx, { view, header, grads, theme, focused }, tips) {
  ctx.font = font(12, true);
  const width = (name) => ctx.measureText(name).width;
  const tasks = grads.map((gradient, task) => ({
    name: `−g${"₁₂₃"[task]}`,
    at: view.tip(gradient).at,
    colour: theme.text,
  }));
  const byKey = new Map(tips.map((tip) => [tip.method.key, tip]));
  const merged = header.groups.map((places) => {
    const members = places.map((place) => byKey.get(header.methods[place].key));
    const longest = members.reduce((a, b) => (b.length > a.length ? b : a));
    const first = members.find(({ isFocused }) => isFocused) ?? longest;
    return {
      name: nameOf(members, longest),
      at: longest.at,
      colour: first.method[theme.name],
      rank: members.some(({ method }) => method.key === focused) ? 0 : 1,
    };
  });
  const names = [...tasks, ...merged.sort((a, b) => a.rank - b.rank)];
  for (const each of names) each.width = width(each.name);
  const box = { x: 0, y: 0, width: view.size, height: view.size };
  const marks = [...tasks, ...merged].map(({ at }) => at);
  for (const { name, x, y, colour } of placed(names, box, [], marks)) {
    words(ctx, name, x, y, { colour, halo: theme.page, bold: true });
  }
}

function nameOf(members, longest) {
  const titles = members.slice(0, NAMED).map(({ method }) => method.title);
  const rest = members.length - titles.length;
  const all = titles.join(", ") + (rest ? ` +${rest}` : "");
  if (longest.method.isStill) return `${all}: 0`;
  if (!longest.isCut) return all;
  return `${all}${members.length > 1 ? ", up to" : ":"} ${number(longest.length, 3)}`;
}
