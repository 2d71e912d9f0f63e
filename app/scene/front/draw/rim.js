// Runs whose heads are outside the picture: an arrow at the rim, and at the end a sentence.

import { words } from "./marks.js";

const SIZE = 7; // pixels from an arrow's tip to its foot

// Where the way from the middle of a box to a point outside it crosses the rim, and its direction.
export function crossing([x, y], box) {
  const [mx, my] = [box.x + box.width / 2, box.y + box.height / 2];
  const [dx, dy] = [x - mx, y - my];
  const share = Math.min(box.width / 2 / Math.abs(dx), box.height / 2 / Math.abs(dy));
  return { x: mx + share * dx, y: my + share * dy, angle: Math.atan2(dy, dx) };
}

export function paintOutside(ctx, head, box, colour, page) {
  const { x, y, angle } = crossing(head, box);
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(angle);
  ctx.beginPath();
  ctx.moveTo(-1, 0);
  ctx.lineTo(-1 - SIZE, SIZE / 1.5);
  ctx.lineTo(-1 - SIZE, -SIZE / 1.5);
  ctx.closePath();
  ctx.lineWidth = 2;
  ctx.lineJoin = "round";
  ctx.strokeStyle = page;
  ctx.stroke();
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.restore();
}

export function paintCount(ctx, n, box, theme, size) {
  const text = n === 1 ? "1 run ends outside the picture" : `${n} runs end outside the picture`;
  const look = { colour: theme.text, halo: theme.page, size };
  words(ctx, text, box.x + 6, box.y + 0.8 * size, look);
}
