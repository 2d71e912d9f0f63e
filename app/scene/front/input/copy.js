// The link of what is on the screen, and how it gets into the clipboard.

import { METHOD, START } from "../data/focus.js";
import { child } from "../draw/panel.js";

const CONFIRMED = 2000; // milliseconds

// The page's address with the focused run and, before the end, the time: `t`, and `play`.
export function shareLink(address, { runs, method, focus }, { index, isAtEnd, isPlaying }) {
  const url = new URL(address);
  const told = {
    [METHOD]: method?.key ?? null,
    [START]: focus.start + 1,
    t: isAtEnd ? null : runs.step(index),
    play: isPlaying ? "yes" : null,
  };
  for (const [name, value] of Object.entries(told)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return String(url);
}

export class CopyLink {
  // `link` makes the link at the moment of the press.
  constructor(host, link) {
    this.link = link;
    this.button = child(host, "button", "scene-quiet scene-copy", "Copy link");
    this.button.type = "button";
    this.button.title = "Copy the link of what is shown: study, focus and time (L)";
    this.button.addEventListener("click", () => this.copy());
    this.status = child(host, "span", "scene-live");
    this.status.setAttribute("role", "status");
    this.host = host;
  }

  async copy() {
    const text = this.link();
    try {
      await navigator.clipboard.writeText(text);
      this.confirm();
    } catch {
      this.offer(text); // without permission, or on a page without https
    }
  }

  confirm() {
    this.button.textContent = this.status.textContent = "Copied";
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.button.textContent = "Copy link";
      this.status.textContent = "";
    }, CONFIRMED);
  }

  // A field with the link, selected, where it is copied by hand.
  offer(text) {
    this.field?.remove();
    this.field = child(this.host, "input", "scene-link");
    Object.assign(this.field, { value: text, readOnly: true });
    this.field.setAttribute("aria-label", "Link, selected: copy it with Ctrl+C or ⌘C");
    this.field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.field.remove();
    });
    this.field.addEventListener("copy", () => this.confirm());
    this.field.addEventListener("blur", () => this.field.remove());
    this.field.focus();
    this.field.select();
  }
}
