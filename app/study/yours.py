"""What the page Your run shows: whose recording, at which step, and which pair of tasks."""

from dataclasses import dataclass

from samgs_core.params import Declared, choice, param

MAX_STEP = 10**12
MAX_PAIR = 120


@dataclass(frozen=True, kw_only=True)
class YourRunSettings(Declared):
    """A recording, the cursor, and a pair of its tasks, numbered from 1 in their order.

    A recording may have fewer steps and pairs than the settings say: then it shows its last. With
    a ``step`` of None the cursor stands at the last step too. ``gamma`` of None is that of the
    training, if SAM-GS was its method.
    """

    key = "run"
    title = "Your run"

    source: str = choice(
        "digits",
        ("digits", "explore", "train", "file"),
        "Recording",
        "The example of this page, the focused run of Explore or of Train, or a file of your own.",
    )
    step: int | None = param(
        None,
        0,
        MAX_STEP,
        "Step of the cursor",
        "The step that is told in full, in all pictures.",
        whole=True,
        optional=True,
        step=1,
    )
    pair: int = param(
        1, 1, MAX_PAIR, "Pair of tasks", "The pair that is told in full.", whole=True, step=1
    )
    gamma: float | None = param(
        None,
        0.0,
        1.0,
        "Threshold γ",
        "What SAM-GS would do at this threshold.",
        optional=True,
    )
