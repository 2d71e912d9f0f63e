// The arrows' tips as handles of 44 pixels, and one on the rim that turns all arrows together.

import { number } from "../data/format.js";
import { child } from "../draw/panel.js";
import { degrees, rounded, text, turned } from "./plane.js";

const REST = -Math.PI / 4; // where on the rim the turning handle stands
const NUDGE = 0.02; // of the radius, with an arrow key
const STRETCH = 1.1; // with + and −
const TURN = Math.PI / 36; // five degrees

export class Tips {
  deeds; handles;

  // `deeds` are { moved(values, isDone) }: settings by name have changed, for now or for good.
  constructor(host, deeds) {
    Object.assign(this, { deeds, handles: [], lifted: null });
    this.root = child(host, "div", "vectors-handles");
    this.wheel = this.handle((handle) => this.turning(handle), (event) => this.turnKey(event));
    this.wheel.classList.add("vectors-wheel");
    this.wheel.textContent = "⟲";
    this.wheel.title = "Turn all gradients together";
  }

  // Puts a handle on every tip. `state` is { view, grads, turned }.
  show(state) {
    this.state = state;
    const { view, grads } = state;
    while (this.handles.length > grads.length) this.handles.pop().remove();
    while (this.handles.length < grads.length) {
      this.handles.push(this.tip(this.handles.length));
      this.root.append(this.wheel); // last in the order of the Tab key; moving it takes its focus
    }
    grads.forEach((gradient, task) => {
      place(this.handles[task], view.tip(gradient).at);
      const where = gradient.map((value) => number(value, 3)).join(", ");
      const name = `Gradient g${"₁₂₃"[task]} = (${where}); its arrow points downhill`;
      this.handles[task].setAttribute("aria-label", name);
    });
    place(this.wheel, view.rim(REST + (state.turned * Math.PI) / 180, 4));
    const told = state.turned ? `turned by ${number(state.turned, 4)} degrees` : "not turned";
    this.wheel.setAttribute("aria-label", `Turn all gradients together: ${told}`);
  }

  tip(task) {
    const drag = (event, handle, from) => this.dragged(task, event, from);
    return this.handle((handle) => [drag, handle], (event) => this.tipKey(task, event));
  }

  // A button that is dragged: `begin` gives what a move does, `key` says what a key does.
  handle(begin, key) {
    const handle = child(this.root, "button", "vectors-handle");
    handle.type = "button";
    handle.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const values = key(event);
      if (!values) return;
      event.preventDefault();
      event.stopPropagation();
      this.deeds.moved(values, "keys");
    });
    handle.addEventListener("pointerdown", (event) => this.pressed(event, handle, begin));
    return handle;
  }

  pressed(event, handle, begin) {
    if (event.button !== 0 || this.lifted) return;
    handle.setPointerCapture(event.pointerId);
    this.lifted = handle;
    const [move] = begin(handle);
    const from = { ...this.state, angle: this.state.view.angle(this.pixel(event)) };
    let isMoved = false;
    const moved = (now) => {
      const values = move(now, handle, from);
      isMoved ||= values !== null;
      if (values) this.deeds.moved(values, "drag");
    };
    const end = () => {
      for (const [kind, listener] of listeners) handle.removeEventListener(kind, listener);
      this.lifted = null;
      if (isMoved) this.deeds.moved({}, "drop");
    };
    const listeners = [["pointermove", moved], ["pointerup", end], ["pointercancel", end]];
    for (const [kind, listener] of listeners) handle.addEventListener(kind, listener);
  }

  // With Shift the direction stays, with Alt the length.
  dragged(task, event, { grads, view }) {
    const before = grads[task];
    let gradient = view.gradient(this.pixel(event), before);
    const [length, was] = [Math.hypot(...gradient), Math.hypot(...before)];
    if (event.shiftKey && was > 0) gradient = before.map((value) => (value * length) / was);
    else if (event.altKey && length > 0) gradient = gradient.map((value) => (value * was) / length);
    const told = view.isEqual ? text(gradient, 6) : text(rounded(gradient, view.radius), 6);
    return { [`vectors.g${task + 1}`]: told, "vectors.turned": "0" };
  }

  turning(handle) {
    const drag = (event, _, from) => {
      const by = this.state.view.angle(this.pixel(event)) - from.angle;
      return this.turnedBy(from, by);
    };
    return [drag, handle];
  }

  turnedBy({ grads, turned: before }, by) {
    const values = grads.map((gradient, k) => [`vectors.g${k + 1}`, text(turned(gradient, by), 6)]);
    const total = degrees((before * Math.PI) / 180 + by);
    return { ...Object.fromEntries(values), "vectors.turned": String(total) };
  }

  turnKey({ key, shiftKey }) {
    const way = { ArrowLeft: 1, ArrowUp: 1, ArrowRight: -1, ArrowDown: -1 }[key];
    return way ? this.turnedBy(this.state, (way * TURN) / (shiftKey ? 5 : 1)) : null;
  }

  tipKey(task, { key, shiftKey }) {
    const { grads, view } = this.state;
    const way = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const stretch = { "+": STRETCH, "=": STRETCH, "-": 1 / STRETCH, "−": 1 / STRETCH }[key];
    if (!way && !stretch) return null;
    const step = NUDGE * view.radius * (shiftKey ? 5 : 1);
    const gradient = way
      ? rounded(grads[task].map((value, axis) => value + step * way[axis]), view.radius)
      : grads[task].map((value) => value * stretch);
    return { [`vectors.g${task + 1}`]: text(gradient, 6), "vectors.turned": "0" };
  }

  pixel(event) {
    const { left, top } = this.root.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}

function place(handle, [x, y]) {
  handle.style.transform = `translate(${x}px, ${y}px)`;
}
