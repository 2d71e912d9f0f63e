"""What the maps are drawn from: shares that add up, cells in their places, words that fit."""

import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from app.figures import basins, regime_map, sweep_curves, sweep_heat
from app.figures.cells import DOT_WIDTH, crosses
from app.figures.regime_map import ratio_of
from app.figures.sweep_axis import cell_axis, sweep_axis
from app.look.theme import DARK, LIGHT, THEMES
from app.maps.basins import BasinsMap
from app.maps.csv_tables import basins_csv, regimes_csv, sweep_csv
from app.maps.kind import Point
from app.maps.layers import axes_of, grid_of
from app.maps.prints import page_of
from app.maps.sweep import SweepMap
from app.maps.words import basins_words, curves_words, heat_words, regimes_words, threshold_words
from app.study.atlas import Atlas, Span
from app.study.study import Study
from samgs_core import SGD, Adam, Experiment
from samgs_core.methods import LS, SAMGS, PCGrad
from samgs_core.sweep import Ends, Sweep, not_run, run_sweep
from samgs_core.yardsticks import YARDSTICKS, place_on_front, summary, yardstick_of
from synthetic import OneOptimum
from synthetic.formula import CustomLandscape
from tests.front.scenes import BOWLS, LANDSCAPE, STARTS, surveyed

SIDE = 5
STEPS = 900
X, Y = grid_of(LANDSCAPE, SIDE)
GRID = tuple((float(x), float(y)) for y in Y for x in X)
METHODS = (LS(), PCGrad(), SAMGS())


def experiment(method, **changes):
    settings = {"landscape": LANDSCAPE, "method": method, "optimizer": Adam(lr=0.02)}
    settings |= {"starts": GRID, "steps": STEPS, "clip_norm": 1.0}
    return Experiment(**(settings | changes))


@cache
def ends(method):
    return run_sweep(Sweep(experiment(method)), device="cpu")


def diverged(method):
    explosive = {"landscape": BOWLS, "optimizer": SGD(lr=100.0), "clip_norm": None}
    return run_sweep(Sweep(experiment(method, **explosive)), device="cpu")


def cancelled(method):
    """The ends of a sweep of which every second lane was run."""
    whole, left = ends(method), not_run(Sweep(experiment(method)))
    for to, of in zip(left, whole, strict=True):
        to[:, ::2] = of[:, ::2]
    return left


SCENES = {"normal": ends, "cancelled": cancelled, "diverged": diverged}
every_scene = pytest.mark.parametrize("scene", SCENES)


def shown(scene):
    found = [(type(method), SCENES[scene](method)) for method in METHODS]
    return basins.data(LANDSCAPE, surveyed(), X, Y, STEPS, found)


def one_by_one(point, goal):
    """Whether a point is at the goal, in plain Python."""
    l1, l2 = point
    return abs(l1 - l2) < goal.gap and l1 + l2 < goal.total


def test_every_cell_says_what_became_of_its_own_start():
    values = shown("normal")
    for method, basin in zip(METHODS, values.basins, strict=True):
        for row in range(SIDE):
            column = (2 * row + 1) % SIDE  # one cell of every row and column, none on a diagonal
            start = (float(X[column]), float(Y[row]))
            alone = run_sweep(Sweep(experiment(method, starts=(start,))), device="cpu")
            np.testing.assert_allclose(basin.losses[row, column], alone.losses[0, 0], rtol=1e-9)
            kind = basins.WORDS[basin.kinds[row, column]]
            assert (kind == "at the goal") == one_by_one(alone.losses[0, 0], LANDSCAPE.goal)


@every_scene
def test_shares_add_up_to_the_starts_that_were_run(scene):
    for basin in shown(scene).basins:
        assert sum(basin.shares[1:]) == basin.shares.n == (13 if scene == "cancelled" else 25)
        assert np.isfinite(basin.place[np.isin(basin.kinds, (basins.GOAL, basins.FRONT))]).all()
        assert np.isnan(basin.place[~np.isin(basin.kinds, (basins.GOAL, basins.FRONT))]).all()
        if scene == "diverged":  # but for the start that may be at the optimum
            assert basin.shares.diverged >= 24


def test_the_place_on_the_front_goes_from_task_1_to_task_2():
    front = surveyed().front
    known = front[np.isfinite(front).all(-1)]
    best_of_1, best_of_2 = known[known[:, 0].argmin()], known[known[:, 1].argmin()]
    middle = known[np.abs(known[:, 0] - known[:, 1]).argmin()]
    places = place_on_front(np.array([best_of_1, middle, best_of_2]), front)
    assert places == pytest.approx([-1, 0, 1], abs=0.02)


def test_basins_left_and_right_of_the_axis_are_mirror_images():
    pcgrad = shown("normal").basins[1]
    on_both = ~np.isnan(pcgrad.place) & ~np.isnan(pcgrad.place[:, ::-1])
    assert on_both.sum() > 5
    mirrored = -pcgrad.place[:, ::-1]
    np.testing.assert_allclose(pcgrad.place[on_both], mirrored[on_both], atol=0.05)


@every_scene
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_basins_are_drawn_with_one_clickable_mark_for_every_cell(scene, theme):
    values = shown(scene)
    for title, note, one in basins.one_by_one(values):
        figure = basins.figure(one, theme)
        pointer = figure.data[-1]
        assert len(pointer.x) == SIDE * SIDE and pointer.mode == "markers"
        assert np.isnan(pointer.x).sum() == (12 if scene == "cancelled" else 0)
        assert title in basins.alt(values) and "%" in note
        json.loads(figure.to_json())
    printed = basins.printed(values, theme)
    assert len([a for a in printed.layout.annotations if "<b>" in a.text]) == len(METHODS)
    names = {trace.name for trace in printed.data}
    assert {"at the goal", "not on the front", "diverged"} <= names


def test_a_dot_stands_in_every_cell_whose_start_ends_at_the_goal_and_in_no_other():
    values = shown("normal")
    for _, _, one in basins.one_by_one(values):
        goals = np.argwhere(one.basins[0].kinds == basins.GOAL)
        (dots,) = [
            t
            for t in basins.figure(one, LIGHT).data
            if t.type == "scatter" and t.line.width == DOT_WIDTH
        ]
        middles = np.nanmean(np.reshape(dots.x, (-1, 3)), axis=1)
        np.testing.assert_allclose(middles, X[goals[:, 1]], atol=1e-6)
        np.testing.assert_allclose(dots.y[::3], Y[goals[:, 0]], atol=1e-6)


def test_the_legend_says_goal_only_where_there_is_one():
    there, nowhere = Study(), Study(landscape=CustomLandscape())
    assert "at the goal" in BasinsMap().legend(there, LIGHT)
    assert nowhere.landscape.goal is None and "at the goal" not in BasinsMap().legend(
        nowhere, LIGHT
    )


def test_a_cancelled_map_says_how_much_was_run():
    notes = [note for _, note, _ in basins.one_by_one(shown("cancelled"))]
    assert all(note.startswith("of 13 of 25 starts ") for note in notes)


def test_regimes_are_those_of_psi_and_of_the_angle():
    values = regime_map.data(LANDSCAPE, surveyed(), 0.1)
    grads = surveyed().grads
    a, b = np.linalg.norm(grads[..., 0, :], axis=-1), np.linalg.norm(grads[..., 1, :], axis=-1)
    equalise, angle = values.halves
    assert (equalise.region.mask == (2 * a * b / (a**2 + b**2) < 0.1)).all()
    assert (angle.region.mask == ((grads[..., 0, :] * grads[..., 1, :]).sum(-1) < 0)).all()
    assert equalise.share == pytest.approx(equalise.region.mask.mean())
    psi = values.measures[:, 0]
    ratio = values.measures[:, 1]
    np.testing.assert_allclose(psi, 2 * ratio / (1 + ratio**2), rtol=1e-4)


@pytest.mark.parametrize("threshold", [0.0, 0.1, 0.5, 1.0])
def test_regime_maps_are_drawn_at_any_threshold(threshold):
    values = regime_map.data(LANDSCAPE, surveyed(), threshold)
    for _, note, one in regime_map.one_by_one(values):
        assert "%" in note
        json.loads(regime_map.figure(one, DARK).to_json())
    json.loads(regime_map.printed(values, LIGHT).to_json())
    assert "more than 90° apart on" in regimes_words(values, threshold)


@pytest.mark.parametrize("psi", [0.01, 0.1, 0.5, 0.9, 1.0])
def test_the_ratio_of_a_threshold_has_that_similarity(psi):
    ratio = ratio_of(psi)
    assert 2 * ratio / (1 + ratio**2) == pytest.approx(psi)
    assert ratio >= 1


def test_a_threshold_of_a_tenth_means_about_twenty_to_one():
    assert "about 20 to 1" in threshold_words(0.1, 0.1)
    assert ratio_of(0.0) == np.inf and "never" in threshold_words(0.0, 0.0)


@pytest.mark.parametrize("gamma", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("variant", ["code", "paper"])
def test_the_threshold_of_a_pair_is_where_a_step_of_sam_gs_changes(gamma, variant):
    method = SAMGS(gamma=gamma, variant=variant)
    found = run_sweep(Sweep(experiment(method, starts=STARTS, steps=1)), device="cpu")
    grads = _grads(STARTS)
    a, b = np.linalg.norm(grads, axis=-1).T
    first = 2 * a * b / (a**2 + b**2) < method.pair_threshold()
    later = found.regime_share[0] * 2 - first
    assert set(later.tolist()) <= {0.0, 1.0}


def _grads(points):
    import torch

    return LANDSCAPE.losses_and_grads(torch.tensor(points, dtype=torch.float64))[1].numpy()


STUDY = replace(Study(), starts=STARTS, steps=120, drawn=(LS, SAMGS))


def swept(atlas):
    axes = axes_of(STUDY, atlas)
    varied = tuple(q.axis(values) for q, values in zip(*axes, strict=True))
    method = SAMGS()
    found = run_sweep(Sweep(STUDY.experiment(method), varied), device="cpu")
    values = yardstick_of(atlas.metric).of(found, surveyed(), STUDY.steps)
    return axes, found, values.reshape(*values.shape[:-2], -1)


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
