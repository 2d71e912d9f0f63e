// Where everything stands: both planes with their controls, curves, arrows, numbers and legend.

import { Arrows } from "./arrows.js";
import { Curves } from "./curves.js";
import { groundTraces, planeLayout } from "./ground.js";
import { Legend } from "./legend.js";
import { child } from "./panel.js";
import { Plane } from "./plane.js";
import { Readout } from "./readout.js";

export class Stage {
  // `deeds` are { focusOn, add, remove, contours, scale }.
  constructor(root, deeds) {
    const part = (name) => child(root, "div", `scene-${name}`);
    const [space, loss, side] = [part("space"), part("loss"), part("side")];
    this.contours = this.contourPicker(head(space, "Parameter space"), deeds.contours);
    this.space = new Plane(space, "space", "Parameter space");
    this.scale = this.scaleButton(head(loss, "Loss space"), deeds.scale);
    this.loss = new Plane(loss, "loss", "Loss space");
    this.planes = [this.space, this.loss];
    this.time = part("time");
    this.legend = new Legend(part("focus"), deeds);
    this.curvesRoot = part("curves");
    this.curves = new Curves(this.curvesRoot);
    this.arrows = new Arrows(side);
    this.readout = new Readout(side);
  }

  contourPicker(host, picked) {
    const label = child(host, "label", "scene-hint", "contours ");
    const select = child(label, "select", "scene-small");
    select.addEventListener("change", () => picked(select.value));
    return select;
  }

  scaleButton(host, picked) {
    const button = child(host, "button", "scene-small scene-scale");
    button.type = "button";
    button.addEventListener("click", () => picked(this.isLog ? "linear" : "log"));
    return button;
  }

  // Axes and ground of other runs or another theme.
  async lay({ header, theme }, ground) {
    const canZoom = window.matchMedia("(pointer: fine)").matches;
    this.contours.replaceChildren(
      ...header.contoured.map(([key, text]) => new Option(text, key, false, key === header.contours)),
    );
    this.isLog = header.loss.isLog;
    this.scale.textContent = this.isLog ? "axes: logarithmic" : "axes: linear";
    this.scale.title = this.isLog ? "Show linear axes" : "Show logarithmic axes";
    const layouts = [ground.header.themes[theme.name].layout, theme.loss];
    await Promise.all(
      this.planes.map(({ name, panel }, i) => {
        const key = `${ground.name} ${this.isLog}`;
        return panel.show(groundTraces(ground, theme.name, name), planeLayout(layouts[i], canZoom), key);
      }),
    );
  }

  show(view, cursor, hand, isAdding) {
    for (const plane of this.planes) plane.show(view, cursor, hand);
    this.curves.show(view, cursor);
    this.legend.show(view, isAdding);
  }

  move(cursor, hand, isAdding) {
    for (const plane of this.planes) plane.move(cursor, hand);
    this.curves.move(cursor);
    this.legend.hold(isAdding);
  }

  remove() {
    for (const { panel } of this.planes) panel.remove();
    this.curves.remove();
    this.arrows.remove();
  }
}

function head(host, title) {
  const root = child(host, "header");
  child(root, "h3", "", title);
  return root;
}
