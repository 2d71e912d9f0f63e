"""What the drawn methods make of the gradients on the screen, as numbers."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from app.study.study import Study
from samgs_core import Claim, Merged, Method, merge
from samgs_core.measures import ZERO, lengths, pair_cosines, pair_similarities, units
from samgs_core.methods import SAMGS

N_DRAWS, LEAST_DRAWS = 200, 10
HARM = 1e-9
"""Below minus this cosine with its gradient a step raises a task's loss, beyond rounding."""
ALIKE = 1e-4
"""Directions so near, in radians, count as the same; and lengths, as a share."""


class Outcome(NamedTuple):
    """What one method makes of T gradients in the plane. Angles are in degrees, NaN beside 0."""

    method: Method
    merged: Merged[np.ndarray]
    length: float
    angles: np.ndarray  # [T] between the merged gradient and each gradient
    gains: np.ndarray  # [T] gₖ·d: by how much a small step lowers each loss, to first order
    harmed: np.ndarray  # [T] whether it raises the loss
    off: float  # by how much the merged gradient has not turned with the gradients
    is_still: bool  # whether the merged gradient is 0, but for rounding


class Group(NamedTuple):
    """Methods whose merged gradients point the same way, by their places."""

    places: tuple[int, ...]
    is_equal: bool  # in length too


class Outcomes(NamedTuple):
    """Everything that the picture and its numbers show."""

    study: Study
    grads: np.ndarray  # [T, 2]
    lengths: np.ndarray  # [T]
    angles: np.ndarray  # [pairs] in degrees, of all distinct pairs in their order
    similarities: np.ndarray  # [pairs] ψ
    cone: tuple[float, float] | None
    methods: tuple[Outcome, ...]
    groups: tuple[Group, ...]  # every method is in one
    sam_gs: Merged[np.ndarray]


@lru_cache(maxsize=512)
def outcomes(study: Study) -> Outcomes:
    """What the methods that the study's Vectors page draws make of its gradients."""
    settings = study.vectors
    grads = np.array(settings.grads)
    drawn = [each for each in study.methods if type(each) in settings.drawn]
    found = tuple(_outcome(study, method, grads) for method in drawn)
    sam_gs = next(each for each in study.methods if isinstance(each, SAMGS))
    return Outcomes(
        study=study,
        grads=grads,
        lengths=lengths(grads),
        angles=np.degrees(np.arccos(pair_cosines(grads))),
        similarities=pair_similarities(grads),
        cone=cone(-grads),
        methods=found,
        groups=groups([each.merged.direction for each in found]),
        sam_gs=merged(study, sam_gs, grads),
    )


def merged(study: Study, method: Method, grads: np.ndarray, seed: int | None = None) -> Merged:
    """What a method makes of gradients [T, 2] or [N, T, 2] under the study's Vectors settings."""
    settings, seed = study.vectors, study.seed if seed is None else seed
    losses, bounds = settings.losses, settings.bounds
    return merge(method, grads, losses, settings.repeats, seed, lower_bounds=bounds)


def cone(arrows: np.ndarray) -> tuple[float, float] | None:
    """From where to where the directions reach that make no obtuse angle with an arrow, in radians.

    ``arrows`` is [T, 2]; those of length 0 forbid nothing. The second angle is at least the first;
    both are the same where only one direction is left, two opposite ones of which the first is
    told. None if none is left; a full turn if nothing is forbidden.
    """
    given = units(arrows)
    given = given[given.any(1)]
    if not len(given):
        return 0.0, 2 * np.pi
    rims = np.concatenate([given, -given])[:, ::-1] * (1, -1)  # a right angle from an arrow
    rims = rims[(rims @ given.T >= -HARM).all(1)]
    for first in rims:  # the one from which the others lie counter-clockwise
        turns = np.arctan2(first[0] * rims[:, 1] - first[1] * rims[:, 0], rims @ first)
        turns[turns < HARM - np.pi] += 2 * np.pi
        middle = rotation(turns.max() / 2).T @ first
        if turns.min() > -HARM and (given @ middle >= -HARM).all():
            begin = float(np.arctan2(first[1], first[0]))
            return begin, begin + max(float(turns.max()), 0.0)
    return (float(np.arctan2(*rims[0, ::-1])),) * 2 if len(rims) else None


def groups(directions: Sequence[np.ndarray]) -> tuple[Group, ...]:
    """Which of the merged gradients [2] point the same way; those of length 0 are a group."""
    if not directions:
        return ()
    size, unit = lengths(np.array(directions)), units(np.array(directions))
    places: list[list[int]] = []
    for place, direction in enumerate(unit):
        is_same = [bool(np.abs(direction - unit[each[0]]).max() < ALIKE) for each in places]
        if any(is_same):
            places[is_same.index(True)].append(place)
        else:
            places.append([place])
    return tuple(
        Group(tuple(each), bool(np.ptp(size[each]) <= ALIKE * size[each].max())) for each in places
    )


def fan(study: Study, method: Method) -> np.ndarray | None:
    """The merged gradients [n, 2] of as many draws; None for a method without chance.

    A method with memory takes many steps for each, so fewer are drawn.
    """
    settings, grads = study.vectors, np.array(study.vectors.grads)
    if not method.n_draws(*grads.shape):
        return None
    is_quick = settings.repeats == 1 or Claim.STATELESS in method.claims(len(grads))
    n = N_DRAWS if is_quick else max(N_DRAWS // settings.repeats, LEAST_DRAWS)
    quick = replace(study, vectors=replace(settings, repeats=1)) if is_quick else study
    return np.array([merged(quick, method, grads, seed).direction for seed in range(n)])


def _outcome(study: Study, method: Method, grads: np.ndarray) -> Outcome:
    found = merged(study, method, grads)
    d = found.direction
    unit, along = units(grads), units(d[None])[0]
    cosines = np.where(unit.any(1) & along.any(), np.clip(unit @ along, -1, 1), np.nan)
    return Outcome(
        method=method,
        merged=found,
        length=float(np.hypot(*d)),
        angles=np.degrees(np.arccos(cosines)),
        gains=grads @ d,
        harmed=cosines < -HARM,
        off=_off(study, method, grads, d),
        is_still=bool(np.hypot(*d) <= ZERO * max(1.0, lengths(grads).max())),
    )


def _off(study: Study, method: Method, grads: np.ndarray, d: np.ndarray) -> float:
    turned = np.radians(study.vectors.turned)
    if not turned:
        return 0.0
    before = merged(study, method, grads @ rotation(-turned)).direction @ rotation(turned)
    if min(np.hypot(*before), np.hypot(*d)) <= ZERO:
        return np.nan
    across, along = before[0] * d[1] - before[1] * d[0], before @ d
    return float(np.degrees(np.arctan2(across, along)))


def rotation(angle: float) -> np.ndarray:
    """What turns rows [..., 2] by an angle in radians, from the right."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, s], [-s, c]])
