// The runs of a study as they are looked at: one of them focused, in the colours of a theme.

import { focusedPlace } from "./vectors.js";

export class View {
  runs; theme; focus; form; detail; isMethodPicked;

  constructor(runs, theme, focus, { form = null, detail = null, isMethodPicked = false } = {}) {
    Object.assign(this, { runs, theme, focus, form, detail, isMethodPicked });
    this.header = runs.header;
    this.method = this.header.methods[focus.method] ?? null;
    this.run = focus.method * runs.nStarts + focus.start;
    // In the order in which they are painted: the most important last.
    const all = Array.from({ length: runs.n }, (_, run) => run);
    this.order = all.sort((a, b) => this.rank(a) - this.rank(b));
  }

  // 2 the focused run, 1 its start's other runs, or if its method was picked the method's, 0 the rest.
  rank(run) {
    const { runs, focus } = this;
    if (run === this.run) return 2;
    const isPicked = this.isMethodPicked && Math.floor(run / runs.nStarts) === focus.method;
    return isPicked || runs.startOf(run) === focus.start ? 1 : 0;
  }

  colour(method) {
    return method[this.theme.name];
  }

  // Where a run is drawn at a time: the focused one as it was computed, the others coded.
  place(plane, run, at) {
    const { detail, runs } = this;
    if (!detail || run !== this.run) return runs.place(plane, run, at);
    const place = focusedPlace(plane === "space" ? detail.x : detail.losses, at, runs.last);
    return plane === "loss" && this.header.loss.isLog ? place.map(Math.log10) : place;
  }
}
