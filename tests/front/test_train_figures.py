"""The figures of the page Train: what they draw of networks that learned, began, or diverged."""

from dataclasses import replace

import numpy as np
import pytest

from app.figures.train import curves, examples, pixels
from app.figures.train.lane import ALONE, Contestant
from app.look.theme import THEMES
from app.train import words
from app.train.table import Standing, markup
from samgs_core.benchmark.log import LaneLog
from samgs_core.benchmark.settings import Lane
from samgs_core.benchmark.table import table
from samgs_core.benchmark.tasks import Classification, Depth, Normals, Segmentation
from samgs_core.methods import LS, SAMGS, UW

TASKS = (Segmentation("seg", "Segmentation", 3), Depth("depth", "Depth"))
N_METRICS = sum(len(task.metrics) for task in TASKS)


def log_of(method, seed=0, level=0.0, steps=20, tasks=TASKS, diverged_at=None, split=()):
    """A lane whose metrics are told by one number, the better the larger."""
    n = steps if diverged_at is None else diverged_at + 1
    at = np.arange(0, n + 1, 5)
    signs = [1 if metric.higher_is_better else -1 for task in tasks for metric in task.metrics]
    metrics = 50 + np.array(signs) * (level + at[:, None] / 10)
    lane = Lane(
        method, tuple(range(len(tasks))) if method else (TASKS.index(tasks[0]),), seed, split
    )
    losses = np.exp(-np.arange(n))[:, None] * np.ones(len(tasks))
    return LaneLog(lane, tasks, steps, losses, at, metrics, np.full(n, 0.1), diverged_at)


def contestant(method, *logs):
    return Contestant(None if method is None else type(method), (), logs)


def standing(*logs):
    alone = [log_of(None, seed, tasks=(task,)) for task in TASKS for seed in (0, 1, 2)]
    return Standing(20, 20, len(logs), table([*alone, *logs]))


def test_a_curve_is_the_mean_over_the_seeds_within_what_they_span():
    logs = [log_of(SAMGS(), seed, level) for seed, level in ((0, 1.0), (1, 3.0))]
    drawn = curves.metric([contestant(SAMGS(), *logs)], "seg", "miou", ("mIoU", "%"), 20)
    (curve,) = drawn.curves
    np.testing.assert_allclose(curve.steps, [0, 5, 10, 15, 20])
    np.testing.assert_allclose(curve.values, 52 + curve.steps / 10)
    np.testing.assert_allclose((curve.low, curve.high), (curve.values - 1, curve.values + 1))
    assert "SAM-GS: from 52% to 54%." in curves.alt(drawn)
    for theme in THEMES:
        figure = curves.figure(drawn, theme)
        assert [len(trace.x) for trace in figure.data] == [11, 5]
        assert figure.layout.yaxis.ticksuffix == "%"


def test_seeds_that_are_behind_end_the_curve_and_a_reference_has_its_own_task_alone():
    logs = log_of(LS()), log_of(LS(), 1, steps=20, diverged_at=7)
    drawn = curves.losses([contestant(LS(), *logs)], "depth", 20)
    assert drawn.is_log and len(drawn.curves[0].steps) == 8
    reference = contestant(None, log_of(None, tasks=TASKS[:1]))
    assert reference.title == ALONE
    assert curves.losses([reference], "depth", 20).curves == ()
    assert len(curves.losses([reference], "seg", 20).curves) == 1


@pytest.mark.parametrize(
    "losses", [np.zeros((0, 2)), np.full((3, 2), np.nan), np.full((3, 2), 1e300)]
)
def test_curves_without_anything_to_draw_are_drawn_as_nothing(losses):
    log = replace(log_of(UW()), losses=losses, metrics=np.full((5, N_METRICS), np.nan))
    for drawn in (
        curves.losses([contestant(UW(), log)], "seg", 20),
        curves.metric([contestant(UW(), log)], "seg", "miou", ("mIoU", "%"), 20),
        curves.losses([], "seg", 0),
    ):
        assert not drawn.is_log
        assert curves.alt(drawn).endswith("over the steps.")
        assert curves.figure(drawn, THEMES[0]).layout.xaxis.title.text == "step <i>t</i>"


def test_classes_distances_and_directions_become_pictures():
    classes = np.array([[0, 1], [2, -1]])
    scores = np.eye(3)[np.array([[0, 1], [1, 2]])].transpose(2, 0, 1)
    drawing = pixels.drawing(TASKS[0], classes)
    np.testing.assert_array_equal(drawing.truth[0], drawing.of(scores)[0])
    assert (drawing.truth[1, 1] == pixels.UNKNOWN).all()
    assert drawing.note(scores) == "67% of the pixels right"
    depth = np.array([[1.0, 2.0], [3.0, 0.0]])
    near = pixels.drawing(TASKS[1], depth)
    np.testing.assert_array_equal(near.of(depth[None])[0], near.truth[0])
    np.testing.assert_array_equal(near.of(depth[None] + 9)[0, 0], near.truth[1, 0])
    assert near.note(depth[None] + 0.5) == "0.5 off on average"
    assert near.of(np.full((1, 2, 2), np.nan)).shape == (2, 2, 3)
    ahead = np.zeros((3, 2, 2))
    ahead[2] = 5.0
    right = np.roll(ahead, 1, axis=0)
    facing = pixels.drawing(Normals("normals", "Normals"), ahead)
    np.testing.assert_array_equal(facing.truth[0, 0], [128, 128, 255])
    assert facing.note(right) == "90° off on average"
    assert facing.of(np.full((3, 2, 2), np.nan)).shape == (2, 2, 3)


@pytest.mark.parametrize(
    ("task", "target"),
    [
        (TASKS[0], np.full((2, 2), -1)),
        (TASKS[1], np.zeros((1, 2, 2))),
        (Normals("normals", "Normals"), np.zeros((3, 2, 2))),
    ],
    ids=["classes", "distances", "directions"],
)
def test_of_pictures_of_which_nothing_is_known_nothing_is_said(task, target):
    drawing = pixels.drawing(task, target)
    output = np.ones((task.n_outputs, 2, 2))
    assert drawing.truth.shape == drawing.of(output).shape == (2, 2, 3)
    assert drawing.note(output) == ""


def test_examples_are_tables_whose_pictures_say_what_they_show():
    outputs = [np.zeros((2, 3, 4, 4)), np.ones((2, 1, 4, 4))]
    targets = [np.zeros((2, 4, 4), dtype=int), np.ones((2, 4, 4))]
    shown = examples.data(np.zeros((2, 1, 4, 4)), TASKS, targets, [("A & B", outputs)])
    page = examples.markup(shown)
    assert page.count("<table") == 2 and "A &amp; B" in page
    assert 'alt="Segmentation, A &amp; B: 100% of the pixels right"' in page
    assert page.count("<img") == 2 * (1 + 2 * 2)
    named = Classification("left", "Left digit", 3)
    scores = [np.eye(3)[[1, 2]]]
    told = examples.data(np.zeros((2, 1, 4, 4)), [named], [np.array([1, 1])], [("LS", scores)])
    page = examples.markup(told)
    assert (
        'title="Left digit, LS: right">1<' in page and 'title="Left digit, LS: wrong">2 ✗<' in page
    )


def test_the_table_marks_the_best_and_says_who_diverged():
    logs = [log_of(LS(), s, 2.0 + s) for s in (0, 1, 2)]
    logs += [log_of(SAMGS(), s, 4.0 + s) for s in (0, 1)]
    found = standing(*logs, log_of(SAMGS(), 2, diverged_at=7))
    for theme in THEMES:
        page = markup(found, theme)
        assert "<b>56.5</b> <small>± 0.7</small>" in page and "(1 diverged)" in page
        assert markup(found, theme, is_full=True).count('scope="col"') == N_METRICS + 3
    alike = standing(log_of(LS(), 0, 2.0), log_of(SAMGS(), 0, 2.0))
    assert "<b>" not in markup(alike, THEMES[0])
    assert "<tbody></tbody>" in markup(Standing(0, 20, 0, table([])), THEMES[0])


def told(*logs):
    return words.verdict(standing(*logs))


def test_the_words_say_who_is_ahead_and_what_is_within_the_spread():
    seeds = (0, 1, 2)
    clear = [log_of(LS(), s, 1 + s / 10) for s in seeds] + [
        log_of(SAMGS(), s, 9 + s / 10) for s in seeds
    ]
    said = told(*clear)
    assert "**SAM-GS is ahead of LS (sum)**" in said and "within the spread" not in said
    assert "It gains in segmentation (mIoU 61.1 % against 53.1 % of LS (sum)) and depth" in said
    assert "better than networks that learn one task alone" in said
    close = [log_of(LS(), s, 2 * s) for s in seeds] + [
        log_of(SAMGS(), s, 2 * s - 0.5) for s in seeds
    ]
    said = told(*close)
    assert "**SAM-GS is behind LS (sum)**" in said
    assert "which is **within the spread over the seeds**" in said
    assert "It gains in no task: segmentation" in said
    said = told(*(log_of(kind(), s, 2.0 * s) for kind in (LS, SAMGS) for s in seeds))
    assert "**SAM-GS is level with LS (sum)**" in said and "within the spread over" not in said
    assert "One seed" in told(log_of(LS()), log_of(SAMGS(), 0, 1.0))


def test_the_words_tell_what_a_split_made_and_which_layer_recon_would_split():
    logs = [log_of(SAMGS(), s, 2 + s / 10) for s in (0, 1, 2)]
    logs += [log_of(SAMGS(), s, 6 + s / 10, split=("up1",)) for s in (0, 1, 2)]
    deltas = {row.split: f"{row.delta.mean:.1f}" for row in standing(*logs).table.rows}
    said = words.split_words(standing(*logs)).replace("−", "-")
    assert said.startswith(f"SAM-GS, split up1: Δ*m* {deltas[('up1',)]} % against ")
    assert said.endswith("with all layers shared.") and f"against {deltas[()]} %" in said
    assert words.split_words(standing(*logs[:3])) == words.split_words(standing(*logs[3:])) == ""
    assert words.pick(("a", "b"), np.array([0.7, 0.4]), np.full(2, 0.5)).startswith(
        "Recon would split a first"
    )
    assert words.pick(("a",), np.array([np.nan]), np.array([0.5])) == ""
    assert "most often in a, at 40 % of" in words.pick(("a",), np.array([0.4]), np.array([0.5]))


def test_the_words_without_sam_gs_without_others_and_of_one_that_diverged():
    assert told(log_of(LS()), log_of(UW(), 0, 2.0)).startswith("**UW is ahead**")
    assert told(log_of(SAMGS())).startswith("**SAM-GS is ahead**")
    lost = told(log_of(LS()), log_of(SAMGS(), diverged_at=3))
    assert lost.startswith("**SAM-GS diverged.**")
    assert words.verdict(Standing(0, 20, 0, table([]))) == ""
    assert words.table_title(Standing(1, 1, 0, table([]))).endswith("after 1 step**")
