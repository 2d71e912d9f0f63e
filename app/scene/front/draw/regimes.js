// The band below the similarities: what a method with two regimes does at every step, and its
// threshold.

import { columnsOf, stretches } from "./columns.js";
import { words } from "./marks.js";

// Of the focused method if it has regimes, else of the first that does.
function regimeMethod({ header, focus, method }) {
  return method?.regimes ? focus.method : header.methods.findIndex((each) => each.regimes);
}

// Hatched where the focused start's run has its flag set, plain where not.
export function paintRegimes(ctx, panel, view) {
  const method = regimeMethod(view);
  const band = panel.band;
  if (method < 0 || !band) return;
  const { runs, theme, header, focus, form } = view;
  const run = method * runs.nStarts + focus.start;
  const columns = columnsOf((point) => [panel.toPixel([point[0], 0])[0], point[1]], {
    n: runs.nSent,
    step: (k) => runs.step(runs.indexOf(k)),
    at: (k) => runs.regime(run, k),
  });
  const hatch = hatched(ctx, theme);
  const { regimes } = header.methods[method];
  for (const { isOver, from, to } of stretches(columns, (mean) => mean > 0.5)) {
    ctx.fillStyle = isOver ? hatch : theme.surface;
    ctx.fillRect(from, band.y, to - from, band.height);
    if (to - from < header.curves.letterFrom * panel.box.width) continue;
    const look = { colour: theme.text, halo: theme.page, align: "center", bold: true, size: form.type };
    words(ctx, regimes[Number(isOver)].letter, (from + to) / 2, band.y + band.height / 2, look);
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

// Plotly has no part in it, because every move of the threshold would cost it a tenth of a second.
export function paintThreshold(ctx, panel, { header, theme, form }) {
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
  const where = (threshold.psi < 0.75 ? -0.8 : 0.8) * form.type; // above where there is room
  const look = { colour: theme.muted, halo: theme.page, align: "right", size: form.type };
  words(ctx, threshold.label, box.x + 0.98 * box.width, y + where, look);
}
