// Curves of many steps in columns of pixels: of all values in a column the mean, and their reach.

export const COLUMN = 2; // pixels

// A line's columns: { x, mean, low, high } in pixels, y downwards; missing values are left out.
export function columnsOf(toPixel, { n, step, at }) {
  const columns = [];
  let open = null;
  for (let k = 0; k < n; k += 1) {
    const [x, y] = toPixel([step(k), at(k)]);
    if (!Number.isFinite(y)) continue;
    const place = Math.floor(x / COLUMN);
    if (!open || open.place !== place) {
      open = { place, x: (place + 0.5) * COLUMN, mean: y, low: y, high: y, sum: 0, count: 0 };
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

// Neighbouring columns on the same side of a value become one stretch: [{ isOver, from, to }].
export function stretches(columns, isOver) {
  const found = [];
  for (const column of columns) {
    const over = isOver(column.mean);
    const open = found.at(-1);
    if (open && open.isOver === over) open.to = column.x + COLUMN / 2;
    else found.push({ isOver: over, from: open?.to ?? column.x - COLUMN / 2, to: column.x + COLUMN / 2 });
  }
  return found;
}
