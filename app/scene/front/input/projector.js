// The scene in the whole window: a button for it, and which picture is shown there.

import { PICTURE, PROJECTOR } from "../data/form.js";
import { child } from "../draw/panel.js";

const ENTER = "M3 4h18v13H3zM5 6h14v9H5zM8 19h8v2H8z";
const LEAVE = "M6 4.6 4.6 6l6 6-6 6L6 19.4l6-6 6 6 1.4-1.4-6-6 6-6L18 4.6l-6 6z";

export class Projector {
  // `change` changes the scene's form, values by their names in the link.
  constructor(host, change) {
    this.change = change;
    this.select = child(host, "select", "scene-quiet");
    this.select.setAttribute("aria-label", "Picture");
    this.select.addEventListener("change", () => change({ [PICTURE]: this.select.value }));
    this.button = child(host, "button", "scene-icon");
    this.button.type = "button";
    this.button.addEventListener("click", () => this.toggle());
    this.form = null;
  }

  toggle() {
    this.change({ [PROJECTOR]: this.form.isProjector ? "no" : "yes" });
  }

  // The next picture, where only one is shown at a time.
  turn() {
    if (!this.form.isBare) return;
    const names = this.form.pictures.map(([name]) => name);
    const next = names[(names.indexOf(this.form.picture) + 1) % names.length];
    this.change({ [PICTURE]: next });
  }

  arrange(form) {
    this.form = form;
    const offered = form.pictures.map(
      ([name, text]) => new Option(text, name, false, name === form.picture),
    );
    this.select.replaceChildren(...offered);
    this.select.hidden = !form.isBare;
    this.button.hidden = form.isEmbedded;
    const label = form.isProjector ? "Leave the projector (P)" : "Projector: fill the window (P)";
    const icon = form.isProjector ? LEAVE : ENTER;
    this.button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path fill-rule="evenodd" d="${icon}"/></svg>`;
    this.button.setAttribute("aria-label", label);
    this.button.title = label;
  }
}
