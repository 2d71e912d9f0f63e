"""What a replayed study is drawn from, small enough to stand in its page."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

import numpy as np

from app.figures import loss_space, losses
from app.figures.contours import contours
from app.look.swatch import dashes
from app.look.theme import LIGHT, look_of
from app.runs.records import MethodResult
from app.scene.looks import mark_told
from app.study.study import Study
from samgs_core.metrics import angle, similarity
from samgs_core.record import Record
from samgs_core.survey import Survey

MAX_ENTRIES = 36_000
"""The most recorded steps that are sent of all runs together."""
Ticks = list[tuple[float, str]]


def payload(study: Study, survey: Survey, results: Sequence[MethodResult]) -> dict[str, Any]:
    """Runs, both planes and the curves."""
    records = [each.record for each in results]
    plane = loss_space.ground(study.landscape, survey, records)
    stride = max(1, -(-sum(r.x.shape[0] * r.x.shape[1] for r in records) // MAX_ENTRIES))
    n = len(records[0].steps)
    entries = np.unique(np.append(np.arange(0, n, stride), n - 1))
    shown = study.focused if study.focused in study.drawn else study.drawn[-1]
    sums = [record.losses[start].sum(-1) for record in records for start in range(len(record.x))]
    goal = study.landscape.goal
    return {
        "method": study.drawn.index(shown),
        "start": study.focus - 1,
        "runs": {
            "steps": _coded(records[0].steps[entries]),
            "nStarts": len(study.points),
            "methods": [_method(record) for record in records],
            "x": _coded([record.x[:, entries] for record in records]),
            "losses": _coded([plane.scaled(record.losses)[:, entries] for record in records]),
            "angle": _coded([angle(record)[:, entries] for record in records]),
            "similarity": _coded([similarity(record)[:, entries] for record in records]),
        },
        "space": {
            "window": study.landscape.window,
            "isEqual": True,
            "names": ("θ₁", "θ₂"),
            "ticks": _both(study.landscape.window),
            "lines": _contour_lines(study, survey),
            "band": _points(survey.pareto_set),
            "goals": [] if goal is None else [list(point) for point in goal.points],
            "star": mark_told("star"),
        },
        "loss": {
            "isLog": plane.is_log,
            "window": plane.window,
            "isEqual": False,
            "names": ("L₁", "L₂"),
            "ticks": _both(plane.window, plane.is_log),
            "lines": [_points(plane.scaled(plane.local_front))],
            "band": _points(plane.scaled(survey.front)),
            "goals": [each for each in _points(plane.scaled(plane.goals)) if None not in each],
            "star": mark_told("star"),
        },
        "curves": _curves(losses.visible_range(sums)),
    }


def _method(record: Record) -> dict[str, Any]:
    kind = type(record.experiment.method)
    look = look_of(kind)
    return {
        "title": kind.title,
        "colour": LIGHT.colour(kind),
        "width": look.width,
        "dash": dashes(look),
        "mark": mark_told(look.marker),
        "stopped": record.stopped_at.tolist(),
    }


def _curves(sums: tuple[float, float]) -> list[dict[str, Any]]:
    return [
        {
            "key": "angle",
            "title": "Angle between g₁ and g₂",
            "range": (0, 180),
            "ticks": [(0, "0°"), (90, "90°"), (180, "180°")],
        },
        {
            "key": "similarity",
            "title": "Magnitude similarity ψ",
            "range": (-0.02, 1.02),
            "ticks": [(0, "0"), (0.5, "½"), (1, "1")],
        },
        {"key": "sum", "title": "L₁ + L₂", "range": sums, "ticks": ticks(*sums)},
    ]


def _both(window: Sequence[float], is_log: bool = False) -> tuple[Ticks, Ticks]:
    x_low, x_high, y_low, y_high = window
    return ticks(x_low, x_high, is_log), ticks(y_low, y_high, is_log)


def ticks(low: float, high: float, is_log: bool = False) -> Ticks:
    """About five round numbers in a range, with their words; of a log scale whole powers."""
    size = (high - low) / 5 or 1.0
    unit = 10.0 ** np.floor(np.log10(size))
    step = next(unit * digit for digit in (1, 2, 5, 10) if unit * digit >= size * 0.999)
    step = max(1.0, step) if is_log else step
    places = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
    if is_log:
        return [
            (float(at), f"{10.0**at:.0e}".replace("e+0", "e").replace("-", "−")) for at in places
        ]
    return [(float(at), f"{at:.6g}".replace("-", "−")) for at in places + 0.0]


def _contour_lines(study: Study, survey: Survey) -> list[list[list[float | None]]]:
    from contourpy import contour_generator  # comes with the library of figures

    ground = contours(survey.x, survey.y, survey.losses, study.contours)
    heights = np.ma.masked_invalid(ground.heights)
    made = contour_generator(ground.x, ground.y, heights)
    lines = (line for level in range(len(ground.levels)) for line in made.lines(level))
    return [_points(np.asarray(line)) for line in lines]


def _points(points: np.ndarray) -> list[list[float | None]]:
    """Points for JSON, short; None where the pen is lifted."""
    rows = np.asarray(points, dtype=float).reshape(-1, 2)
    known = np.isfinite(rows).all(-1)
    return [
        [float(f"{x:.5g}"), float(f"{y:.5g}")] if is_known else [None, None]
        for (x, y), is_known in zip(rows.tolist(), known.tolist(), strict=True)
    ]


def _coded(values: Any) -> str:
    """Numbers as the base64 of single precision, those that do not fit as no number."""
    with np.errstate(over="ignore"):
        numbers = np.ascontiguousarray(values, dtype="<f4")
    return b64encode(numbers.tobytes()).decode()
