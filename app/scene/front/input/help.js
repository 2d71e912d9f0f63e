// The keys, and what the symbols mean: shown and hidden by a button and by the question mark.

import { SYMBOLS } from "../data/words.js";
import { child } from "../draw/panel.js";

const KEYS = [
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
  ["M", "slow motion of this step"],
  ["N, B", "its next stage, one back"],
  ["P", "projector: fill the window"],
  ["V", "in the whole window: the next picture"],
  ["?", "show or hide this help"],
];
const HANDS = [
  ["drag a start", "its runs follow"],
  ["press a path", "focus its run, at that step"],
  ["“Add a start”", "then press where it is to begin"],
  ["point at a curve", "look at that step; press to stay there"],
];

/** @type {[string, string[][]][]} */
const PARTS = [["Keys", KEYS], ["Pointer", HANDS], ["Symbols", SYMBOLS]];

export class Help {
  constructor(root) {
    this.scene = root;
    this.root = child(root, "div", "scene-help");
    this.root.hidden = true;
    this.root.setAttribute("role", "dialog");
    this.root.setAttribute("aria-label", "Keys and symbols");
    const close = child(this.root, "button", "scene-icon scene-close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "Close the help");
    close.addEventListener("click", () => this.toggle(false));
    this.close = close;
    for (const [title, rows] of PARTS) {
      const part = child(this.root, "section");
      child(part, "h4", "", title);
      const list = child(part, "dl");
      for (const [term, meaning] of rows) {
        const row = child(list, "div");
        child(row, "dt", "", term);
        child(row, "dd", "", meaning);
      }
    }
  }

  button(host) {
    this.opener = child(host, "button", "scene-quiet scene-ask", "?");
    this.opener.type = "button";
    this.opener.title = "Keys and symbols (?)";
    this.opener.setAttribute("aria-label", "Keys and symbols");
    this.opener.addEventListener("click", () => this.toggle());
    this.toggle(false);
  }

  toggle(isOpen = this.root.hidden) {
    const hadFocus = this.root.contains(document.activeElement);
    this.root.hidden = !isOpen;
    if (!isOpen && hadFocus) this.scene.focus({ preventScroll: true }); // so that keys go on
    this.opener.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.close.focus({ preventScroll: true });
  }
}
