"""Parameter space and loss space show what the records hold."""

import numpy as np
import pytest

from app.figures import loss_space, parameter_space
from app.figures.bands import band, label_along, label_before
from app.figures.contours import contours, filled, heights, levels
from app.figures.paths import FAR, MAX_POINTS, paths
from app.look.theme import LIGHT
from app.study.contoured import CONTOURED
from samgs_core import Window, run
from samgs_core.summary import Score, score, summarise
from tests.front.scenes import (
    BOWLS,
    LANDSCAPE,
    STARTS,
    diverged,
    ends_of,
    lines_of,
    pieces,
    records,
    surveyed,
)

WINDOW = LANDSCAPE.window


def space(drawn=None, focus=None):
    return parameter_space.data(
        LANDSCAPE, surveyed(), STARTS, records() if drawn is None else drawn, focus
    )


def losses(drawn=None, focus=None):
    return loss_space.data(LANDSCAPE, surveyed(), records() if drawn is None else drawn, focus)


def test_every_drawn_point_is_a_recorded_one_and_both_ends_are_drawn():
    for record, method in zip(records(), space().methods, strict=True):
        for x, piece in zip(record.x.astype(np.float32), pieces(method.points), strict=True):
            recorded = {tuple(point) for point in x.tolist()}
            assert {tuple(point) for point in piece.tolist()} <= recorded
            np.testing.assert_array_equal(piece[[0, -1]], x[[0, -1]])


def test_a_path_is_thinned_but_never_far_from_the_recorded_one():
    for record, method in zip(records(), space().methods, strict=True):
        for x, piece in zip(record.x, pieces(method.points), strict=True):
            assert len(piece) <= MAX_POINTS
            gaps = np.linalg.norm(x[:, None] - piece, axis=-1).min(axis=1)
            assert gaps.max() < 0.1


def test_the_pointer_is_told_the_start_the_step_and_the_losses():
    record, method = records()[0], space().methods[0]
    told = method.told[~np.isnan(method.told).any(-1)]
    assert len(told) == (~np.isnan(method.points).any(-1)).sum()
    starts, steps = told[:, 0].astype(int) - 1, told[:, 1].astype(int)
    np.testing.assert_array_equal(told[:, 2:], record.losses[starts, steps].astype(np.float32))


def test_the_focused_path_comes_last_and_stands_out():
    shown = space(focus=1)
    for record, method in zip(records(), shown.methods, strict=True):
        focused = method.points[method.focus_from : -1]
        np.testing.assert_array_equal(focused[[0, -1]], record.x[1, [0, -1]].astype(np.float32))
    lines = lines_of(parameter_space.figure(shown, LIGHT))
    assert [line.opacity for line in lines] == [0.5, 0.5, 0.5, 1, 1, 1]


def test_without_a_focus_every_path_stands_out():
    lines = lines_of(parameter_space.figure(space(), LIGHT))
    assert [line.opacity for line in lines] == [1, 1, 1]


def test_ends_and_scores_are_those_of_the_summaries():
    for plane in (space(), losses()):
        for record, method in zip(records(), plane.methods, strict=True):
            assert method.score == score(summarise(record, None))
    for record, method in zip(records(), space().methods, strict=True):
        np.testing.assert_array_equal(method.ends, record.x[:, -1].astype(np.float32))
    for record, method in zip(records(), losses().methods, strict=True):
        np.testing.assert_array_equal(method.ends, record.losses[:, -1].astype(np.float32))


def test_a_diverged_path_ends_where_it_stopped_and_says_so():
    record = diverged()[0]
    method = paths(record, record.x, BOWLS.window, None)
    assert method.diverged.all()
    for start in range(len(record.x)):
        last = method.told[method.told[:, 0] == start + 1][-1]
        assert last[1] == record.stopped_at[start] < record.experiment.steps
    figure = parameter_space.figure(space((record,)), LIGHT)
    (ends,) = ends_of(figure)
    assert set(ends.marker.symbol) == {"x-open"}
    assert all("not a finite number" in told for told in ends.text)


def test_a_path_far_outside_is_pulled_in_along_its_direction():
    record = diverged()[0]
    window = BOWLS.window
    method = paths(record, record.x, window, None)
    spans = np.array([window.x_high - window.x_low, window.y_high - window.y_low])
    assert np.nanmax(np.abs(method.points) / spans) <= FAR * 1.01
    far = record.x[0, -1] / np.abs(record.x[0, -1] / spans).max()
    np.testing.assert_allclose(method.ends[0] / FAR, far, rtol=1e-3)


def test_paths_that_end_outside_the_window_are_counted():
    record = records()[0]
    assert paths(record, record.x, WINDOW, None).n_outside == 0
    narrow = Window(-11.0, -9.0, -11.0, 11.0)
    inside = (record.x[:, -1, 0] >= -11) & (record.x[:, -1, 0] <= -9)
    assert paths(record, record.x, narrow, None).n_outside == (~inside).sum() > 0
    method = paths(record, record.x, narrow, None)
    assert "end outside the picture" in parameter_space.alt(space()._replace(methods=(method,)))


def test_both_axes_of_parameter_space_have_one_scale_and_show_the_window():
    layout = parameter_space.figure(space(), LIGHT).layout
    assert layout.xaxis.range == WINDOW[:2]
    assert layout.yaxis.range == WINDOW[2:]
    assert layout.yaxis.scaleanchor == "x"


def test_the_star_stands_at_the_goal_in_both_planes():
    goal = LANDSCAPE.goal
    np.testing.assert_allclose(space().goals, goal.points, rtol=1e-6)
    assert goal.reached(losses().goals.astype(float)).all()


def test_loss_space_shows_the_front_the_starts_and_the_ends_at_the_goal():
    shown = losses()
    low, high = np.array(shown.window).reshape(2, 2).T
    for points in (surveyed().front, records()[0].losses[:, 0], shown.goals):
        assert ((points >= low) & (points <= high)).all()


def test_a_spike_does_not_stretch_the_axes():
    record = records()[0]
    spiky = record.losses.copy()
    spiky[0, 300] = 1e9
    spiked = record.__class__(**{**record.__dict__, "losses": spiky})
    np.testing.assert_allclose(losses((spiked,)).window, losses((record,)).window, rtol=0.2)


def test_a_run_that_explodes_does_not_stretch_the_axes():
    shown = loss_space.data(BOWLS, surveyed(), diverged())
    first = diverged()[0].losses[:, 0]
    assert max(map(abs, shown.window)) < 4 * max(
        np.abs(first).max(), np.abs(surveyed().front).max()
    )


def test_a_band_keeps_its_gaps_and_finds_its_single_points():
    gap = (np.nan, np.nan)
    shown = band(np.array([(0, 0), (1, 1), gap, (5, 5), gap, (7, 7), (8, 8), gap, (9, 9)]))
    assert shown.lone.tolist() == [[5, 5], [9, 9]]
    assert np.isnan(shown.points).any(-1).sum() == 3


def test_labels_stand_beside_the_curve_and_inside_the_window():
    window = Window(0.0, 10.0, 0.0, 10.0)
    share = np.linspace(0, 1, 50)[:, None]
    level = label_along(np.hstack([1 + 8 * share, 0 * share + 5]), "flat", window)
    low = label_along(np.hstack([1 + 8 * share, 0 * share + 0.1]), "flat", window)
    steep = label_along(np.hstack([0 * share + 5, 1 + 8 * share]), "steep", window)
    assert (level.side, low.side, steep.side) == ("below", "above", "right")
    assert label_along(np.full((3, 2), 99.0), "away", window) is None


def test_the_label_of_a_front_stands_where_no_loss_can_be():
    front = surveyed().front
    label = label_before(front, "Pareto front", losses().window)
    assert label.side == "below left"
    assert not (front < label.at).all(-1).any()
    assert label.at[0] > np.median(front[:, 0])


@pytest.mark.parametrize("choice", CONTOURED, ids=lambda choice: choice.key)
def test_contours_lie_where_the_loss_has_the_level(choice):
    seen = surveyed()
    smooth = np.stack([seen.x + 0 * seen.y[:, None], 2 * seen.y[:, None] + 0 * seen.x], axis=-1)
    shown = contours(seen.x, seen.y, smooth, choice.key)
    values = filled(smooth @ np.array(choice.weights))
    for place, level in enumerate(shown.levels):
        np.testing.assert_array_equal(shown.heights > place + 1e-5, values > level + 1e-5)


def test_levels_increase_and_leave_spikes_alone():
    values = surveyed().losses.sum(-1)
    spiked = values.copy()
    spiked[3, 3], spiked[5, 5] = -1e6, np.nan
    assert (np.diff(levels(values)) > 0).all()
    low, high = np.quantile(values, (0.01, 0.99))
    assert ((levels(values) > low) & (levels(values) < high)).all()
    np.testing.assert_allclose(levels(spiked), levels(values), atol=0.2)


def test_a_constant_loss_has_no_contours():
    flat = np.ones((4, 4))
    assert len(levels(flat)) == 0
    assert (heights(flat, levels(flat)) == 0).all()


def test_a_trench_of_one_cell_is_filled_and_a_wide_one_is_kept():
    values = np.zeros((9, 9))
    values[:, 2] = -5
    values[:, 5:8] = -7
    assert filled(values)[4].tolist() == [0, 0, 0, 0, 0, -7, -7, -7, 0]


def test_a_landscape_without_a_goal_has_no_star_and_no_score():
    class Aimless(type(LANDSCAPE)):
        goal = None

    record = records()[0]
    setting = record.experiment.__class__(**{**record.experiment.__dict__, "landscape": Aimless()})
    short = run(setting.__class__(**{**setting.__dict__, "steps": 3}), device="cpu")
    shown = parameter_space.data(Aimless(), surveyed(), STARTS, (short,))
    assert len(shown.goals) == 0
    assert shown.methods[0].score is None
    assert Score(0, 3).text not in parameter_space.alt(shown)
    parameter_space.figure(shown, LIGHT).to_json()
