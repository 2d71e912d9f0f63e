// The numbers beside the picture: how the gradients stand, and a row for every drawn method.

import { child } from "../draw/panel.js";
import { line, mark } from "../draw/marks.js";

const QUIET = 700; // milliseconds without a change until the sentence is read out

export class Numbers {
  // `pick` hears which method's row was pressed.
  constructor(host, pick) {
    this.pick = pick;
    this.list = child(host, "dl", "vectors-readouts");
    this.scroll = child(host, "div", "vectors-scroll");
    this.scroll.tabIndex = 0; // so that it can be scrolled with the keys
    this.scroll.setAttribute("role", "region");
    this.scroll.setAttribute("aria-label", "What every drawn method makes of the gradients");
    const table = child(this.scroll, "table");
    this.head = child(child(table, "thead"), "tr");
    this.body = child(table, "tbody");
    this.words = child(host, "ul", "vectors-words");
    this.live = child(host, "p", "scene-live");
    this.live.setAttribute("role", "status");
    this.built = "";
  }

  show(header, theme, focused) {
    fill(this.list, header.readouts, readout);
    const wanted = `${header.rows.map(({ key }) => key)} ${header.grads.length} ${theme.name} ${Boolean(header.turned)}`;
    if (wanted !== this.built) this.build(header, theme);
    this.built = wanted;
    header.rows.forEach((row, place) => this.tell(this.body.children[place], row, row.key === focused));
    fill(this.words, header.sentences, (element, sentence) => {
      element.textContent = sentence;
    }, "li");
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.live.textContent = header.summary;
    }, QUIET);
  }

  build(header, theme) {
    const tasks = header.grads.map((_, task) => "₁₂₃"[task]);
    const heads = [
      ["Method", ""],
      ["‖d‖", "How long the merged gradient d is."],
      ...tasks.map((k) => [`∠ g${k}`, `The angle between d and the gradient g${k}.`]),
      ...tasks.map((k) => [`g${k}·d`, `By how much a small step lowers the loss of task ${k}, to first order.`]),
      ["Harmed", "The tasks whose loss a step raises."],
      ["Weights", "What each gradient is multiplied by, if the method has weights."],
    ];
    if (header.turned) heads.splice(2, 0, ["Turned", "Whether d has turned along with the gradients."]);
    this.head.replaceChildren();
    for (const [title, help] of heads) {
      const cell = child(this.head, "th", "", title);
      cell.scope = "col";
      cell.title = help;
    }
    this.body.replaceChildren();
    header.methods.forEach((method) => {
      const row = child(this.body, "tr");
      const name = child(row, "th");
      name.scope = "row";
      const button = child(name, "button", "vectors-name");
      button.type = "button";
      button.title = `Focus ${method.title}: its operated gradients are drawn if they are asked for`;
      swatch(child(button, "canvas"), method, theme);
      child(button, "span", "", method.title);
      button.addEventListener("click", () => this.pick(method.key));
      for (const [title] of heads.slice(1)) child(row, "td").dataset.name = title;
    });
  }

  tell(row, { title, length, angles, gains, harmed, weights, turned }, isFocused) {
    const [name, ...cells] = row.children;
    name.firstChild.setAttribute("aria-pressed", String(isFocused));
    name.lastChild.lastChild.textContent = title;
    const texts = [length, ...(cells.length === 2 * angles.length + 4 ? [turned] : [])];
    texts.push(...angles, ...gains, harmed.length ? `task ${harmed.join(", ")}` : "nobody", weights || "–");
    cells.forEach((cell, place) => {
      cell.textContent = texts[place];
    });
    cells.at(-2).classList.toggle("vectors-harm", harmed.length > 0);
  }
}

// As many elements as there are values, each filled with its own.
function fill(host, values, tell, tag = "div") {
  while (host.children.length > values.length) host.lastChild.remove();
  while (host.children.length < values.length) child(host, tag);
  values.forEach((value, place) => tell(host.children[place], value));
}

function readout(element, { name, label, text, help }) {
  if (!element.firstChild) {
    child(element, "dt").tabIndex = 0;
    child(element, "dd");
  }
  const [term, value] = element.children;
  if (term.dataset.label !== label) term.innerHTML = label;
  Object.assign(term.dataset, { label, meaning: help });
  term.setAttribute("aria-description", help);
  value.dataset.name = name;
  value.textContent = text;
}

// A piece of the method's line with its marker, as in the legend of the scene.
function swatch(canvas, method, theme) {
  const ratio = window.devicePixelRatio || 1;
  Object.assign(canvas, { width: 36 * ratio, height: 14 * ratio, className: "vectors-sample" });
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  const colour = method[theme.name];
  line(ctx, method, colour, (path) => {
    path.moveTo(0, 7);
    path.lineTo(28, 7);
  });
  mark(ctx, method.mark, 29, 7, 4.4, { colour, page: theme.page, rim: 0.5 });
}
