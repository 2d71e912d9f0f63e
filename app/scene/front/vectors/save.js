// The picture of the arrows as a file: on white, whatever the page's theme is.

import { paint } from "./picture.js";
import { PlaneView } from "./plane.js";
import { SvgContext } from "./svg.js";

const SIZE = 600;
const FINE = 2; // dots of a PNG per pixel
const NAME = "vectors";

const sized = (scene) => {
  const { radius, isEqual } = scene.view;
  return { ...scene, theme: scene.header.themes.light, view: new PlaneView(SIZE, radius, isEqual) };
};

export function savePng(scene) {
  const canvas = Object.assign(document.createElement("canvas"), { width: SIZE * FINE, height: SIZE * FINE });
  const ctx = canvas.getContext("2d");
  ctx.scale(FINE, FINE);
  const printed = sized(scene);
  ctx.fillStyle = printed.theme.page;
  ctx.fillRect(0, 0, SIZE, SIZE);
  paint(ctx, printed);
  canvas.toBlob((blob) => save(blob, `${NAME}.png`));
}

export function saveSvg(scene) {
  const text = svgOf(scene);
  save(new Blob([text], { type: "image/svg+xml" }), `${NAME}.svg`);
}

export function svgOf(scene) {
  const ruler = document.createElement("canvas").getContext("2d");
  const measure = (words, font) => {
    ruler.font = font;
    return ruler.measureText(words);
  };
  const template = document.createElement("template");
  template.innerHTML = "<svg></svg>";
  const ctx = new SvgContext(SIZE, measure, template.content.firstElementChild.namespaceURI);
  const printed = sized(scene);
  paint(ctx, printed);
  return ctx.text(printed.theme.page, scene.header.summary);
}

function save(blob, download) {
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href, download }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
