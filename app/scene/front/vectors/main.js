// The entry of the Vectors page's components: the arrows, and the fingerprints.

import { loaded, themeName } from "../page.js";
import { Fingerprints } from "./fingerprints.js";
import { Vectors } from "./vectors.js";

const KINDS = { arrows: Vectors, fingerprints: Fingerprints };
const shown = new WeakMap();

export async function show(component, host, address) {
  const { data, setStateValue, setTriggerValue } = component;
  const tell = (name, value) => setTriggerValue(name, value);
  try {
    await Promise.all(["scene.css", "vectors/vectors.css"].map((name) => loaded(address + name)));
    if (!shown.has(host)) shown.set(host, new KINDS[data.kind](host, address, tell));
    const part = shown.get(host);
    part.tell = tell;
    host.held = part;
    await part.follow(data, themeName(host));
  } catch (error) {
    console.warn(error);
    setStateValue("failed", String(error));
  }
}

export function leave(host) {
  shown.get(host)?.leave();
  shown.delete(host);
}
