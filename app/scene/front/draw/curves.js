// The curves of the focused start over the steps, and the one cursor through all of them.

import { COLUMN, columnsOf } from "./columns.js";
import { curveLayout, enlarged } from "./ground.js";
import { KINDS } from "./kinds.js";
import { line, mark } from "./marks.js";
import { child, Panel } from "./panel.js";

const BESIDE = 0.75; // the opacity of the methods that are not focused

export class Curves {
  constructor(host) {
    this.view = null;
    this.cursor = null;
    this.kinds = KINDS.map((kind) => this.built(host, kind));
  }

  built(host, kind) {
    const root = child(host, "section", "scene-curve");
    const head = child(root, "header");
    const shown = { kind, root, panel: null, drawn: [], title: child(head, "h4"), output: child(head, "output") };
    shown.panel = new Panel(root, kind.alt, {
      still: (ctx) => this.paintStill(ctx, shown),
      moving: (ctx) => this.paintCursor(ctx, shown),
    });
    return shown;
  }

  // Other runs, or another one focused.
  show(view, cursor) {
    Object.assign(this, { view, cursor });
    for (const { kind, root, title, panel } of this.kinds) {
      root.hidden = !view.form.showsCurve(kind.name);
      if (root.hidden) continue;
      title.innerHTML = kind.title(view);
      const { common, [kind.name]: own } = view.theme.curves;
      const layout = enlarged(
        curveLayout({ ...common, ...own }, kind.axis(view)),
        view.form.scale,
      );
      const axes = layout.yaxis2 ? ["y", "y2"] : ["y"]; // Plotly draws no axis without a trace
      const traces = axes.map((yaxis) => ({ x: [], y: [], mode: "lines", yaxis }));
      panel.show(traces, layout).catch(console.warn);
      panel.paint();
    }
  }

  move(cursor) {
    this.cursor = cursor;
    for (const { root, panel } of this.kinds) if (!root.hidden) panel.paintMoving();
  }

  tell(moment) {
    for (const { kind, output } of this.kinds) output.textContent = moment ? kind.told(moment) : "";
  }

  paintStill(ctx, shown) {
    const { kind, panel } = shown;
    shown.drawn = this.view ? kind.lines(this.view) : [];
    if (!this.view) return;
    kind.band?.(ctx, panel, this.view);
    panel.inside(ctx, () => {
      kind.under?.(ctx, panel, this.view);
      for (const each of shown.drawn) this.paintLine(ctx, panel, each, shown.drawn.length);
    });
  }

  paintLine(ctx, panel, each, n) {
    const { thinner, reach, maxReaches } = this.view.header.curves;
    const columns = columnsOf((point) => panel.toPixel(point), each);
    const opacity = each.isFocus ? 1 : BESIDE;
    if (n <= maxReaches) {
      ctx.fillStyle = each.colour;
      ctx.globalAlpha = each.isFocus ? reach : reach / 2;
      for (const { x, low, high } of columns) {
        if (low - high > 1) ctx.fillRect(x - COLUMN / 2, high, COLUMN, low - high);
      }
    }
    ctx.globalAlpha = opacity;
    line(ctx, this.view.form.line(each, thinner), each.colour, () => {
      for (const { x, mean } of columns) ctx.lineTo(x, mean);
    });
    ctx.globalAlpha = 1;
  }

  paintCursor(ctx, { panel, drawn }) {
    if (!this.view) return;
    const { runs, theme, form } = this.view;
    const [x] = panel.toPixel([runs.step(this.cursor.at), 0]);
    if (!form.shows("ahead")) coverAhead(ctx, x, panel, theme.page);
    ctx.fillStyle = theme.text;
    ctx.fillRect(Math.round(x) - 0.75, panel.box.y, 1.5, panel.box.height);
    panel.inside(ctx, () => {
      for (const { colour, value, sign } of drawn) {
        const y = panel.toPixel([0, value(this.cursor.index)])[1];
        const look = { colour, page: theme.page, rim: 1 };
        if (Number.isFinite(y)) mark(ctx, sign, x, y, 3.5 * form.scale, look);
      }
    });
  }

  // The recorded index under a pointer that is over one of the pictures, else null.
  under(event) {
    for (const { panel } of this.kinds) {
      if (!this.view || !panel.map || !panel.root.contains(event.target)) continue;
      if (!panel.holds(panel.pointer(event))) continue;
      const [step] = panel.toValue(panel.pointer(event));
      return Math.min(step / this.view.header.recordEvery, this.view.runs.last);
    }
    return null;
  }

  remove() {
    for (const { panel } of this.kinds) panel.remove();
  }
}

// What comes after the cursor is not to be seen yet.
function coverAhead(ctx, x, { box, band }, page) {
  ctx.fillStyle = page;
  for (const each of [box, band].filter(Boolean)) {
    ctx.fillRect(x, each.y, each.x + each.width - x, each.height);
  }
}
