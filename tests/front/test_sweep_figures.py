"""Figures and tables of sweeps say what was run."""

import json
import re

import numpy as np
import pytest

from app.figures import basins, regime_map, sweep_curves, sweep_heat
from app.figures.cells import crosses
from app.figures.sweep_axis import cell_axis, sweep_axis
from app.look.theme import DARK, LIGHT
from app.maps.csv_tables import basins_csv, regimes_csv, sweep_csv
from app.maps.kind import Point
from app.maps.prints import page_of
from app.maps.sweep import SweepMap
from app.maps.words import basins_words, curves_words, heat_words
from app.study.atlas import Atlas, Span
from samgs_core.methods import LS, SAMGS
from samgs_core.sweep import Ends, Sweep, run_sweep
from samgs_core.yardsticks import YARDSTICKS, summary, yardstick_of
from synthetic import OneOptimum
from tests.front.map_runs import (
    SCENES,
    STEPS,
    STUDY,
    every_scene,
    shown,
    swept,
)
from tests.front.scenes import LANDSCAPE, STARTS, surveyed


def test_a_curve_is_the_median_over_starts_between_the_quartiles():
    atlas = Atlas(kind="sweep", across=Span("optimizer.lr", 0.001, 0.1, 3), metric="loss")
    axes, found, values = swept(atlas)
    along = sweep_axis("lr", axes.values[0], True, 0.02)
    curves = sweep_curves.data("T", along, yardstick_of("loss"), 3, [(SAMGS, values)])
    losses = found.losses.sum(-1)[:, 0]
    np.testing.assert_allclose(curves.curves[0].summary.middle, np.median(losses, axis=1))
    np.testing.assert_allclose(curves.curves[0].summary.low, np.quantile(losses, 0.25, axis=1))
    np.testing.assert_allclose(along.places, [-3, -2, -1])
    assert along.current == pytest.approx(np.log10(0.02))
    figure = sweep_curves.figure(curves, LIGHT)
    line = figure.data[sweep_curves.first_line(curves)]
    np.testing.assert_allclose(line.y, curves.curves[0].summary.middle, rtol=1e-6)
    assert "**SAM-GS**: highest at" in curves_words(curves)


@pytest.mark.parametrize(
    ("low", "high", "is_log", "texts"),
    [
        (0.0, 1.0, False, ("0", "0.2", "0.4", "0.6", "0.8", "1")),
        (-5.0, 5.0, False, ("−4", "−2", "0", "2", "4")),
        (0.01, 1.0, True, ("0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1")),
        (1e-6, 1e3, True, ("1e−06", "0.0001", "0.01", "1", "100")),
        (0.3, 0.4, True, ("0.3", "0.32", "0.34", "0.36", "0.38", "0.4")),
    ],
)
def test_an_axis_has_round_numbers(low, high, is_log, texts):
    spread = np.geomspace if is_log else np.linspace
    axis = sweep_axis("γ", tuple(spread(low, high, 18).tolist()), is_log, None)
    assert axis.tick_texts == texts
    assert axis.places[0] - 1e-9 <= min(axis.tick_places)
    assert max(axis.tick_places) <= axis.places[-1] + 1e-9


def test_a_cell_of_two_numbers_stands_where_its_values_say():
    atlas = Atlas(across=Span("sam-gs.gamma", 0, 1, 3), up=Span("clip", 0.1, 10, 3), metric="loss")
    axes, found, values = swept(atlas)
    across, up = (cell_axis(q.label, v) for q, v in zip(*axes, strict=True))
    heat = sweep_heat.data("T", across, up, yardstick_of("loss"), 3, [(SAMGS, values)])
    assert heat.heats[0].summary.middle.shape == (4, 3)  # the last row is without clipping
    assert up.tick_texts == ("0.1", "1", "10", "none")
    for row, column in np.ndindex(4, 3):
        place = Point(1, row * 3 + column)
        study = SweepMap().study_at(STUDY, atlas, heat, place)
        own = next(method for method in study.methods if isinstance(method, SAMGS))
        alone = run_sweep(Sweep(study.experiment(own)), device="cpu")
        median = np.median(alone.losses.sum(-1))
        assert heat.heats[0].summary.middle[row, column] == pytest.approx(median)
    figure = sweep_heat.figure(heat, DARK)
    assert figure.data[0].text[3][0] != "" and len(figure.data[-1].x) == 12
    json.loads(sweep_heat.printed(heat, LIGHT).to_json())
    assert "**SAM-GS**: highest" in heat_words(heat)


def test_a_click_on_a_curve_opens_that_value_and_one_on_a_band_nothing():
    atlas = Atlas(kind="sweep", across=Span("clip", 0.1, 10, 3), metric="loss")
    axes, _, values = swept(atlas)
    along = sweep_axis("clip", axes.values[0], True, 1.0)
    curves = sweep_curves.data("T", along, yardstick_of("loss"), 3, [(SAMGS, values)])
    assert SweepMap().study_at(STUDY, atlas, curves, Point(0, 2)) is None
    clips = [SweepMap().study_at(STUDY, atlas, curves, Point(1, at)).clip for at in range(4)]
    assert clips == [0.1, 1.0, 10.0, None]


@pytest.mark.parametrize("yardstick", YARDSTICKS, ids=lambda yardstick: yardstick.key)
@every_scene
def test_yardsticks_leave_out_what_was_not_run(yardstick, scene):
    found = SCENES[scene](SAMGS())
    values = yardstick.of(found, surveyed(), STEPS)
    assert values.shape == found.done.shape
    assert np.isnan(values[~found.done]).all()
    if yardstick.is_share:
        assert set(values[found.done].tolist()) <= {0.0, 1.0}


def test_nothing_known_sums_up_to_nothing():
    values = np.array([[np.nan, np.nan], [1.0, np.nan]])
    for is_share in (True, False):
        found = summary(values, is_share)
        assert np.isnan(found.middle[0]) and found.middle[1] == 1


def test_tables_have_a_row_for_every_run():
    values = shown("cancelled")
    lines = basins_csv(values).splitlines()
    assert len(lines) == 1 + 3 * 25 and lines[0].startswith("method,theta1_start,theta2_start,end")
    assert sum("not run yet" in line for line in lines) == 3 * 12
    lines = [lines[0], *(line for line in lines if "not run yet" in line)]
    cells = dict(zip(*(line.split(",") for line in lines[:2]), strict=True))
    assert {cells[name] for name in ("place_on_front", "loss1_end", "steps_taken")} == {""}
    regimes = regime_map.data(LANDSCAPE, surveyed(), 0.1)
    assert len(regimes_csv(regimes).splitlines()) == 1 + regimes.known.size
    atlas = Atlas(across=Span("sam-gs.gamma", 0, 1, 3), up=Span("clip", 0.1, 10, 3))
    axes, found, _ = swept(atlas)
    alone = run_sweep(Sweep(STUDY.experiment(LS())), device="cpu")
    lines = sweep_csv(axes, STARTS, [("SAM-GS", found), ("LS", alone)]).splitlines()
    assert lines[0].startswith("method,sam-gs.gamma,clip,start,theta1_start")
    assert len(lines) == 1 + 3 * 4 * 3 + 3
    row = dict(zip(lines[0].split(","), lines[1 + 3 * 4 + 10].split(","), strict=True))
    assert (row["sam-gs.gamma"], row["clip"], row["start"]) == ("0.5", "none", "2")
    assert float(row["loss1_end"]) == pytest.approx(found.losses[1, 3, 0, 1, 0])


def test_a_figure_becomes_a_page_with_its_caption_and_its_link():
    values = shown("normal")
    told = basins_words(values)
    page = page_of(basins.printed(values, LIGHT), "Basins <1>", told, "http://x/?a=1&b=2")
    assert "Basins &lt;1&gt;" in page and "5 × 5 starts in [−11, 11] × [−11, 11]" in page
    assert 'href="http://x/?a=1&amp;b=2"' in page
    assert not re.search(r'<(script|link)[^>]+(src|href)="http', page)


def test_ends_have_the_fields_that_tables_name():
    assert {"steps_taken", "steps_to_goal", "clipped_share"} <= set(Ends._fields)
    assert OneOptimum().goal is not None


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (3, 5), (6, 2)], ids=str)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 1.0])
def test_hatching_crosses_every_cell_of_the_mask_and_no_other(shape, share):
    mask = np.random.default_rng(1).random(shape) < share
    x, y = 1.0 * np.arange(shape[1]), 10.0 * np.arange(shape[0])
    tall = 10.0 if len(y) > 1 else 1.0
    crossed = []
    for begin, end, gap in crosses(x, y, mask).reshape(-1, 3, 2):
        assert np.isnan(gap).all()
        n = round(end[0] - begin[0])
        assert abs(end[1] - begin[1]) == pytest.approx(n * tall)
        for i in range(n):
            across, up = begin + (end - begin) * (i + 0.5) / n
            crossed.append((round(up / tall), round(across), bool(end[1] > begin[1])))
    cells = np.argwhere(mask).tolist()
    assert sorted(crossed) == sorted((*cell, way) for cell in cells for way in (True, False))


def test_a_field_of_cells_is_hatched_with_few_lines():
    field = np.ones((40, 40), bool)
    assert len(crosses(np.arange(40), np.arange(40), field)) == 3 * 2 * 79
