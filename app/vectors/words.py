"""What the picture of the gradients says in numbers and sentences."""

from itertools import combinations
from typing import NamedTuple

import numpy as np

from app.vectors.outcome import Group, Outcome, Outcomes
from app.words.numbers import NOTHING, fixed, listed, number
from samgs_core.methods import SAMGS

SUBSCRIPTS = "₁₂₃"
RIGHT = 1e-9
"""So near to 90 degrees an angle is right, but for rounding."""


class Told(NamedTuple):
    """A number of the read-outs: a name, a label, its text, and what it means."""

    name: str
    label: str
    text: str
    help: str


class Row(NamedTuple):
    """A row of the table: a method's numbers as text."""

    key: str
    title: str
    length: str
    angles: tuple[str, ...]
    gains: tuple[str, ...]
    harmed: tuple[int, ...]  # the tasks whose loss rises, counted from 1
    weights: str
    turned: str


def readouts(found: Outcomes) -> list[Told]:
    """How the gradients stand to each other, and what SAM-GS would make of their lengths."""
    n = len(found.grads)
    names = "‖<i>g</i>" + "‖, ‖<i>g</i>".join(SUBSCRIPTS[:n]) + "‖"
    pairs = [SUBSCRIPTS[i] + SUBSCRIPTS[j] for i, j in combinations(range(n), 2)]
    phi, psi = (", ".join(each + pair for pair in pairs) for each in ("φ", "ψ"))
    angles = " ".join(f"{fixed(each, 1)}°" if each == each else NOTHING for each in found.angles)
    largest, least = found.lengths.max(), found.lengths.min()
    ratio = number(largest / least) if least > 0 else NOTHING
    gamma = found.study.gamma
    value = float(found.sam_gs.diagnostics["similarity"])
    flag = SAMGS.flag()
    regime = flag.regime(bool(found.sam_gs.diagnostics[flag.name])) if flag else None
    return [
        Told("angle", "angle φ" if n == 2 else phi, angles, "Above 90° two tasks are in conflict."),
        Told("lengths", names, ", ".join(map(number, found.lengths)), "How long each gradient is."),
        Told("ratio", "ratio", ratio, "How many times as long as the shortest the longest is."),
        Told(
            "similarity",
            "similarity ψ" if n == 2 else psi,
            " ".join(fixed(each, 3) for each in found.similarities),
            "How alike two gradients are in length: 1 if equally long, near 0 if far apart.",
        ),
        Told(
            "regime",
            "SAM-GS",
            f"{regime.word if regime else NOTHING}: Ψ {fixed(value, 3)}, γ {number(gamma)}",
            "Which of its two rules SAM-GS goes by: Ψ below γ equalises.",
        ),
    ]


def row(each: Outcome, turned: float) -> Row:
    """A method's row; ``turned`` is by how much all gradients were turned."""
    weights = each.merged.weights
    told = NOTHING if np.isnan(each.off) else "along" if abs(each.off) < 0.01 else ""
    return Row(
        key=each.method.key,
        title=each.method.title,
        length="0" if each.is_still else number(each.length),
        angles=tuple(f"{fixed(angle, 1)}°" if angle == angle else NOTHING for angle in each.angles),
        gains=tuple(map(number, _gains(each))),
        harmed=tuple(int(k) + 1 for k in np.flatnonzero(each.harmed)),
        weights="" if weights is None else ", ".join(number(float(w)) for w in weights),
        turned=(told or f"{fixed(each.off, 1)}° off") if turned else "",
    )


def sentences(found: Outcomes) -> list[str]:
    """Which methods coincide, who is harmed, and whether any direction helps all."""
    told = [_group(found, each) for each in found.groups]
    harming = [each.method.title for each in found.methods if each.harmed.any()]
    if harming:
        told.append(f"A step along {listed(harming)} raises the loss of a task.")
    elif found.methods:
        told.append("No drawn method raises the loss of a task.")
    chance = [
        each.method.title for each in found.methods if each.method.n_draws(*found.grads.shape)
    ]
    if chance:
        told.append(
            f"By chance: {listed(chance)}. The thick arrow is the draw of the seed; the thin lines "
            "are many draws, and the open arrow is their mean."
        )
    if found.cone is None:
        told.append("No direction lowers or keeps all losses: every step harms a task.")
    return [each for each in told if each]


def summary(found: Outcomes) -> str:
    """The picture as a sentence, for those who cannot see it."""
    n = len(found.grads)
    angles = listed(
        [
            f"{fixed(angle, 0)} degrees between {_pair(pair)}"
            for angle, pair in zip(found.angles, combinations(range(n), 2), strict=True)
        ]
    )
    sizes = listed([number(length) for length in found.lengths])
    return f"{n} gradients, {angles}, lengths {sizes}. {' '.join(sentences(found))}"


def words_of_fingerprints(colour: str) -> str:
    """What the fingerprints show, in sentences."""
    what = {
        "worst": "The colour is the cosine of the merged gradient with the gradient of the task "
        "that is worse off: below 0 a step harms that task, and the map is hatched.",
        "share": "The colour is how much of the step is task 1’s: the length of its operated "
        "gradient beside that of both; hatched where a task is harmed.",
    }[colour]
    return (
        f"{what} Across is the angle between the two gradients, up how many times as long as g₁ "
        "the other is. Dashed: 90°, and where the lengths are as similar as γ says. Each pair "
        "stands evenly on both sides of the first axis."
    )


def named(each: Outcome) -> str:
    """The method's name, and by which of its rules it goes."""
    flag = each.method.flag()
    if flag is None:
        return each.method.title
    return f"{each.method.title} {flag.regime(bool(each.merged.diagnostics[flag.name])).doing}"


def _group(found: Outcomes, group: Group) -> str:
    members = [found.methods[place] for place in group.places]
    names = listed([named(each) for each in members])
    if members[0].is_still:
        return f"No step at all: {names}."
    if len(members) == 1:
        return ""
    return f"The same {'arrow' if group.is_equal else 'direction, lengths apart'}: {names}."


def _gains(each: Outcome) -> np.ndarray:
    """The gains without what is rounding: beside no step, and at a right angle, they are 0."""
    is_rounding = np.isnan(each.angles) | (abs(each.angles - 90) < RIGHT)
    return np.where(is_rounding | each.is_still, 0.0, each.gains)


def _pair(pair: tuple[int, int]) -> str:
    return f"g{SUBSCRIPTS[pair[0]]} and g{SUBSCRIPTS[pair[1]]}"
