// What every drawn method makes of all pairs of gradients, as maps; a press on one sets the arrows.

import { fetched } from "../data/message.js";
import { filledWith } from "../draw/ground.js";
import { child } from "../draw/panel.js";
import { loaded } from "../page.js";

const BIG = 460; // pixels of height of a single map, of a row of maps, and of what is around them
const ROW = 190;
const AROUND = 70;
const NARROWEST = 130; // of a map among others
const CONFIG = { displayModeBar: false, responsive: false };
const QUIET = { mode: "markers", hoverinfo: "skip", showlegend: false };

export class Fingerprints {
  root; address; tell; page; themeName;

  constructor(root, address, tell) {
    Object.assign(this, { root, address, tell, asked: "", isSeen: false });
    const bar = child(root, "div", "vectors-buttons");
    this.picker = child(child(bar, "label", "scene-hint", "Show "), "select", "scene-quiet");
    this.picker.addEventListener("change", () => this.change("big", this.picker.value || "none"));
    this.colour = child(child(bar, "label", "scene-hint", "Colour "), "select", "scene-quiet");
    this.colour.append(new Option("worse-off task", "worst"), new Option("share of task 1", "share"));
    this.colour.addEventListener("change", () => this.change("colour", this.colour.value));
    for (const format of ["png", "svg"]) {
      const save = child(bar, "button", "scene-quiet", format.toUpperCase());
      save.type = "button";
      save.title = `Save the maps as ${save.textContent}`;
      save.addEventListener("click", () => this.save(format));
    }
    this.scroll = child(root, "div", "vectors-scroll");
    this.scroll.setAttribute("role", "img");
    this.plot = child(this.scroll, "div");
    this.resizing = new ResizeObserver(() => this.draw());
    this.seeing = new IntersectionObserver(([{ isIntersecting }]) => {
      if (isIntersecting && !this.isSeen) this.seen();
    }, { rootMargin: "200px" });
    this.seeing.observe(root);
  }

  // What the page says is to be shown: nothing is fetched before the maps come into sight.
  async follow(page, themeName) {
    Object.assign(this, { page, themeName });
    if (!this.isSeen) return;
    if (page.link !== this.asked) {
      this.asked = page.link;
      const message = await fetched(`${this.address}fingerprints?${page.link}`);
      if (page.link !== this.asked) return; // a newer one was asked for meanwhile
      this.message = message;
    }
    if (this.message) await this.draw();
  }

  seen() {
    this.isSeen = true;
    this.seeing.disconnect();
    loaded(`${this.address}plotly.js`)
      .then(() => this.follow(this.page, this.themeName))
      .then(() => this.resizing.observe(this.root))
      .catch(console.warn);
  }

  async draw() {
    if (!this.message || !this.root.clientWidth) return;
    const { data, layout } = this.pictured(this.themeName);
    await window.Plotly.react(this.plot, data, layout, CONFIG);
    if (!this.isHeard) this.plot.on("plotly_click", ({ points: [{ x, y }] }) => this.tell("changes", { pair: [x, y] }));
    this.isHeard = true;
    this.dress(this.message.header);
  }

  // The maps as a figure of Plotly, as wide as there is room.
  pictured(themeName) {
    const { header, arrays } = this.message;
    const { traces, layout, ring, page } = header.themes[themeName];
    const [rows, columns] = header.grid;
    const isOne = rows * columns === 1;
    const room = this.root.clientWidth;
    const size = {
      width: isOne ? room : Math.max(room, columns * NARROWEST + 110),
      height: isOne ? BIG : rows * ROW + AROUND,
    };
    const maps = traces.map((trace) => filledWith(trace, arrays));
    const marker = { size: 11, color: page, line: { color: ring, width: 3 } };
    const [x, y] = this.page.here ?? [null, null];
    const here = maps
      .filter(({ type }) => type === "heatmap")
      .map(({ xaxis, yaxis }) => Object.assign({ x: [x], y: [y], xaxis, yaxis, marker }, QUIET));
    const axes = Object.entries(layout).filter(([name]) => /^[xy]axis/.test(name));
    const still = Object.fromEntries(axes.map(([name, axis]) => [name, { ...axis, fixedrange: true }]));
    return { data: [...maps, ...here], layout: { ...layout, ...still, ...size, dragmode: false } };
  }

  dress(header) {
    this.scroll.setAttribute("aria-label", header.alt);
    const options = [["", "all drawn methods"], ...header.methods];
    if (header.big && !header.methods.some(([key]) => key === header.big)) options.push([header.big, header.big]);
    this.picker.replaceChildren(...options.map(([key, title]) => new Option(title, key, false, key === header.big)));
    this.colour.value = header.colour;
    this.root.dataset.drawn = header.link;
  }

  change(name, value) {
    this.tell("changes", { [`vectors.${name}`]: value });
  }

  // As a file: on white, whatever the page's theme is.
  save(format) {
    if (!window.Plotly || !this.message) return;
    const { data, layout } = this.pictured("light");
    const white = { ...layout, paper_bgcolor: this.message.header.themes.light.page };
    const { width, height } = layout;
    window.Plotly.downloadImage({ data, layout: white }, { format, filename: "fingerprints", width, height, scale: 2 });
  }

  leave() {
    this.seeing.disconnect();
    this.resizing.disconnect();
    if (this.isHeard) window.Plotly.purge(this.plot);
    this.root.replaceChildren();
  }
}
