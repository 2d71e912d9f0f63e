"""A scene as the one message that the browser gets."""

from app.figures.bands import annotation, label_along
from app.figures.regions import TINT
from app.look.theme import THEMES, Theme, axis, layout, look_of, see_through
from app.scene.binary import packed
from app.scene.ground import ground_link
from app.scene.payload import Scene, has_regimes, scores, study_link
from app.study.contoured import CONTOURED
from app.study.study import MAX_COORDINATE, MAX_STARTS, Study
from samgs_core.survey import Survey


def message(scene: Scene, survey: Survey) -> bytes:
    """Header and arrays; the arrays of the focused run have names that begin with ``focus.``."""
    arrays = {
        "x": scene.x,
        "losses": scene.losses,
        "angle": scene.angle,
        "similarity": scene.similarity,
        "equalised": scene.equalised,
        "taken": scene.taken,
        "diverged": scene.diverged,
        **{f"focus.{name}": values for name, values in scene.detail.items()},
    }
    return packed(_header(scene, survey), arrays)


def _header(scene: Scene, survey: Survey) -> dict[str, object]:
    study, plane = scene.study, scene.plane
    goal, window = study.landscape.goal, study.landscape.window
    label = label_along(survey.pareto_set, "Pareto set", window)
    return {
        "link": study_link(study),
        "ground": ground_link(study),
        "title": study.landscape.title,
        "autoplay": study.pictured == Study(),
        "contours": study.contours,
        "contoured": [(each.key, each.label) for each in CONTOURED],
        "nSteps": study.steps,
        "recordEvery": study.record_every,
        "stride": scene.stride,
        "clip": study.clip,
        "methods": _methods(scene),
        "starts": study.points,
        "limits": {"starts": MAX_STARTS, "coordinate": MAX_COORDINATE},
        "focus": scene.focus,
        "goal": "" if goal is None else goal.title,
        "space": {
            "window": window,
            "frame": scene.x_frame._asdict(),
            "goals": () if goal is None else goal.points,
        },
        "loss": {
            "window": plane.window,
            "frame": scene.loss_frame._asdict(),
            "goals": plane.goals.tolist(),
        },
        "lossRange": scene.loss_range,
        "threshold": None if scene.threshold is None else scene.threshold._asdict(),
        "themes": {
            theme.name: _theme(theme)
            | {
                "spaceLabels": [] if label is None else [annotation(label, theme)],
                "lossLabels": [annotation(label, theme) for label in plane.labels],
            }
            for theme in THEMES
        },
    }


def _methods(scene: Scene) -> list[dict[str, object]]:
    told = []
    for each, score in zip(scene.results, scores(scene), strict=True):
        look = look_of(type(each.method))
        told.append(
            {
                "key": each.method.key,
                "title": each.method.title,
                "score": score,
                "hasRegimes": has_regimes(each.record),
                "light": look.light,
                "dark": look.dark,
                "dash": look.dash,
                "marker": look.marker,
                "width": look.width,
            }
        )
    return told


def _theme(theme: Theme) -> dict[str, object]:
    told = {"layout": layout(theme), "axis": axis(theme), "tint": see_through(theme.muted, TINT)}
    return theme._asdict() | told
