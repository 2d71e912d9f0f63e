// The starts as handles: drag one, and the runs of the nearest start of a grid follow it.
//
// Every handle is a button of its own, 44 pixels wide, so that fingers, keys and screen readers
// find it. What is shown while dragging is a preview; on release Python computes the runs.

import { mark, words } from "./marks.js";
import { child } from "./panel.js";
import { number } from "./format.js";

const STILL = 4; // pixels up to which a press is a click
const DOUBLE = 280; // milliseconds in which a second click makes it a double click
const NUDGE = 0.1;
const SETTLED = 400; // milliseconds after the last key until moved starts are sent
const DIGITS = 1000;

export class Drag {
  constructor(state, plane) {
    this.state = state;
    this.plane = plane;
    this.starts = [];
    this.start = null; // the one that is being moved, until its exact runs are there
    this.handles = [];
    this.root = child(plane.panel.root, "div", "scene-handles");
    plane.panel.root.addEventListener("pointerdown", (event) => this.groundPressed(event));
  }

  // New runs have come: what they start from is what counts.
  reset() {
    this.starts = this.state.header.starts.map((point) => [...point]);
    this.start = null;
  }

  // Puts a handle on every start.
  place() {
    if (!this.plane.panel.map) return; // its axes are not drawn yet
    while (this.handles.length > this.starts.length) this.handles.pop().remove();
    while (this.handles.length < this.starts.length) this.handles.push(this.newHandle());
    this.handles.forEach((handle, start) => {
      const point = this.starts[start];
      const [x, y] = this.plane.panel.toPixel(point);
      handle.style.transform = `translate(${x}px, ${y}px)`;
      handle.hidden = !this.plane.panel.holds([x, y]);
      const where = point.map((value) => number(value)).join(", ");
      handle.setAttribute("aria-label", `Start ${start + 1} at (${where})`);
      handle.setAttribute("aria-pressed", String(start === this.state.focus.start));
    });
  }

  newHandle() {
    const handle = child(this.root, "button", "scene-handle");
    handle.type = "button";
    const start = this.handles.length;
    handle.addEventListener("pointerenter", () => this.prepare());
    handle.addEventListener("focus", () => this.prepare());
    handle.addEventListener("click", (event) => {
      event.stopPropagation(); // it is no click on a path under it
      if (!this.isDropped) this.state.focusOn({ start });
      this.isDropped = false; // the end of a drag is no click either
    });
    handle.addEventListener("pointerdown", (event) => this.pressed(event, handle, start));
    return handle;
  }

  prepare() {
    const { header, focus, preview } = this.state;
    const keys = header.methods.map((method) => method.key);
    const first = keys.splice(focus.method, 1);
    preview.prepare([...first, ...keys], () => this.state.paintMoving()).catch(console.warn);
  }

  pressed(event, handle, start) {
    event.stopPropagation(); // Plotly would begin to zoom
    if (event.button !== 0 || this.start !== null) return;
    handle.setPointerCapture(event.pointerId);
    const from = [event.clientX, event.clientY];
    const before = this.starts[start];
    let isMoved = (this.isDropped = false);
    const move = (moved) => {
      const far = Math.hypot(moved.clientX - from[0], moved.clientY - from[1]) > STILL;
      isMoved ||= far;
      if (!isMoved) return;
      this.start = start;
      this.moveTo(start, this.plane.panel.toValue(this.plane.panel.pointer(moved)));
    };
    const end = (ended) => {
      for (const [kind, listener] of listeners) handle.removeEventListener(kind, listener);
      this.isDropped = isMoved && ended.type === "pointerup";
      if (this.isDropped) return this.send();
      this.starts[start] = before;
      this.start = null;
      this.place();
      return this.state.paintMoving();
    };
    const listeners = [["pointermove", move], ["pointerup", end], ["pointercancel", end]];
    for (const [kind, listener] of listeners) handle.addEventListener(kind, listener);
    this.prepare();
  }

  moveTo(start, point) {
    const limit = this.state.header.limits.coordinate;
    const [xLow, xHigh, yLow, yHigh] = this.state.header.space.window;
    const within = (value, low, high) =>
      Math.round(Math.max(low, -limit, Math.min(high, limit, value)) * DIGITS) / DIGITS;
    this.starts[start] = [within(point[0], xLow, xHigh), within(point[1], yLow, yHigh)];
    this.place();
    this.state.paintMoving();
  }

  // With the keys: a little at a time, sent once they rest.
  nudge(right, up) {
    const { start } = this.state.focus;
    const [x, y] = this.starts[start];
    this.start = start;
    this.moveTo(start, [x + NUDGE * right, y + NUDGE * up]);
    this.prepare();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.send(), SETTLED);
  }

  groundPressed(event) {
    if (event.button !== 0) return;
    const from = [event.clientX, event.clientY];
    const up = (ended) => {
      const far = Math.hypot(ended.clientX - from[0], ended.clientY - from[1]) > STILL;
      const at = this.plane.panel.pointer(ended);
      if (far || !this.plane.panel.holds(at) || this.plane.nearest(at, 10)) return;
      if (this.adding) {
        clearTimeout(this.adding); // a double click, which resets the zoom
        this.adding = null;
        return;
      }
      this.adding = setTimeout(() => {
        this.adding = null;
        this.add(this.plane.panel.toValue(at));
      }, DOUBLE);
    };
    window.addEventListener("pointerup", up, { once: true });
  }

  add(point) {
    if (this.starts.length >= this.state.header.limits.starts) return;
    this.starts.push([0, 0]);
    this.start = this.starts.length - 1;
    this.moveTo(this.start, point);
    this.send({ focus: this.start });
  }

  // Beside the focused start; with the keys it can be moved from there.
  addBeside() {
    const [x, y] = this.starts[this.state.focus.start] ?? [0, 0];
    this.add([x + 10 * NUDGE, y]);
  }

  removeFocused() {
    if (this.starts.length < 2) return;
    const { start } = this.state.focus;
    this.starts.splice(start, 1);
    this.place();
    this.send({ focus: Math.min(start, this.starts.length - 1) });
  }

  send(more = {}) {
    this.state.moveStarts(this.starts.map((point) => [...point]), more).catch(console.warn);
    this.state.paintMoving();
  }

  paint(ctx, plane) {
    if (this.start === null) return;
    const { header, theme, preview } = this.state;
    let known = 0;
    for (const method of header.methods) {
      const path = preview.path(method.key, plane.name, this.starts[this.start]);
      if (!path) continue;
      known += 1;
      this.paintPath(ctx, plane, path, method[theme.name]);
    }
    if (plane === this.plane) this.paintNote(ctx, known === header.methods.length);
  }

  paintPath(ctx, plane, path, colour) {
    ctx.beginPath();
    let end = [NaN, NaN];
    for (let i = 0; i < path.length; i += 2) {
      end = plane.panel.toPixel([path[i], path[i + 1]]);
      ctx.lineTo(...end);
    }
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.6;
    ctx.setLineDash([2, 4]);
    ctx.stroke();
    ctx.setLineDash([]);
    const { theme, header } = this.state;
    mark(ctx, { ...header.marks.circle, isOpen: true }, ...end, 4, { colour, page: theme.page });
  }

  paintNote(ctx, isComplete) {
    const { theme } = this.state;
    const { box } = this.plane.panel;
    const text = isComplete ? "Preview: runs from the nearest grid point" : "Preview: computing …";
    const look = { colour: theme.muted, halo: theme.page, align: "center" };
    words(ctx, text, box.x + box.width / 2, box.y + 12, look);
  }
}
