// What the symbols of the scene mean, in a sentence each: beside the numbers, and in the help.

export const MEANING = {
  losses: "The losses of task 1 and task 2 at this step.",
  lengths: "How long the gradient of each task is.",
  angle: "The angle between the two gradients. Above 90° the tasks are in conflict.",
  similarity: "How alike the gradients are in length: 1 if equally long, near 0 if far apart.",
  clip: "Whether the merged gradient d was longer than the clip norm and was cut; ‖d‖ is its length before.",
  move: "How far the parameters θ move with this step, after clipping and the outer optimiser.",
};

export const SYMBOLS = [
  ["g₁, g₂", "the gradients of the two losses"],
  ["g̃₁, g̃₂", "what the method makes of them"],
  ["d", "their sum: the merged gradient, before clipping"],
  ["Δθ", "the step that the outer optimiser then takes"],
  ["shaded wedge", "directions in which neither loss rises"],
  ["hatched, plain", "by which of its two rules a method goes, such as E and m"],
  ["×", "a run that diverged ends here"],
  ["▸ at the rim", "a run is outside the picture, in this direction"],
];
