// The numbers of the focused run at the cursor, and the same as a sentence for screen readers.

import { fixed, number, whole } from "../data/format.js";
import { factorLengths, norm } from "../data/vectors.js";
import { MEANING } from "../data/words.js";
import { child } from "./panel.js";

const QUIET = 700; // milliseconds without a change until the sentence is read out

const pair = (values, figures) => values.map((each) => number(each, figures)).join(", ");

// What every method's read-out says, above and below what the method itself declares: a name, a
// label, what it means, and what is told of a moment.
const ABOVE = [
  ["losses", "<i>L</i>₁, <i>L</i>₂", ({ losses }) => pair(losses)],
  ["lengths", "‖<i>g</i>₁‖, ‖<i>g</i>₂‖", ({ lengths }) => pair(lengths)],
  ["angle", "angle φ", ({ angle }) => `${fixed(angle, 1)}°`],
  ["similarity", "similarity ψ", ({ similarity }) => fixed(similarity, 4)],
].map(row);
const BELOW = [
  ["clip", "clip", ({ clip, merged }) => `${clip}, ‖d‖ ${number(norm(merged), 3)}`],
  ["move", "step ‖Δθ‖", ({ move }) => (move ? number(norm(move), 3) : "last step")],
].map(row);

/** @param {any[]} told */
function row([name, label, tell]) {
  return { name, label, help: MEANING[name], tell };
}

// A row of what a method declares, with a dash where it has no meaning. A similarity of its own is
// told where it is another number than ψ.
function own({ name, kind, label, help, divided_by: divisor, where }, method) {
  const tell = {
    weights: ({ weights }) => pair(weights, 3),
    value(moment) {
      const values = moment.told(name);
      const isSame = name === "similarity" && Math.abs(values[0] - moment.similarity) < 1e-5;
      return isSame ? null : pair(values);
    },
    flag: (moment) => method.regimes[regimeOf(moment, method)].word,
    factor: (moment) =>
      regimeOf(moment, method) === Number(where)
        ? pair(factorLengths(moment, moment.told(divisor)[0]), 3)
        : "–",
  }[kind];
  return { name: `own-${name ?? kind}`, label, help, tell };
}

// 0 or 1; null for a method without regimes.
function regimeOf(moment, { rows }) {
  const flag = rows.find(({ kind }) => kind === "flag");
  return flag ? Number(moment.told(flag.name)[0] > 0.5) : null;
}

export class Readout {
  constructor(host) {
    this.root = child(host, "section", "scene-readout");
    this.title = child(this.root, "h4");
    this.list = child(this.root, "dl");
    this.rows = [];
    this.built = null;
    this.live = child(host, "p", "scene-live");
    this.live.setAttribute("role", "status");
  }

  build(method) {
    const rows = method ? [...ABOVE, ...method.rows.map((each) => own(each, method)), ...BELOW] : [];
    this.list.replaceChildren();
    this.rows = rows.map(({ name, label, help, tell }) => {
      const root = child(this.list, "div");
      const term = child(root, "dt");
      term.innerHTML = label;
      term.tabIndex = 0;
      term.dataset.meaning = help;
      term.setAttribute("aria-description", help);
      const value = child(root, "dd");
      value.dataset.name = name;
      return { root, value, tell };
    });
  }

  // `view` says which run it is, `moment` is null until its numbers are there.
  show(view, moment, isPlaying) {
    const { method, focus, runs } = view;
    const which = method && `${method.title}, start ${focus.start + 1} of ${runs.nStarts}`;
    const fate = moment ? fateOf(view, moment) : "";
    this.title.textContent = method ? which + fate : "No method is drawn";
    this.title.title = this.title.textContent;
    const wanted = JSON.stringify(method?.rows ?? null);
    if (wanted !== this.built) this.build(method);
    this.built = wanted;
    for (const { root, value, tell } of this.rows) {
      const told = moment ? tell(moment) : "…";
      root.hidden = told === null;
      value.textContent = told ?? "";
    }
    clearTimeout(this.waiting);
    if (!moment) this.live.textContent = "";
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
  const regime = regimeOf(moment, method);
  return (
    `step ${whole(step)} of ${whole(header.nSteps)}, losses ${number(losses[0])} and ` +
    `${number(losses[1])}, angle ${fixed(angle, 0)} degrees, psi ${fixed(similarity, 2)}` +
    `${regime === null ? "" : `, ${method.regimes[regime].doing}`}`
  );
}
