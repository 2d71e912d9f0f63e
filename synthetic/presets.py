"""Six planted disagreements worth seeing, each with what to expect and a check that it is so."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from synthetic.planted_disagreement import PlantedDisagreement

if TYPE_CHECKING:
    from samgs_core.recon import Summary


class Preset(NamedTuple):
    """A problem for Recon, and its expected outcome in words and as a check of what came out."""

    key: str
    title: str
    problem: PlantedDisagreement
    expected: str
    holds: "Callable[[Summary], bool]"


def _finds_the_eyes(seen: "Summary") -> bool:
    loss, share = seen.test_loss, seen.conflict_share
    hits = sum(pick == (1,) for pick in seen.picks)
    beats = all(loss["recon"].mean < loss[other].mean for other in ("none", "random", "bottom"))
    return hits >= 0.9 * len(seen.picks) and beats and share["recon"].mean < share["none"].mean / 2


def _blames_the_wrong_end(seen: "Summary") -> bool:
    return seen.misleads and seen.split_gain[0] < 0


def _blames_the_first_layer(seen: "Summary") -> bool:
    loss = seen.test_loss
    return seen.score.argmax() == 0 and seen.misleads and loss["recon"].mean >= loss["random"].mean


def _does_not_pay(seen: "Summary") -> bool:
    none = seen.test_loss["none"].mean
    return seen.split_gain[0] <= 0.05 * none and seen.conflict_share["none"].mean < 0.2


def _has_few_conflicts(seen: "Summary") -> bool:
    return seen.conflict_share["none"].mean < 0.2


def _saturates(seen: "Summary") -> bool:
    return bool((seen.late_rate > 0.9).all())


PRESETS = (
    Preset(
        "different-eyes",
        "Different eyes",
        PlantedDisagreement(layer=1),
        "The tasks differ in the first layer, and the score points at it. Splitting it beats no "
        "split, a random layer and the last one, and severe conflicts fall by more than half.",
        _finds_the_eyes,
    ),
    Preset(
        "different-rule",
        "Different rule",
        PlantedDisagreement(layer=5),
        "The tasks differ in the last layer, but every layer below it inherits the quarrel. The "
        "order of the scores is not that of the gains, and splitting the first layer does harm.",
        _blames_the_wrong_end,
    ),
    Preset(
        "hidden-in-the-middle",
        "Hidden in the middle",
        PlantedDisagreement(layer=3),
        "The tasks differ in the third layer, and the score blames the first. Splitting its pick "
        "is no better than splitting a layer at random.",
        _blames_the_first_layer,
    ),
    Preset(
        "twins",
        "Twins",
        PlantedDisagreement(layer=0),
        "The tasks share the whole trunk, so there is nothing to separate: severe conflicts are "
        "rare, and splitting the first layer does not pay.",
        _does_not_pay,
    ),
    Preset(
        "plenty-of-room",
        "Plenty of room",
        PlantedDisagreement(width=24),
        "The tasks differ in the first layer, but the network is three times as wide: with room "
        "for both, severe conflicts are rare without any split.",
        _has_few_conflicts,
    ),
    Preset(
        "full-batch",
        "Full batch",
        PlantedDisagreement(batch=512),
        "Every step sees all examples. Where the sum of the losses is flat, the two gradients "
        "cancel in all layers at once: late in training nearly every step is a conflict in each.",
        _saturates,
    ),
)
