"""Where on a landscape the task gradients are in conflict: over direction, or over length."""

from typing import NamedTuple

import numpy as np

from samgs_core.landscape import Landscape
from samgs_core.survey import Survey
from samgs_core.values import real, shown


class Conflict(NamedTuple):
    """The conflicts of two tasks on the grid of a survey, and their shares of what is defined.

    Where a loss or a gradient is not finite, there is neither conflict. What lies outside the
    box of a landscape belongs to no share, because no run gets there. A share of nothing is 0.
    """

    angle: np.ndarray  # [ny, nx] cos(g₁, g₂) < 0
    magnitude: np.ndarray  # [ny, nx] ψ(g₁, g₂) < γ
    undefined: np.ndarray  # [ny, nx]
    angle_share: float
    magnitude_share: float
    undefined_share: float  # of all


def conflict(landscape: Landscape, survey: Survey, gamma: float) -> Conflict:
    """The conflicts that a survey of a landscape of two tasks finds; ``gamma`` is γ, in [0, 1]."""
    number = real(gamma)
    if number is None or not 0 <= number <= 1:
        raise ValueError(f"conflict.gamma must be a number in [0, 1]; got {shown(gamma)}.")
    undefined = survey.undefined
    angle = (survey.cosines < 0) & ~undefined
    magnitude = (survey.similarities < gamma) & ~undefined
    inside = _inside(landscape, survey)
    defined = inside & ~undefined
    return Conflict(
        angle,
        magnitude,
        undefined,
        _share(angle, defined),
        _share(magnitude, defined),
        _share(undefined, inside),
    )


def _inside(landscape: Landscape, survey: Survey) -> np.ndarray:
    """Which points of the grid a run can get to, [ny, nx]."""
    if landscape.box is None:
        return np.ones((len(survey.y), len(survey.x)), dtype=bool)
    x_low, x_high, y_low, y_high = landscape.box
    across = (survey.x >= x_low) & (survey.x <= x_high)
    up = (survey.y >= y_low) & (survey.y <= y_high)
    return up[:, None] & across


def _share(mask: np.ndarray, of: np.ndarray) -> float:
    n = int(of.sum())
    return float((mask & of).sum() / n) if n else 0.0
