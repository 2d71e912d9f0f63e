// Runs from a grid of starts, fetched when a start is about to be dragged: one method after the
// other, the focused one first. A preview is the run of the nearest start of the grid.

export class Preview {
  constructor(source) {
    this.source = source;
    this.link = "";
    this.grids = new Map();
    this.fetching = false;
  }

  // For another study the grids are others; a start that moved changes none of them.
  reset(link) {
    const query = new URLSearchParams(link);
    for (const name of ["starts", "contours", "layer"]) query.delete(name);
    if (String(query) === this.link) return;
    this.link = String(query);
    this.grids.clear();
  }

  async prepare(keys, arrived) {
    if (this.fetching) return;
    this.fetching = true;
    const link = this.link;
    try {
      for (const key of keys) {
        if (this.grids.has(key) || link !== this.link) continue;
        const grid = await this.source.preview(link, key);
        if (link !== this.link) break;
        this.grids.set(key, grid);
        arrived();
      }
    } finally {
      this.fetching = false;
    }
  }

  // The points of a method's run through a plane, from the start of the grid nearest to `start`.
  path(key, plane, start, isLog) {
    const grid = this.grids.get(key);
    if (!grid) return null;
    const points = grid.arrays[plane === "space" ? "x" : "losses"];
    const [rows, columns, n] = points.shape;
    const [xLow, xHigh, yLow, yHigh] = grid.header.window;
    const column = place(start[0], xLow, xHigh, columns);
    const row = place(start[1], yLow, yHigh, rows);
    const begin = 2 * n * (row * columns + column);
    const path = points.subarray(begin, begin + 2 * n);
    return isLog ? path.map(Math.log10) : path;
  }
}

function place(value, low, high, n) {
  return Math.max(0, Math.min(n - 1, Math.round(((value - low) / (high - low)) * (n - 1))));
}
