"""How Recon watches, scores and trains: the numbers besides the problem and the method."""

from dataclasses import dataclass

from samgs_core.params import Declared, choice, param
from samgs_core.recon.scores import SCORES


@dataclass(frozen=True)
class Plan(Declared):
    """The watching phase and the training of every network, declared once.

    The learning rate is the best of 0.01, 0.015 and 0.02 on planted disagreements in layers 1, 3
    and 5: with a lower one every network learns less, and the watching ends before the scores have
    settled.
    """

    key = "plan"
    title = "Plan"

    threshold: float = param(
        -0.1, -1.0, 0.0, "Threshold S", "A step counts against a layer if the cosine is below S."
    )
    watch: float = param(
        0.25, 0.02, 1.0, "Watching", "Share of the training that is watched for the scores."
    )
    score: str = choice(
        "rate",
        SCORES,
        "Score",
        "How often a layer conflicts, how much oftener than by chance, or what it costs.",
    )
    steps: int = param(
        500, 20, 2_000, "Steps", "Steps of training, watching included.", whole=True, step=100
    )
    lr: float = param(
        2e-2, 1e-4, 1.0, "Learning rate", "Adam's rate at the start; it falls to zero.", log=True
    )
    dtype: str = choice(
        "float32", ("float32", "float64"), "Precision", "Single precision takes half the time."
    )

    @property
    def watched(self) -> int:
        """How many steps are watched, at least 1."""
        return max(1, round(self.watch * self.steps))
