"""A scene as the one message that the browser gets."""

from app.figures import loss_space, regimes, series
from app.look.swatch import dashes, is_open, outline
from app.look.theme import THEMES, Theme, look_of
from app.scene.binary import packed
from app.scene.coding import differences
from app.scene.ground import ground_link
from app.scene.layouts import curve_layouts
from app.scene.payload import Scene, study_link
from app.study.contoured import CONTOURED
from app.study.study import MAX_COORDINATE, MAX_STARTS, Study
from samgs_core.diagnostics import Flag, TaskWeights, Value
from samgs_core.method import Method

ROLES = ("name", "page", "surface", "text", "muted", "tint", "ring")
"""The colours of a theme that the scene paints with; Plotly's are in its layouts."""


def message(scene: Scene) -> bytes:
    """Header and arrays; the arrays of the focused run have names that begin with ``focus.``."""
    arrays = {
        "x": differences(scene.x) if scene.results else scene.x,
        "losses": differences(scene.losses) if scene.results else scene.losses,
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
        "marks": {name: _mark(name) for name in ("star", "circle", "square")},
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
    told: list[dict[str, object]] = []
    for each in scene.results:
        look = look_of(type(each.method))
        told.append(
            {
                "key": each.method.key,
                "title": each.method.title,
                "regimes": _regimes(each.method.flag()),
                "rows": _rows(each.method),
                "light": look.light,
                "dark": look.dark,
                "width": look.width,
                "dash": dashes(look),
                "mark": _mark(look.marker),
            }
        )
    return told


def _mark(name: str) -> dict[str, object]:
    """A marker's outline in units of its radius, and whether it is open."""
    corners = [(round(x, 3), round(y, 3)) for x, y in outline(name)]
    return {"corners": corners, "isOpen": is_open(name)}


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
    has_band = any(each.method.flag() for each in scene.results)
    return {
        **{role: getattr(theme, role) for role in ROLES},
        "loss": loss_space.frame(scene.plane, theme),
        "curves": curve_layouts(scene.study.steps, has_band, theme),
    }
