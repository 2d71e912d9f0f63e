// The buttons under the picture: a third gradient, lengths, operated gradients, files, and a hint.

import { child } from "../draw/panel.js";
import { savePng, saveSvg } from "./save.js";
import { text } from "./plane.js";

const HINT =
  "Arrows point downhill: −g of each task, and −d of each method. In the shaded cone no loss rises. " +
  "Drag a tip (Shift keeps its direction, Alt its length), or reach it with Tab: arrow keys move it, " +
  "+ and − stretch it.";

export class Buttons {
  // `vectors` takes the changes.
  constructor(host, vectors) {
    this.root = child(host, "div", "vectors-buttons");
    const change = (name, value) => vectors.change({ [`vectors.${name}`]: value });
    this.third = button(this.root, () => change("g3", this.isThird ? "none" : this.beyond()));
    this.equal = button(this.root, () => change("lengths", this.isEqual ? "true" : "equal"), "Equal lengths");
    this.equal.title = "All arrows at one length: under Adam only the direction of a step counts";
    this.operated = button(this.root, () => change("operated", this.isOperated ? "no" : "yes"));
    button(this.root, () => savePng(vectors.scene), "PNG").title = "Save the picture as PNG";
    button(this.root, () => saveSvg(vectors.scene), "SVG").title = "Save the picture as SVG";
    child(host, "p", "vectors-hint", HINT);
  }

  show({ header, grads, view, focused }) {
    const method = header.methods.find(({ key }) => key === focused);
    this.grads = grads;
    this.isThird = grads.length > 2;
    this.isEqual = view.isEqual;
    this.isOperated = header.isOperated;
    this.third.textContent = this.isThird ? "Remove g₃" : "Add g₃";
    this.equal.setAttribute("aria-pressed", String(this.isEqual));
    this.operated.textContent = `Operated gradients${method ? `: ${method.title}` : ""}`;
    this.operated.title = method
      ? "What the focused method makes of each gradient; they add up to its merged gradient"
      : "Press a method's name in the table to see its operated gradients";
    this.operated.setAttribute("aria-pressed", String(this.isOperated));
  }

  // A third gradient that leaves no direction which helps all: against the other two.
  beyond() {
    const [a, b] = this.grads;
    const against = [0, 1].map((axis) => -(a[axis] + b[axis]) / 2);
    const size = Math.hypot(...against) || 1;
    const wanted = (Math.hypot(...a) + Math.hypot(...b)) / 2 || 1;
    const [x, y] = Math.hypot(...against) > 0 ? against : [-a[1], a[0]];
    return text([x, y].map((value) => (value * wanted) / size), 3);
  }
}

function button(host, press, label = "") {
  const made = child(host, "button", "scene-quiet", label);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}
