// The numbers of the focused run at the cursor, and the same as a sentence for screen readers.

import { fixed, number, whole } from "./format.js";
import { child } from "./panel.js";
import { norm } from "./vectors.js";

const QUIET = 700; // milliseconds without a change until the sentence is read out

const ROWS = [
  ["losses", "<i>L</i>₁, <i>L</i>₂", ({ losses }) => losses.map((each) => number(each)).join(", ")],
  ["lengths", "‖<i>g</i>₁‖, ‖<i>g</i>₂‖", ({ lengths }) => lengths.map((each) => number(each)).join(", ")],
  ["angle", "angle φ", ({ angle }) => `${fixed(angle, 1)}°`],
  ["similarity", "similarity ψ", ({ similarity }) => fixed(similarity, 4)],
  ["regime", "regime", ({ equalises }) => ({ true: "equalise", false: "modulate" })[equalises] ?? null],
  ["amplification", "amplification", ({ amplification: a }) => (a === null ? null : number(a))],
  ["momentum", "2|<i>M̂</i>₁|, 2|<i>M̂</i>₂|", momentumTold],
  ["clip", "clip", ({ isClipped, merged }) => `${isClipped ? "active" : "idle"}, ‖d‖ ${number(norm(merged), 3)}`],
  ["move", "step ‖Δθ‖", ({ move }) => (move ? number(norm(move), 3) : "–")],
];

export class Readout {
  constructor(host, state) {
    this.state = state;
    const root = child(host, "section", "scene-readout");
    this.title = child(root, "h4");
    this.list = child(root, "dl");
    this.rows = ROWS.map(([name, label, tell]) => {
      const row = child(this.list, "div");
      child(row, "dt").innerHTML = label;
      const value = child(row, "dd");
      value.dataset.name = name;
      return { row, value, tell };
    });
    this.live = child(host, "p", "scene-live");
    this.live.setAttribute("role", "status");
  }

  show() {
    const { runs, focus, header, moment, clock } = this.state;
    const method = header.methods[focus.method];
    this.title.textContent = method
      ? `${method.title}, start ${focus.start + 1} of ${runs.nStarts}${this.ended(moment)}`
      : "No method is drawn";
    for (const { row, value, tell } of this.rows) {
      const told = moment ? tell(moment) : method ? "…" : null;
      row.hidden = told === null;
      value.textContent = told ?? "";
    }
    clearTimeout(this.waiting);
    if (method && moment && !clock.isPlaying) {
      this.waiting = setTimeout(() => {
        this.live.textContent = this.sentence(method, moment);
      }, QUIET);
    }
  }

  // What a run that diverged has to say from that step on.
  ended(moment) {
    const { runs, focusedRun } = this.state;
    if (!moment || !runs.diverged[focusedRun] || moment.step < runs.taken[focusedRun]) return "";
    return `: diverged at step ${whole(runs.taken[focusedRun])}`;
  }

  sentence(method, { step, losses, angle, similarity, equalises }) {
    const { focus, runs, header } = this.state;
    const regime = { true: ", equalising", false: ", modulating" }[equalises] ?? "";
    return (
      `${method.title}, start ${focus.start + 1} of ${runs.nStarts}, step ${whole(step)} of ` +
      `${whole(header.nSteps)}, losses ${number(losses[0])} and ${number(losses[1])}, ` +
      `angle ${fixed(angle, 0)} degrees, psi ${fixed(similarity, 2)}${regime}` +
      `${this.ended(this.state.moment)}.`
    );
  }
}

// Only while it modulates does the momentum matter.
function momentumTold({ momentum, equalises }) {
  if (!momentum || equalises) return null;
  return momentum.map((pair) => number(norm(pair), 3)).join(", ");
}
