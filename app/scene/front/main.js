// The component's entry: one scene for every place on a page, told of every new study.

import { Scene } from "./scene.js";

const scenes = new WeakMap();
let plotly = null;

export async function show(component, host, address) {
  const { data, setStateValue, setTriggerValue } = component;
  const tell = (name, value) => setTriggerValue(name, value);
  try {
    plotly ??= load(address);
    await plotly;
    if (!scenes.has(host)) scenes.set(host, new Scene(host, address, tell));
    const scene = scenes.get(host);
    scene.tell = tell;
    host.scene = scene;
    await scene.follow(data, themeName(host));
  } catch (error) {
    console.warn(error);
    setStateValue("failed", String(error));
  }
}

export function leave(host) {
  scenes.get(host)?.leave();
  scenes.delete(host);
}

// plotly.js is no module, and it takes what it finds of other libraries for its own.
async function load(address) {
  const style = Object.assign(document.createElement("link"), {
    rel: "stylesheet",
    href: `${address}scene.css`,
  });
  await Promise.all([arrived(style), arrived(script(`${address}plotly.js`))]);
}

function script(src) {
  return Object.assign(document.createElement("script"), { src });
}

function arrived(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error("a file of the scene did not load")));
    document.head.append(element);
  });
}

function themeName(host) {
  const page = getComputedStyle(host).getPropertyValue("--st-background-color").trim();
  const probe = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const ctx = probe.getContext("2d");
  ctx.fillStyle = page || "#fff";
  ctx.fillRect(0, 0, 1, 1);
  const [red, green, blue] = ctx.getImageData(0, 0, 1, 1).data;
  return red + green + blue < 384 ? "dark" : "light";
}
