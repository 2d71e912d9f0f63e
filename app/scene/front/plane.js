// Parameter space or loss space: the runs over their ground, as far as the cursor is.

import { cross, line, mark, nameFont, words } from "./marks.js";
import { Panel } from "./panel.js";

const TAIL = 0.15; // the share of all steps that a trail is bright for
const EARLIER = 0.55; // how much fainter the trail is before that
const FAINT = 0.2; // the whole path, before and after the cursor
const CLOSE = 0.75; // pixels that a point must be away from the last one to be drawn
const LABELLED = 4; // methods, at most, whose heads carry their names

export class Plane {
  constructor(host, name, label, state) {
    this.name = name;
    this.state = state;
    this.width = name === "space" ? 1 : 0.7; // near a wall the losses scribble
    this.panel = new Panel(host, label, {
      fitted: () => this.track(),
      still: (ctx) => this.paintStill(ctx),
      growing: (ctx, isMore) => this.paintEarlier(ctx, isMore),
      moving: (ctx) => this.paintMoving(ctx),
    });
    this.tracks = [];
    this.grown = { until: 0, lifted: null };
  }

  // The runs in pixels, without the points that no eye can tell from the one before.
  track() {
    const { runs } = this.state;
    const n = this.panel.map ? runs?.n ?? 0 : 0;
    this.tracks = Array.from({ length: n }, (_, run) => this.trackOf(run));
  }

  trackOf(run) {
    const { runs } = this.state;
    const points = runs.planes[this.name];
    const { ax, bx, ay, by } = this.panel.map;
    const begin = run * runs.nSent;
    const xs = [];
    const ys = [];
    const when = [];
    const lengths = []; // of the line up to each point, where its dashes go on
    let length = 0;
    let [lastX, lastY] = [Infinity, Infinity];
    for (let k = 0; k < runs.nSent; k += 1) {
      const x = ax * points[2 * (begin + k)] + bx;
      const y = ay * points[2 * (begin + k) + 1] + by;
      const isNew = Math.abs(x - lastX) + Math.abs(y - lastY) > CLOSE;
      if (!isNew && k < runs.nSent - 1) continue;
      if (Number.isNaN(x) || Number.isNaN(y)) continue;
      if (xs.length) length += Math.hypot(x - lastX, y - lastY);
      xs.push((lastX = x));
      ys.push((lastY = y));
      when.push(runs.indexOf(k));
      lengths.push(length);
    }
    return { xs, ys, when, lengths };
  }

  paintStill(ctx) {
    const { theme, header, order } = this.state;
    this.panel.inside(ctx, () => {
      for (const run of order) {
        this.stroke(ctx, run, this.tracks[run].xs.length, this.opacity(run) * FAINT);
      }
      for (const goal of header[this.name].goals) {
        const look = { colour: theme.text, page: theme.page, rim: 1 };
        mark(ctx, header.marks.star, ...this.panel.toPixel(goal), 7, look);
      }
    });
  }

  paintMoving(ctx) {
    const { clock, drag, order } = this.state;
    this.panel.inside(ctx, () => {
      for (const run of order) this.paintTail(ctx, run, clock.at);
      drag.paint(ctx, this);
      this.paintStarts(ctx);
      for (const run of order) this.paintHead(ctx, run, clock.at);
    });
    this.paintNames(ctx);
  }

  // The trails up to where they are bright. While it plays only what is new is painted; returns
  // false where that would not do.
  paintEarlier(ctx, isMore) {
    const { clock, drag, order, runs } = this.state;
    const until = clock.at - TAIL * (runs?.last ?? 0);
    const { until: before, lifted } = this.grown;
    if (isMore && until === before && lifted === drag.start) return true;
    if (isMore && !(clock.isPlaying && until > before && lifted === drag.start)) return false;
    this.grown = { until, lifted: drag.start };
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

  paintTail(ctx, run, at) {
    const { when } = this.tracks[run];
    const bright = upTo(when, at - TAIL * this.state.runs.last);
    const from = Math.max(bright - 1, 0);
    this.stroke(ctx, run, upTo(when, at), this.opacity(run), from, this.head(run, at));
  }

  // A stretch of a run's line, from one of its points up to another and on to its head.
  stroke(ctx, run, count, opacity, from = 0, head = null) {
    const { xs, ys, lengths } = this.tracks[run];
    const { theme, runs } = this.state;
    const method = runs.methodOf(run);
    const look = { width: this.width * method.width, dash: method.dash };
    ctx.globalAlpha = opacity;
    line(ctx, look, method[theme.name], () => {
      for (let i = from; i < count; i += 1) ctx.lineTo(xs[i], ys[i]);
      if (head) ctx.lineTo(...head);
    }, lengths[from] ?? 0);
    ctx.globalAlpha = 1;
  }

  opacity(run) {
    const { rank, drag, runs } = this.state;
    if (drag.start === runs.startOf(run)) return 0.15;
    return [0.5, 0.9, 1][rank(run)];
  }

  head(run, at) {
    return this.panel.toPixel(this.state.place(this.name, run, at));
  }

  paintHead(ctx, run, at) {
    const { runs, theme, rank } = this.state;
    const [x, y] = this.head(run, at);
    if (Number.isNaN(x)) return;
    const method = runs.methodOf(run);
    const colour = method[theme.name];
    const isFocus = rank(run) === 2;
    ctx.globalAlpha = Math.max(this.opacity(run), 0.7);
    if (runs.diverged[run] && runs.step(at) >= runs.taken[run]) {
      cross(ctx, x, y, 5, colour);
    } else {
      const look = { colour, page: theme.page, rim: isFocus ? 2 : 1.2 };
      mark(ctx, method.mark, x, y, isFocus ? 6.5 : 4.5, look);
    }
    ctx.globalAlpha = 1;
  }

  // A hollow circle at every start; in loss space they are smaller, because nobody can move them.
  paintStarts(ctx) {
    const { theme, focus, drag } = this.state;
    const radius = this.name === "space" ? 6 : 3.5;
    drag.starts.forEach((point, start) => {
      const [x, y] = this.startPixel(start, point);
      if (Number.isNaN(x)) return;
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      ctx.fillStyle = theme.page;
      ctx.fill();
      ctx.lineWidth = start === focus.start ? 3.2 : 1.8;
      ctx.strokeStyle = drag.start === start ? theme.ring : theme.text;
      ctx.stroke();
    });
  }

  startPixel(start, point) {
    if (this.name === "space") return this.panel.toPixel(point);
    const { runs, drag } = this.state;
    const known = runs.n && start < runs.nStarts && drag.start !== start;
    return known ? this.head(start, 0) : [NaN, NaN];
  }

  // Names beside the heads of the focused start: of the focused run while it plays, else of all.
  paintNames(ctx) {
    const { runs, theme, focus, clock, drag } = this.state;
    if (!runs.n || runs.nMethods > LABELLED || drag.start !== null) return;
    const taken = [...this.panel.labels];
    for (let method = 0; method < runs.nMethods; method += 1) {
      const run = method * runs.nStarts + focus.start;
      if (clock.isPlaying && method !== focus.method) continue;
      const head = this.head(run, clock.at);
      if (!this.panel.holds(head)) continue;
      const { title } = runs.methodOf(run);
      const spot = this.freeSpot(ctx, title, head, taken);
      if (!spot) continue;
      const look = { colour: runs.methodOf(run)[theme.name], halo: theme.page, bold: true };
      words(ctx, title, spot.x, spot.y, look);
    }
  }

  freeSpot(ctx, title, [x, y], taken) {
    ctx.font = nameFont;
    const width = ctx.measureText(title).width;
    const { box } = this.panel;
    const spots = [
      [x + 11, y - 10], [x - 11 - width, y - 10], [x + 11, y + 11], [x - 11 - width, y + 11],
      [x + 11, y - 26], [x - 11 - width, y - 26], [x + 11, y + 27], [x - 11 - width, y + 27],
    ];
    for (const [left, middle] of spots) {
      const spot = { x: left, y: middle, width, top: middle - 8, bottom: middle + 8 };
      const fits = left > box.x + 2 && left + width < box.x + box.width - 2;
      const isInside = spot.top > box.y && spot.bottom < box.y + box.height;
      const isFree = taken.every(
        (other) =>
          spot.x + width < other.x || other.x + other.width < spot.x ||
          spot.bottom < other.top || other.bottom < spot.top,
      );
      if (fits && isInside && isFree) {
        taken.push(spot);
        return spot;
      }
    }
    return null;
  }

  // The run, and the index on it, that is nearest to a place in the picture, if any is near.
  nearest([px, py], within) {
    const { rank } = this.state;
    let best = null;
    let least = within;
    this.tracks.forEach(({ xs, ys, when }, run) => {
      const bonus = rank(run); // of two lines on top of each other the one that is in front
      for (let i = 0; i < xs.length; i += 1) {
        const distance = Math.hypot(xs[i] - px, ys[i] - py) - bonus;
        if (distance < least) {
          least = distance;
          best = { run, at: when[i] };
        }
      }
    });
    return best;
  }
}

// How many of the increasing numbers are at most `limit`.
function upTo(numbers, limit) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
