"""What the marks of both planes mean, and how much of a landscape is in conflict, in words."""

import numpy as np

from app.figures.local import local_curves
from app.look.theme import Theme, see_through
from app.study.study import Study
from samgs_core.conflict import Conflict
from samgs_core.survey import Survey


def conflict_words(study: Study, conflicts: Conflict) -> str:
    """The shares of the landscape with a conflict; Markdown."""
    place = "window" if study.landscape.box is None else "box"
    sentence = (
        f"**What conflicts here:** the gradients are more than 90° apart on "
        f"{percent(conflicts.angle_share)} of the {place}; their similarity ψ is below "
        f"γ = {study.gamma:g} on {percent(conflicts.magnitude_share)}."
    )
    if conflicts.undefined_share:
        sentence += f" Undefined: {percent(conflicts.undefined_share)}, left out."
    return sentence


def percent(share: float) -> str:
    """A share in whole percents; one that is not 0 or 1 does not look as if it were."""
    if 0 < share < 0.005:
        return "less than 1 %"
    if 0.995 <= share < 1:
        return "more than 99 %"
    return f"{share:.0%}".replace("%", " %")


def mask(study: Study, conflicts: Conflict) -> np.ndarray | None:
    """The points that the study shades, [ny, nx]; None without any."""
    return {"angle": conflicts.angle, "magnitude": conflicts.magnitude}.get(study.layer)


def legend(study: Study, survey: Survey, conflicts: Conflict, theme: Theme) -> str:
    """One entry for each mark that needs a word, as HTML; empty if none does."""
    shade = f"background: {see_through(theme.muted, 0.3)}"
    stripes = f"repeating-linear-gradient(45deg, {theme.muted} 0 1px, transparent 1px 5px)"
    entries = [
        ("box", f"border: 1.5px dashed {theme.muted}", study.landscape.box is not None),
        (
            "locally efficient: methods may stop here",
            f"height: 0; border-top: 2px dotted {theme.muted}",
            len(local_curves(survey).points) > 0,
        ),
        ("angle conflict: more than 90° apart", shade, study.layer == "angle"),
        (
            f"magnitude conflict: ψ below γ = {study.gamma:g}",
            shade,
            study.layer == "magnitude",
        ),
        ("undefined here", f"background: {stripes}", bool(conflicts.undefined.any())),
    ]
    shown = [
        f'<span class="legend-entry"><i style="{style}"></i>{words}</span>'
        for words, style, is_shown in entries
        if is_shown
    ]
    return (
        f'<div class="legend" style="color: {theme.muted}">{"".join(shown)}</div>' if shown else ""
    )
