// All that a hand can do with the scene: buttons, keys, pointer, sliders of time, starts to drag.

import { CopyLink, shareLink } from "./copy.js";
import { keyDeeds } from "./deeds.js";
import { Drag } from "./drag.js";
import { Help } from "./help.js";
import { Keys } from "./keys.js";
import { Pointer } from "./pointer.js";
import { Projector } from "./projector.js";
import { Reveal } from "./reveal.js";
import { SlowMotion } from "./slow.js";
import { Transport } from "./transport.js";

// The parts by their names in the scene.
export function hands(scene) {
  const { root, stage, clock, preview } = scene;
  const focusOn = (focus) => scene.focusOn(focus);
  const transport = new Transport(stage.time, clock, () => root.focus({ preventScroll: true }));
  const reveal = new Reveal(stage.time, () => scene.uncover());
  const projector = new Projector(transport.root, (values) => scene.reform(values));
  const slow = scene.leader?.slow ?? new SlowMotion(scene, transport.root);
  const copyLink = new CopyLink(transport.root, () =>
    shareLink(window.location.href, scene.view, clock.cursor),
  );
  const help = new Help(root);
  help.button(transport.root);
  const drag = new Drag(stage.space, preview, {
    focusOn,
    moved: (starts, focus) => scene.moveStarts(starts, focus),
    repaint: () => scene.repaint(),
  });
  const pointer = new Pointer(stage, clock, drag, focusOn);
  const parts = { transport, reveal, projector, slow, copyLink, help, drag, pointer };
  return { ...parts, keys: new Keys(root, keyDeeds({ ...parts, scene, clock })) };
}
