// Names beside points, each where it covers neither another name nor anything else that is written.

const HALF = 8; // pixels from a name's middle to its upper rim
const AWAY = [10, 26, 42]; // pixels above and below the point, one row of names further each
const BESIDE = 11; // pixels from the point to a name beside it
const GAP = 4; // pixels at least between two names

// A place for every name that finds one: [{ ...name, x, y }], x where it begins, y its middle.
// `names` are [{ at: [x, y], width }], `taken` boxes { x, width, top, bottom } that stay free, and
// `marks` points [x, y] that do if there is room. Type and marks are `scale` times larger than usual.
export function placed(names, box, taken, marks = [], scale = 1) {
  const full = [...taken];
  const found = [];
  for (const name of names) {
    const free = spots(name, scale).filter(
      (each) => fits(each, box) && full.every((one) => isApart(each, one)),
    );
    const isClear = (spot) => marks.every((mark) => isApart(spot, around(mark, 5 * scale)));
    const spot = free.find(isClear) ?? free[0];
    if (!spot) continue;
    full.push(spot);
    found.push({ ...name, x: spot.x, y: (spot.top + spot.bottom) / 2 });
  }
  return found;
}

function spots({ at: [x, y], width }, scale) {
  const [beside, half] = [BESIDE * scale, HALF * scale];
  const middles = AWAY.flatMap((away) => [y - away * scale, y + away * scale]);
  return middles.flatMap((middle) =>
    [x + beside, x - beside - width].map((left) => spotAt(left, middle, width, half)),
  );
}

const around = ([x, y], reach) => spotAt(x - reach, y, 2 * reach, reach);

const spotAt = (x, y, width, half) => ({ x, width, top: y - half, bottom: y + half });

const fits = ({ x, width, top, bottom }, box) =>
  x > box.x + 2 && x + width < box.x + box.width - 2 && top > box.y && bottom < box.y + box.height;

const isApart = (a, b) =>
  a.x + a.width + GAP < b.x || b.x + b.width + GAP < a.x || a.bottom < b.top || b.bottom < a.top;
