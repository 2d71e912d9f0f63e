// The scene: it brings together what is shown, what is focused, the time, and the parts that draw.

import { Changes } from "./data/changes.js";
import { Clock } from "./data/clock.js";
import { Details } from "./data/details.js";
import { METHOD, START, cursorOf, focusIn, runsOnly, startIn } from "./data/focus.js";
import { Form, PREDICT } from "./data/form.js";
import { Loader } from "./data/load.js";
import { Preview } from "./data/preview.js";
import { Runs } from "./data/runs.js";
import { Source } from "./data/source.js";
import { LAST_RESORT, Sync, isSame } from "./data/sync.js";
import { Turns } from "./data/turns.js";
import { moment } from "./data/vectors.js";
import { View } from "./data/view.js";
import { Stage } from "./draw/stage.js";
import { hands } from "./input/hands.js";
import { Sliders } from "./input/sliders.js";
import { isCalm } from "./page.js";

const SETTLED = 500; // milliseconds until Python hears of a focus
const FIRST_FRAME = 300; // milliseconds until the default scene begins to play

export class Scene {
  tell; leader; companion; differsIn; page; themeName; ground; header;
  drag; transport; slow; reveal; projector;

  // `leader` is the scene that this one stands beside, if it does.
  constructor(root, address, tell, leader = null) {
    Object.assign(this, { tell, leader, companion: null });
    this.root = root;
    root.tabIndex = 0;
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", "Scene. Press the question mark for its keys.");
    this.source = new Source(address);
    this.sync = new Sync();
    this.loader = new Loader(
      () => runsOnly(this.sync.link),
      (link) => this.fetchStudy(link),
      (message) => this.show(message),
    );
    this.changes = new Changes(this.sync, this.loader, (values) => this.tell("changes", values));
    this.clock = leader?.clock ?? new Clock(() => this.timeChanged());
    this.preview = new Preview(this.source);
    this.sliders = new Sliders((name, value) => this.change({ [name]: value }, { isTold: false }));
    this.view = null;
    this.details = new Details(this.source, () => this.look());
    this.scale = "auto"; // of loss space
    this.isMethodPicked = false;
    this.build();
  }

  build() {
    this.stage = new Stage(this.root, {
      focusOn: (focus) => this.focusOn(focus),
      add: () => this.drag.setAdding(!this.drag.isAdding),
      remove: () => this.drag.removeFocused(),
      contours: (key) => this.change({ contours: key }),
      scale: (scale) => this.rescale(scale),
    });
    Object.assign(this, hands(this));
    this.turns = new Turns([
      () => this.transport.show(this.clock.cursor, this.view),
      () => this.stage.arrows.draw(this.moment, this.arrowLook),
      () => this.stage.readout.show(this.view, this.told, this.clock.isPlaying),
      () => this.stage.curves.tell(this.told),
      () => this.slow.show(),
    ]);
  }

  // What the page says is to be shown. Where the visitor is ahead of it, it may still catch up.
  async follow(page, themeName) {
    const before = this.page;
    Object.assign(this, { page, themeName });
    this.sync.heard(page.link, page.defaults);
    this.sliders.names = page.sliders;
    clearTimeout(this.catching);
    if (this.sync.isAhead) {
      const later = () => this.follow(page, this.themeName).catch(console.warn);
      this.catching = setTimeout(later, LAST_RESORT);
      this.changes.remind();
    }
    await this.loader.refresh(true);
    if (!this.view) return;
    if (this.drag.isWaiting && !this.sync.isAhead) this.drag.reset(this.header); // it was refused
    if (this.view.theme.name !== themeName) await this.dress();
    else this.look();
    this.seek(before);
  }

  // Values by name are changed here, before the page hears of it.
  change(values, who, delay) {
    if (this.leader) return this.leader.change(values, who, delay);
    this.changes.make(values, who, delay);
    return this.companion?.copy(values, who);
  }

  // What was changed in the scene that this one stands beside; but one setting stays its own.
  copy(values, who) {
    const shared = Object.entries(values).filter(([name]) => name !== this.differsIn);
    if (shared.length) this.changes.make(Object.fromEntries(shared), { ...who, isTold: false });
    if (this.view) this.look();
  }

  fetchStudy(link) {
    const { sync, scale } = this;
    const n = (new URLSearchParams(link).get("starts") ?? sync.defaults.starts).split(";").length;
    const start = startIn(sync.value(START), n);
    return this.source.study(link, { method: sync.value(METHOD), start }, scale);
  }

  // The runs are new, what the visitor was looking at stays.
  async show(message) {
    const { header, arrays } = message;
    this.newest = message;
    const ground = await this.groundOf(header.ground);
    if (this.newest !== message) return; // a newer one came meanwhile
    const isFirst = !this.view;
    const isRevealed = this.isLeading && this.header?.isCovered && !header.isCovered && !isCalm();
    Object.assign(this, { ground, header });
    this.runs = new Runs(header, arrays);
    this.clock.reset(this.runs.last);
    if (isRevealed) this.clock.go(0);
    this.details.keep(header, arrays);
    this.preview.reset(header.link);
    this.drag.reset(header);
    await this.dress();
    if (isFirst) this.begin();
    if (isRevealed) this.clock.play();
    if (this.newest === message) this.root.dataset.drawn = header.link;
  }

  async groundOf(name) {
    if (name === this.ground?.name) return this.ground;
    return { ...(await this.source.ground(name)), name };
  }

  get isLeading() {
    return this.leader === null;
  }

  // Runs or theme are new: the axes are drawn anew.
  async dress() {
    this.look();
    await this.stage.lay(this.view, this.ground);
    this.look();
  }

  // Another run is focused, or its numbers have come.
  look() {
    const { runs, header, sync, isMethodPicked } = this;
    const focus = focusIn(header, sync.value(METHOD), sync.value(START));
    const detail = this.details.of(focus);
    const form = this.formNow();
    this.view = new View(runs, header.themes[this.themeName], focus, { form, detail, isMethodPicked });
    if (!detail && form.isTold) this.details.load(focus).catch(console.warn); // no numbers yet
    for (const part of [this.stage, this.transport, this.reveal, this.projector]) part.arrange(form);
    this.stage.show(this.view, this.clock.cursor, this.drag.hand, this.drag.isAdding);
    this.drag.show(this.view);
    this.timeChanged();
  }

  formNow() {
    const size = { width: window.innerWidth, height: window.innerHeight };
    return new Form(this.sync, this.page, this.runs, size);
  }

  // The runs are to be seen, with all that is told of them; then they play.
  uncover() {
    this.change({ [PREDICT]: "no" });
    this.root.focus({ preventScroll: true }); // for the button is gone
  }

  // The scene shows itself in another form, at once; nothing else changes.
  reform(values) {
    this.change(values);
    for (const scene of [this.leader ?? this, (this.leader ?? this).companion]) {
      if (scene?.view) scene.dress().catch(console.warn);
    }
  }

  focusOn({ method = this.view.focus.method, start = this.view.focus.start }) {
    const { focus, header } = this.view;
    if (method === focus.method && start === focus.start) return;
    this.isMethodPicked = method !== focus.method;
    const key = header.methods[method]?.key ?? "";
    this.change({ [METHOD]: key, [START]: String(start + 1) }, {}, SETTLED);
    this.look();
  }

  // Shows the runs from other starts, and tells Python; first it, where they take a while.
  moveStarts(starts, focus = null) {
    const text = starts.map(String).join(";");
    if (isSame(text, this.header.starts.map(String).join(";"))) {
      this.drag.reset(this.header); // it is back where it was
      return this.look();
    }
    if (focus !== null) this.sync.change({ [START]: String(focus + 1) });
    return this.change({ starts: text }, { isShown: this.page.isQuick });
  }

  rescale(scale) {
    this.scale = scale;
    this.loader.again().catch(console.warn);
  }

  // At first the cursor stands where the link says, later where it says something new.
  seek(before) {
    const [now, then] = [this.page.link, before?.link ?? ""].map(cursorOf);
    if (!this.isLeading || now.t === null || (now.t === then.t && now.play === then.play)) return;
    this.clock.go(now.t / this.header.recordEvery);
    if (now.play) this.clock.play();
  }

  begin() {
    if (!this.isLeading || !this.header.autoplay || this.header.isCovered || isCalm()) return;
    setTimeout(() => this.clock.at === this.clock.last && this.clock.play(), FIRST_FRAME);
  }

  get arrowLook() {
    const { method, theme } = this.view;
    return { hue: method ? this.view.colour(method) : theme.text, theme };
  }

  // The pictures follow the cursor at once, arrows, slider and numbers by turns.
  timeChanged() {
    this.companion?.timeChanged();
    if (!this.view) return;
    this.repaint();
    this.turns.all();
  }

  repaint() {
    const { cursor } = this.clock;
    const { detail } = this.view;
    this.moment = detail && moment(this.runs, detail, cursor.index);
    this.told = this.view.form.shows("numbers") ? this.moment : null;
    this.stage.move(cursor, this.drag.hand, this.drag.isAdding);
  }

  leave() {
    this.clock.pause();
    this.sliders.leave();
    clearTimeout(this.catching);
    clearTimeout(this.drag.waiting);
    this.changes.leave();
    this.stage.remove();
    this.slow.leave(this);
  }
}
