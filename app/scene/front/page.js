// What the modules have to do with the page around them: its files, and its theme.

const files = new Map(); // by address: when they are there

// A style sheet or a script, once. plotly.js is no module, and takes what it finds of other
// libraries for its own.
export function loaded(address) {
  if (!files.has(address)) files.set(address, arrived(elementOf(address)));
  return files.get(address);
}

function elementOf(address) {
  return address.endsWith(".css")
    ? Object.assign(document.createElement("link"), { rel: "stylesheet", href: address })
    : Object.assign(document.createElement("script"), { src: address });
}

function arrived(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error("a file of the scene did not load")));
    document.head.append(element);
  });
}

export const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export function themeName(host) {
  const page = getComputedStyle(host).getPropertyValue("--st-background-color").trim();
  const probe = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const ctx = probe.getContext("2d");
  ctx.fillStyle = page || "#fff";
  ctx.fillRect(0, 0, 1, 1);
  const [red, green, blue] = ctx.getImageData(0, 0, 1, 1).data;
  return red + green + blue < 384 ? "dark" : "light";
}
