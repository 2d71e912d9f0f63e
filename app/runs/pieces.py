"""A sweep in pieces that each take a second or two, and first one that shows it in outline."""

from dataclasses import dataclass, replace

import numpy as np

from samgs_core.sweep import Sweep

FIRST_LANES = 100
"""About so many lanes, spread over the whole map, come first, for a first picture."""
LANE_STEPS = 1_200_000
"""About so many steps of single lanes make a piece, which takes a second or two."""
MIN_LANES, MAX_LANES = 300, 4_000


@dataclass(eq=False)
class Piece:
    """A part of a sweep, where its ends belong in those of the whole, and how far it is."""

    sweep: Sweep
    place: tuple[slice | np.ndarray, ...]
    share: float = 0.0
    deaths: int = 0
    """How many of the processes that ran it ended before it did."""


def pieces(sweep: Sweep) -> list[Piece]:
    """The sweep in pieces along its first axis, or along its starts if it has none.

    First comes every n-th value, so that the whole map is soon seen in outline.
    """
    n = len(sweep.axes[0].values) if sweep.axes else len(sweep.experiment.starts)
    lanes = sweep.n_lanes // n
    first = _outline(n, max(FIRST_LANES // lanes, 1), is_square=not sweep.axes)
    rest = np.setdiff1d(np.arange(n), first)
    size = int(np.clip(LANE_STEPS // sweep.experiment.steps, MIN_LANES, MAX_LANES))
    n_parts = max(-(-len(rest) * lanes // size), 1)
    parts = [first, *np.array_split(rest, min(n_parts, max(len(rest), 1)))]
    return [_piece(sweep, part) for part in parts if len(part)]


def _outline(n: int, n_wanted: int, is_square: bool) -> np.ndarray:
    """About so many of n places, evenly spread; those of a square grid in both directions."""
    side = round(n**0.5)
    if is_square and side * side == n:
        every = max(round((n / n_wanted) ** 0.5), 1)
        chosen = np.arange(every // 2, side, every)
        return (chosen[:, None] * side + chosen).reshape(-1)
    every = max(-(-n // n_wanted), 1)
    return np.arange(every // 2, n, every)


def _piece(sweep: Sweep, part: np.ndarray) -> Piece:
    if not sweep.axes:
        starts = tuple(sweep.experiment.starts[each] for each in part)
        experiment = replace(sweep.experiment, starts=starts)
        return Piece(replace(sweep, experiment=experiment), (slice(None), part))
    first, *others = sweep.axes
    first = replace(first, values=tuple(first.values[each] for each in part))
    return Piece(replace(sweep, axes=(first, *others)), (part,))
