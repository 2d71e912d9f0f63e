// Markers, dashes, rings and words on a canvas, as the figures of the app draw them.

const FONT = '"Source Sans", system-ui, sans-serif';

// The line of a method through what `trace` adds to the path.
export function line(ctx, { width, dash }, colour, trace, offset = 0) {
  ctx.beginPath();
  trace(ctx);
  ctx.lineWidth = width;
  ctx.lineJoin = "round";
  ctx.strokeStyle = colour;
  ctx.setLineDash(dash);
  ctx.lineDashOffset = offset;
  ctx.stroke();
  ctx.setLineDash([]);
}

const OPEN_LINE = 0.33; // of an open marker's line, in radii

// A marker on a rim that parts it from the lines under it; an open one is a line around the page.
export function mark(ctx, { corners, isOpen }, x, y, radius, { colour, page, rim = 1.2 }) {
  ctx.beginPath();
  for (const [dx, dy] of corners) ctx.lineTo(x + radius * dx, y + radius * dy);
  ctx.closePath();
  ctx.lineJoin = "round";
  const width = isOpen ? OPEN_LINE * radius : 0;
  ctx.lineWidth = width + 2 * rim;
  ctx.strokeStyle = page;
  ctx.stroke();
  ctx.fillStyle = isOpen ? page : colour;
  ctx.fill();
  if (!isOpen) return;
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  ctx.stroke();
}

// An open cross: here a run diverged.
export function cross(ctx, x, y, radius, colour) {
  ctx.beginPath();
  ctx.moveTo(x - radius, y - radius);
  ctx.lineTo(x + radius, y + radius);
  ctx.moveTo(x - radius, y + radius);
  ctx.lineTo(x + radius, y - radius);
  ctx.lineWidth = 2;
  ctx.strokeStyle = colour;
  ctx.stroke();
}

export function arrow(ctx, from, to, { colour, width = 2, dash = [], head = 8, open = false }) {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const size = Math.min(head, Math.max(length, 3));
  const at = (back, side) => [
    to[0] - back * Math.cos(angle) - side * Math.sin(angle),
    to[1] - back * Math.sin(angle) + side * Math.cos(angle),
  ];
  ctx.lineWidth = width;
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineCap = "butt";
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...at(size * 0.8, 0));
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(...to);
  ctx.lineTo(...at(size, size * 0.45));
  ctx.lineTo(...at(size, -size * 0.45));
  ctx.closePath();
  if (open) {
    ctx.lineWidth = 1.2;
    ctx.stroke();
  } else ctx.fill();
}

export const font = (size, isBold) => `${isBold ? "600 " : ""}${size}px ${FONT}`;

// Words that stay readable over lines.
export function words(ctx, text, x, y, { colour, halo, align = "left", size = 12, bold = false }) {
  ctx.font = font(size, bold);
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  if (halo) {
    ctx.lineWidth = 4;
    ctx.strokeStyle = halo;
    ctx.strokeText(text, x, y);
  }
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}
