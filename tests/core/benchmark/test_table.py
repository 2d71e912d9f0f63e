"""Δm, mean rank, spread and the paired test, against numbers worked out by hand and elsewhere."""

from math import isnan, nan

import numpy as np
import pytest
from scipy import stats

from samgs_core.benchmark.log import LaneLog
from samgs_core.benchmark.paired import paired
from samgs_core.benchmark.published import ALONE, CITYSCAPES, NYUV2, PUBLISHED
from samgs_core.benchmark.settings import Lane
from samgs_core.benchmark.table import delta, table
from samgs_core.benchmark.tasks import Classification, Depth
from samgs_core.methods import LS, SAMGS, UW

TASKS = (Classification("kinds", "Kinds", 3), Depth("depth", "Depth"))
ALL = (0, 1)


def log(method, seed, values, tasks=ALL, diverged_at=None, steps=2, seconds=0.1):
    return LaneLog(
        Lane(method, tasks, seed),
        tuple(TASKS[k] for k in tasks),
        2,
        np.ones((steps, len(tasks))),
        np.array([0, 2]),
        np.array([np.ones(len(values)), values]),
        np.full(steps, seconds),
        diverged_at,
    )


ALONE_LOGS = [
    log(None, 0, [80.0], (0,)),
    log(None, 0, [1.0, 0.5, 0.2], (1,)),
    log(None, 1, [90.0], (0,)),
    log(None, 1, [2.0, 1.0, 0.4], (1,)),
]


def test_delta_and_ranks_by_hand():
    logs = [
        *ALONE_LOGS,
        log(LS(), 0, [72.0, 1.1, 0.5, 0.2]),
        log(LS(), 1, [90.0, 2.0, 1.0, 0.4]),
        log(SAMGS(), 0, [88.0, 1.0, 0.5, 0.1], seconds=0.3),
        log(SAMGS(), 1, [81.0, 2.0, 1.0, 0.4], seconds=0.5),
    ]
    done = table(logs)
    assert [column.metric.key for column in done.columns][:2] == ["accuracy", "rmse"]
    alone, plain, sam = done.rows
    assert alone.method is None
    assert (alone.cells[0].mean, alone.cells[1].mean) == (85.0, 1.5)
    assert alone.n_seeds == alone.seconds.n == 2  # the tasks of a seed are no seeds
    assert isnan(alone.delta.mean)
    assert plain.delta.mean == pytest.approx((5.0 + 0.0) / 2)  # (10 + 10 + 0 + 0) / 4, then 0
    assert plain.delta.spread == pytest.approx(5.0 / 2**0.5)
    assert sam.delta.mean == pytest.approx((-15.0 + 2.5) / 2)
    assert sam.cells[0] == pytest.approx((84.5, 7.0 / 2**0.5, 2))
    ranks = np.mean([2, 2, 1.5, 2]), np.mean([1, 1.5, 1.5, 1.5])  # of the plain sum, per seed
    assert plain.rank == pytest.approx((np.mean(ranks), np.std(ranks, ddof=1), 2))
    assert sam.rank.mean == pytest.approx(3 - np.mean(ranks))
    assert sam.seconds.mean == pytest.approx(0.4)
    assert isnan(plain.p)
    assert sam.p == 1.0  # differences −20 and 2.5: no pattern of signs is nearer to 0


def test_a_lane_that_diverged_is_a_row_and_comes_last():
    logs = [
        *ALONE_LOGS,
        log(LS(), 0, [8.0, 9.0, 9.0, 9.0]),
        log(LS(), 1, [8.0, 9.0, 9.0, 9.0]),
        log(UW(), 0, [88.0, 1.0, 0.5, 0.1]),
        log(UW(), 1, [88.0, 1.0, 0.5, 0.1], diverged_at=1),
    ]
    plain, diverged = table(logs).rows[1:]
    assert (diverged.n_seeds, diverged.n_diverged) == (2, 1)
    assert diverged.cells[0] == pytest.approx((88.0, nan, 1), nan_ok=True)
    assert diverged.delta.n == 1
    assert diverged.rank.mean == 1.5
    assert plain.rank.mean == 1.5
    assert isnan(diverged.p)


def test_what_is_not_over_is_left_out_and_ranks_wait_for_all():
    logs = [*ALONE_LOGS[:2], log(LS(), 0, [80.0, 1.0, 0.5, 0.2]), log(UW(), 0, [80.0] * 4, steps=1)]
    assert [row.method for row in table(logs).rows] == [None, LS()]
    logs += [log(LS(), 1, [80.0, 1.0, 0.5, 0.2]), log(SAMGS(), 1, [81.0, 0.9, 0.4, 0.1])]
    rows = table(logs).rows
    assert [row.rank.n for row in rows] == [0, 1, 1]
    assert [row.delta.n for row in rows] == [0, 1, 0]
    assert table([]).rows == ()
    assert [column.task.key for column in table(ALONE_LOGS[:1]).columns] == ["kinds"]


def test_a_method_with_other_numbers_is_another_row():
    logs = [log(SAMGS(gamma=g), 0, [80.0, 1.0, 0.5, 0.2]) for g in (0.1, 0.9)]
    assert [row.method for row in table(logs).rows] == [SAMGS(gamma=0.1), SAMGS(gamma=0.9)]


def test_delta_of_an_unknown_or_empty_reference_is_unknown():
    assert isnan(delta(np.array([1.0, 2.0]), np.array([0.0, 2.0]), np.array([True, False])))
    assert isnan(delta(np.array([1.0, nan]), np.array([1.0, 2.0]), np.array([True, False])))


@pytest.mark.parametrize("n", [2, 3, 7, 10])
def test_the_paired_test_is_that_of_scipy(n):
    source = np.random.default_rng(n)
    one, other = source.normal(0.5, 1, n), source.normal(0, 1, n)
    found = paired(dict(enumerate(one)), dict(enumerate(other)))
    wanted = stats.permutation_test(
        (one - other,), np.mean, permutation_type="samples", n_resamples=np.inf
    )
    assert found == pytest.approx(wanted.pvalue)


def test_the_paired_test_at_its_ends():
    assert isnan(paired({0: 1.0}, {0: 2.0}))
    assert paired({0: 1.0, 1: 1.0, 2: nan}, {0: 2.0, 1: 3.0, 2: 1.0, 3: 1.0}) == 0.5
    assert paired({0: 1.0, 1: 1.0}, {0: 1.0, 1: 1.0}) == 1.0
    many = {seed: seed % 2 - 0.4 for seed in range(40)}
    drawn = paired(many, dict.fromkeys(many, 0.0))
    assert drawn == paired(many, dict.fromkeys(many, 0.0))
    wanted = stats.ttest_1samp(list(many.values()), 0).pvalue
    assert drawn == pytest.approx(wanted, abs=0.03)


def test_our_delta_is_that_of_the_published_table_but_where_its_own_rows_say_otherwise():
    alone = next(row for row in NYUV2.rows if row.title == ALONE)
    signs, references = np.array(NYUV2.higher_is_better), np.array(alone.values)
    ours = {
        row.title: delta(np.array(row.values), references, signs)
        for row in NYUV2.rows
        if row.delta is not None
    }
    told = {row.title: row.delta for row in NYUV2.rows if row.delta is not None}
    others = {title for title in told if abs(ours[title] - told[title]) > 0.06}
    assert others == {"GradNorm", "IMTL-G", "Aligned-MTL"}
    for title in others:
        assert f"{ours[title]:.2f}".replace("-", "−") in NYUV2.note


def test_published_rows_have_a_value_for_every_metric_and_a_source():
    for published in PUBLISHED:
        assert "2506.06130" in published.source
        assert len(published.metrics) == len(published.higher_is_better)
        assert {len(row.values) for row in published.rows} == {len(published.metrics)}
        assert [row.delta is None for row in published.rows].count(True) == 1
    best = min((row for row in CITYSCAPES.rows if row.delta), key=lambda row: row.delta)
    assert best.title == "Aligned-MTL"
