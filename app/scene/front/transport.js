// Play, pause, step, scrub, speed and loop.

import { SPEEDS } from "./clock.js";
import { whole } from "./format.js";
import { child } from "./panel.js";

const ICONS = {
  first: "M6 5h2v14H6zM20 5v14L9 12z",
  back: "M17 5v14L7 12z",
  play: "M7 4v16l13-8z",
  pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  on: "M7 5v14l10-7z",
  last: "M16 5h2v14h-2zM4 5v14l11-7z",
};

export class Transport {
  constructor(host, state) {
    this.state = state;
    const { clock } = state;
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
    this.loop.addEventListener("click", () => {
      clock.isLooping = !clock.isLooping;
      this.show();
    });
  }

  button(icon, label, act) {
    const button = child(this.root, "button", "scene-icon");
    button.type = "button";
    button.addEventListener("click", (event) => {
      act();
      if (event.detail) this.state.root.focus({ preventScroll: true }); // so that Space plays again
    });
    setIcon(button, icon, label);
    return button;
  }

  speeds() {
    const select = child(this.root, "select", "scene-quiet");
    select.setAttribute("aria-label", "Speed");
    for (const speed of SPEEDS) {
      const option = child(select, "option", "", `${speed}×`.replace("0.25", "¼").replace("0.5", "½"));
      option.value = speed;
      option.selected = speed === 1;
    }
    select.addEventListener("change", () => {
      this.state.clock.speed = Number(select.value);
    });
    return select;
  }

  show() {
    const { clock, runs, header } = this.state;
    this.range.max = clock.last;
    this.range.value = clock.index;
    const step = runs.step(clock.index);
    this.range.setAttribute("aria-valuetext", `step ${step} of ${header.nSteps}`);
    this.range.style.setProperty("--done", `${(100 * clock.index) / clock.last}%`);
    this.time.textContent = `t = ${whole(step)} / ${whole(header.nSteps)}`;
    if (this.wasPlaying !== clock.isPlaying) {
      this.wasPlaying = clock.isPlaying;
      setIcon(this.play, clock.isPlaying ? "pause" : "play", clock.isPlaying ? "Pause (Space)" : "Play (Space)");
    }
    this.loop.setAttribute("aria-pressed", String(clock.isLooping));
  }
}

function setIcon(button, icon, label) {
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
  button.setAttribute("aria-label", label);
  button.title = label;
}
