// The component's entry: one scene for every place on a page, told of every new study.

import { loaded, themeName } from "./page.js";
import { Scene } from "./scene.js";

const scenes = new WeakMap();

export async function show(component, host, address) {
  const { data, setStateValue, setTriggerValue } = component;
  const tell = (name, value) => setTriggerValue(name, value);
  try {
    await Promise.all([loaded(`${address}scene.css`), loaded(`${address}plotly.js`)]);
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
