"""What lies under the paths: contours, conflicts, the Pareto set and the front of a landscape.

These are the very traces of the static figures, without the paths. Their numbers travel as arrays.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from plotly.basedatatypes import BaseTraceType

from app.figures import loss_space, parameter_space
from app.figures.bands import band
from app.figures.local import local_curves
from app.look.theme import THEMES
from app.runs.records import conflict_of, survey_of
from app.scene.binary import packed
from app.scene.coding import FINE
from app.study.link import link_of
from app.study.study import Study
from app.words.legend import mask
from samgs_core.methods import SAMGS

PER_LEVEL = 1_000
DATA = ("x", "y", "z")


def ground_link(study: Study) -> str:
    """The link of what a study's ground depends on, and of nothing else."""
    return link_of(_bare(study))


def ground(study: Study) -> bytes:
    """The message of a study's landscape: by theme the traces of both planes and a layout.

    A trace says for its data the names of arrays. Heights of contours travel in two bytes, each as
    its difference from the one before it in its row, which compresses well: 0 stands for one level
    below the first contour line, ``PER_LEVEL`` more for each level above it.
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
    local, front = local_curves(survey).losses, band(survey.front)
    arrays: dict[bytes, np.ndarray] = {}
    themes = {
        theme.name: {
            "space": named(parameter_space.ground(space, theme), arrays),
            "loss": named(loss_space.fronts(local, front, theme), arrays),
            "layout": parameter_space.frame(space, theme),
        }
        for theme in THEMES
    }
    header = {"perLevel": PER_LEVEL, "themes": themes}
    return packed(header, {str(i): array for i, array in enumerate(arrays.values())})


def named(
    traces: Sequence[BaseTraceType], arrays: dict[bytes, np.ndarray]
) -> list[dict[str, object]]:
    """Traces with the numbers of arrays in place of data, which go to ``arrays``, each once."""
    named = []
    for trace in traces:
        told = trace.to_plotly_json()
        for name in DATA:
            if name in told:
                is_height = trace.type == "contour" and name == "z"
                array = _codes(told[name]) if is_height else np.asarray(told[name], np.float32)
                arrays.setdefault(array.tobytes(), array)
                told[name] = list(arrays).index(array.tobytes())
        named.append(told)
    return named


def _codes(heights: np.ndarray) -> np.ndarray:
    codes = np.rint((heights.astype(float) + 1) * PER_LEVEL)
    codes = np.where(np.isnan(codes), FINE, codes).astype(np.uint16)
    return np.diff(codes, axis=1, prepend=codes.dtype.type(0))
