// A drawing context that writes SVG: what the picture's painter uses of a canvas, no more.

export class SvgContext {
  size; measure; space; parts; font; textAlign; lineWidth; strokeStyle; fillStyle;

  // `measure` tells how wide words are; `space` is the name of SVG, which browsers know.
  constructor(size, measure, space) {
    Object.assign(this, { size, measure, space, parts: [], path: "", dash: [], font: "12px sans-serif" });
    Object.assign(this, { textAlign: "left", lineWidth: 1, lineJoin: "miter", strokeStyle: "#000", fillStyle: "#000" });
  }

  beginPath() {
    this.path = "";
  }

  moveTo(x, y) {
    this.path += `M${round(x)} ${round(y)}`;
  }

  lineTo(x, y) {
    this.path += `${this.path ? "L" : "M"}${round(x)} ${round(y)}`;
  }

  // Clockwise, as on a canvas; a whole turn is two halves.
  arc(x, y, radius, from, to) {
    const at = (angle) => `${round(x + radius * Math.cos(angle))} ${round(y + radius * Math.sin(angle))}`;
    const half = (from + to) / 2;
    const arcs = [half, to].map((angle) => `A${round(radius)} ${round(radius)} 0 0 1 ${at(angle)}`);
    this.path += `${this.path ? "L" : "M"}${at(from)}${arcs.join("")}`;
  }

  closePath() {
    this.path += "Z";
  }

  setLineDash(dash) {
    this.dash = dash;
  }

  stroke() {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    this.parts.push(
      `<path d="${this.path}" fill="none" stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}"${dash}/>`,
    );
  }

  fill() {
    this.parts.push(`<path d="${this.path}" fill="${this.fillStyle}"/>`);
  }

  strokeText(words, x, y) {
    const look = `stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}" stroke-linejoin="round"`;
    this.write(words, x, y, `fill="none" ${look}`);
  }

  fillText(words, x, y) {
    this.write(words, x, y, `fill="${this.fillStyle}"`);
  }

  write(words, x, y, look) {
    const anchor = { left: "start", center: "middle", right: "end" }[this.textAlign];
    const font = escaped(this.font);
    this.parts.push(
      `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" dominant-baseline="central" ` +
        `style="font:${font}" ${look}>${escaped(words)}</text>`,
    );
  }

  measureText(words) {
    return this.measure(words, this.font);
  }

  // The picture on a page of its own colour, with a title that says what it shows.
  text(page, title) {
    const box = `width="${this.size}" height="${this.size}" viewBox="0 0 ${this.size} ${this.size}"`;
    return (
      `<svg xmlns="${this.space}" ${box}><title>${escaped(title)}</title>` +
      `<rect width="100%" height="100%" fill="${page}"/>${this.parts.join("")}</svg>`
    );
  }
}

const round = (value) => Math.round(value * 100) / 100;

const escaped = (text) =>
  text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]);
