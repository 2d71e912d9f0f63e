"""What lies under the paths: contours, conflicts, the Pareto set and the front of a landscape."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from app.figures import parameter_space
from app.figures.contours import Contours
from app.figures.local import local_curves
from app.figures.regions import hatch
from app.runs.records import conflict_of, survey_of
from app.scene.binary import packed
from app.scene.coding import FINE
from app.study.link import link_of
from app.study.study import Study
from app.words.legend import mask
from samgs_core.methods import SAMGS

PER_LEVEL = 1_000


def ground_link(study: Study) -> str:
    """The link of what a study's ground depends on, and of nothing else."""
    return link_of(_bare(study))


def ground(study: Study) -> bytes:
    """The message of a study's landscape, its contours and its shaded conflicts.

    Heights travel in two bytes, each as its difference from the one before it in its row, which
    compresses well: 0 stands for one level below the first contour line, ``PER_LEVEL`` more for
    each level above it.
    """
    return _ground(_bare(study))


def _bare(study: Study) -> Study:
    plain = Study(landscape=study.landscape, contours=study.contours, layer=study.layer)
    if study.layer != "magnitude":
        return plain
    gammas = [
        replace(method, gamma=study.gamma) if isinstance(method, SAMGS) else method
        for method in plain.methods
    ]
    return replace(plain, methods=tuple(gammas))


@lru_cache(maxsize=64)
def _ground(study: Study) -> bytes:
    survey = survey_of(study.landscape)
    shaded = mask(study, conflict_of(study.landscape, study.gamma))
    space = parameter_space.data(
        study.landscape, survey, (), (), contoured=study.contours, shaded=shaded
    )
    lines = space.contours
    header = {"label": lines.label, "nLevels": len(lines.levels), "perLevel": PER_LEVEL}
    return packed(
        header,
        {
            "x": survey.x.astype(np.float32),
            "y": survey.y.astype(np.float32),
            "heights": _codes(lines),
            "shaded": space.shaded.mask.astype(np.uint8),
            "hatching": hatch(space.undefined),
            "box": space.box,
            "localSet": space.local_set,
            "localFront": local_curves(survey).losses,
            "set": survey.pareto_set.astype(np.float32),
            "front": survey.front.astype(np.float32),
        },
    )


def _codes(lines: Contours) -> np.ndarray:
    codes = np.rint((lines.heights.astype(float) + 1) * PER_LEVEL)
    codes = np.where(np.isnan(codes), FINE, codes).astype(np.uint16)
    return np.diff(codes, axis=1, prepend=codes.dtype.type(0))
