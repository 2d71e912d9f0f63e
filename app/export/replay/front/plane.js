// One of the two planes on a canvas: the ground is painted once, of the paths in every frame only
// what is new, so that long runs play as smoothly as short ones.

const EDGE = { left: 46, right: 8, top: 8, bottom: 30 };
const FADED = 0.22;

export class Plane {
  canvas; still; faded; focused; ground; points; runs; width; height; a; b; xLow; yLow;

  // `ground` says the window, the axes' names, lines and goals; `points` are those of the runs.
  constructor(canvas, ground, points, runs) {
    Object.assign(this, { canvas, ground, points, runs });
    for (const name of ["still", "faded", "focused"]) this[name] = document.createElement("canvas");
  }

  resize() {
    const { clientWidth, clientHeight } = this.canvas;
    this.fine = window.devicePixelRatio || 1;
    for (const each of [this.canvas, this.still, this.faded, this.focused]) {
      Object.assign(each, { width: clientWidth * this.fine, height: clientHeight * this.fine });
    }
    Object.assign(this, { width: clientWidth, height: clientHeight });
    const [xLow, xHigh, yLow, yHigh] = this.ground.window;
    const [across, up] = [clientWidth - EDGE.left - EDGE.right, clientHeight - EDGE.top - EDGE.bottom];
    let [a, b] = [across / (xHigh - xLow), up / (yHigh - yLow)];
    if (this.ground.isEqual) a = b = Math.min(a, b);
    Object.assign(this, { a, b, xLow, yLow });
    this.box = { x: EDGE.left, y: EDGE.top, width: a * (xHigh - xLow), height: b * (yHigh - yLow) };
    this.paintStill();
    this.painted = null;
  }

  at(x, y) {
    return [this.box.x + this.a * (x - this.xLow), this.box.y + this.box.height - this.b * (y - this.yLow)];
  }

  context(canvas) {
    const ctx = canvas.getContext("2d");
    ctx.setTransform(this.fine, 0, 0, this.fine, 0, 0);
    return ctx;
  }

  line(ctx, points) {
    ctx.beginPath();
    let isUp = true;
    for (const [x, y] of points) {
      if (x === null) {
        isUp = true;
        continue;
      }
      if (isUp) ctx.moveTo(...this.at(x, y));
      else ctx.lineTo(...this.at(x, y));
      isUp = false;
    }
    ctx.stroke();
  }

  paintStill() {
    const ctx = this.context(this.still);
    const { x, y, width, height } = this.box;
    ctx.fillStyle = "#fff";
    ctx.fillRect(0, 0, this.width, this.height);
    this.clipped(this.still);
    ctx.strokeStyle = "#b9c0ca";
    ctx.lineWidth = 0.8;
    for (const points of this.ground.lines) this.line(ctx, points);
    ctx.strokeStyle = "rgba(138,147,160,.75)";
    ctx.lineWidth = 8;
    this.line(ctx, this.ground.band);
    this.runs.methods.forEach((method, m) => {
      for (let start = 0; start < this.runs.nStarts; start += 1) {
        this.path(ctx, m, start, 0, this.runs.nSteps, FADED, 0);
      }
    });
    ctx.restore();
    ctx.strokeStyle = "#8a93a0";
    ctx.lineWidth = 1;
    ctx.strokeRect(x, y, width, height);
    this.paintAxes(ctx);
  }

  paintAxes(ctx) {
    const { x, y, width, height } = this.box;
    const { ticks, names } = this.ground;
    ctx.fillStyle = "#5b6472";
    ctx.font = "12px system-ui, sans-serif";
    ctx.textAlign = "center";
    for (const [at, text] of ticks[0]) ctx.fillText(text, this.at(at, 0)[0], y + height + 14);
    ctx.textAlign = "right";
    for (const [at, text] of ticks[1]) ctx.fillText(text, x - 5, this.at(0, at)[1] + 4);
    ctx.fillStyle = "#1a1f2b";
    ctx.textAlign = "center";
    ctx.fillText(names[0], x + width / 2, y + height + 27);
    ctx.fillText(names[1], 9, y + height / 2);
  }

  // A stretch of a path; `offset` is how long the path is before it, so that dashes go on. Its length.
  path(ctx, m, start, from, to, opacity, offset) {
    const method = this.runs.methods[m];
    ctx.globalAlpha = opacity;
    ctx.strokeStyle = method.colour;
    ctx.lineWidth = 0.7 * method.width;
    ctx.setLineDash(method.dash);
    ctx.lineDashOffset = offset;
    ctx.beginPath();
    let [before, length] = [null, 0];
    this.runs.trace(this.points, this.runs.run(m, start), from, to, (x, y) => {
      const at = this.at(x, y);
      if (before) length += Math.hypot(at[0] - before[0], at[1] - before[1]);
      before = at;
      ctx.lineTo(...at);
    });
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
    return Number.isFinite(length) ? length : 0;
  }

  // Bring the painted paths to a step: those of the focused method lie over the others.
  follow({ step, method: focused }) {
    const { methods, nStarts } = this.runs;
    if (this.painted?.focused !== focused || this.painted.step > step) {
      for (const each of [this.faded, this.focused]) this.context(each).clearRect(0, 0, this.width, this.height);
      this.painted = { focused, step: 0, lengths: new Float64Array(methods.length * nStarts) };
    }
    const { step: from, lengths } = this.painted;
    for (let run = 0; run < lengths.length; run += 1) {
      const [m, start] = [Math.floor(run / nStarts), run % nStarts];
      const ctx = this.clipped(m === focused ? this.focused : this.faded);
      lengths[run] += this.path(ctx, m, start, from, step, m === focused ? 1 : 0.5, lengths[run]);
      ctx.restore();
    }
    this.painted.step = step;
  }

  clipped(canvas) {
    const ctx = this.context(canvas);
    ctx.save();
    ctx.beginPath();
    ctx.rect(this.box.x, this.box.y, this.box.width, this.box.height);
    ctx.clip();
    return ctx;
  }

  // The paths up to a step, and where they are.
  paint(shown) {
    this.follow(shown);
    const ctx = this.context(this.canvas);
    for (const each of [this.still, this.faded, this.focused]) ctx.drawImage(each, 0, 0, this.width, this.height);
    this.clipped(this.canvas);
    for (const goal of this.ground.goals) this.mark(ctx, goal, this.ground.star, "#1a1f2b", 8);
    const { step, method, start } = shown;
    const order = this.runs.methods.map((_, m) => m).sort((a, b) => Number(a === method) - Number(b === method));
    for (const m of order) this.tips(ctx, m, step, m === method ? start : -1);
    ctx.restore();
  }

  tips(ctx, m, step, ringed) {
    const method = this.runs.methods[m];
    for (let start = 0; start < this.runs.nStarts; start += 1) {
      const at = this.runs.point(this.points, this.runs.run(m, start), step);
      this.mark(ctx, at, method.mark, method.colour, start === ringed ? 7 : 5);
    }
  }

  mark(ctx, point, { corners, isOpen }, colour, size) {
    const [x, y] = this.at(...point);
    ctx.beginPath();
    for (const [dx, dy] of corners) ctx.lineTo(x + size * dx, y + size * dy);
    ctx.closePath();
    ctx.fillStyle = isOpen ? "#fff" : colour;
    ctx.strokeStyle = isOpen ? colour : "#fff";
    ctx.lineWidth = 1.2;
    ctx.fill();
    ctx.stroke();
  }

  // The run whose tip is nearest to the pointer, if one is near.
  nearest(x, y, step) {
    let [found, least] = [null, 14];
    for (let run = 0; run < this.runs.methods.length * this.runs.nStarts; run += 1) {
      const [a, b] = this.at(...this.runs.point(this.points, run, step));
      const away = Math.hypot(a - x, b - y);
      if (away < least) [found, least] = [run, away];
    }
    return found;
  }
}
