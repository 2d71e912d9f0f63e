// The numbers of the focused run at the cursor, and the same as a sentence for screen readers.

import { fixed, number, whole } from "../data/format.js";
import { norm } from "../data/vectors.js";
import { MEANING } from "../data/words.js";
import { child } from "./panel.js";

const QUIET = 700; // milliseconds without a change until the sentence is read out

const pair = (values, figures) => values.map((each) => number(each, figures)).join(", ");

// Name, label, and what is told of a moment; a row without something to tell is not there.
const ROWS = [
  ["losses", () => "<i>L</i>₁, <i>L</i>₂", ({ losses }) => pair(losses)],
  ["lengths", () => "‖<i>g</i>₁‖, ‖<i>g</i>₂‖", ({ lengths }) => pair(lengths)],
  ["angle", () => "angle φ", ({ angle }) => `${fixed(angle, 1)}°`],
  ["similarity", () => "similarity ψ", ({ similarity }) => fixed(similarity, 4)],
  ["regime", () => "regime", (moment, method) => regime(moment, method)],
  ["amplification", () => "amplification", ({ amplification: a }) => (a === null ? null : number(a))],
  ["momentum", ({ momentum }) => `${momentum}₁, ${momentum}₂`, momentumTold],
  ["clip", () => "clip", ({ clip, merged }) => `${clip}, ‖d‖ ${number(norm(merged), 3)}`],
  ["move", () => "step ‖Δθ‖", ({ move }) => (move ? number(norm(move), 3) : "last step")],
];

export class Readout {
  constructor(host) {
    const root = child(host, "section", "scene-readout");
    this.title = child(root, "h4");
    const list = child(root, "dl");
    this.rows = ROWS.map(([name, label, tell]) => {
      const row = child(list, "div");
      const term = child(row, "dt");
      term.tabIndex = 0;
      term.dataset.meaning = MEANING[name];
      term.setAttribute("aria-description", MEANING[name]);
      const value = child(row, "dd");
      value.dataset.name = name;
      return { row, term, value, label, tell };
    });
    this.live = child(host, "p", "scene-live");
    this.live.setAttribute("role", "status");
  }

  // `view` says which run it is, `moment` is null until its numbers are there.
  show(view, moment, isPlaying) {
    const { method, focus, runs } = view;
    const which = method && `${method.title}, start ${focus.start + 1} of ${runs.nStarts}`;
    const fate = moment ? fateOf(view, moment) : "";
    this.title.textContent = method ? which + fate : "No method is drawn";
    this.title.title = this.title.textContent;
    for (const { row, term, value, label, tell } of this.rows) {
      const told = moment ? tell(moment, method) : method ? "…" : null;
      row.hidden = told === null;
      value.textContent = told ?? "";
      const wanted = method ? label(method) : "";
      if (term.dataset.label !== wanted) term.innerHTML = term.dataset.label = wanted;
    }
    clearTimeout(this.waiting);
    if (!moment || isPlaying) return;
    this.waiting = setTimeout(() => {
      this.live.textContent = `${which}, ${sentence(view, moment)}${fate}.`;
    }, QUIET);
  }
}

// What a run that diverged has to say from that step on.
function fateOf({ runs, run }, { step }) {
  if (!runs.diverged[run] || step < runs.taken[run]) return "";
  return `: diverged at step ${whole(runs.taken[run])}`;
}

function sentence({ header, method }, moment) {
  const { step, losses, angle, similarity } = moment;
  const word = regime(moment, method);
  return (
    `step ${whole(step)} of ${whole(header.nSteps)}, losses ${number(losses[0])} and ` +
    `${number(losses[1])}, angle ${fixed(angle, 0)} degrees, psi ${fixed(similarity, 2)}` +
    `${word ? `, regime ${word}` : ""}`
  );
}

function regime({ equalises }, { regimes }) {
  return equalises === null || !regimes ? null : regimes[Number(equalises)].word;
}

// Only while it modulates does the momentum matter.
function momentumTold({ momentum, equalises }) {
  return !momentum || equalises ? null : pair(momentum.map(norm), 3);
}
