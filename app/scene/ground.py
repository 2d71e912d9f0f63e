"""What lies under the paths: contours, the Pareto set and the front of a landscape."""

from functools import lru_cache

import numpy as np

from app.figures.contours import contours
from app.records import survey_of
from app.scene.binary import packed
from app.scene.coding import FINE
from samgs_core.landscape import Landscape

PER_LEVEL = 1_000


@lru_cache(maxsize=64)
def ground(landscape: Landscape, contoured: str) -> bytes:
    """The message of one landscape and one choice of contours.

    Heights travel in two bytes, each as its difference from the one before it in its row, which
    compresses well: 0 stands for one level below the first contour line, ``PER_LEVEL`` more for
    each level above it.
    """
    survey = survey_of(landscape)
    lines = contours(survey.x, survey.y, survey.losses, contoured)
    codes = np.rint((lines.heights.astype(float) + 1) * PER_LEVEL)
    codes = np.where(np.isnan(codes), FINE, codes).astype(np.uint16)
    header = {"label": lines.label, "nLevels": len(lines.levels), "perLevel": PER_LEVEL}
    return packed(
        header,
        {
            "x": survey.x.astype(np.float32),
            "y": survey.y.astype(np.float32),
            "heights": np.diff(codes, axis=1, prepend=codes.dtype.type(0)),
            "set": survey.pareto_set.astype(np.float32),
            "front": survey.front.astype(np.float32),
        },
    )
