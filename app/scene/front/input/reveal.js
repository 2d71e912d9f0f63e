// What stands in the place of the time while the runs are still to be predicted.

import { child } from "../draw/panel.js";

const QUESTION = "Predict first: where does each run end?";

export class Reveal {
  // `act` reveals the runs.
  constructor(host, act) {
    this.root = child(host, "div", "scene-reveal");
    this.root.hidden = true;
    child(this.root, "p", "", QUESTION);
    this.button = child(this.root, "button", "scene-chip", "Reveal");
    this.button.type = "button";
    this.button.title = "Show how the runs go on, and all that is told of them";
    this.button.addEventListener("click", () => act());
  }

  arrange({ isCovered }) {
    this.root.hidden = !isCovered;
  }
}
