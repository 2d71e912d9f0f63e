// Markers, dashes, rings and words on a canvas, as the figures of the app draw them.

const FONT = '"Source Sans", system-ui, sans-serif';

export const DASHES = {
  solid: [],
  dash: [7, 4],
  dot: [2, 3],
  dashdot: [7, 3, 2, 3],
  longdash: [12, 4],
  longdashdot: [12, 3, 2, 3],
};

const ring = (n, turn = -90, inner = 1) =>
  Array.from({ length: inner === 1 ? n : 2 * n }, (_, i, all = inner === 1 ? n : 2 * n) => {
    const angle = ((turn + (360 * i) / all) * Math.PI) / 180;
    const radius = inner !== 1 && i % 2 ? inner : 1;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
const plus = [
  [-0.4, -1], [0.4, -1], [0.4, -0.4], [1, -0.4], [1, 0.4], [0.4, 0.4],
  [0.4, 1], [-0.4, 1], [-0.4, 0.4], [-1, 0.4], [-1, -0.4], [-0.4, -0.4],
];
const turned = (points, degrees) => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return points.map(([x, y]) => [c * x - s * y, s * x + c * y]);
};

// The corners of each marker, in radii; a marker that is not here is a circle.
const CORNERS = {
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  "triangle-up": ring(3),
  "triangle-down": ring(3, 90),
  "triangle-left": ring(3, 180),
  "triangle-right": ring(3, 0),
  diamond: ring(4),
  cross: plus,
  x: turned(plus, 45),
  pentagon: ring(5),
  hexagon: ring(6),
  hexagon2: ring(6, 0),
  octagon: ring(8, -67.5),
  star: ring(5, -90, 0.42),
  hexagram: ring(6, -90, 0.58),
  "star-triangle-up": ring(3, -90, 0.35),
  "star-triangle-down": ring(3, 90, 0.35),
  "star-square": ring(4, -45, 0.5),
  "star-diamond": ring(4, -90, 0.5),
  hourglass: [[-0.9, -0.9], [0.9, -0.9], [-0.9, 0.9], [0.9, 0.9]],
  bowtie: [[-0.9, -0.9], [0.9, 0.9], [0.9, -0.9], [-0.9, 0.9]],
};

// A filled marker with a rim, its middle at (x, y).
export function mark(ctx, shape, x, y, radius, fill, rim, rimWidth = 1.2) {
  ctx.beginPath();
  const corners = CORNERS[shape];
  if (corners) {
    for (const [dx, dy] of corners) ctx.lineTo(x + radius * dx, y + radius * dy);
    ctx.closePath();
  } else {
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  }
  ctx.lineWidth = 2 * rimWidth;
  ctx.lineJoin = "round";
  ctx.strokeStyle = rim;
  ctx.stroke();
  ctx.fillStyle = fill;
  ctx.fill();
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

export const nameFont = `600 12px ${FONT}`;

// Words that stay readable over lines.
export function words(ctx, text, x, y, { colour, halo, align = "left", size = 12, bold = false }) {
  ctx.font = `${bold ? "600 " : ""}${size}px ${FONT}`;
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
