// Where vectors stand in the picture: the middle is 0, and arrows point downhill.

export const ROOM = 26; // pixels around the circle
const EQUAL = 0.72; // the share of the radius that every arrow has where lengths do not count

export class PlaneView {
  radius; isEqual;

  // `size` in pixels; `radius` in lengths of gradients; `isEqual`: only directions are shown.
  constructor(size, radius, isEqual) {
    Object.assign(this, { size, radius, isEqual });
    this.middle = size / 2;
    this.reach = Math.max(size / 2 - ROOM, 1);
  }

  // The tip of the arrow of a gradient, in pixels, and whether it is longer than the picture.
  tip(gradient) {
    const length = Math.hypot(...gradient);
    if (length === 0) return { at: [this.middle, this.middle], isCut: false };
    const share = this.isEqual ? EQUAL : Math.min(length / this.radius, 1);
    const along = (this.reach * share) / length;
    const at = [this.middle - along * gradient[0], this.middle + along * gradient[1]];
    return { at, isCut: !this.isEqual && length > this.radius };
  }

  // The gradient whose arrow has its tip at a pixel, at most as long as the picture allows; where
  // lengths do not count, it is as long as `before`.
  gradient([x, y], before) {
    const scale = this.radius / this.reach;
    const found = [(this.middle - x) * scale, (y - this.middle) * scale];
    const length = Math.hypot(...found);
    if (length === 0) return this.isEqual ? before : found;
    const wanted = this.isEqual ? Math.hypot(...before) : Math.min(length, this.radius);
    return found.map((value) => (value * wanted) / length);
  }

  // The angle of a pixel around the middle, in radians, counter-clockwise.
  angle([x, y]) {
    return Math.atan2(this.middle - y, x - this.middle);
  }

  // The pixel at an angle on the rim.
  rim(angle, away = 0) {
    const reach = this.reach + away;
    return [this.middle + reach * Math.cos(angle), this.middle - reach * Math.sin(angle)];
  }
}

export function turned([x, y], angle) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c * x - s * y, s * x + c * y];
}

// The same angle in degrees, between −180 and 180, to a tenth.
export function degrees(angle) {
  const round = Math.round((angle * 1800) / Math.PI) / 10;
  return ((((round + 180) % 360) + 360) % 360) - 180;
}

// A vector as the link writes it, to so many digits.
export function text(vector, digits = 4) {
  return vector.map((value) => String(Number(value.toPrecision(digits)))).join(",");
}

// Rounded to what a pixel can tell.
export function rounded(vector, radius) {
  const step = 10 ** (Math.floor(Math.log10(radius)) - 2);
  return vector.map((value) => Number((Math.round(value / step) * step).toPrecision(6)));
}

export const read = (said) => said.split(",").map(Number);
