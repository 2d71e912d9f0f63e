// The starts as handles: drag one, and the runs of the nearest start of a grid follow it.
//
// Every handle is a button of its own, 44 pixels wide, so that fingers, keys and screen readers
// find it. What is shown while dragging is a preview; on release Python computes the runs.

import { number } from "../data/format.js";
import { child } from "../draw/panel.js";

const STILL = 4; // pixels up to which a press is a click
const NUDGE = 0.1;
const SETTLED = 400; // milliseconds after the last key until moved starts are sent
const DIGITS = 1000;

export class Drag {
  plane; preview; deeds;

  // `deeds` are { focusOn, moved, repaint }: a start is picked, starts have moved, they move.
  constructor(plane, preview, deeds) {
    Object.assign(this, { plane, preview, deeds });
    this.view = null;
    this.starts = [];
    this.lifted = null; // the one that is being moved, until its exact runs are there
    this.isWaiting = false; // moved starts were sent, and no answer has come
    this.isAdding = false;
    this.handles = [];
    this.root = child(plane.panel.root, "div", "scene-handles");
  }

  // Whether the starts stay where they are.
  get isLocked() {
    return !this.view.form.canMoveStarts;
  }

  // What is painted of it.
  get hand() {
    const { starts, lifted } = this;
    return { starts, lifted, previews: (plane) => this.previews(plane), note: this.note };
  }

  get note() {
    if (this.isAdding) return "Press where the new start is to be (Esc: leave it)";
    if (this.lifted === null || !this.view.form.shows("ahead")) return "";
    const isComplete = this.previews("space").length === this.view.header.methods.length;
    return isComplete ? "Preview: runs from the nearest grid point" : "Preview: computing …";
  }

  previews(plane) {
    if (this.lifted === null || !this.view.form.shows("ahead")) return [];
    const { methods, loss } = this.view.header;
    const isLog = plane === "loss" && loss.isLog;
    return methods
      .map((method) => ({
        method,
        path: this.preview.path(method.key, plane, this.starts[this.lifted], isLog),
      }))
      .filter(({ path }) => path);
  }

  // New runs have come: what they start from is what counts.
  reset(header) {
    this.starts = header.starts.map((point) => [...point]);
    this.lifted = null;
    this.isWaiting = false;
  }

  // Puts a handle on every start.
  show(view) {
    this.view = view;
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
      handle.setAttribute("aria-pressed", String(start === view.focus.start));
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
      if (!this.isDropped) this.deeds.focusOn({ start });
      this.isDropped = false; // the end of a drag is no click either
    });
    handle.addEventListener("pointerdown", (event) => this.pressed(event, handle, start));
    return handle;
  }

  prepare() {
    const { header, focus, form } = this.view;
    if (!form.canMoveStarts || !form.shows("ahead")) return;
    const keys = header.methods.map((method) => method.key);
    const first = keys.splice(focus.method, 1);
    this.preview.prepare([...first, ...keys], this.deeds.repaint).catch(console.warn);
  }

  pressed(event, handle, start) {
    event.stopPropagation(); // Plotly would begin to zoom
    if (event.button !== 0 || this.lifted !== null || this.isLocked) return;
    handle.setPointerCapture(event.pointerId);
    const from = [event.clientX, event.clientY];
    const before = this.starts[start];
    let isMoved = (this.isDropped = false);
    const move = (moved) => {
      const far = Math.hypot(moved.clientX - from[0], moved.clientY - from[1]) > STILL;
      isMoved ||= far;
      if (!isMoved) return;
      this.lifted = start;
      this.moveTo(start, this.plane.panel.toValue(this.plane.panel.pointer(moved)));
    };
    const end = (ended) => {
      for (const [kind, listener] of listeners) handle.removeEventListener(kind, listener);
      this.isDropped = isMoved && ended.type === "pointerup";
      if (this.isDropped) return this.send();
      this.starts[start] = before;
      this.lifted = null;
      this.show(this.view);
      return this.deeds.repaint();
    };
    const listeners = [["pointermove", move], ["pointerup", end], ["pointercancel", end]];
    for (const [kind, listener] of listeners) handle.addEventListener(kind, listener);
    this.prepare();
  }

  moveTo(start, point) {
    const limit = this.view.header.limits.coordinate;
    const [xLow, xHigh, yLow, yHigh] = this.view.header.space.window;
    const within = (value, low, high) =>
      Math.round(Math.max(low, -limit, Math.min(high, limit, value)) * DIGITS) / DIGITS;
    this.starts[start] = [within(point[0], xLow, xHigh), within(point[1], yLow, yHigh)];
    this.show(this.view);
    this.deeds.repaint();
  }

  // With the keys: a little at a time, sent once they rest.
  nudge(right, up) {
    if (this.isLocked) return;
    const { start } = this.view.focus;
    const [x, y] = this.starts[start];
    this.lifted = start;
    this.moveTo(start, [x + NUDGE * right, y + NUDGE * up]);
    this.prepare();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.send(), SETTLED);
  }

  // While it is on, the next click on the ground adds a start there.
  setAdding(isAdding) {
    this.isAdding = isAdding && !this.isLocked && this.starts.length < this.view.header.limits.starts;
    this.plane.panel.root.classList.toggle("scene-adding", this.isAdding);
    this.deeds.repaint();
  }

  addAt(pixel) {
    if (!this.plane.panel.holds(pixel)) return;
    this.setAdding(false);
    this.add(this.plane.panel.toValue(pixel));
  }

  add(point) {
    if (this.isLocked || this.starts.length >= this.view.header.limits.starts) return;
    this.starts.push([0, 0]);
    this.lifted = this.starts.length - 1;
    this.moveTo(this.lifted, point);
    this.send(this.lifted);
  }

  // Beside the focused start; with the keys it can be moved from there.
  addBeside() {
    const [x, y] = this.starts[this.view.focus.start] ?? [0, 0];
    this.add([x + 10 * NUDGE, y]);
  }

  removeFocused() {
    if (this.isLocked || this.starts.length < 2) return;
    const { start } = this.view.focus;
    this.starts.splice(start, 1);
    this.lifted = null;
    this.send(Math.min(start, this.starts.length - 1));
  }

  // `start` is the one to be focused, if it is another one.
  send(start = null) {
    clearTimeout(this.waiting);
    this.isWaiting = true;
    this.deeds.moved(this.starts.map((point) => [...point]), start);
    this.show(this.view);
    this.deeds.repaint();
  }
}
