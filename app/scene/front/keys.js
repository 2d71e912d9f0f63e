// What every key does while the scene has the keyboard.

import { child } from "./panel.js";

const HELP = [
  ["Space", "play or pause"],
  ["← →", "one step back, on; with Shift fifty"],
  ["Home, End", "to the first, the last step"],
  ["1 – 9", "focus a method"],
  ["S", "next start"],
  ["Alt + arrows", "move the focused start by 0.1"],
  ["A", "add a start beside the focused one"],
  ["Delete", "remove the focused start"],
  ["R", "back to step 0, speed 1×"],
  ["L", "copy the link"],
  ["?", "show or hide this help"],
];

export class Keys {
  constructor(root, state) {
    this.state = state;
    this.help = child(root, "div", "scene-help");
    this.help.hidden = true;
    this.help.setAttribute("role", "dialog");
    this.help.setAttribute("aria-label", "Keys");
    const list = child(this.help, "dl");
    for (const [key, deed] of HELP) {
      const row = child(list, "div");
      child(row, "dt", "", key);
      child(row, "dd", "", deed);
    }
    root.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.target.tagName === "SELECT") return;
    const isButton = event.target.tagName === "BUTTON";
    if (isButton && (event.key === " " || event.key === "Enter")) {
      event.stopPropagation();
      return;
    }
    const deed = event.altKey ? this.withAlt(event.key) : this.deed(event.key, event.shiftKey);
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation(); // single letters mean something to the page around the scene
    deed();
  }

  withAlt(key) {
    const { drag } = this.state;
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    return ways[key] && (() => drag.nudge(...ways[key]));
  }

  deed(key, hasShift) {
    const { clock, focus, focusOn, header, drag } = this.state;
    const far = hasShift ? 50 : 1;
    if (/^[1-9]$/.test(key)) {
      const method = Number(key) - 1;
      return method < header.methods.length ? () => focusOn({ method }) : null;
    }
    return {
      " ": () => clock.toggle(),
      ArrowLeft: () => clock.go(clock.index - far),
      ArrowRight: () => clock.go(clock.index + far),
      Home: () => clock.go(0),
      End: () => clock.go(clock.last),
      s: () => focusOn({ start: (focus.start + 1) % header.starts.length }),
      a: () => drag.addBeside(),
      Delete: () => drag.removeFocused(),
      Backspace: () => drag.removeFocused(),
      r: () => this.reset(),
      l: () => navigator.clipboard?.writeText(window.location.href),
      "?": () => this.toggleHelp(),
      Escape: () => this.toggleHelp(true),
    }[key.length === 1 ? key.toLowerCase() : key];
  }

  reset() {
    const { clock, transport } = this.state;
    clock.speed = 1;
    transport.speed.value = "1";
    clock.go(0);
  }

  toggleHelp(hidden = !this.help.hidden) {
    this.help.hidden = hidden;
  }
}
