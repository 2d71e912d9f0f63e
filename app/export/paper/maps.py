"""The figures of Maps: basins, the regime map and sweeps, as far as they are done."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import final

from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from app.export.caption import plain, starts_words
from app.export.paper.cells import draw_basin, draw_half
from app.export.paper.layout import Bar, Drawing, Panel
from app.export.paper.marks import entry
from app.export.paper.paper import Drawn, Paper
from app.export.paper.sweeps import draw_curves, draw_heat, heat_colours
from app.figures import basins as basin_plot
from app.figures.basins import GOAL, OFF, TICKS, WORDS, Basins, shares_text
from app.figures.cells import ENDS, MIDDLE
from app.figures.regime_map import RegimeMap
from app.figures.sweep_axis import value_text
from app.figures.sweep_curves import SweepCurves
from app.figures.sweep_heat import SweepHeat
from app.files.map_files import map_of
from app.look.theme import LIGHT
from app.maps.kinds import kind_of
from app.runs.records import survey_of
from app.study.atlas_link import fit
from app.study.study import Study
from app.words.legend import percent

FEW = 2
"""So many maps stand side by side in full size; more are small."""
CURVES = 0.6
HEAT = 0.75


@final
class MapsPaper(Paper):
    """The map that the study shows, one panel for each method or region."""

    page = "maps"

    def choices(self, study: Study) -> Mapping[str, str]:
        return {"map": kind_of(study.atlas).title}

    def drawn(self, study: Study, chosen: Collection[str], is_stopped: bool) -> Drawn:
        atlas = fit(study.atlas, study)
        kind = kind_of(atlas)
        plot = kind.picture(study, atlas, kind.layers(study, atlas), survey_of(study.landscape))
        made = map_of(study, plot.plot.KEY, is_stopped)
        values, is_done = made.picture.values, all(layer.job.done() for layer in made.layers)
        told = (
            "" if is_done else "As far as it is computed.",
            kind.words(study, values),
            _ends_words(values),
            kind.made_from(study, values),
            starts_words(study) if isinstance(values, SweepCurves | SweepHeat) else "",
        )
        title = f"{made.picture.plot.TITLE}: {study.landscape.title}"
        return Drawn(_drawing(values), title, plain(" ".join(filter(None, told))))


def _drawing(values: Basins | RegimeMap | SweepCurves | SweepHeat) -> Drawing:
    if isinstance(values, Basins):
        return _basins(values)
    if isinstance(values, RegimeMap):
        return _regimes(values)
    if isinstance(values, SweepCurves):
        draw = partial(draw_curves, sweep=values)
        key = [entry(curve.method, curve.method.title) for curve in values.curves]
        return Drawing((Panel("map", values.label, CURVES, draw),), key)
    return _heats(values)


def _ends_words(values: object) -> str:
    """Of basins, where the starts of each method ended: the page says it above each map."""
    if not isinstance(values, Basins):
        return ""
    return " ".join(f"{e.method.title}: {shares_text(values, e)}." for e in values.basins)


def _basins(values: Basins) -> Drawing:
    window = values.window
    aspect = (window.y_high - window.y_low) / (window.x_high - window.x_low)
    panels = [
        Panel(
            "map",
            f"{each.method.title}: {_best(values, each)}",
            aspect,
            partial(draw_basin, basins=values, basin=each),
            len(values.basins) > FEW,
        )
        for each in values.basins
    ]
    key: list[Line2D | Patch] = []
    if values.goal:
        dot = {"marker": "o", "color": LIGHT.text, "markersize": 1.6, "linestyle": "none"}
        key.append(Line2D([], [], label=values.goal, **dot))  # type: ignore[arg-type]
    hatched = {"facecolor": "#CCD0D6", "edgecolor": LIGHT.muted, "linewidth": 0, "hatch": "xxxxxx"}
    key.append(Patch(label=WORDS[OFF], **hatched))  # type: ignore[arg-type]
    if any((each.kinds == basin_plot.DIVERGED).any() for each in values.basins):
        key.append(Patch(label=WORDS[basin_plot.DIVERGED], facecolor=LIGHT.text))
    if any((each.kinds == basin_plot.NOT_RUN).any() for each in values.basins):
        key.append(Patch(label=WORDS[basin_plot.NOT_RUN], facecolor=LIGHT.page, edgecolor="k"))
    key.append(Line2D([], [], label="Pareto set", color=LIGHT.muted, linewidth=0.8))
    bar = Bar("end on the Pareto front", (ENDS[0], MIDDLE["light"], ENDS[1]), (0, 0.5, 1), TICKS)
    return Drawing(tuple(panels), key, bar)


def _best(values: Basins, basin: basin_plot.Basin) -> str:
    """The share that a title has room for: at the goal, or without one on the front."""
    shares = basin.shares
    if not shares.n:
        return WORDS[basin_plot.NOT_RUN]
    count = shares.goal if values.goal else shares.front
    return f"{percent(count / shares.n)} {WORDS[GOAL if values.goal else basin_plot.FRONT]}"


def _regimes(values: RegimeMap) -> Drawing:
    window = values.window
    aspect = (window.y_high - window.y_low) / (window.x_high - window.x_low)
    titles = ("SAM-GS equalises (E)", "Gradients over 90° apart")
    panels = [
        Panel(
            "map",
            f"{title}: {percent(half.share)}",
            aspect,
            partial(draw_half, regimes=values, half=half),
        )
        for title, half in zip(titles, values.halves, strict=True)
    ]
    key = [Line2D([], [], label="Pareto set", color=LIGHT.band, linewidth=3)]
    return Drawing(tuple(panels), key)


def _heats(values: SweepHeat) -> Drawing:
    panels = [
        Panel("map", heat.method.title, HEAT, partial(draw_heat, sweep=values, heat=heat))
        for heat in values.heats
    ]
    ends = (values.low, (values.low + values.high) / 2, values.high)
    words = [percent(each) if values.is_share else value_text(each) for each in ends]
    return Drawing(tuple(panels), (), Bar(values.label, heat_colours(), (0, 0.5, 1), words))
