"""A sweep: what one number changes, as curves, or two numbers, as a map for each method."""

from collections.abc import Sequence

from app.figures import sweep_curves, sweep_heat
from app.figures.sweep_axis import cell_axis, sweep_axis
from app.figures.sweep_curves import SweepCurves
from app.figures.sweep_heat import SweepHeat
from app.look.theme import Theme
from app.maps.csv_tables import sweep_csv
from app.maps.kind import Point, Shown
from app.maps.layers import Layer, axes_of, sweep_layers, values_of
from app.maps.sweep_controls import sweep_controls
from app.maps.words import curves_told, heat_told, methods_told, rules_told
from app.study.atlas import Atlas
from app.study.study import Study
from samgs_core.survey import Survey
from samgs_core.yardsticks import yardstick_of

KEY = "sweep"
TITLE = "Sweep"
HEIGHT = 400


def controls(study: Study, atlas: Atlas) -> None:
    """What varies, and what is shown."""
    sweep_controls(study, atlas)


def layers(study: Study, atlas: Atlas) -> list[Layer]:
    """The runs of every drawn method; raises ``ValueError`` if they are too many."""
    return sweep_layers(study, atlas, axes_of(study, atlas))


def shown(study: Study, atlas: Atlas, layers: Sequence[Layer], survey: Survey) -> Shown:
    """The picture of what is done."""
    axes, yardstick = axes_of(study, atlas), yardstick_of(atlas.metric)
    n_values, n_starts = len(axes.values[0]), len(study.points)
    found = []
    # Before the ends: more may come meanwhile.
    versions = [sum(layer.job.version for layer in layers)] * max(len(layers), 1)
    for layer in layers:
        ends = layer.job.snapshot()
        values = values_of(ends, yardstick, survey.front, study.steps, n_values)
        found.append((type(layer.method), values))
    title, first = study.landscape.title, axes.quantities[0]
    if len(axes.values) == 2:
        across, up = (cell_axis(q.label, v) for q, v in zip(*axes, strict=True))
        heat = sweep_heat.data(title, across, up, yardstick, n_starts, found)
        return Shown(sweep_heat, heat, versions, HEIGHT)
    along = sweep_axis(first.label, axes.values[0], first.is_log, first.value)
    curves = sweep_curves.data(title, along, yardstick, n_starts, found)
    return Shown(sweep_curves, curves, versions, HEIGHT)


def told(study: Study, values: SweepCurves | SweepHeat) -> tuple[str, str]:
    """What the picture shows, and what it was made from."""
    if isinstance(values, SweepHeat):
        drawn = {heat.method for heat in values.heats}
        left = [each.title for each in study.drawn_methods if type(each) not in drawn]
        words, varied = heat_told(values, left), f"{values.across.label} and {values.up.label} take"
    else:
        words, varied = curves_told(values), f"{values.axis.label} takes"
    instead = f"In the sweep {varied} the values of the axis."
    return words, f"{rules_told(study)} {methods_told(study)} {instead}"


def table(
    study: Study, atlas: Atlas, layers: Sequence[Layer], values: SweepCurves | SweepHeat
) -> str:
    """The numbers as CSV."""
    found = [(layer.method.title, layer.job.snapshot()) for layer in layers]
    return sweep_csv(axes_of(study, atlas), study.points, found)


def study_at(
    study: Study, atlas: Atlas, values: SweepCurves | SweepHeat, point: Point
) -> Study | None:
    """The study with the setting that was clicked; None if the mark stands for none."""
    first, *others = axes_of(study, atlas).quantities
    if isinstance(values, SweepHeat):
        row, column = divmod(point.place, len(values.across.values))
        study = first.put(study, values.across.values[column])
        return others[0].put(study, values.up.values[row])
    if point.trace < sweep_curves.first_line(values):
        return None
    return first.put(study, values.axis.values[point.place])


def key(theme: Theme) -> str:
    """Nothing: the figures carry their own keys."""
    return ""
