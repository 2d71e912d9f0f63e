"""What holds for every plot: it draws, it can be told in words, and it shows only numbers."""

import json
import re

import numpy as np
import pytest

from app.figures import angle, loss_space, losses, panels, parameter_space, similarity
from app.look.theme import DARK, LIGHT, THEMES
from samgs_core.survey import survey
from tests.front.scenes import (
    BOWLS,
    LANDSCAPE,
    STARTS,
    diverged,
    lines_of,
    records,
    surveyed,
    with_gap,
)

SCENES = {
    "normal": records,
    "no method": lambda: (),
    "one start": lambda: records(starts=STARTS[:1]),
    "diverged": diverged,
    "gap": lambda: tuple(with_gap(record) for record in records()),
    "every tenth step": lambda: records(record_every=10),
}


def shown(plot, scene):
    """The plot's named tuple of a scene."""
    drawn = SCENES[scene]()
    if plot in (angle, similarity, losses):
        return plot.data(drawn, 0)
    exploding = scene == "diverged"
    landscape, seen = (BOWLS, survey(BOWLS, 41)) if exploding else (LANDSCAPE, surveyed())
    if plot is loss_space:
        return plot.data(landscape, seen, drawn, 0)
    starts = drawn[0].experiment.starts if drawn else STARTS
    return plot.data(landscape, seen, starts, drawn, 0)


def numbers(value):
    """Every array of a plot's named tuple."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from numbers(part)


PLOTS = (parameter_space, loss_space, angle, similarity, losses)
plots = pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.KEY)
scenes = pytest.mark.parametrize("scene", SCENES)


@plots
@scenes
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_plot_draws_every_scene(plot, scene, theme):
    figure = json.loads(plot.figure(shown(plot, scene), theme).to_json())
    assert figure["layout"]["xaxis"]["title"]["text"]
    assert figure["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"


@plots
@scenes
def test_every_plot_is_told_in_sentences(plot, scene):
    told = plot.alt(shown(plot, scene))
    assert told.endswith(".")
    assert "nan" not in told.lower()
    assert "-" not in re.sub(r"[A-Z]\w+-\w+", "", told)  # a minus is −; SAM-GS is a name


@plots
@scenes
def test_no_plot_holds_an_infinite_number(plot, scene):
    assert not any(np.isinf(array).any() for array in numbers(shown(plot, scene)))


@plots
def test_curves_and_paths_travel_in_single_precision(plot):
    figure = plot.figure(shown(plot, "normal"), LIGHT)
    assert lines_of(figure)
    for trace in lines_of(figure):
        assert trace.x.dtype == trace.y.dtype == np.float32


@plots
def test_no_text_is_smaller_than_12_pixels(plot):
    figure = json.loads(plot.figure(shown(plot, "normal"), DARK).to_json())
    sizes = list(text_sizes(figure))
    assert len(sizes) >= 3 and min(sizes) >= 12


def text_sizes(part):
    """Every size of a font in a figure as it is sent, of ticks, titles, hover labels and all."""
    for name, value in part.items() if isinstance(part, dict) else enumerate(part):
        if str(name).endswith("font") and "size" in value:
            sizes = value["size"]
            yield from sizes if isinstance(sizes, list) else [sizes]
        elif isinstance(value, dict | list):
            yield from text_sizes(value)


@plots
def test_a_plot_without_methods_keeps_its_axes_and_draws_no_line_of_a_method(plot):
    figure = plot.figure(shown(plot, "no method"), LIGHT)
    assert not lines_of(figure)
    assert figure.layout.xaxis.range


@pytest.mark.parametrize("plot", [parameter_space, loss_space], ids=lambda plot: plot.KEY)
@pytest.mark.parametrize("scene", ["normal", "no method", "diverged"])
def test_small_multiples_have_one_panel_for_each_method(plot, scene):
    figure = plot.small_multiples(shown(plot, scene), LIGHT)
    titles = [note.text for note in figure.layout.annotations]
    for place, record in enumerate(SCENES[scene](), 1):
        axis = "x" if place == 1 else f"x{place}"
        assert any(type(record.experiment.method).title in title for title in titles)
        assert any(trace.xaxis == axis for trace in figure.data)
    json.loads(figure.to_json())


def test_panels_share_one_pair_of_ranges_and_equal_scales():
    figure = parameter_space.small_multiples(shown(parameter_space, "normal"), LIGHT)
    for suffix in ("", "2", "3"):
        x_axis, y_axis = figure.layout[f"xaxis{suffix}"], figure.layout[f"yaxis{suffix}"]
        assert x_axis.range == LANDSCAPE.window[:2]
        assert y_axis.range == LANDSCAPE.window[2:]
        assert y_axis.scaleanchor == f"x{suffix}"


@pytest.mark.parametrize(("n", "rows", "columns"), [(0, 1, 1), (5, 1, 5), (7, 2, 4), (12, 3, 4)])
def test_panels_fill_their_rows_evenly(n, rows, columns):
    assert panels.grid(n) == (rows, columns)
