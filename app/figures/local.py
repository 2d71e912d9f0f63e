"""The locally efficient points of a landscape, where they are more than its Pareto front."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from app.figures.paths import single
from samgs_core.pareto import distance_to_front
from samgs_core.survey import Survey

APART = 0.01
"""Points this share of the front's diagonal above the front are not on it."""


class LocalCurves(NamedTuple):
    """The curves in both spaces, with rows of NaN between them; without a point if there is none.

    The pieces that lie on the Pareto front are among them.
    """

    points: np.ndarray  # [k, 2] float32
    losses: np.ndarray  # [k, 2] float32


@lru_cache(maxsize=64)
def local_curves(survey: Survey) -> LocalCurves:
    """The locally efficient points, if some are above the front."""
    shown = slice(None) if _is_more(survey) else slice(0)
    return LocalCurves(single(survey.local_set[shown]), single(survey.local_front[shown]))


def _is_more(survey: Survey) -> bool:
    local, front = (each[np.isfinite(each).all(-1)] for each in (survey.local_front, survey.front))
    if not len(local) or not len(front):
        return False
    scale = np.linalg.norm(np.ptp(front, axis=0))
    return bool((distance_to_front(local, survey.front) > APART * scale).any())
