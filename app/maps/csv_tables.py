"""The maps as tables, for those who want the numbers."""

from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np

from app.figures.basins import WORDS, Basins
from app.figures.regime_map import RegimeMap
from app.maps.layers import Axes
from app.words.csv_file import csv_file
from samgs_core.sweep import Ends

Row = Sequence[object]
LANE = (
    "steps_taken",
    "steps_to_goal",
    "at_goal",
    "conflict_rate",
    "regime_share",
    "clipped_share",
)


def basins_csv(basins: Basins) -> str:
    """One row for every method and start."""
    header = ("method", "theta1_start", "theta2_start", "end", "place_on_front") + (
        "loss1_end",
        "loss2_end",
        "steps_taken",
    )
    across, up = np.meshgrid(basins.x, basins.y)
    rows = (
        (basin.method.title, x, y, WORDS[kind], place, *losses, steps)
        for basin in basins.basins
        for x, y, kind, place, losses, steps in zip(
            across.flat,
            up.flat,
            basin.kinds.flat,
            basin.place.flat,
            basin.losses.reshape(-1, 2),
            basin.steps_taken.flat,
            strict=True,
        )
    )
    return _text(header, rows)


def regimes_csv(regimes: RegimeMap) -> str:
    """One row for every point that the pointer finds."""
    header = ("theta1", "theta2", "similarity_psi", "length_ratio", "angle_degrees", "equalises")
    points = product(regimes.y, regimes.x)
    rows = (
        (x, y, *measures, measures[0] < regimes.threshold)
        for (y, x), measures in zip(points, regimes.measures.tolist(), strict=True)
    )
    return _text(header, rows)


def sweep_csv(
    axes: Axes,
    starts: Sequence[Sequence[float]],
    results: Sequence[tuple[str, Ends]],
    seeds: Sequence[int] = (),
) -> str:
    """One row for every method, setting, start and, if there are several, seed."""
    names = [quantity.name for quantity in axes.quantities] + (["seed"] if seeds else [])
    header = ("method", *names, "start", "theta1_start", "theta2_start", "done")
    header += ("theta1_end", "theta2_end", "loss1_end", "loss2_end", *LANE)
    rows = (
        (
            title,
            *_setting(axes, place),
            *seeds[place[-2] :][:1],
            start + 1,
            *starts[start],
            ends.done[place],
        )
        + (*ends.x[place], *ends.losses[place], *(getattr(ends, name)[place] for name in LANE))
        for title, ends in results
        for place in np.ndindex(ends.done.shape)
        for start in place[-1:]
    )
    return _text(header, rows)


def _setting(axes: Axes, place: tuple[int, ...]) -> list[object]:
    """The values at a place [*axes, seed, start]; of a method that does not depend on them, any."""
    if len(place) == 2:
        return ["any"] * len(axes.values)
    setting = [values[row] for values, row in zip(axes.values, place, strict=False)]
    return ["none" if value is None else value for value in setting]


def _text(header: Sequence[str], rows: Iterable[Row]) -> str:
    return csv_file(header, ([_short(each) for each in row] for row in rows))


def _short(value: object) -> object:
    """A number as short as it can be written."""
    is_number = isinstance(value, float | np.floating) and not np.isnan(value)
    return f"{value:.10g}" if is_number else value
