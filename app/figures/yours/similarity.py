"""How alike are the task gradients in length, and what would SAM-GS do at this γ?"""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.figures.regimes import N_BINS, Regimes, regime_bars, regime_letters, regimes_of
from app.figures.similarity import BAND, PLOT, threshold_marks
from app.figures.yours.angle import pair_name
from app.figures.yours.curve import Curve, Over, curve, frame, key, lines
from app.look.theme import Theme, axis
from samgs_core.diagnostics import Threshold
from samgs_core.methods import SAMGS
from samgs_core.recorder import Recording
from samgs_core.recorder.gamma import combined, equalised_at

KEY = "run-similarity"
TITLE = "Magnitude similarity ψ"
MOST = 6
"""So many pairs are drawn beside their Ψ."""


class Similarities(NamedTuple):
    """Ψ, which SAM-GS compares with γ, the ψ of a few pairs, and the regime at each step."""

    over: Over
    curves: tuple[Curve, ...]
    gamma: float
    share: float
    regimes: Regimes | None


def data(recording: Recording, over: Over, gamma: float) -> Similarities:
    """What SAM-GS would do at the threshold ``gamma``."""
    own = recording.is_finite
    psi, steps = combined(recording), recording.steps[own]
    flag = SAMGS.flag()
    drawn = [curve("Ψ", steps, psi)] if len(psi) else []
    if recording.n_tasks > 2:
        pairs = list(zip(recording.pairs, recording.similarities.T, strict=True))[:MOST]
        drawn += [curve(pair_name(recording, pair), recording.steps, v) for pair, v in pairs]
    n_bins = min(N_BINS, len(steps))
    span = (over.first, over.last)
    is_known = flag is not None and len(psi) > 0
    regimes = regimes_of(steps, psi < gamma, span, n_bins, flag) if is_known and flag else None
    return Similarities(over, tuple(drawn), gamma, equalised_at(recording, gamma), regimes)


def figure(similarities: Similarities, theme: Theme) -> go.Figure:
    """Curves in [0, 1] with the threshold, over the regime band."""
    over, regimes = similarities.over, similarities.regimes
    traces: list[go.Scatter | go.Bar] = list(lines(similarities.curves, ".3f", theme, 1))
    layout = frame(over, theme, lowest="y2" if regimes else "y")
    threshold = Threshold(similarities.gamma, f"γ = {similarities.gamma:g}")
    shapes, annotations = threshold_marks(threshold, theme)
    y_axis = axis(theme) | {"range": (-0.02, 1.02), "tickvals": (0, 0.5, 1)}
    axes = {"yaxis": y_axis}
    if regimes is not None:
        traces.append(regime_bars(regimes, theme).update(showlegend=False))
        annotations += regime_letters(regimes, over.last - over.first, theme)
        band = {"domain": BAND, "range": (0, 1), "showticklabels": False, "fixedrange": True}
        axes = {"yaxis": y_axis | {"domain": PLOT}, "yaxis2": axis(theme) | band}
    shapes += layout["shapes"]  # type: ignore[arg-type]
    told = key(layout, len(similarities.curves), theme) | axes
    return go.Figure(traces, {**told, "shapes": shapes, "annotations": annotations})


def alt(similarities: Similarities) -> str:
    """The picture in words, for those who cannot see it."""
    known = np.concatenate([each.values for each in similarities.curves[:1]] or [np.zeros(0)])
    known = known[~np.isnan(known)]
    reach = f" Ψ lies between {known.min():.2f} and {known.max():.2f}." if len(known) else ""
    return (
        f"Gradient magnitude similarity over the steps.{reach} At γ = {similarities.gamma:g} "
        f"SAM-GS would equalise {similarities.share:.0%} of them."
    )
