// Parameter space or loss space: the runs over their ground, as far as the cursor is.

import { cross, font, line, mark, words } from "./marks.js";
import { placed } from "./names.js";
import { Panel } from "./panel.js";
import { paintCount, paintOutside } from "./rim.js";
import { nearest, tracks, upTo } from "./tracks.js";

const TAIL = 0.15; // the share of all steps that a trail is bright for
const EARLIER = 0.55; // how much fainter the trail is before that
const FAINT = 0.2; // the whole path, before and after the cursor
const LABELLED = 4; // methods, at most, whose heads carry their names
/** @type {any} */
const NO_HAND = { starts: [], lifted: null, previews: () => [], note: "" };

export class Plane {
  constructor(host, name, label) {
    this.name = name;
    this.width = name === "space" ? 1 : 0.7; // near a wall the losses scribble
    this.view = null;
    this.cursor = null;
    this.hand = NO_HAND;
    this.tracks = [];
    this.grown = { until: 0, lifted: null };
    this.panel = new Panel(host, label, {
      fitted: () => this.track(),
      still: (ctx) => this.paintStill(ctx),
      growing: (ctx, isMore) => this.paintEarlier(ctx, isMore),
      moving: (ctx) => this.paintMoving(ctx),
    });
  }

  // Other runs, or others of them focused.
  show(view, cursor, hand) {
    Object.assign(this, { view, cursor, hand });
    this.track();
    this.panel.paint();
  }

  // Another time, or the hand moves a start.
  move(cursor, hand) {
    Object.assign(this, { cursor, hand });
    this.panel.paintMoving();
  }

  track() {
    this.tracks = this.panel.map && this.view ? tracks(this.view.runs, this.name, this.panel.map) : [];
  }

  paintStill(ctx) {
    if (!this.view) return;
    const { theme, header, order, form } = this.view;
    const faint = form.shows("ahead") ? order : [];
    this.panel.inside(ctx, () => {
      for (const run of faint) {
        this.stroke(ctx, run, this.tracks[run].xs.length, this.opacity(run) * FAINT);
      }
      const look = { colour: theme.text, page: theme.page, rim: 1 };
      for (const goal of header[this.name].goals) {
        mark(ctx, header.marks.star, ...this.panel.toPixel(goal), 7 * form.scale, look);
      }
    });
  }

  paintMoving(ctx) {
    if (!this.view) return;
    const { order } = this.view;
    this.panel.inside(ctx, () => {
      for (const run of order) this.paintTail(ctx, run);
      this.paintPreviews(ctx);
      this.paintStarts(ctx);
      for (const run of order) this.paintHead(ctx, run);
    });
    const n = this.cursor.isAtEnd && this.hand.lifted === null ? this.nOutside() : 0;
    const { theme, form } = this.view;
    if (n) paintCount(ctx, n, this.panel.box, theme, form.type);
    this.paintNames(ctx);
    const { note } = this.hand;
    const look = { colour: theme.text, halo: theme.page, align: "center", size: form.type };
    const { x, y, width } = this.panel.box;
    if (note && this.name === "space") words(ctx, note, x + width / 2, y + form.type, look);
  }

  // The trails up to where they are bright. While it plays only what is new is painted; returns
  // false where that would not do.
  paintEarlier(ctx, isMore) {
    if (!this.view) return true;
    const { order, runs } = this.view;
    const { lifted } = this.hand;
    const until = this.cursor.at - TAIL * runs.last;
    const { until: before, lifted: liftedBefore } = this.grown;
    if (isMore && until === before && lifted === liftedBefore) return true;
    if (isMore && !(this.cursor.isPlaying && until > before && lifted === liftedBefore)) return false;
    this.grown = { until, lifted };
    this.panel.inside(ctx, () => {
      for (const run of order) {
        const { when } = this.tracks[run];
        const from = isMore ? Math.max(upTo(when, before) - 1, 0) : 0;
        const count = upTo(when, until);
        if (count > from + 1) this.stroke(ctx, run, count, this.opacity(run) * EARLIER, from);
      }
    });
    return true;
  }

  paintTail(ctx, run) {
    const { when } = this.tracks[run];
    const { at } = this.cursor;
    const from = Math.max(upTo(when, at - TAIL * this.view.runs.last) - 1, 0);
    this.stroke(ctx, run, upTo(when, at), this.opacity(run), from, this.head(run, at));
  }

  // A stretch of a run's line, from one of its points up to another and on to its head.
  stroke(ctx, run, count, opacity, from = 0, head = null) {
    const { xs, ys, lengths } = this.tracks[run];
    const method = this.view.runs.methodOf(run);
    const { form } = this.view;
    const look = form.line(method, form.isProjector ? 1 : this.width);
    const trace = () => {
      for (let i = from; i < count; i += 1) ctx.lineTo(xs[i], ys[i]);
      if (head) ctx.lineTo(...head);
    };
    ctx.globalAlpha = opacity;
    line(ctx, look, this.view.colour(method), trace, lengths[from] ?? 0);
    ctx.globalAlpha = 1;
  }

  opacity(run) {
    const { view, hand } = this;
    if (hand.lifted === view.runs.startOf(run)) return 0.12;
    return [0.5, 0.9, 1][view.rank(run)];
  }

  head(run, at) {
    return this.panel.toPixel(this.view.place(this.name, run, at));
  }

  paintHead(ctx, run) {
    const { runs, theme, form } = this.view;
    const head = this.head(run, this.cursor.at);
    if (Number.isNaN(head[0] + head[1])) return;
    const method = runs.methodOf(run);
    const colour = this.view.colour(method);
    const isFocus = run === this.view.run;
    ctx.globalAlpha = Math.max(this.opacity(run), 0.7);
    if (!this.panel.holds(head)) {
      paintOutside(ctx, head, this.panel.box, colour, theme.page);
    } else if (runs.diverged[run] && runs.step(this.cursor.at) >= runs.taken[run]) {
      cross(ctx, ...head, 5 * form.scale, colour);
    } else {
      const look = { colour, page: theme.page, rim: isFocus ? 2 : 1.2 };
      mark(ctx, method.mark, ...head, form.scale * (isFocus ? 6.5 : 4.5), look);
    }
    ctx.globalAlpha = 1;
  }

  // Of all runs, those that end outside.
  nOutside() {
    const { order, runs } = this.view;
    const isOut = (head) => !Number.isNaN(head[0] + head[1]) && !this.panel.holds(head);
    return order.filter((run) => isOut(this.head(run, runs.last))).length;
  }

  // The runs of the nearest start of a grid, while a start is lifted.
  paintPreviews(ctx) {
    const { theme, header } = this.view;
    for (const { path, method } of this.hand.previews(this.name)) {
      const colour = this.view.colour(method);
      let end = [NaN, NaN];
      const trace = () => {
        for (let i = 0; i < path.length; i += 2) {
          end = this.panel.toPixel([path[i], path[i + 1]]);
          ctx.lineTo(...end);
        }
      };
      line(ctx, { width: this.width * method.width + 3, dash: [] }, theme.page, trace);
      line(ctx, { width: Math.max(this.width * method.width, 2), dash: method.dash }, colour, trace);
      mark(ctx, { ...header.marks.circle, isOpen: true }, ...end, 4.5, { colour, page: theme.page });
    }
  }

  // A hollow circle at every start; in loss space they are smaller, because nobody can move them.
  paintStarts(ctx) {
    const { theme, focus, form } = this.view;
    const radius = form.scale * (this.name === "space" ? 6 : 3.5);
    this.hand.starts.forEach((point, start) => {
      const [x, y] = this.startPixel(start, point);
      if (Number.isNaN(x)) return;
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      ctx.fillStyle = theme.page;
      ctx.fill();
      ctx.lineWidth = start === focus.start ? 3.2 : 1.8;
      ctx.strokeStyle = this.hand.lifted === start ? theme.ring : theme.text;
      ctx.stroke();
    });
  }

  startPixel(start, point) {
    if (this.name === "space") return this.panel.toPixel(point);
    const { runs } = this.view;
    const known = runs.n && start < runs.nStarts && this.hand.lifted !== start;
    return known ? this.head(start, 0) : [NaN, NaN];
  }

  // Names beside the heads of the focused start: of the focused run while it plays, else of all.
  paintNames(ctx) {
    const { runs, theme, focus, form } = this.view;
    if (!runs.n || runs.nMethods > LABELLED || this.hand.lifted !== null) return;
    ctx.font = font(form.type, true);
    const names = runs.header.methods
      .map((method, m) => ({
        title: method.title,
        colour: this.view.colour(method),
        isFocus: m === focus.method,
        at: this.head(m * runs.nStarts + focus.start, this.cursor.at),
        width: ctx.measureText(method.title).width,
      }))
      .filter(({ at, isFocus }) => this.panel.holds(at) && (isFocus || !this.cursor.isPlaying))
      .sort((a, b) => b.isFocus - a.isFocus);
    const heads = this.view.order.map((run) => this.head(run, this.cursor.at));
    const starts = this.hand.starts.map((point, start) => this.startPixel(start, point));
    const marks = [...heads, ...starts].filter((pixel) => this.panel.holds(pixel));
    const free = placed(names, this.panel.box, this.panel.labels, marks, form.scale);
    for (const { title, colour, x, y } of free) {
      words(ctx, title, x, y, { colour, halo: theme.page, bold: true, size: form.type });
    }
  }

  // The run, and the index on it, that is nearest to a place in the picture, if any is near.
  nearest(pixel, within) {
    const until = this.view.form.shows("ahead") ? Infinity : this.cursor.at;
    return nearest(this.tracks, pixel, within, (run) => this.view.rank(run), until);
  }
}
