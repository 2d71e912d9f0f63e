// A curve over the steps on a canvas, of the focused start for every method.

const RIM = { left: 46, right: 8, top: 18, bottom: 18 };

export class Curve {
  canvas; still; told; values; runs; width; height;

  // `told` says the title, the range, and the ticks of the values.
  constructor(canvas, told, values, runs) {
    Object.assign(this, { canvas, told, values, runs, still: document.createElement("canvas") });
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    this.fine = window.devicePixelRatio || 1;
    for (const each of [this.canvas, this.still]) {
      Object.assign(each, { width: width * this.fine, height: height * this.fine });
    }
    Object.assign(this, { width, height, painted: "" });
  }

  x(step) {
    return RIM.left + ((this.width - RIM.left - RIM.right) * step) / this.runs.nSteps;
  }

  y(value) {
    const [low, high] = this.told.range;
    return this.height - RIM.bottom - ((this.height - RIM.top - RIM.bottom) * (value - low)) / (high - low);
  }

  step(x) {
    const share = (x - RIM.left) / (this.width - RIM.left - RIM.right);
    return Math.min(Math.max(share, 0), 1) * this.runs.nSteps;
  }

  context(canvas) {
    const ctx = canvas.getContext("2d");
    ctx.setTransform(this.fine, 0, 0, this.fine, 0, 0);
    return ctx;
  }

  // The curves, painted once for a focus, and the cursor over them.
  paint({ step, method, start }) {
    if (this.painted !== `${method} ${start}`) this.paintStill(method, start);
    this.painted = `${method} ${start}`;
    const ctx = this.context(this.canvas);
    ctx.drawImage(this.still, 0, 0, this.width, this.height);
    ctx.strokeStyle = "#1a1f2b";
    ctx.beginPath();
    ctx.moveTo(this.x(step), RIM.top);
    ctx.lineTo(this.x(step), this.height - RIM.bottom);
    ctx.stroke();
  }

  paintStill(focused, start) {
    const ctx = this.context(this.still);
    ctx.fillStyle = "#fff";
    ctx.fillRect(0, 0, this.width, this.height);
    ctx.font = "12px system-ui, sans-serif";
    ctx.fillStyle = "#1a1f2b";
    ctx.textAlign = "left";
    ctx.fillText(this.told.title, RIM.left, 12);
    ctx.fillStyle = "#5b6472";
    ctx.textAlign = "right";
    for (const [at, text] of this.told.ticks) ctx.fillText(text, RIM.left - 5, this.y(at) + 4);
    ctx.strokeStyle = "#8a93a0";
    ctx.lineWidth = 1;
    const [top, bottom] = [RIM.top, this.height - RIM.bottom];
    ctx.strokeRect(RIM.left, top, this.width - RIM.left - RIM.right, bottom - top);
    ctx.save();
    ctx.beginPath();
    ctx.rect(RIM.left, top, this.width - RIM.left - RIM.right, bottom - top);
    ctx.clip();
    this.runs.methods.forEach((method, m) => this.line(ctx, method, this.runs.run(m, start), m === focused));
    ctx.restore();
  }

  line(ctx, method, run, isFocused) {
    ctx.strokeStyle = method.colour;
    ctx.globalAlpha = isFocused ? 1 : 0.4;
    ctx.lineWidth = isFocused ? 2 : 1.2;
    ctx.setLineDash(method.dash);
    ctx.beginPath();
    const first = run * this.runs.nEntries;
    let isUp = true;
    for (let entry = 0; entry < this.runs.nEntries && this.runs.steps[entry] <= this.runs.stopped(run); entry += 1) {
      const value = this.values[first + entry];
      if (Number.isFinite(value)) {
        if (isUp) ctx.moveTo(this.x(this.runs.steps[entry]), this.y(value));
        else ctx.lineTo(this.x(this.runs.steps[entry]), this.y(value));
      }
      isUp = !Number.isFinite(value);
    }
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  }
}
