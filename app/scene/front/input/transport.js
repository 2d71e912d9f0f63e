// Play, pause, step, scrub, speed and loop.

import { SPEEDS } from "../data/clock.js";
import { whole } from "../data/format.js";
import { child } from "../draw/panel.js";

const ICONS = {
  first: "M6 5h2v14H6zM20 5v14L9 12z",
  back: "M17 5v14L7 12z",
  play: "M7 4v16l13-8z",
  pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  on: "M7 5v14l10-7z",
  last: "M16 5h2v14h-2zM4 5v14l11-7z",
};

export class Transport {
  // `pressed` is called after a press with a pointer, so that Space can play again.
  constructor(host, clock, pressed) {
    this.clock = clock;
    this.pressed = pressed;
    this.root = child(host, "div", "scene-transport");
    this.root.setAttribute("role", "toolbar");
    this.root.setAttribute("aria-label", "Time");
    this.button("first", "To the first step (Home)", () => clock.go(0));
    this.button("back", "One step back (Left)", () => clock.go(clock.index - 1));
    this.play = this.button("play", "Play (Space)", () => clock.toggle());
    this.play.classList.add("scene-play");
    this.button("on", "One step on (Right)", () => clock.go(clock.index + 1));
    this.button("last", "To the last step (End)", () => clock.go(clock.last));
    this.time = child(this.root, "output", "scene-clock");
    this.range = child(this.root, "input", "scene-range");
    Object.assign(this.range, { type: "range", min: 0, step: 1 });
    this.range.setAttribute("aria-label", "Step");
    this.range.addEventListener("input", () => clock.go(Number(this.range.value)));
    this.speed = this.speeds();
    this.loop = child(this.root, "button", "scene-quiet", "Loop");
    this.loop.type = "button";
    this.loop.addEventListener("click", () => this.setLooping(!clock.isLooping));
    this.setLooping(false);
  }

  button(icon, label, act) {
    const button = child(this.root, "button", "scene-icon");
    button.type = "button";
    button.addEventListener("click", (event) => {
      act();
      if (event.detail) this.pressed();
    });
    setIcon(button, icon, label);
    return button;
  }

  speeds() {
    const select = child(this.root, "select", "scene-quiet");
    select.setAttribute("aria-label", "Speed");
    for (const speed of SPEEDS) {
      const text = `${speed}×`.replace("0.25", "¼").replace("0.5", "½");
      select.append(new Option(text, String(speed), speed === 1, speed === 1));
    }
    select.addEventListener("change", () => {
      this.clock.speed = Number(select.value);
    });
    return select;
  }

  setLooping(isLooping) {
    this.clock.isLooping = isLooping;
    this.loop.setAttribute("aria-pressed", String(isLooping));
  }

  // Back to step 0 at the usual speed.
  reset() {
    this.clock.speed = 1;
    this.speed.value = "1";
    this.clock.go(0);
  }

  arrange({ isCovered }) {
    this.root.hidden = isCovered;
  }

  show({ index, isPlaying }, { runs, header }) {
    this.range.max = runs.last;
    this.range.value = index;
    const step = runs.step(index);
    this.range.setAttribute("aria-valuetext", `step ${step} of ${header.nSteps}`);
    this.range.style.setProperty("--done", `${(100 * index) / runs.last}%`);
    this.time.textContent = `t = ${whole(step)} / ${whole(header.nSteps)}`;
    if (this.wasPlaying === isPlaying) return;
    this.wasPlaying = isPlaying;
    const [icon, label] = isPlaying ? ["pause", "Pause (Space)"] : ["play", "Play (Space)"];
    setIcon(this.play, icon, label);
  }
}

function setIcon(button, icon, label) {
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
  button.setAttribute("aria-label", label);
  button.title = label;
}
