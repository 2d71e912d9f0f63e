"""The axis of a number that varies: its values in order, with a place for "none" at the end."""

import math
from typing import NamedTuple

import numpy as np

from app.look.theme import Theme, axis

N_TICKS = 7
NEARLY = 1 - 1e-9


class SweepAxis(NamedTuple):
    """The values of one number, and where they stand."""

    label: str
    values: tuple[float | None, ...]
    places: np.ndarray  # [n] along the axis; of a log scale decades
    tick_places: np.ndarray  # [k]
    tick_texts: tuple[str, ...]
    current: float | None
    """Where the study's own value stands; None if that is out of sight."""


def sweep_axis(
    label: str, values: tuple[float | None, ...], is_log: bool, current: float | None
) -> SweepAxis:
    """Numbers stand to scale, None one step behind the last of them."""
    numbers = np.array([value for value in values if value is not None])
    places = np.log10(numbers) if is_log else numbers
    step = places[-1] - places[-2] if len(places) > 1 else 1.0
    everywhere = np.append(places, [places[-1] + step] * (len(values) - len(numbers)))
    now = None if current is None else float(np.log10(current) if is_log else current)
    if current is None:
        now = float(everywhere[-1]) if values[-1] is None else None
    elif not places[0] <= now <= places[-1]:
        now = None
    ticks = _round_numbers(float(numbers[0]), float(numbers[-1]), is_log)
    at = np.append(np.log10(ticks) if is_log else ticks, everywhere[len(numbers) :])
    texts = tuple(value_text(tick) for tick in (*ticks, *values[len(numbers) :]))
    return SweepAxis(label, values, everywhere, at, texts, now)


def cell_axis(label: str, values: tuple[float | None, ...]) -> SweepAxis:
    """Values as cells of equal size, numbered from 0."""
    places = np.arange(len(values), dtype=float)
    chosen = _tick_rows(len(values))
    texts = tuple(value_text(values[row]) for row in chosen)
    return SweepAxis(label, values, places, places[chosen], texts, None)


def value_text(value: float | None) -> str:
    """A value as it stands on an axis."""
    return "none" if value is None else f"{value:.3g}".replace("-", "−")


def drawn_axis(drawn: SweepAxis, theme: Theme, title: str) -> dict[str, object]:
    """The axis in a layout, over all its places and half a step more."""
    places = drawn.places
    half = (places[-1] - places[-2]) / 2 if len(places) > 1 else 0.5
    return axis(theme, title) | {
        "tickvals": drawn.tick_places,
        "ticktext": drawn.tick_texts,
        "range": [float(places[0] - half), float(places[-1] + half)],
    }


def _round_numbers(low: float, high: float, is_log: bool) -> list[float]:
    """At most ``N_TICKS`` numbers of one digit, 1, 2 or 5, or of a fine axis multiples of them."""
    if is_log:
        for digits in ((1, 2, 5), (1, 3), (1,)):
            decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
            ticks = [digit * 10.0**decade for decade in decades for digit in digits]
            ticks = [tick for tick in ticks if low * NEARLY <= tick <= high / NEARLY]
            if 2 <= len(ticks) <= N_TICKS:
                return ticks
        if len(ticks) > N_TICKS:  # one in so many decades
            return ticks[:: -(-len(ticks) // N_TICKS)]
    size = (high - low) / (N_TICKS - 1) or 1.0
    unit = 10.0 ** math.floor(math.log10(size))
    step = next(unit * digit for digit in (1, 2, 5, 10) if unit * digit >= size * NEARLY)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [n * step for n in range(first, last + 1)]


def _tick_rows(n: int) -> list[int]:
    """At most ``N_TICKS`` of n rows, evenly spread, the first and the last included if they fit."""
    every = max(-(-(n - 1) // (N_TICKS - 1)), 1)
    return list(range(0, n, every))
