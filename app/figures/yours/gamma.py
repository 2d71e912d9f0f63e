"""Which γ would do anything?"""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from app.look.theme import SMALL_TEXT_SIZE, Theme, axis, layout, look_of
from samgs_core.methods import SAMGS
from samgs_core.recorder import Recording
from samgs_core.recorder.gamma import equalised_at, equalised_curve, gamma_reaching

KEY = "run-gamma"
TITLE = "Share of steps that would be equalised"
N = 201


class GammaCurve(NamedTuple):
    """The share of the finite steps with Ψ < γ, for every γ."""

    gammas: np.ndarray  # [n]
    shares: np.ndarray  # [n]
    gamma: float
    share: float
    recorded: tuple[float, float] | None
    """The γ of the training and the share that it equalised."""
    first: float
    """Below this γ no step is equalised."""


def data(recording: Recording, gamma: float) -> GammaCurve:
    """The curve, and where ``gamma`` is on it."""
    method, recorded = recording.method, None
    if isinstance(method, SAMGS) and "equalised" in recording.diagnostics:
        own = recording.diagnostics["equalised"][recording.is_finite]
        recorded = (float(method.gamma), float(own.mean())) if len(own) else None
    gammas = np.linspace(0, 1, N)
    return GammaCurve(
        gammas,
        equalised_curve(recording, gammas),
        gamma,
        equalised_at(recording, gamma),
        recorded,
        gamma_reaching(recording, 0.0),
    )


def figure(curve: GammaCurve, theme: Theme) -> go.Figure:
    """The curve, a line at γ, and a point for what the training did."""
    colour = theme.colour(SAMGS)
    traces = [
        go.Scatter(
            x=curve.gammas,
            y=curve.shares,
            mode="lines",
            line={"color": colour, "width": 2.4, "shape": "hv"},
            hovertemplate="γ = %{x:.2f}: %{y:.0%} of the steps<extra></extra>",
        )
    ]
    annotations = []
    if curve.recorded is not None:
        x, y = curve.recorded
        marker = {"symbol": look_of(SAMGS).marker, "size": 10, "color": colour}
        traces.append(
            go.Scatter(
                x=[x],
                y=[y],
                mode="markers",
                marker=marker | {"line": {"color": theme.page, "width": 1.5}},
                hovertemplate=f"recorded: γ = {x:g}, {y:.1%}<extra></extra>",
            )
        )
        annotations.append(_label(f"recorded, {y:.0%}", x, y, theme))
    line = {"type": "line", "x0": curve.gamma, "x1": curve.gamma, "yref": "paper", "y0": 0, "y1": 1}
    return go.Figure(
        traces,
        {
            **layout(theme),
            "margin": {"l": 44, "r": 14, "t": 8, "b": 40},
            "xaxis": axis(theme, "threshold γ") | {"range": (0, 1)},
            "yaxis": axis(theme) | {"range": (-0.02, 1.03), "tickformat": ".0%"},
            "shapes": [line | {"line": {"color": theme.muted, "width": 1.5, "dash": "dot"}}],
            "annotations": annotations,
        },
    )


def alt(curve: GammaCurve) -> str:
    """The picture in words, for those who cannot see it."""
    at = [
        f"γ = {g:g}: {s:.0%}" for g, s in zip(curve.gammas[::40], curve.shares[::40], strict=True)
    ]
    return (
        f"Share of steps with Ψ below γ, for every γ. {'; '.join(at)}. No step is equalised below "
        f"γ = {curve.first:.2f}."
    )


def _label(text: str, x: float, y: float, theme: Theme) -> dict[str, object]:
    is_below = x < 0.6 and y > 0.15
    return {
        "text": text,
        "x": x,
        "y": y,
        "xanchor": "left" if is_below else "right",  # where a curve that rises is not
        "xshift": 9 if is_below else -9,
        "yanchor": "top" if is_below else "bottom",
        "showarrow": False,
        "font": {"size": SMALL_TEXT_SIZE, "color": theme.text},
    }
