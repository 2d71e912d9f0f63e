// The drawn methods and the starts as buttons: one of each is focused.

import { line, mark } from "./marks.js";
import { child } from "./panel.js";

const [WIDTH, HEIGHT, RADIUS] = [40, 16, 4.6]; // of a sample, as in the score row

export class Legend {
  // `deeds` are { focusOn, add, remove }.
  constructor(host, deeds) {
    this.deeds = deeds;
    const root = child(host, "div", "scene-legend");
    this.methods = group(root, "Focused method");
    this.starts = group(root, "Focused start");
    this.more = group(root, "Starts");
    this.add = this.button(this.more, deeds.add, "+ Add a start");
    this.remove = this.button(this.more, deeds.remove, "− Remove");
    this.built = "";
  }

  // `isAdding`: the next press on the ground adds a start.
  show({ header, theme, focus, form }, isAdding) {
    const wanted = JSON.stringify([header.methods, header.starts.length, theme.name]);
    if (wanted !== this.built) this.build(header, theme);
    this.built = wanted;
    press(this.methods, focus.method);
    press(this.starts, focus.start);
    const n = header.starts.length;
    this.hold(isAdding);
    this.more.hidden = form.fills || !form.canMoveStarts;
    this.starts.hidden = form.fills;
    this.add.disabled = n >= header.limits.starts;
    this.add.title = "Then press where it is to begin, in parameter space. With the keyboard: A";
    this.remove.disabled = n < 2;
    this.remove.title = `Remove start ${focus.start + 1} (Delete)`;
  }

  hold(isAdding) {
    this.add.setAttribute("aria-pressed", String(isAdding));
  }

  build(header, theme) {
    const { focusOn } = this.deeds;
    this.methods.replaceChildren(caption("Focus"));
    header.methods.forEach((method, m) => {
      const button = this.button(this.methods, () => focusOn({ method: m }));
      button.append(sample(method, theme));
      child(button, "span", "", method.title);
      if (m < 9) button.title = `Focus ${method.title} (${m + 1})`;
    });
    this.starts.replaceChildren(caption("Start"));
    header.starts.forEach((_, start) => {
      const button = this.button(this.starts, () => focusOn({ start }), String(start + 1));
      button.classList.add("scene-number");
      button.setAttribute("aria-label", `Start ${start + 1}`);
    });
  }

  button(host, act, text = "") {
    const button = child(host, "button", "scene-chip", text);
    button.type = "button";
    button.addEventListener("click", () => act());
    return button;
  }
}

function group(host, label) {
  const root = child(host, "div", "scene-group");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", label);
  return root;
}

function caption(text) {
  const span = document.createElement("span");
  span.className = "scene-caption";
  span.textContent = text;
  return span;
}

function press(host, chosen) {
  host.querySelectorAll("button").forEach((button, i) => {
    button.setAttribute("aria-pressed", String(i === chosen));
  });
}

// A short line with the method's dash and marker.
function sample(method, theme) {
  const canvas = document.createElement("canvas");
  canvas.width = 2 * WIDTH;
  canvas.height = 2 * HEIGHT;
  canvas.className = "scene-sample";
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  const [end, middle] = [WIDTH - 8, HEIGHT / 2];
  const colour = method[theme.name];
  line(ctx, method, colour, () => {
    ctx.moveTo(0, middle);
    ctx.lineTo(end, middle);
  });
  mark(ctx, method.mark, end, middle, RADIUS, { colour, page: theme.page, rim: 1 });
  return canvas;
}
