"""A sweep in pieces, which may run apart: each of so many lanes as are done in a second or two."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from samgs_core.axes import Sweep
from samgs_core.ends import Ends

LANE_STEPS = 1_200_000
"""About so many steps of single lanes make a piece."""
MIN_PIECE, MAX_PIECE = 300, 4_000
"""Lanes of a piece: few waste the time between operations, many last long."""

Place = tuple[slice | np.ndarray, ...]


@dataclass(eq=False)
class Piece:
    """A part of a sweep, and where its ends belong in those of the whole."""

    sweep: Sweep
    place: Place

    def put_in(self, whole: Ends, ends: Ends) -> None:
        """Write the piece's ends where they belong."""
        for all_values, values in zip(whole, ends, strict=True):
            all_values[self.place] = values


def pieces(sweep: Sweep) -> list[Piece]:
    """The sweep in pieces along its first axis, or along its starts if it has none.

    They go by the sweep alone, for numbers may round differently in other company.
    """
    places = np.arange(length_of(sweep))
    return [Piece(*part_at(sweep, part)) for part in parts_of(sweep, places)]


def length_of(sweep: Sweep) -> int:
    """How many places there are along the direction in which a sweep is cut."""
    return len(sweep.axes[0].values) if sweep.axes else len(sweep.experiment.starts)


def parts_of(sweep: Sweep, places: np.ndarray) -> Sequence[np.ndarray]:
    """These places along the direction of the cut, in parts of a piece each."""
    lanes = len(places) * (sweep.n_lanes // length_of(sweep))
    size = int(np.clip(LANE_STEPS // sweep.experiment.steps, MIN_PIECE, MAX_PIECE))
    n_parts = min(max(-(-lanes // size), 1), max(len(places), 1))
    return np.array_split(places, n_parts)


def part_at(sweep: Sweep, places: np.ndarray) -> tuple[Sweep, Place]:
    """The part at these places along the direction of the cut, and where its ends belong."""
    if not sweep.axes:
        starts = tuple(sweep.experiment.starts[each] for each in places)
        experiment = replace(sweep.experiment, starts=starts)
        return replace(sweep, experiment=experiment), (slice(None), places)
    first, *others = sweep.axes
    first = replace(first, values=tuple(first.values[each] for each in places))
    return replace(sweep, axes=(first, *others)), (places,)
