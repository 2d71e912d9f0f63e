// The keys of the scene, and what each of them does. `isFar` says that Shift is held.

const FAR = 50; // steps

// The scene and its parts.
export function keyDeeds({ scene, clock, drag, transport, copyLink, slow, projector, help }) {
  const steps = (isFar) => (isFar ? FAR : 1);
  return {
    ...methodKeys(scene),
    " ": () => clock.toggle(),
    ArrowLeft: (isFar) => clock.go(clock.index - steps(isFar)),
    ArrowRight: (isFar) => clock.go(clock.index + steps(isFar)),
    Home: () => clock.go(0),
    End: () => clock.go(clock.last),
    "Alt+ArrowLeft": () => drag.nudge(-1, 0),
    "Alt+ArrowRight": () => drag.nudge(1, 0),
    "Alt+ArrowUp": () => drag.nudge(0, 1),
    "Alt+ArrowDown": () => drag.nudge(0, -1),
    s: () => scene.focusOn({ start: (scene.view.focus.start + 1) % scene.view.runs.nStarts }),
    a: () => drag.addBeside(),
    Delete: () => drag.removeFocused(),
    Backspace: () => drag.removeFocused(),
    r: () => transport.reset(),
    l: () => copyLink.copy(),
    p: () => projector.toggle(),
    v: () => projector.turn(),
    m: () => slow.toggle(),
    n: () => slow.go(1),
    b: () => slow.go(-1),
    "?": () => help.toggle(),
    Escape: () => {
      drag.setAdding(false);
      help.toggle(false);
      slow.toggle(false);
    },
  };
}

function methodKeys(scene) {
  const pick = (method) => () => {
    if (method < scene.header.methods.length) scene.focusOn({ method });
  };
  return Object.fromEntries(Array.from({ length: 9 }, (_, method) => [String(method + 1), pick(method)]));
}
