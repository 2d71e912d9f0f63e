"""A scene as the one message that the browser gets."""

from app.figures import loss_space, regimes, series
from app.look.theme import THEMES, Theme
from app.scene.binary import packed
from app.scene.coding import differences
from app.scene.ground import ground_link
from app.scene.layouts import curve_layouts
from app.scene.looks import colours_told, look_told, mark_told
from app.scene.payload import Scene, study_link
from app.study.contoured import CONTOURED
from app.study.study import MAX_COORDINATE, MAX_STARTS, Study
from samgs_core.diagnostics import Flag, TaskWeights, Value
from samgs_core.method import Method


def message(scene: Scene) -> bytes:
    """Header and arrays; the arrays of the focused run have names that begin with ``focus.``."""
    arrays = {
        "x": differences(scene.x) if scene.results else scene.x,
        "losses": differences(scene.losses) if len(scene.losses) else scene.losses,
        "angle": scene.angle,
        "similarity": scene.similarity,
        "flags": scene.flags,
        "taken": scene.taken,
        "diverged": scene.diverged,
        **{f"focus.{name}": values for name, values in scene.detail.items()},
    }
    return packed(_header(scene), arrays)


def _header(scene: Scene) -> dict[str, object]:
    study, plane = scene.study, scene.plane
    goal = study.landscape.goal
    return {
        "link": study_link(study),
        "ground": ground_link(study),
        "autoplay": study.pictured == Study(),
        "isCovered": study.screen.is_predicting,
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
        "marks": {name: mark_told(name) for name in ("star", "circle", "square")},
        "space": {
            "window": study.landscape.window,
            "frame": scene.x_frame._asdict(),
            "goals": () if goal is None else goal.points,
        },
        "loss": {
            "isLog": plane.is_log,
            "frame": scene.loss_frame._asdict(),
            "goals": plane.scaled(plane.goals).tolist(),
        },
        "lossRange": scene.loss_range,
        "threshold": None if scene.threshold is None else scene.threshold._asdict(),
        "curves": {
            "thinner": series.THINNER,
            "reach": series.REACH,
            "maxReaches": series.MAX_REACHES,
            "letterFrom": regimes.LETTER_FROM,
        },
        "themes": {theme.name: _theme(scene, theme) for theme in THEMES},
    }


def _methods(scene: Scene) -> list[dict[str, object]]:
    return [
        {
            **look_told(type(method)),
            "regimes": _regimes(method.flag()),
            "rows": _rows(method),
        }
        for method in scene.study.drawn_methods
    ]


def _regimes(flag: Flag | None) -> list[dict[str, str]] | None:
    """Both regimes by the value of the flag, 0 and 1."""
    return None if flag is None else [flag.if_false._asdict(), flag.if_true._asdict()]


def _rows(method: Method) -> list[dict[str, object]]:
    """What a read-out tells of the method's steps, in the order in which it declares it."""
    kinds = {TaskWeights: "weights", Flag: "flag", Value: "value"}
    rows: list[dict[str, object]] = [
        {"name": each.name, "kind": kinds[type(each)], "label": each.label, "help": each.help}
        for each in method.diagnostics
    ]
    factor = method.factor()
    return rows if factor is None else [*rows, {"kind": "factor", **factor._asdict()}]


def _theme(scene: Scene, theme: Theme) -> dict[str, object]:
    has_band = any(method.flag() for method in scene.study.drawn_methods)
    return {
        **colours_told(theme),
        "loss": loss_space.frame(scene.plane, theme),
        "curves": curve_layouts(scene.study.steps, has_band, theme),
    }
