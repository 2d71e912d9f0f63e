// The page that plays a study: what is shown, the transport, keys and the pointer.

import { Curve } from "./curve.js";
import { Plane } from "./plane.js";
import { Runs } from "./runs.js";

const WHOLE = 6000; // milliseconds that all steps take at speed 1
/** @type {(id: string) => any} */
const element = (id) => document.getElementById(id);

class Replay {
  constructor(data) {
    this.data = data;
    this.runs = new Runs(data.runs);
    this.shown = { step: this.runs.nSteps, method: data.method, start: data.start };
    this.planes = [
      new Plane(element("space"), data.space, this.runs.x, this.runs),
      new Plane(element("losses"), data.loss, this.runs.losses, this.runs),
    ];
    const sums = this.runs.sums(data.loss.isLog);
    const curves = { angle: this.runs.angle, similarity: this.runs.similarity, sum: sums };
    this.curves = data.curves.map((told) => new Curve(element(told.key), told, curves[told.key], this.runs));
    this.frames = 0;
    this.listen();
    this.resize();
  }

  resize() {
    for (const each of [...this.planes, ...this.curves]) each.resize();
    this.paint();
  }

  // Show another step, method or start.
  show(change) {
    Object.assign(this.shown, change);
    this.shown.step = Math.min(Math.max(this.shown.step, 0), this.runs.nSteps);
    this.paint();
  }

  paint() {
    for (const each of [...this.planes, ...this.curves]) each.paint(this.shown);
    const { step, method, start } = this.shown;
    element("slider").value = step;
    const run = this.runs.run(Math.max(method, 0), start);
    const losses = this.runs.point(this.runs.losses, run, step).map((each) => this.number(each));
    element("readout").textContent =
      `step ${Math.round(step)} of ${this.runs.nSteps} · ${this.runs.methods[Math.max(method, 0)].title}, ` +
      `start ${start + 1}: L₁ ${losses[0]}, L₂ ${losses[1]}`;
    for (const [m, button] of [...element("methods").children].entries()) {
      button.setAttribute("aria-pressed", String(m === method));
    }
  }

  number(value) {
    const own = this.data.loss.isLog ? 10 ** value : value;
    return own.toPrecision(4).replace("-", "−");
  }

  play() {
    if (this.isPlaying) return;
    if (this.shown.step >= this.runs.nSteps) this.shown.step = 0;
    this.isPlaying = true;
    element("play").textContent = "Pause";
    let before = performance.now();
    const frame = (now) => {
      if (!this.isPlaying) return;
      const speed = Number(element("speed").value);
      this.frames += 1;
      this.show({ step: this.shown.step + ((now - before) * speed * this.runs.nSteps) / WHOLE });
      before = now;
      if (this.shown.step < this.runs.nSteps) requestAnimationFrame(frame);
      else if (element("loop").checked) {
        this.shown.step = 0;
        requestAnimationFrame(frame);
      } else this.pause();
    };
    requestAnimationFrame(frame);
  }

  pause() {
    this.isPlaying = false;
    element("play").textContent = "Play";
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  listen() {
    const slider = element("slider");
    slider.max = this.runs.nSteps;
    slider.addEventListener("input", () => {
      this.pause();
      this.show({ step: Number(slider.value) });
    });
    element("play").addEventListener("click", () => this.toggle());
    element("methods").addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) this.show({ method: Number(button.dataset.method) });
    });
    for (const curve of this.curves) {
      curve.canvas.addEventListener("pointermove", ({ offsetX }) => {
        this.pause();
        this.show({ step: curve.step(offsetX) });
      });
    }
    for (const plane of this.planes) this.point(plane);
    window.addEventListener("resize", () => this.resize());
    window.addEventListener("keydown", (event) => this.key(event));
  }

  // A tip of a path under the pointer says whose it is; a press focuses it.
  point(plane) {
    const tip = element("tip");
    plane.canvas.addEventListener("pointermove", ({ offsetX, offsetY, clientX, clientY }) => {
      const run = plane.nearest(offsetX, offsetY, this.shown.step);
      tip.hidden = run === null;
      if (run === null) return;
      const losses = this.runs.point(this.runs.losses, run, this.shown.step).map((each) => this.number(each));
      const { title } = this.runs.methods[Math.floor(run / this.runs.nStarts)];
      tip.textContent = `${title}, start ${(run % this.runs.nStarts) + 1}: L₁ ${losses[0]}, L₂ ${losses[1]}`;
      Object.assign(tip.style, { left: `${clientX + 12}px`, top: `${clientY + 12}px` });
    });
    plane.canvas.addEventListener("pointerleave", () => {
      tip.hidden = true;
    });
    plane.canvas.addEventListener("click", ({ offsetX, offsetY }) => {
      const run = plane.nearest(offsetX, offsetY, this.shown.step);
      if (run === null) return;
      this.show({ method: Math.floor(run / this.runs.nStarts), start: run % this.runs.nStarts });
    });
  }

  key(event) {
    if (event.target.closest("input, select, a") || event.ctrlKey || event.metaKey || event.altKey) return;
    const { step, start } = this.shown;
    const far = event.shiftKey ? 50 : 1;
    const deeds = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.show({ step: Math.round(step) - far }),
      ArrowRight: () => this.show({ step: Math.round(step) + far }),
      Home: () => this.show({ step: 0 }),
      End: () => this.show({ step: this.runs.nSteps }),
      s: () => this.show({ start: (start + 1) % this.runs.nStarts }),
    };
    const method = Number(event.key) - 1;
    const isMethod = method >= 0 && method < this.runs.methods.length;
    const deed = deeds[event.key] ?? (isMethod ? () => this.show({ method }) : null);
    if (!deed) return;
    if (event.key !== " ") this.pause();
    deed();
    event.preventDefault();
  }
}

const replay = new Replay(JSON.parse(element("data").textContent));
element("data").replay = replay;
if (!window.matchMedia("(prefers-reduced-motion: reduce)").matches) replay.play();
