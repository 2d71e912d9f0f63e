"""The picture of the gradients as the one message that the browser gets."""

from math import floor, log10

from app.look.theme import THEMES
from app.scene.binary import packed
from app.scene.coding import single
from app.scene.looks import colours_told, look_told
from app.study.link import link_of
from app.study.study import Study
from app.study.vectors import MAX_ENTRY
from app.vectors.outcome import Outcomes, fan, outcomes
from app.vectors.words import readouts, row, sentences, summary

ROOM = 1.45
"""How far the picture reaches, in lengths of the longest gradient, at least."""
STEPS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def vectors_link(study: Study) -> str:
    """The link of what the page depends on, and of nothing else."""
    return link_of(
        Study(methods=study.methods, seed=study.seed, focused=study.focused, vectors=study.vectors)
    )


def message(study: Study, has_fan: bool) -> bytes:
    """Header and arrays: the numbers and texts of the picture, and if asked for the fans by key."""
    found = outcomes(study)
    fans = {each.method.key: fan(study, each.method) for each in found.methods if has_fan}
    return packed(
        _header(found), {key: single(draws) for key, draws in fans.items() if draws is not None}
    )


def _header(found: Outcomes) -> dict[str, object]:
    study, settings = found.study, found.study.vectors
    return {
        "link": vectors_link(study),
        "grads": settings.grads,
        "limit": MAX_ENTRY,
        "radius": radius(settings.longest),
        "isEqual": settings.lengths == "equal",
        "isOperated": settings.operated == "yes",
        "turned": settings.turned,
        "focused": study.focused.key,
        "cone": found.cone,
        "methods": [
            {
                **look_told(type(each.method)),
                "isStill": each.is_still,
                "d": each.merged.direction.tolist(),
                "operated": each.merged.operated.tolist(),
            }
            for each in found.methods
        ],
        "groups": [each.places for each in found.groups],
        "readouts": [each._asdict() for each in readouts(found)],
        "rows": [row(each, settings.turned)._asdict() for each in found.methods],
        "sentences": sentences(found),
        "summary": summary(found),
        "themes": {theme.name: colours_told(theme) for theme in THEMES},
    }


def radius(longest: float) -> float:
    """How far the picture reaches from its middle: a round number with room for the gradients."""
    wanted = ROOM * longest if longest > 0 else 1.0
    power = 10.0 ** floor(log10(wanted))
    step = next(each for each in STEPS if each >= (1 - 1e-9) * wanted / power)
    return float(f"{step * power:.3g}")
