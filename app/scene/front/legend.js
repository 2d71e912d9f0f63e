// The drawn methods and the starts as buttons: one of each is focused.

import { line, mark } from "./marks.js";
import { child } from "./panel.js";

export class Legend {
  constructor(host, state) {
    this.state = state;
    this.root = child(host, "div", "scene-legend");
    this.methods = group(this.root, "Focused method");
    this.starts = group(this.root, "Focused start");
    this.built = "";
  }

  show() {
    const { header, theme, focus, focusOn } = this.state;
    const wanted = JSON.stringify([header.methods, header.starts.length, theme.name]);
    if (wanted !== this.built) {
      this.built = wanted;
      this.methods.replaceChildren(caption("Focus"));
      header.methods.forEach((method, m) => {
        const button = this.button(this.methods, () => focusOn({ method: m }));
        button.append(sample(method, theme));
        child(button, "span", "", method.title);
        if (m < 9) button.title = `Focus ${method.title} (${m + 1})`;
      });
      this.starts.replaceChildren(caption("Start"));
      header.starts.forEach((_, start) => {
        const button = this.button(this.starts, () => focusOn({ start }));
        button.textContent = String(start + 1);
        button.classList.add("scene-number");
        button.setAttribute("aria-label", `Start ${start + 1}`);
      });
    }
    press(this.methods, focus.method);
    press(this.starts, focus.start);
  }

  button(host, act) {
    const button = child(host, "button", "scene-chip");
    button.type = "button";
    button.addEventListener("click", act);
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
  canvas.width = 80;
  canvas.height = 32;
  canvas.className = "scene-sample";
  const ctx = canvas.getContext("2d");
  ctx.scale(2, 2);
  const colour = method[theme.name];
  line(ctx, method, colour, () => {
    ctx.moveTo(0, 8);
    ctx.lineTo(32, 8);
  });
  mark(ctx, method.mark, 32, 8, 4.6, { colour, page: theme.page, rim: 1 });
  return canvas;
}
