// One step in slow motion, as words, numbers and arrows: a stage for each thing that is done.
//
// All numbers are the engine's; here they are only put into sentences.

import { fixed, number } from "./format.js";
import { scaled } from "./vectors.js";

// The numbers of one recorded step, by the names of arrays [S, ...].
export function rowOf(arrays, index) {
  const parts = Object.entries(arrays).map(([name, array]) => {
    const width = array.length / array.shape[0];
    return [name, Array.from(array.subarray(index * width, (index + 1) * width))];
  });
  return Object.fromEntries(parts);
}

// The stages of a step: `told` is what the engine says of it, `moment` what the scene knows of it,
// `run` says whose it is: { method, header, isLast, taken, regime }.
export function stagesOf(told, moment, { words, run }) {
  const context = { told, moment, words, ...run };
  return [gradients, similarity, operated, merged, clipped, optimiser, step].map((stage) => stage(context));
}

function gradients({ told, moment }) {
  return {
    title: "Task gradients",
    sentence: "Each task would go downhill on its own: along −g₁, along −g₂.",
    numbers: [["L₁, L₂", pair(moment.losses)], ["‖g₁‖, ‖g₂‖", pair(told.lengths)]],
    arrows: [["−g₁", scaled(moment.grads[0], -1)], ["−g₂", scaled(moment.grads[1], -1)]],
  };
}

function similarity({ told, method, header, regime }) {
  const [angle, psi] = [told.angle[0], told.similarity[0]];
  const isApart = angle > 90 ? "more than 90°, an angle conflict" : "no more than 90°, no angle conflict";
  const where = Number.isNaN(angle) ? "One gradient is zero, so there is no angle." : `They are ${isApart}.`;
  const rule = regime ? ` ${method.title} is ${regime.doing}. ${regime.help}` : "";
  const numbers = [["angle φ", `${fixed(angle, 1)}°`], ["similarity ψ", fixed(psi, 4)]];
  if (regime && header.threshold) numbers.push(["threshold", header.threshold.label]);
  return {
    title: regime ? "Similarity and regime" : "Similarity",
    sentence: `How far apart are they, and how alike in length? ${where}${rule}`,
    numbers,
    arrows: [],
    angle,
  };
}

function operated({ told, moment, method, words }) {
  return {
    title: "Operated gradients",
    sentence: `${method.title}: ${words.idea}`,
    numbers: [["‖g̃₁‖, ‖g̃₂‖", pair(told.operated_lengths)]],
    arrows: [["−g̃₁", scaled(moment.operated[0], -1)], ["−g̃₂", scaled(moment.operated[1], -1)]],
  };
}

function merged({ told }) {
  return {
    title: "Merged gradient",
    sentence: "The operated gradients are added: d = g̃₁ + g̃₂.",
    numbers: [["d", pair(told.merged)], ["‖d‖", number(told.merged_length[0])]],
    arrows: [["−d", scaled(told.merged, -1)]],
  };
}

function clipped({ told, moment, header }) {
  const sentence = {
    off: "Nothing is cut, for there is no clip norm.",
    idle: `d is no longer than the clip norm ${number(header.clip)}, and stays.`,
    active: `d is longer than the clip norm ${number(header.clip)}, and is cut to it; its direction stays.`,
  }[moment.clip];
  return {
    title: "Clip",
    sentence,
    numbers: [["d, cut", pair(told.clipped)], ["‖d‖, cut", number(told.clipped_length[0])]],
    arrows: [["−d, cut", scaled(told.clipped, -1)]],
  };
}

function optimiser(context) {
  const { told, words } = context;
  const { title, rule, rate, memory } = words.optimizer;
  const held = (k) => told.memory.slice(2 * k, 2 * k + 2);
  const meant = memory.map(({ symbol, help }) => `${symbol} is ${help}`);
  const stage = { title: "Outer optimiser", numbers: [], arrows: [] };
  if (isUnknown(told.update)) return { ...stage, sentence: whyNot(context) };
  return {
    ...stage,
    sentence: `${title} turns it into a step: ${rule}, where ${[...meant, "d is the cut one"].join(", ")}.`,
    numbers: [["lr", number(rate)], ...memory.map(({ symbol }, k) => [symbol, pair(held(k))])],
    arrows: memory.flatMap(({ symbol, is_direction: isOne }, k) =>
      isOne ? [[`−${symbol}`, scaled(held(k), -1)]] : []),
  };
}

function step(context) {
  const { told, moment, words } = context;
  if (isUnknown(told.move)) return { title: "Step", sentence: whyNot(context), numbers: [], arrows: [] };
  const isCut = words.hasBox && told.move.some((value, k) => Math.abs(value - told.update[k]) > 1e-5);
  const turn = Number.isNaN(told.turn[0]) ? "" : `, ${fixed(told.turn[0], 1)}° from −d`;
  const [a, b] = [0, 1].map((k) => `L${"₁₂"[k]} from ${number(moment.losses[k])} to ${number(told.next_losses[k])}`);
  return {
    title: "Step",
    sentence: `The parameters move by Δθ${turn}${isCut ? ", cut at the edge of the landscape" : ""}. It takes ${a} and ${b}.`,
    numbers: [
      ["Δθ", pair(told.move)],
      ["‖Δθ‖", number(told.move_length[0])],
      ["θ, then", pair(told.next_x)],
    ],
    arrows: [["Δθ", told.move]],
  };
}

// Why there is no step, or none that is known.
function whyNot({ isLast, taken, moment, header }) {
  if (isLast) return "This is the last point of the run: no step is taken from it.";
  if (moment.step >= taken) return "The run diverged here: the next point is not a finite number.";
  return `This run keeps one step in ${header.recordEvery}, and what happens between them is not known here.`;
}

const isUnknown = (vector) => vector.some((value) => Number.isNaN(value));
const pair = (values) => values.map((value) => number(value)).join(", ");
