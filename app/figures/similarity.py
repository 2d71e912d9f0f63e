"""How alike are the task gradients in length, and which rule follows from it?"""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from app.figures.regimes import Regimes, regime_bars, regime_letters, regimes
from app.figures.series import Series, curves, over_steps, series
from app.look.theme import SMALL_TEXT_SIZE, Theme, axis
from samgs_core.diagnostics import Threshold
from samgs_core.metrics import regime_share, similarity
from samgs_core.record import Record

KEY = "similarity"
TITLE = "Magnitude similarity ψ"

Mark = dict[str, object]

BAND = (0.0, 0.2)
"""The share of the height that the regime band takes."""
PLOT = (0.27, 1.0)


class SimilarityOverSteps(NamedTuple):
    """ψ from one start, one curve for each method, and the regimes of one that has two."""

    start: int
    n_steps: int
    curves: tuple[Series, ...]
    threshold: Threshold | None
    regimes: Regimes | None
    equalised_share: float | None


def data(records: Sequence[Record], start: int) -> SimilarityOverSteps:
    """``start`` is the index of the start whose similarities are shown."""
    surgeon = _two_faced(records)
    return SimilarityOverSteps(
        start=start,
        n_steps=max((record.experiment.steps for record in records), default=1),
        curves=tuple(
            series(record, similarity(record)[start], start, "{:.3f}") for record in records
        ),
        threshold=threshold(records),
        regimes=None if surgeon is None else regimes(surgeon, start),
        equalised_share=None if surgeon is None else float(regime_share(surgeon)[start]),
    )


def threshold(records: Sequence[Record]) -> Threshold | None:
    """Where the first method that has two regimes changes between them, if ψ tells."""
    record = _two_faced(records)
    return None if record is None else record.experiment.method.threshold(record.losses.shape[-1])


def figure(similarities: SimilarityOverSteps, theme: Theme) -> go.Figure:
    """Curves in [0, 1] with the threshold, over the regime band."""
    traces = curves(similarities.curves, theme)
    has_band = similarities.regimes is not None
    shapes, annotations = threshold_marks(similarities.threshold, theme)
    if similarities.regimes is not None:
        traces.append(regime_bars(similarities.regimes, theme))
        annotations += regime_letters(similarities.regimes, similarities.n_steps, theme)
    layout = frame(similarities.n_steps, has_band, theme)
    return go.Figure(traces, {**layout, "shapes": shapes, "annotations": annotations})


def frame(n_steps: int, has_band: bool, theme: Theme) -> dict[str, object]:
    """The axes, which the scene shares; below them, if asked for, those of the regime band."""
    layout = over_steps(theme, n_steps, lowest="y2" if has_band else "y")
    y_axis = axis(theme) | {"range": (-0.02, 1.02), "tickvals": (0, 0.5, 1)}
    if not has_band:
        return {**layout, "yaxis": y_axis}
    y_axis |= {"domain": PLOT}
    band = {"domain": BAND, "range": (0, 1), "showticklabels": False, "fixedrange": True}
    return {**layout, "yaxis": y_axis, "yaxis2": axis(theme) | band}


def alt(similarities: SimilarityOverSteps) -> str:
    """The picture in words, for those who cannot see it."""
    start = similarities.start + 1
    first = f"Gradient magnitude similarity over the steps from start {start}."
    told = [f"{curve.method.title} ends at {curve.ends[1]:.2f}." for curve in similarities.curves]
    if similarities.regimes is not None and similarities.equalised_share is not None:
        share, word = similarities.equalised_share, similarities.regimes.flag.if_true.word
        told.append(f"The rule is to {word} at {share:.0%} of the recorded steps.")
    return " ".join([first, *told])


def _two_faced(records: Sequence[Record]) -> Record | None:
    """The first run of a method that goes by one of two rules."""
    return next((record for record in records if record.experiment.method.flag()), None)


def threshold_marks(threshold: Threshold | None, theme: Theme) -> tuple[list[Mark], list[Mark]]:
    """The threshold's line and its label."""
    if threshold is None:
        return [], []
    line = {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": threshold.psi,
        "y1": threshold.psi,
        "line": {"color": theme.muted, "width": 1.5, "dash": "dot"},
    }
    label = {
        "text": threshold.label,
        "xref": "paper",
        "x": 1,
        "xanchor": "right",
        "xshift": -10,
        "y": max(threshold.psi, 0),
        "yanchor": "bottom" if threshold.psi < 0.75 else "top",
        "showarrow": False,
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.text},
        "bgcolor": theme.page,
        "opacity": 0.85,
        "borderpad": 1,
    }
    return ([line] if threshold.psi >= 0 else []), [label]
