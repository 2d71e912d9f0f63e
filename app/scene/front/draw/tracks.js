// The runs of a plane in pixels, without the points that no eye can tell from the one before.

const CLOSE = 0.75; // pixels that a point must be away from the last one to be drawn

// One track for every run: its points, when it is there, and how long the line is up to each.
export function tracks(runs, plane, map) {
  return Array.from({ length: runs.n }, (_, run) => trackOf(runs, plane, map, run));
}

function trackOf(runs, plane, { ax, bx, ay, by }, run) {
  const points = runs.planes[plane];
  const begin = run * runs.nSent;
  const track = { xs: [], ys: [], when: [], lengths: [] };
  let length = 0;
  let [lastX, lastY] = [Infinity, Infinity];
  for (let k = 0; k < runs.nSent; k += 1) {
    const x = ax * points[2 * (begin + k)] + bx;
    const y = ay * points[2 * (begin + k) + 1] + by;
    const isNew = Math.abs(x - lastX) + Math.abs(y - lastY) > CLOSE;
    if (!isNew && k < runs.nSent - 1) continue;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    if (track.xs.length) length += Math.hypot(x - lastX, y - lastY);
    track.xs.push((lastX = x));
    track.ys.push((lastY = y));
    track.when.push(runs.indexOf(k));
    track.lengths.push(length);
  }
  return track;
}

// The run, and the index on it, that is nearest to a pixel, if any is near. Of two lines on top of
// each other it is the one in front, by `rank`; what comes after `until` does not count.
export function nearest(all, [px, py], within, rank, until = Infinity) {
  let best = null;
  let least = within;
  all.forEach(({ xs, ys, when }, run) => {
    const bonus = rank(run);
    for (let i = 0; i < xs.length && when[i] <= until; i += 1) {
      const distance = Math.hypot(xs[i] - px, ys[i] - py) - bonus;
      if (distance < least) {
        least = distance;
        best = { run, at: when[i] };
      }
    }
  });
  return best;
}

// How many of the increasing numbers are at most `limit`.
export function upTo(numbers, limit) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
