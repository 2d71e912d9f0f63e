// Where everything stands: both planes with their controls, curves, arrows, numbers and legend.

import { Arrows } from "./arrows.js";
import { Curves } from "./curves.js";
import { enlarged, groundTraces, planeLayout } from "./ground.js";
import { Legend } from "./legend.js";
import { child } from "./panel.js";
import { Plane } from "./plane.js";
import { Readout } from "./readout.js";

const SCALES = [["linear", "linear"], ["log", "logarithmic"]];

export class Stage {
  // `deeds` are { focusOn, add, remove, contours, scale }.
  constructor(root, deeds) {
    const part = (name) => child(root, "div", `scene-${name}`);
    this.root = root;
    this.label = child(root, "header", "scene-label");
    this.value = child(this.label, "h3");
    this.scores = child(this.label, "output");
    const [space, loss, side] = [part("space"), part("loss"), part("side")];
    this.contours = picker(head(space, "Parameter space"), "contours ", deeds.contours);
    this.space = new Plane(space, "space", "Parameter space");
    this.scale = picker(head(loss, "Loss space"), "axes ", deeds.scale);
    this.loss = new Plane(loss, "loss", "Loss space");
    this.planes = [this.space, this.loss];
    this.time = part("time");
    this.legend = new Legend(part("focus"), deeds);
    this.curvesRoot = part("curves");
    this.parts = { space, loss, side, curves: this.curvesRoot };
    this.curves = new Curves(this.curvesRoot);
    this.arrows = new Arrows(side);
    this.readout = new Readout(side);
  }

  // What is left out is hidden, and what remains gets its room.
  arrange(form) {
    const { space, loss, side, curves } = this.parts;
    space.hidden = !form.shows("space");
    loss.hidden = !form.shows("loss");
    curves.hidden = !form.shows("curves");
    this.arrows.root.hidden = !form.shows("arrows");
    this.arrows.open.hidden = !form.canOpenVectors;
    this.readout.root.hidden = !form.shows("numbers");
    side.hidden = this.arrows.root.hidden && this.readout.root.hidden;
    this.label.hidden = !form.isPaired;
    this.value.textContent = form.label;
    this.scores.textContent = form.scores;
    const { classList, style } = this.root;
    classList.toggle("scene-paired", form.isPaired);
    classList.toggle("scene-single", space.hidden || loss.hidden);
    classList.toggle("scene-sideless", side.hidden);
    classList.toggle("scene-roomy", side.hidden && curves.hidden);
    classList.toggle("scene-filling", form.fills);
    classList.toggle("scene-projector", form.isProjector);
    this.root.parentElement.classList.toggle("scene-window", form.fills);
    style.setProperty("--type", `${form.type}px`);
  }

  // Axes and ground of other runs or another theme.
  async lay({ header, theme, form }, ground) {
    const canZoom = window.matchMedia("(pointer: fine)").matches;
    offer(this.contours, header.contoured, header.contours);
    offer(this.scale, SCALES, header.loss.isLog ? "log" : "linear");
    const layouts = [ground.header.themes[theme.name].layout, theme.loss];
    const layoutOf = (layout) => enlarged(planeLayout(layout, canZoom), form.scale);
    await Promise.all(
      this.planes.map(({ name, panel }, i) => {
        const key = `${ground.name} ${header.loss.isLog}`;
        return panel.show(groundTraces(ground, theme.name, name), layoutOf(layouts[i]), key);
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

function picker(host, text, picked) {
  const label = child(host, "label", "scene-hint", text);
  const select = child(label, "select", "scene-small");
  select.addEventListener("change", () => picked(select.value));
  return select;
}

// The options [value, text] of a picker, one of them chosen.
function offer(select, options, chosen) {
  select.replaceChildren(
    ...options.map(([value, text]) => new Option(text, value, false, value === chosen)),
  );
}
