// The slow motion of the step at the cursor: opened, gone through, and kept up with the cursor.

import { whole } from "../data/format.js";
import { rowOf, stagesOf } from "../data/stages.js";
import { child } from "../draw/panel.js";
import { StagePanel } from "../draw/stages.js";

const PARTS = ["numbers", "arrows"];
const LOADING = "The numbers of this run are on their way …";
const FAILED = "The numbers of this run did not come. Close the slow motion, and open it again.";

export class SlowMotion {
  message;

  // `host` gets the button.
  constructor(scene, host) {
    this.scene = scene;
    this.at = 0;
    this.run = this.failed = ""; // whose stages are there, and whose did not come
    this.isAsking = false;
    const deeds = { back: () => this.go(-1), next: () => this.go(1), close: () => this.toggle(false) };
    this.panel = new StagePanel(scene.stage.time, deeds);
    this.button = child(host, "button", "scene-quiet", "Slow motion");
    this.button.type = "button";
    this.button.title = "What happens in this step, one stage after another (M)";
    this.button.addEventListener("click", () => this.toggle());
    this.mark();
  }

  get isOpen() {
    return !this.panel.root.hidden;
  }

  // Whether the link leaves nothing out of what is told here.
  get isThere() {
    const form = this.scene.view?.form;
    return Boolean(form?.hasRuns) && !form.isCovered && !PARTS.some((part) => form.hidden.has(part));
  }

  toggle(isOpen = !this.isOpen) {
    if (isOpen === this.isOpen || (isOpen && !this.isThere)) return;
    const hadFocus = this.panel.root.contains(document.activeElement);
    this.panel.root.hidden = !isOpen;
    this.mark();
    if (!isOpen) {
      if (hadFocus) this.button.focus({ preventScroll: true });
      return;
    }
    this.at = 0;
    this.failed = "";
    const { clock } = this.scene;
    clock.go(Math.min(clock.index, clock.last - 1)); // from the last point no step is taken
    this.show(true);
  }

  mark() {
    this.button.setAttribute("aria-expanded", String(this.isOpen));
    this.button.setAttribute("aria-pressed", String(this.isOpen));
  }

  // The next stage, or the previous one.
  go(by) {
    if (!this.isOpen || !this.panel.stages) return;
    const at = Math.max(0, Math.min(this.panel.stages.length - 1, this.at + by));
    if (at === this.at) return;
    this.at = at;
    this.show(true);
  }

  // The step at the cursor, or the run, may be another one.
  show(grows = false) {
    const { view, moment, clock, header } = this.scene;
    this.button.hidden = !this.isThere;
    if (!this.isThere) this.toggle(false);
    if (!this.isOpen) return;
    const { runs, method, focus } = view;
    const run = `${header.link} ${method.key} ${focus.start}`;
    if (run !== this.run || !moment) {
      this.panel.wait(run === this.failed ? FAILED : LOADING);
      if (run !== this.run) this.load(run, { method: method.key, start: focus.start });
      return;
    }
    const { index } = clock.cursor;
    const flag = method.rows.find(({ kind }) => kind === "flag");
    const step = {
      method,
      header,
      isLast: index >= runs.last,
      taken: runs.taken[view.run],
      regime: flag ? method.regimes[Number(moment.told(flag.name)[0] > 0.5)] : null,
    };
    const about = { words: this.message.header, run: step };
    const stages = stagesOf(rowOf(this.message.arrays, index), moment, about);
    const look = { ...this.scene.arrowLook, type: view.form.type };
    const whose = `${method.title}, start ${focus.start + 1}, step ${whole(moment.step)}`;
    this.panel.show(stages, this.at, { look, whose, grows });
  }

  // One after the other: while a slider is moved, the newest is what is shown in the end.
  async load(run, asked) {
    if (this.isAsking || run === this.failed) return;
    this.isAsking = true;
    try {
      const message = await this.scene.source.stages(this.scene.header.link, asked);
      Object.assign(this, { message, run });
    } catch (error) {
      console.warn(error);
      this.failed = run;
    }
    this.isAsking = false;
    this.show(true);
  }

  // A scene that stands beside its own shares it.
  leave(scene) {
    if (scene === this.scene) this.panel.remove();
  }
}
