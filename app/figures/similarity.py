"""How alike are the task gradients in length, and what does SAM-GS make of it?"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.regimes import Regimes, regime_bars, regime_letters, regimes
from app.figures.series import Series, curves, over_steps, series
from app.look.theme import SMALL_TEXT_SIZE, Theme, axis
from samgs_core.methods import SAMGS
from samgs_core.metrics import regime_share, similarity
from samgs_core.record import Record

KEY = "similarity"
TITLE = "Magnitude similarity ψ"

Mark = dict[str, object]

BAND = (0.0, 0.2)
"""The share of the height that the regime band takes."""
PLOT = (0.27, 1.0)


class Threshold(NamedTuple):
    """Below this similarity ψ SAM-GS equalises; its rule may be on another mean than ψ's."""

    psi: float
    label: str


class SimilarityOverSteps(NamedTuple):
    """ψ from one start, one curve for each method, and the regimes of SAM-GS if it is drawn."""

    start: int
    n_steps: int
    curves: tuple[Series, ...]
    threshold: Threshold | None
    regimes: Regimes | None
    equalised_share: float | None


def data(records: Sequence[Record], start: int) -> SimilarityOverSteps:
    """``start`` is the index of the start whose similarities are shown."""
    surgeon = _surgeon(records)
    return SimilarityOverSteps(
        start=start,
        n_steps=max((record.experiment.steps for record in records), default=1),
        curves=tuple(
            series(record, similarity(record)[start], start, "{:.3f}") for record in records
        ),
        threshold=threshold(records, start),
        regimes=None if surgeon is None else regimes(surgeon, start),
        equalised_share=None if surgeon is None else float(regime_share(surgeon)[start]),
    )


def threshold(records: Sequence[Record], start: int) -> Threshold | None:
    """The threshold of SAM-GS in terms of ψ; None if it is not among the methods.

    The mean as printed in the paper also counts each of the T tasks with itself:
    Ψ = (1 + (T − 1) ψ) / T, so Ψ < γ where ψ < (T γ − 1) / (T − 1).
    """
    record = _surgeon(records)
    if record is None:
        return None
    method, n_tasks = record.experiment.method, record.losses.shape[-1]
    assert isinstance(method, SAMGS)
    gamma = float(np.broadcast_to(method.gamma, len(record.x))[start])
    is_printed = method.similarity == "printed" or (
        method.similarity == "auto" and method.variant == "paper"
    )
    if not is_printed:
        return Threshold(gamma, f"γ = {gamma:g}")
    psi = (n_tasks * gamma - 1) / (n_tasks - 1)
    if psi <= 0:
        return Threshold(psi, f"γ = {gamma:g}, but Ψ as printed is at least {1 / n_tasks:g}")
    return Threshold(psi, f"γ = {gamma:g} for Ψ as printed")


def figure(similarities: SimilarityOverSteps, theme: Theme) -> go.Figure:
    """Curves in [0, 1] with the threshold, over the regime band."""
    traces = curves(similarities.curves, theme)
    has_band = similarities.regimes is not None
    layout = over_steps(theme, similarities.n_steps, lowest="y2" if has_band else "y")
    y_axis = axis(theme) | {"range": (-0.02, 1.02), "tickvals": (0, 0.5, 1)}
    shapes, annotations = _marks(similarities.threshold, theme)
    if similarities.regimes is not None:
        traces.append(regime_bars(similarities.regimes, theme))
        annotations += regime_letters(similarities.regimes, similarities.n_steps, theme)
        y_axis |= {"domain": PLOT}
        layout["yaxis2"] = axis(theme) | {
            "domain": BAND,
            "range": (0, 1),
            "showticklabels": False,
            "fixedrange": True,
        }
    return go.Figure(
        traces, {**layout, "yaxis": y_axis, "shapes": shapes, "annotations": annotations}
    )


def alt(similarities: SimilarityOverSteps) -> str:
    """The picture in words, for those who cannot see it."""
    start = similarities.start + 1
    first = f"Gradient magnitude similarity over the steps from start {start}."
    told = [f"{curve.method.title} ends at {curve.ends[1]:.2f}." for curve in similarities.curves]
    if similarities.equalised_share is not None:
        told.append(
            f"{SAMGS.title} equalises at {similarities.equalised_share:.0%} of the recorded steps."
        )
    return " ".join([first, *told])


def _surgeon(records: Sequence[Record]) -> Record | None:
    return next((r for r in records if isinstance(r.experiment.method, SAMGS)), None)


def _marks(threshold: Threshold | None, theme: Theme) -> tuple[list[Mark], list[Mark]]:
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
