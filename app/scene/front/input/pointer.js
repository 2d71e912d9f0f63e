// What a pointer does over the pictures: it looks at a step of a curve, and picks a run.

const NEAR = 10; // pixels up to which a pointer is on a path

export class Pointer {
  constructor({ curves, curvesRoot, planes }, clock, drag, focusOn) {
    const look = (event) => clock.look(curves.under(event));
    curvesRoot.addEventListener("pointermove", look);
    curvesRoot.addEventListener("pointerleave", () => clock.look(null));
    curvesRoot.addEventListener("pointerdown", (event) => {
      const at = curves.under(event);
      if (at !== null) clock.go(at); // a press keeps the cursor where it is
    });
    for (const plane of planes) {
      const { root } = plane.panel;
      const near = (event) => plane.nearest(plane.panel.pointer(event), NEAR);
      root.addEventListener("pointermove", (event) => {
        root.classList.toggle("scene-near", !drag.isAdding && plane.view !== null && near(event) !== null);
      });
      root.addEventListener("click", (event) => {
        if (drag.isAdding && plane === drag.plane) return drag.addAt(plane.panel.pointer(event));
        const found = plane.view && near(event);
        if (!found) return undefined;
        const { nStarts } = plane.view.runs;
        focusOn({ method: Math.floor(found.run / nStarts), start: found.run % nStarts });
        return clock.go(found.at);
      });
    }
  }
}
