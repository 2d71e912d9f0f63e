"""What the maps are drawn from: shares that add up, cells in their places, words that fit."""

import json
import pickle

import numpy as np
import pytest

from app.figures import basins, regime_map
from app.figures.cells import DOT_WIDTH
from app.figures.regime_map import ratio_of
from app.look.theme import DARK, LIGHT, THEMES
from app.maps.basins import BasinsMap
from app.maps.chart import figure_of
from app.maps.words import regimes_words, threshold_words
from app.runs.records import survey_of
from app.study.link import decode
from app.study.study import Study
from samgs_core.methods import SAMGS
from samgs_core.sweep import Sweep, run_sweep
from samgs_core.yardsticks import place_on_front
from synthetic.formula import CustomLandscape
from tests.front.map_runs import (
    METHODS,
    SIDE,
    X,
    Y,
    _grads,
    every_scene,
    experiment,
    one_by_one,
    shown,
)
from tests.front.scenes import LANDSCAPE, STARTS, surveyed


def test_every_cell_says_what_became_of_its_own_start():
    values = shown("normal")
    for method, basin in zip(METHODS, values.basins, strict=True):
        columns = [(2 * row + 1) % SIDE for row in range(SIDE)]  # every one once, no diagonal
        starts = tuple((float(X[column]), float(Y[row])) for row, column in enumerate(columns))
        own = run_sweep(Sweep(experiment(method, starts=starts)), device="cpu").losses[0]
        for row, column in enumerate(columns):
            np.testing.assert_allclose(basin.losses[row, column], own[row], rtol=1e-9)
            kind = basins.WORDS[basin.kinds[row, column]]
            assert (kind == "at the goal") == one_by_one(own[row], LANDSCAPE.goal)


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


def test_of_a_map_only_what_has_changed_is_made_again():
    study, _ = decode({"methods": "ls,sam-gs", "map.side": "3", "steps": "21"})
    kind = BasinsMap()
    layers = kind.layers(study, study.atlas)
    survey = survey_of(study.landscape)

    def parts():
        values = kind.picture(study, study.atlas, layers, survey).values
        packed = [pickle.dumps(values._replace(basins=(each,))) for each in values.basins]
        return list(
            zip(values.basins, [figure_of(basins, each, DARK) for each in packed], strict=True)
        )

    before = parts()
    job = layers[0].job
    piece = job.take_out()
    job.put_in(piece, run_sweep(piece.sweep, device="cpu"))
    after = parts()
    assert not any(old is new for old, new in zip(before[0], after[0], strict=True))
    assert all(old is new for old, new in zip(before[1], after[1], strict=True))
    drawn = basins.figure(kind.picture(study, study.atlas, layers, survey).values, DARK)
    assert after[0][1].to_dict() == drawn.to_dict()
