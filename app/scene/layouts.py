"""The axes of the scene's curves: those of the static figures, before anything is drawn in them."""

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go

from app.figures import angle, losses, similarity
from app.figures.angle import AngleOverSteps
from app.figures.losses import LossesOverSteps
from app.figures.regimes import Regimes
from app.figures.series import over_steps
from app.figures.similarity import SimilarityOverSteps
from app.look.theme import Theme, axis

NO_REGIMES = Regimes(np.zeros((0, 2)), np.zeros(0), ())


@lru_cache(maxsize=64)
def curve_layouts(n_steps: int, has_regimes: bool, theme: Theme) -> dict[str, object]:
    """The layout of each kind of curve over so many steps, by its name in the scene.

    What all have in common is told once, as ``common``.
    """
    similarities = SimilarityOverSteps(
        start=0,
        n_steps=n_steps,
        curves=(),
        threshold=None,
        regimes=NO_REGIMES if has_regimes else None,
        equalised_share=None,
    )
    angles = AngleOverSteps(0, n_steps, (), (), angle.PLACES[-1])
    sums = LossesOverSteps(0, n_steps, (0, 1), ())
    figures = {
        "angle": angle.figure(angles, theme),
        "similarity": similarity.figure(similarities, theme),
        "losses": losses.figure(sums, theme),
        "lengths": go.Figure(layout={**over_steps(theme, n_steps), "yaxis": axis(theme)}),
    }
    layouts = {name: figure.layout.to_plotly_json() for name, figure in figures.items()}
    common = {
        part: value
        for part, value in layouts["lengths"].items()
        if all(layout.get(part) == value for layout in layouts.values())
    }
    own = {
        name: {part: value for part, value in layout.items() if part not in common}
        for name, layout in layouts.items()
    }
    return {"common": common, **own}
