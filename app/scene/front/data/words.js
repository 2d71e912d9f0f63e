// What the symbols of the scene mean, in a sentence each: beside the numbers, and in the help.

export const MEANING = {
  losses: "The losses of task 1 and task 2 at this step.",
  lengths: "How long the gradient of each task is.",
  angle: "The angle between the two gradients. Above 90° the tasks are in conflict.",
  similarity: "How alike the gradients are in length: 1 if equally long, near 0 if far apart.",
  regime:
    "What SAM-GS does at this step: below its threshold γ it equalises the lengths of the gradients, else it modulates each coordinate by its momentum.",
  amplification:
    "While SAM-GS modulates, it multiplies by this: 1/√ĥ, where ĥ remembers how unlike in length the gradients were.",
  momentum:
    "The length of what each gradient is multiplied by, coordinate by coordinate: the running mean |M̂| of the task gradients. The published code doubles it for two tasks, the paper does not.",
  clip: "Whether the merged gradient d was longer than the clip norm and was cut; ‖d‖ is its length before.",
  move: "How far the parameters θ move with this step, after clipping and the outer optimiser.",
};

export const SYMBOLS = [
  ["g₁, g₂", "the gradients of the two losses"],
  ["g̃₁, g̃₂", "what the method makes of them"],
  ["d", "their sum: the merged gradient, before clipping"],
  ["Δθ", "the step that the outer optimiser then takes"],
  ["shaded wedge", "directions in which neither loss rises"],
  ["E and m", "steps at which SAM-GS equalises, and modulates"],
  ["×", "a run that diverged ends here"],
  ["▸ at the rim", "a run is outside the picture, in this direction"],
];
