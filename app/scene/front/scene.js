// The scene: what is shown, what is focused, where the cursor is, and the parts that show it.

import { Arrows } from "./arrows.js";
import { Clock } from "./clock.js";
import { Curves } from "./curves.js";
import { Drag } from "./drag.js";
import { heights, lossGround, planeLayout, spaceGround } from "./ground.js";
import { Keys } from "./keys.js";
import { Legend } from "./legend.js";
import { fetched } from "./message.js";
import { child } from "./panel.js";
import { Plane } from "./plane.js";
import { Preview } from "./preview.js";
import { Readout } from "./readout.js";
import { Runs } from "./runs.js";
import { Sliders } from "./sliders.js";
import { Transport } from "./transport.js";
import { moment } from "./vectors.js";

const SETTLED = 500; // milliseconds until Python hears of a focus
const UNANSWERED = 20_000; // milliseconds after which an answer is no longer waited for
const AHEAD = 1500; // milliseconds for which the page may be behind a change that was made here
const FIRST_FRAME = 300; // milliseconds until the default scene begins to play
const NO_FOCUS = { method: 0, start: 0 };

export class Scene {
  constructor(root, address, tell) {
    this.address = address;
    this.tell = tell;
    this.root = root;
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", "Scene. Press the question mark for its keys.");
    this.runs = null;
    this.details = new Map();
    this.focus = NO_FOCUS;
    this.order = [];
    this.moment = null;
    this.clock = new Clock(() => this.timeChanged());
    this.preview = new Preview(address);
    this.sliders = new Sliders((name, value) => this.change({ [name]: value }).catch(console.warn));
    this.changed = -Infinity;
    this.ahead = new Set(); // what was changed here and not there
    this.told = null;
    this.turns = [
      () => this.transport.show(),
      () => this.arrows.paint(),
      () => this.readout.show(),
      () => this.curves.tell(),
    ];
    this.focusOn = this.focusOn.bind(this);
    this.rank = this.rank.bind(this);
    this.build();
  }

  build() {
    const part = (name) => child(this.root, "div", `scene-${name}`);
    this.space = this.plane(part("space"), "space", "Parameter space");
    this.loss = this.plane(part("loss"), "loss", "Loss space");
    const side = part("side");
    this.transport = new Transport(part("time"), this);
    this.legend = new Legend(part("focus"), this);
    this.curves = new Curves(part("curves"), this);
    this.arrows = new Arrows(side, this);
    this.readout = new Readout(side, this);
    this.drag = new Drag(this, this.space);
    this.keys = new Keys(this.root, this);
    this.listen();
  }

  plane(host, name, title) {
    const head = child(host, "header");
    child(head, "h3", "", title);
    if (name === "space") this.contours = this.contourPicker(head);
    return new Plane(host, name, title, this);
  }

  contourPicker(head) {
    const label = child(head, "label", "scene-hint", "contours ");
    const select = child(label, "select", "scene-small");
    select.addEventListener("change", () => this.tell("contours", select.value));
    return select;
  }

  listen() {
    const follow = (event) => {
      const at = this.curves.under(event);
      if (at !== null) this.hover(at);
    };
    const { root: curves } = { root: this.root.querySelector(".scene-curves") };
    curves.addEventListener("pointermove", follow);
    curves.addEventListener("pointerdown", (event) => {
      follow(event);
      this.resting = null; // a press keeps the cursor where it is
    });
    curves.addEventListener("pointerleave", () => this.unhover());
    for (const plane of [this.space, this.loss]) {
      const { root } = plane.panel;
      root.addEventListener("pointermove", (event) => {
        const near = plane.nearest(plane.panel.pointer(event), 10);
        root.classList.toggle("scene-near", near !== null);
      });
      root.addEventListener("click", (event) => this.pathPicked(plane, event));
    }
  }

  // While the pointer is over a curve the cursor follows it; after that it goes back.
  hover(at) {
    if (this.clock.isPlaying) return;
    this.resting ??= this.clock.index;
    this.clock.go(at);
  }

  unhover() {
    if (this.resting !== null && this.resting !== undefined) this.clock.go(this.resting);
    this.resting = null;
  }

  pathPicked(plane, event) {
    const near = plane.nearest(plane.panel.pointer(event), 10);
    if (!near) return;
    const { nStarts } = this.runs;
    this.focusOn({ method: Math.floor(near.run / nStarts), start: near.run % nStarts });
    this.clock.go(near.at);
  }

  // What the page says is to be shown. Where the visitor is ahead of it, it may still catch up.
  async follow(page, themeName, before = this.page) {
    const isNewTheme = this.themeName !== themeName;
    Object.assign(this, { page, themeName });
    this.sliders.names = page.sliders;
    clearTimeout(this.catching);
    if (this.wanted !== page.link || isNewTheme) {
      const early = this.isBehind(page.link) ? this.changed + AHEAD - performance.now() : 0;
      if (early > 0) {
        const later = () => this.follow(page, themeName, before).catch(console.warn);
        this.catching = setTimeout(later, early);
        return;
      }
      await this.load(page.link, page);
    }
    this.ahead.clear();
    this.adoptFocus(before);
  }

  // Whether a link lacks what was changed here.
  isBehind(link) {
    const [here, there] = [this.wanted, link].map((each) => new URLSearchParams(each));
    return [...this.ahead].some((name) => here.get(name) !== there.get(name));
  }

  // Shows another study before the page has heard of it; always the newest that was asked for.
  async change(values, start = this.focus.start) {
    const query = new URLSearchParams(this.wanted);
    for (const [name, value] of Object.entries(values)) {
      query.set(name, value);
      this.ahead.add(name);
    }
    this.changed = performance.now();
    this.wanted = String(query);
    if (this.isChanging) return;
    this.isChanging = true;
    try {
      while (this.wanted !== this.header.link) {
        const method = this.header.methods[this.focus.method]?.key ?? "";
        await this.load(this.wanted, { method, start });
      }
    } finally {
      this.isChanging = false;
    }
  }

  async load(link, { method, start }) {
    this.wanted = link;
    try {
      const of = `of=${method}&start=${start}`;
      const message = await fetched(`${this.address}study?${link}&${of}`);
      if (this.wanted !== link) return;
      this.wanted = message.header.link; // as Python writes it
      await this.show(message);
    } catch (error) {
      this.wanted = this.header?.link;
      throw error;
    }
  }

  // The runs are new, what the visitor was looking at stays.
  async show({ header, arrays }) {
    const ground = await this.groundOf(header.ground);
    if (this.wanted !== header.link) return; // a newer message came meanwhile
    const before = this.header;
    this.header = header;
    this.ground = ground;
    this.theme = header.themes[this.themeName];
    this.runs = new Runs(header, arrays);
    this.clock.reset(this.runs.last);
    this.keepFocus(before);
    this.keepDetail(arrays);
    this.preview.reset(header.link);
    this.drag.reset();
    this.sort();
    for (const plane of [this.space, this.loss]) if (plane.panel.map) plane.track();
    await this.layGround();
    this.loadDetail().catch(console.warn); // without it there are no numbers, but a picture
    this.paint();
    if (!before) this.autoplay();
    if (this.wanted === header.link) this.root.dataset.drawn = header.link;
  }

  keepDetail(arrays) {
    const sent = Object.entries(arrays).filter(([name]) => name.startsWith("focus."));
    const detail = Object.fromEntries(sent.map(([name, values]) => [name.slice(6), values]));
    this.details.clear();
    if (sent.length) this.details.set(String(this.header.focus), detail);
  }

  // The first message says what is focused; after that the visitor does.
  keepFocus(before) {
    const { header } = this;
    const [method, start] = header.focus;
    const key = before?.methods[this.focus.method]?.key;
    const kept = header.methods.findIndex((each) => each.key === key);
    const last = header.starts.length - 1;
    this.focus = kept < 0
      ? { method: Math.max(method, 0), start }
      : { method: kept, start: Math.min(this.wantedStart ?? this.focus.start, last) };
    this.wantedStart = null;
  }

  // The page's focus counts if it is news, and not the answer to what was told from here.
  adoptFocus(before) {
    const { page, told } = this;
    if (told) {
      if (told.method === page.method && told.start === page.start + 1) this.told = null;
      return;
    }
    if (!before || (before.method === page.method && before.start === page.start)) return;
    const method = this.header.methods.findIndex((each) => each.key === page.method);
    if (method >= 0) this.focusOn({ method, start: page.start });
  }

  async groundOf(name) {
    if (name === this.ground?.name) return this.ground;
    const ground = await fetched(`${this.address}ground?${name}`);
    return { ...ground, name, heights: heights(ground) };
  }

  async layGround() {
    const { header, theme, ground } = this;
    const canZoom = window.matchMedia("(pointer: fine)").matches;
    const titles = [["<i>θ</i>₁", "<i>θ</i>₂"], ["<i>L</i>₁", "<i>L</i>₂"]];
    const layouts = [
      planeLayout(theme, header.space, theme.spaceLabels, titles[0], { isEqual: true, canZoom }),
      planeLayout(theme, header.loss, theme.lossLabels, titles[1], { isEqual: false, canZoom }),
    ];
    this.contours.replaceChildren(
      ...header.contoured.map(([key, text]) => new Option(text, key, false, key === header.contours)),
    );
    await this.space.panel.show(spaceGround(ground, theme), layouts[0], ground.name);
    await this.loss.panel.show(lossGround(ground, theme), layouts[1], ground.name);
    this.curves.show();
  }

  get focusedRun() {
    return this.focus.method * this.runs.nStarts + this.focus.start;
  }

  get detail() {
    return this.details.get(`${this.focus.method},${this.focus.start}`) ?? null;
  }

  // 2 the focused run, 1 its start's other runs and its method's other starts, 0 the rest.
  rank(run) {
    const { runs, focus } = this;
    if (run === this.focusedRun) return 2;
    return runs.startOf(run) === focus.start || this.isMethodPicked(run) ? 1 : 0;
  }

  isMethodPicked(run) {
    return this.picked && Math.floor(run / this.runs.nStarts) === this.focus.method;
  }

  // Where a run is drawn at a time: the focused one as torch computed it, the others coded.
  place(plane, run, at) {
    const { detail } = this;
    if (!detail || run !== this.focusedRun) return this.runs.place(plane, run, at);
    const points = plane === "space" ? detail.x : detail.losses;
    const i = Math.min(Math.floor(at), this.runs.last);
    const share = i < this.runs.last ? at - i : 0;
    return [0, 1].map((axis) => {
      const a = points[2 * i + axis];
      return share ? a + share * (points[2 * i + 2 + axis] - a) : a;
    });
  }

  focusOn({ method = this.focus.method, start = this.focus.start }) {
    if (method === this.focus.method && start === this.focus.start) return;
    this.picked = method !== this.focus.method;
    this.focus = { method, start };
    this.loadDetail().catch(console.warn); // without it there are no numbers, but a picture
    this.curves.show();
    this.paint();
    this.tellFocus();
  }

  // Python hears of it once it rests, and not before it has answered what it heard last: a second
  // message at that time would make it forget the first.
  tellFocus() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      const { sent } = this;
      if (sent && sent.page === this.page && performance.now() - sent.at < UNANSWERED) {
        return this.tellFocus();
      }
      const key = this.header.methods[this.focus.method]?.key ?? "";
      this.told = { method: key, start: this.focus.start + 1 };
      return this.tell("focus", this.told);
    }, SETTLED);
  }

  async loadDetail() {
    const { header, focus, runs } = this;
    if (this.detail || !runs.n) return;
    const key = header.methods[focus.method].key;
    const address = `${this.address}detail?${header.link}&of=${key}&start=${focus.start}`;
    const { arrays } = await fetched(address);
    if (header !== this.header) return;
    this.details.set(`${focus.method},${focus.start}`, arrays);
    this.curves.show();
    this.paint();
  }

  // Shows the runs from other starts, then tells Python; first it, where they take a while.
  async moveStarts(starts, { focus = null } = {}) {
    const text = starts.map(String).join(";");
    if (text === this.header.starts.map(String).join(";")) {
      this.drag.reset(); // it is back where it was
      return this.paint();
    }
    if (this.page.isQuick) {
      this.wantedStart = focus;
      await this.change({ starts: text }, focus ?? this.focus.start).catch(console.warn);
    }
    return this.send("starts", starts, { focus });
  }

  send(name, value, { focus = null } = {}) {
    this.wantedStart = focus;
    this.sent = { page: this.page, at: performance.now() };
    this.tell(name, value);
  }

  // The runs in the order in which they are painted: the most important last.
  sort() {
    const all = Array.from({ length: this.runs.n }, (_, run) => run);
    this.order = all.sort((a, b) => this.rank(a) - this.rank(b));
  }

  autoplay() {
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!this.header.autoplay || isCalm) return;
    setTimeout(() => this.clock.at === this.clock.last && this.clock.play(), FIRST_FRAME);
  }

  // The pictures follow the cursor at once. Arrows, slider and numbers take turns, one a frame:
  // a page can paint only so much in a frame.
  timeChanged() {
    this.paintMoving();
    this.waiting = new Set(this.turns);
    this.takeTurns();
  }

  takeTurns() {
    this.turn ??= requestAnimationFrame(() => {
      this.turn = null;
      const next = this.turns.find((each) => this.waiting.has(each));
      this.turns.push(...this.turns.splice(this.turns.indexOf(next), 1)); // to the end of the row
      this.waiting.delete(next);
      next();
      if (this.waiting.size) this.takeTurns();
    });
  }

  paint() {
    this.space.track();
    this.loss.track();
    this.sort();
    this.space.panel.paint();
    this.loss.panel.paint();
    this.curves.paint();
    this.legend.show();
    this.drag.place();
    this.timeChanged();
  }

  paintMoving() {
    if (!this.runs || !this.space.panel.map) return;
    const { detail, clock } = this;
    this.moment = detail && moment(this.runs, detail, clock.index);
    this.space.panel.paintMoving();
    this.loss.panel.paintMoving();
    this.curves.paintMoving();
  }

  leave() {
    this.clock.pause();
    this.sliders.leave();
    for (const { panel } of [this.space, this.loss, ...this.curves.kinds]) panel.remove();
  }
}
