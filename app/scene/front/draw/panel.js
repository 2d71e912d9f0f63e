// One picture: Plotly draws its axes and its ground, canvases over it draw the runs.
//
// The still canvas holds what changes with a study, a focus or a zoom; the moving canvas what
// follows the cursor; a growing one between them, where it is asked for, what only gets longer.
// Plotly needs a tenth of a second for any change, a canvas a millisecond.

const MAX_RATIO = 2; // device pixels per pixel, at most

const CONFIG = { displayModeBar: false, doubleClick: "reset", responsive: false };

export class Panel {
  constructor(host, label, painters) {
    this.painters = painters;
    this.root = document.createElement("div");
    this.root.className = "scene-figure";
    this.plot = child(this.root, "div", "scene-plot");
    this.still = child(this.root, "canvas", "scene-canvas").getContext("2d");
    this.growing = painters.growing && child(this.root, "canvas", "scene-canvas").getContext("2d");
    this.moving = child(this.root, "canvas", "scene-canvas").getContext("2d");
    this.layers = [this.still, this.growing, this.moving].filter(Boolean);
    this.still.canvas.setAttribute("role", "img");
    this.still.canvas.setAttribute("aria-label", label);
    host.append(this.root);
    this.map = null;
    this.box = { x: 0, y: 0, width: -1, height: -1 };
    this.labels = [];
    this.drawn = "";
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.root);
  }

  // Axes and ground; nothing happens if they are the ones that are there. `key` names the ground.
  async show(traces, layout, key = "") {
    const wanted = JSON.stringify(layout) + key;
    this.waiting = null;
    if (wanted === this.drawn) return;
    this.waiting = this.root.clientWidth ? null : [traces, layout, key];
    if (this.waiting) return; // until it is given room
    const isFirst = !this.drawn;
    this.drawn = wanted;
    const size = { width: this.root.clientWidth, height: this.root.clientHeight };
    this.spec = [traces, layout];
    await window.Plotly.react(this.plot, traces, { ...layout, ...size }, CONFIG);
    if (isFirst) {
      for (const event of ["plotly_afterplot", "plotly_relayouting"]) {
        this.plot.on(event, () => this.fit());
      }
    }
    this.fit();
  }

  resized() {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (this.waiting && width) this.show(...this.waiting).catch(console.warn);
    if (!this.drawn || !width || (width === this.width && height === this.height)) return;
    window.Plotly.relayout(this.plot, { width, height });
  }

  // Takes the axes' scales from Plotly, and paints anew.
  fit() {
    const { xaxis: x, yaxis: y } = this.plot._fullLayout;
    // From range and length: Plotly's own conversion still has the margins of before at times.
    const line = ({ range, _length, _offset }, [low, high]) => {
      const scale = _length / (range[high] - range[low]);
      return [scale, _offset - scale * range[low]];
    };
    const [ax, bx] = line(x, [0, 1]);
    const [ay, by] = line(y, [1, 0]);
    this.map = { ax, bx, ay, by };
    this.box = { x: x._offset, y: y._offset, width: x._length, height: y._length };
    const { yaxis2: under } = this.plot._fullLayout;
    this.band = under ? { ...this.box, y: under._offset, height: under._length } : null;
    this.width = this.root.clientWidth;
    this.height = this.root.clientHeight;
    const ratio = Math.min(window.devicePixelRatio || 1, MAX_RATIO);
    for (const { canvas } of this.layers) {
      const [width, height] = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
    this.ratio = ratio;
    this.labels = this.labelBoxes(); // once: asking the page where things are holds up a frame
    this.painters.fitted?.();
    this.paint();
  }

  paint() {
    this.paintOn(this.still, this.painters.still);
    this.isGrown = false;
    this.paintMoving();
  }

  paintMoving() {
    if (this.growing && this.map) this.grow();
    this.paintOn(this.moving, this.painters.moving);
  }

  // Adds to what has grown, if the painter can; else all of it again.
  grow() {
    const isMore = this.isGrown && this.painters.growing(this.growing, true);
    if (!isMore) this.paintOn(this.growing, (ctx) => this.painters.growing(ctx, false));
    this.isGrown = true;
  }

  paintOn(ctx, painter) {
    if (!this.map || !painter) return;
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ctx.clearRect(0, 0, this.width, this.height);
    painter(ctx);
  }

  // Does something with all outside the axes cut away.
  inside(ctx, paint) {
    const { x, y, width, height } = this.box;
    ctx.save();
    ctx.beginPath();
    ctx.rect(x, y, width, height);
    ctx.clip();
    paint();
    ctx.restore();
  }

  toPixel([x, y]) {
    const { ax, bx, ay, by } = this.map;
    return [ax * x + bx, ay * y + by];
  }

  toValue([px, py]) {
    const { ax, bx, ay, by } = this.map;
    return [(px - bx) / ax, (py - by) / ay];
  }

  // Where a pointer event is in the picture, in pixels.
  pointer(event) {
    const { left, top } = this.root.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** @param {number[]} pixel */
  holds([px, py]) {
    const { x, y, width, height } = this.box;
    return px >= x && px <= x + width && py >= y && py <= y + height;
  }

  // Where Plotly has written on the picture.
  labelBoxes() {
    const { left, top } = this.root.getBoundingClientRect();
    return Array.from(this.plot.querySelectorAll(".annotation-text"), (text) => {
      const box = text.getBoundingClientRect();
      return { x: box.left - left, width: box.width, top: box.top - top, bottom: box.bottom - top };
    });
  }

  remove() {
    this.observer.disconnect();
    if (this.drawn) window.Plotly.purge(this.plot);
    this.root.remove();
  }
}

export function child(parent, tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}
