"""The figure of Explore: paths in both planes, and curves of one start."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import final

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from app.export.caption import listed_panels, study_words
from app.export.paper import curves as paper
from app.export.paper.layout import Drawing, Panel
from app.export.paper.marks import PT, Style, cross, entry, ring, star
from app.export.paper.paper import Drawn, Paper
from app.export.paper.planes import SMALL, draw_loss_space, draw_parameter_space
from app.figures import angle, lengths, loss_space, losses, parameter_space, similarity
from app.figures.bands import BAND_WIDTH
from app.figures.panels import MANY, scored
from app.figures.paths import Paths
from app.figures.series import MAX_REACHES
from app.files.runs import runs
from app.look.theme import LIGHT
from app.runs.records import conflict_of, survey_of
from app.study.study import Study
from app.words.legend import mask
from samgs_core.method import Method
from samgs_core.record import Record
from samgs_core.survey import Survey

TITLES = {
    parameter_space.KEY: "Parameter space",
    loss_space.KEY: "Loss space",
    angle.KEY: "Angle between g₁ and g₂",
    similarity.KEY: "Magnitude similarity ψ",
    losses.KEY: "L₁ + L₂",
    lengths.KEY: "Lengths",
}
"""The panels of Explore by their keys."""
CURVES = {angle.KEY, similarity.KEY, losses.KEY, lengths.KEY}
TALLEST = 1.6
LOSS_ASPECT = 0.85


@final
class ExplorePaper(Paper):
    """Paths and curves of the drawn methods."""

    page = "explore"

    def choices(self, study: Study) -> Mapping[str, str]:
        return TITLES

    def drawn(self, study: Study, chosen: Collection[str], is_stopped: bool) -> Drawn:
        results = runs(study)
        survey, records = survey_of(study.landscape), [each.record for each in results]
        panels: list[Panel] = []
        for key in TITLES:
            if key in chosen:
                panels += _panels(key, study, survey, records)
        is_plane = bool({parameter_space.KEY, loss_space.KEY} & set(chosen))
        words = " ".join(filter(None, (_shown(panels, study), study_words(study, results))))
        drawing = Drawing(tuple(panels), _key(study, records, is_plane))
        return Drawn(drawing, f"Paths on the landscape {study.landscape.title}", words)


def _shown(panels: Sequence[Panel], study: Study) -> str:
    """Which panel is which, and of which start the curves are."""
    if any(panel.is_small for panel in panels):
        kinds = dict.fromkeys(TITLES[panel.key] for panel in panels)
        first = f"From top to bottom: {'; '.join(kinds)}."
    else:
        first = listed_panels([panel.title for panel in panels])
        first = f"{first}." if first else ""
    if {panel.key for panel in panels} & CURVES:
        n = study.focus
        first += f" Curves over the steps: from start {n}, means of a few steps each"
        first += "; around them all that these reach." if len(study.drawn) <= MAX_REACHES else "."
    if any(panel.key == lengths.KEY for panel in panels):
        first += f" Lengths: of the gradients of {measured(study).title}."
    return first.strip()


def _panels(key: str, study: Study, survey: Survey, records: Sequence[Record]) -> list[Panel]:
    focus, window = study.focus - 1, study.landscape.window
    if key == parameter_space.KEY:
        shaded = mask(study, conflict_of(study.landscape, study.gamma))
        rest = study.points, records, focus, study.contours, shaded
        space = parameter_space.data(study.landscape, survey, *rest)
        aspect = (window.y_high - window.y_low) / (window.x_high - window.x_low)
        return _planes(key, space.methods, partial(draw_parameter_space, space=space), aspect)
    if key == loss_space.KEY:
        plane = loss_space.data(study.landscape, survey, records, focus)
        return _planes(key, plane.methods, partial(draw_loss_space, space=plane), LOSS_ASPECT)
    if key == lengths.KEY:
        return [_lengths(study, records, focus)] if records else []
    return [Panel(key, TITLES[key], paper.ASPECT, _curves(key, records, focus))]


def _curves(key: str, records: Sequence[Record], focus: int) -> Callable[[Axes], None]:
    if key == angle.KEY:
        return partial(paper.draw_angle, angles=angle.data(records, focus))
    if key == similarity.KEY:
        return partial(paper.draw_similarity, similarities=similarity.data(records, focus))
    return partial(paper.draw_losses, losses=losses.data(records, focus))


def _planes(
    key: str, methods: tuple[Paths, ...], draw: Callable[..., None], aspect: float
) -> list[Panel]:
    aspect = min(aspect, TALLEST)
    if len(methods) <= MANY:
        return [Panel(key, TITLES[key], aspect, partial(draw, methods=methods))]
    return [
        Panel(key, _plain(scored(each)), aspect, partial(draw, methods=(each,), size=SMALL), True)
        for each in methods
    ]


def measured(study: Study) -> type[Method]:
    """The method whose lengths are drawn: the focused one, or the last one if that is not."""
    return study.focused if study.focused in study.drawn else study.drawn[-1]


def _lengths(study: Study, records: Sequence[Record], focus: int) -> Panel:
    """Those of the focused method, or of the last one if that is not drawn."""
    own = [each for each in records if isinstance(each.experiment.method, measured(study))]
    found = lengths.data(own[0], focus)
    return Panel(
        lengths.KEY, TITLES[lengths.KEY], paper.ASPECT, partial(paper.draw_lengths, found=found)
    )


def _plain(title: str) -> str:
    return title.replace("<b>", "").replace("</b>", "")


def _key(study: Study, records: Sequence[Record], is_plane: bool) -> list[Line2D]:
    """The methods, and the marks of the planes that occur."""
    methods = [type(record.experiment.method) for record in records]
    key = [entry(method, method.title) for method in methods]
    if is_plane:
        band: Style = {"color": LIGHT.band, "linewidth": PT * BAND_WIDTH, "alpha": 0.75}
        key.append(Line2D([], [], label="Pareto set and front", **band))
        key.append(Line2D([], [], label="start", **ring()))
        if study.landscape.goal is not None:
            key.append(Line2D([], [], label=study.landscape.goal.title, **star(6)))
    if any(record.diverged.any() for record in records):
        key.append(Line2D([], [], label="diverged", **cross(LIGHT.muted)))
    return key
