"""The axes of the scene's curves: those of the static figures, before anything is drawn in them."""

from functools import lru_cache

from app.figures import angle, losses, similarity
from app.figures.series import over_steps
from app.look.theme import Theme, axis


@lru_cache(maxsize=64)
def curve_layouts(n_steps: int, has_regimes: bool, theme: Theme) -> dict[str, object]:
    """The layout of each kind of curve over so many steps, by its name in the scene.

    What all have in common is told once, as ``common``.
    """
    layouts: dict[str, dict[str, object]] = {
        "angle": angle.frame(n_steps, theme),
        "similarity": similarity.frame(n_steps, has_regimes, theme),
        "losses": losses.frame(n_steps, theme),
        "lengths": {**over_steps(theme, n_steps), "yaxis": axis(theme)},
    }
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
