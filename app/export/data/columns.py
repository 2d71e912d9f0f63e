"""What the columns of exported tables mean, and in which units they are."""

from typing import NamedTuple


class Meaning(NamedTuple):
    """A unit, empty for what has none, and a sentence."""

    unit: str
    words: str


_LOSS = "loss"
_THETA = "parameter"
MEANINGS = {
    "method": Meaning("", "The method by its title."),
    "start": Meaning("", "The number of the start, counted from 1."),
    "seed": Meaning("", "The seed of the noise and of random methods."),
    "step": Meaning("steps", "How many steps were taken before the point was reached."),
    "theta1": Meaning(_THETA, "The first parameter."),
    "theta2": Meaning(_THETA, "The second parameter."),
    "loss1": Meaning(_LOSS, "The loss of task 1, without noise."),
    "loss2": Meaning(_LOSS, "The loss of task 2, without noise."),
    "angle_degrees": Meaning("degrees", "Between the task gradients, unless one is 0."),
    "similarity_psi": Meaning("", "Gradient magnitude similarity, in [0, 1]."),
    "length_ratio": Meaning("", "How many times the longer gradient is as long as the other."),
    "equalises": Meaning("", "Whether SAM-GS would equalise."),
    "theta1_start": Meaning(_THETA, "The first parameter of the start."),
    "theta2_start": Meaning(_THETA, "The second parameter of the start."),
    "theta1_end": Meaning(_THETA, "The first parameter after the last step."),
    "theta2_end": Meaning(_THETA, "The second parameter after the last step."),
    "loss1_end": Meaning(_LOSS, "The loss of task 1 after the last step."),
    "loss2_end": Meaning(_LOSS, "The loss of task 2 after the last step."),
    "distance_to_front": Meaning(_LOSS, "Of the end, in loss space, from the Pareto front."),
    "on_front": Meaning("", "Whether the end is near enough to count as on the Pareto front."),
    "conflict_rate": Meaning("", "Share of recorded steps with an angle above 90°."),
    "equalised_share": Meaning("", "Share of recorded steps in which the method equalised."),
    "regime_share": Meaning("", "Share of steps in which the method equalised."),
    "clipped_share": Meaning("", "Share of steps whose merged gradient was clipped."),
    "steps_to_goal": Meaning("steps", "The first step at the goal; empty if there was none."),
    "at_goal": Meaning("", "Whether the end is at the goal of the landscape."),
    "outcome": Meaning("", "Whether the run finished or diverged."),
    "steps_taken": Meaning("steps", "How many steps were taken, fewer than asked if it diverged."),
    "end": Meaning("", "What became of the run: at the goal, on the front, not on it, diverged."),
    "place_on_front": Meaning("", "From −1 at task 1's end of the front to 1 at task 2's."),
    "done": Meaning("", "Whether this run is computed."),
    "network": Meaning("", "The kind of network, by which layers are split."),
    "split": Meaning("", "The layers that are split, counted from 1."),
    "width": Meaning("neurons", "The width of the layers."),
    "trunk_parameters": Meaning("", "How many parameters the shared part has."),
    "test_loss": Meaning(_LOSS, "After the last step, on examples that were not trained on."),
    "severe_share": Meaning("", "Share of steps whose gradients have a cosine below −0.1."),
    "picture": Meaning("", "Of which picture of the page the number is."),
    "series": Meaning("", "Of which curve or bar of the picture the number is."),
    "x": Meaning("", "Where in the picture the number stands: a step or a layer."),
    "y": Meaning("", "The number."),
    "runs": Meaning("", "Over how many runs the row is: starts times seeds."),
}
SETTING = Meaning("", "The value of the setting that has this name in the link.")


def meaning_of(name: str) -> Meaning:
    """What a column means; of a sweep, the settings that vary have columns, too."""
    return MEANINGS.get(name, SETTING)
