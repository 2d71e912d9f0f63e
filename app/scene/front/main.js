// The component's entry: one scene for every place on a page, told of every new study.

import { METHOD, START } from "./data/focus.js";
import { loaded, themeName } from "./page.js";
import { Pair } from "./pair.js";
import { Scene } from "./scene.js";

const FILES = ["scene.css", "window.css", "pair.css", "plotly.js"];
const scenes = new WeakMap();
const pairs = new WeakMap(); // of the scenes that have another one beside them

export async function show(component, host, address) {
  const { data, setStateValue, setTriggerValue } = component;
  const tell = (name, value) => setTriggerValue(name, value);
  try {
    await Promise.all(FILES.map((name) => loaded(address + name)));
    if (!scenes.has(host)) scenes.set(host, begun(host, address, tell));
    const scene = scenes.get(host);
    scene.tell = tell;
    host.scene = scene;
    if (scene.companion && !data.second) pairs.get(host).leave();
    if (data.second && !scene.companion) pairs.set(host, new Pair(scene, address));
    const pair = data.second && pairs.get(host);
    await Promise.all([scene, pair].map((each) => each?.follow(data, themeName(host))));
  } catch (error) {
    console.warn(error);
    setStateValue("failed", String(error));
  }
}

// A scene whose gradients at the cursor may be asked for on the page Vectors.
function begun(host, address, tell) {
  const scene = new Scene(host, address, tell);
  host.addEventListener("vectors", ({ detail: step }) => {
    const focus = { focus: scene.sync.value(START), [METHOD]: scene.sync.value(METHOD) };
    scene.tell("opened", { t: String(step), ...focus });
  });
  return scene;
}

export function leave(host) {
  const scene = scenes.get(host);
  if (scene?.companion) pairs.get(host).leave();
  scene?.leave();
  scenes.delete(host);
}
