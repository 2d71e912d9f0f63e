// Gradients in the hand: what is dragged shows at once, what the methods make of it a moment later.

import { Loader } from "../data/load.js";
import { fetched } from "../data/message.js";
import { LAST_RESORT, Sync } from "../data/sync.js";
import { child } from "../draw/panel.js";
import { Buttons } from "./buttons.js";
import { Numbers } from "./numbers.js";
import { paint } from "./picture.js";
import { PlaneView, read } from "./plane.js";
import { Tips } from "./tips.js";

const SETTLED = 400; // milliseconds after the last key until the page hears of it
const MAX_RATIO = 2; // device pixels per pixel, at most
const [SHORT, LONG] = [0.3, 0.96]; // of the radius: gradients that need another scale
const FOCUSED = "focus-method";

// Whether a picture that reaches so far shows these gradients well: then its scale stands still.
function isFit(radius, grads) {
  const longest = Math.max(...grads.map((gradient) => Math.hypot(...gradient)));
  return longest > SHORT * radius && longest < LONG * radius;
}

export class Vectors {
  root; address; tell; themeName; header; fans; isStale;

  constructor(root, address, tell) {
    Object.assign(this, { root, address, tell, header: null, radius: 0, fans: {}, size: 0 });
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", "Gradients and what methods make of them");
    this.sync = new Sync();
    this.loader = new Loader(() => this.sync.link, (link) => this.ask(link), (message) => this.show(message));
    const left = child(root, "section", "vectors-left");
    this.place = child(left, "div", "vectors-picture");
    this.canvas = child(this.place, "canvas");
    this.canvas.setAttribute("role", "img");
    this.ctx = this.canvas.getContext("2d");
    this.tips = new Tips(this.place, { moved: (values, how) => this.moved(values, how) });
    this.buttons = new Buttons(left, this);
    const side = child(root, "section", "vectors-side");
    this.numbers = new Numbers(side, (key) => this.change({ [FOCUSED]: key }));
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.place);
  }

  // What the page says is to be shown.
  async follow(page, themeName) {
    Object.assign(this, { page, themeName });
    this.sync.heard(page.link, page.defaults);
    clearTimeout(this.catching);
    if (this.sync.isAhead) {
      const later = () => this.follow(page, this.themeName).catch(console.warn);
      this.catching = setTimeout(later, LAST_RESORT);
    }
    await this.loader.refresh(true);
    this.draw();
  }

  ask(link) {
    this.isFanAsked = !this.tips.lifted;
    return fetched(`${this.address}vectors?${link}&fan=${Number(this.isFanAsked)}`);
  }

  show({ header, arrays }) {
    if (!this.tips.lifted && !isFit(this.radius, header.grads)) this.radius = header.radius;
    Object.assign(this, { header, fans: arrays, isStale: !this.isFanAsked });
    this.draw();
    this.root.dataset.drawn = header.link;
  }

  // Settings by name are changed here, before the page hears of it.
  change(values, delay = 0) {
    this.sync.change(values);
    this.refresh(this.loader.refresh());
    this.draw();
    clearTimeout(this.telling);
    if (delay !== null) this.telling = setTimeout(() => this.send(), delay);
  }

  send() {
    if (this.sync.isAhead) this.tell("changes", this.sync.untold);
  }

  refresh(loading) {
    loading.catch((error) => {
      console.warn(error);
      this.sync.changes.clear(); // what cannot be shown is the page's to explain
    });
  }

  // A tip was moved: by a drag, which is told once it ends, or by keys, once they rest.
  moved(values, how) {
    if (how === "drag") return this.change(values, null);
    if (how === "keys") return this.change(values, SETTLED);
    this.refresh(this.isStale ? this.loader.again() : this.loader.refresh());
    return this.send();
  }

  get grads() {
    const said = ["g1", "g2", "g3"].map((name) => this.sync.value(`vectors.${name}`));
    return said.filter((each) => each !== "none").map(read);
  }

  // Everything that is painted, as one value.
  get scene() {
    const { header, fans, grads, isStale } = this;
    const theme = header.themes[this.themeName];
    const isEqual = this.sync.value("vectors.lengths") === "equal";
    const view = new PlaneView(this.size, this.radius, isEqual);
    return { view, header, fans, grads, isStale, theme, focused: this.sync.value(FOCUSED) };
  }

  draw() {
    if (!this.header || !this.size) return;
    const { scene, ctx, size, canvas } = this;
    const ratio = Math.min(window.devicePixelRatio || 1, MAX_RATIO);
    const wanted = Math.round(size * ratio);
    if (canvas.width !== wanted) Object.assign(canvas, { width: wanted, height: wanted });
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, size, size);
    paint(ctx, scene);
    canvas.setAttribute("aria-label", this.header.summary);
    const turned = Number(this.sync.value("vectors.turned"));
    this.tips.show({ view: scene.view, grads: scene.grads, turned });
    this.numbers.show(this.header, scene.theme, scene.focused);
    this.buttons.show(scene);
  }

  resized() {
    this.size = this.place.clientWidth;
    this.draw();
  }

  leave() {
    clearTimeout(this.telling);
    clearTimeout(this.catching);
    this.observer.disconnect();
    this.root.replaceChildren();
  }
}
