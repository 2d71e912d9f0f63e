"""The engine against runs of the published SAM-GS implementation and against fixed end points.

``data/official_toy_runs.npz`` holds figures only: what that implementation gave on its own two toy
problems, in single precision, one start at a time, as ``<toy>__<method>__<start>__<what>``. Its
positions are those *before* the step of the same number, as in a record.

Why the tolerances differ along a run: a logarithmic valley has a width of 10⁻⁵, and a point that
crosses it falls on either side by rounding alone. Single and double precision part there, by up
to 0.2, and meet again where the path leads out to an optimum.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from samgs_core import Adam, Experiment, run_together
from samgs_core.methods import FAMO, LS, MGDA, SAMGS, CAGrad, NashMTL, PCGrad
from synthetic import OneOptimum, TwoOptima

DATA = np.load(Path(__file__).parent / "data" / "official_toy_runs.npz")
EVERY = 50


@cache
def published(landscape, methods, clip_norm, starts, steps):
    """Runs under the published protocol, Adam with a rate of 0.001, by their methods."""
    shared = Experiment(
        landscape=landscape,
        method=methods[0],
        optimizer=Adam(lr=1e-3),
        starts=starts,
        steps=steps,
        record_every=EVERY,
        clip_norm=clip_norm,
    )
    records = run_together([replace(shared, method=each) for each in methods], device="cpu")
    return dict(zip(methods, records, strict=True))


ON_ONE_OPTIMUM = ((-8.0, 5.0), (-3.0, 7.5), (0.0, 10.0), (-10.0, -3.0))
SAM_GS = SAMGS(gamma=0.1, beta1=0.9, beta2=0.99)


def clipped_on_one_optimum():
    return published(OneOptimum(), (SAM_GS, PCGrad()), 1.0, ON_ONE_OPTIMUM, 20_000)


def free_on_one_optimum():
    # The published clipping acts on an empty gradient for these methods, that is, not at all.
    return published(OneOptimum(), (LS(), MGDA(), NashMTL()), None, ON_ONE_OPTIMUM, 20_000)


def sam_gs_on_one_optimum():
    return clipped_on_one_optimum()[SAM_GS]


def sam_gs_on_two_optima():
    method = SAMGS(gamma=0.1, beta1=0.9, beta2=0.9)
    starts = ((-3.5, 5.5), (-6.5, 2.5), (0.0, 10.0), (0.0, -8.0))
    return published(TwoOptima(), (method,), 1.0, starts, 21_000)[method]


def pcgrad_on_one_optimum():
    return clipped_on_one_optimum()[PCGrad()]


def ls_on_one_optimum():
    return free_on_one_optimum()[LS()]


def pcgrad_on_two_optima():
    return published(TwoOptima(), (PCGrad(),), 1.0, ((-3.5, 5.5),), 500)[PCGrad()]


def reference(name):
    """Step numbers that a record holds too, and what was published there."""
    steps, x, grads = (DATA[f"{name}__{what}"] for what in ("steps", "x", "grads"))
    shared = steps % EVERY == 0
    return steps[shared], x[shared], grads[shared].swapaxes(1, 2)  # columns are tasks


# Start of the record, name of the published run, first steps to agree on closely, end.
COMPARED = [
    (sam_gs_on_one_optimum, 0, "toy1o__samgs__0", 1_000, 2e-2),
    (sam_gs_on_one_optimum, 2, "toy1o__samgs__2", 1_000, 2e-2),
    (sam_gs_on_two_optima, 0, "toy2o__samgs__0", 1_000, 2e-2),
    (pcgrad_on_one_optimum, 0, "toy1o__pcgrad__0", 500, 2e-2),
    (pcgrad_on_two_optima, 0, "toy2o__pcgrad__0", 500, None),
    (ls_on_one_optimum, 0, "toy1o__ls__0", 500, 0.1),  # it ends inside a valley
]
compared = pytest.mark.parametrize(
    ("record", "start", "name", "first", "end"), COMPARED, ids=[row[2] for row in COMPARED]
)


@compared
def test_the_first_steps_are_the_published_ones(record, start, name, first, end):
    steps, x, _ = reference(name)
    steps, x = steps[steps <= first], x[steps <= first]
    assert len(steps) == first // EVERY + 1
    np.testing.assert_allclose(record().x[start, steps // EVERY], x, rtol=0, atol=1e-4)


@compared
def test_the_first_gradients_are_the_published_ones(record, start, name, first, end):
    steps, _, grads = reference(name)
    steps, grads = steps[steps <= 500], grads[steps <= 500]
    np.testing.assert_allclose(record().grads[start, steps // EVERY], grads, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(
    ("record", "start", "name", "first", "end"),
    [row for row in COMPARED if row[-1]],
    ids=[row[2] for row in COMPARED if row[-1]],
)
def test_the_run_ends_where_the_published_one_does(record, start, name, first, end):
    steps, x, _ = reference(name)
    assert steps[-1] >= 19_750
    np.testing.assert_allclose(record().x[start, steps[-1] // EVERY], x[-1], rtol=0, atol=end)


@pytest.mark.parametrize(
    ("start", "at_100", "at_1000", "at_end"),
    [
        ((-8, 5), (-7.898527, 4.896370), (-6.976499, 3.598418), (0, -8.350)),
        ((-3, 7.5), (-3.101321, 7.397265), (-4.018161, 6.289319), (0, -8.327)),
        ((0, 10), (0, 9.896703), (0, 8.36209), (0, -8.335)),
        ((-10, -3), (-9.899852, -3.097791), (-8.993026, -3.769782), (0, -8.3551)),
    ],
)
def test_sam_gs_passes_its_known_points_on_one_optimum(start, at_100, at_1000, at_end):
    record = sam_gs_on_one_optimum()
    x = record.x[record.experiment.starts.index(start)]
    np.testing.assert_allclose(x[100 // EVERY], at_100, rtol=0, atol=1e-4)
    np.testing.assert_allclose(x[1_000 // EVERY], at_1000, rtol=0, atol=1e-4)
    np.testing.assert_allclose(x[-1], at_end, rtol=0, atol=2e-2)


def test_sam_gs_ends_at_an_optimum_or_the_saddle_of_two_optima():
    ends = [[-5.4546, -10.8426], [-5.4545, -10.8426], [0, -10.8425], [0, -10.8425]]
    np.testing.assert_allclose(sam_gs_on_two_optima().x[:, -1], ends, rtol=0, atol=2e-2)


def test_how_many_of_seven_starts_reach_balance_in_the_default_scene():
    landscape = OneOptimum()
    scores = {SAMGS(): 7, CAGrad(c=0.4): 7, LS(): 2, PCGrad(): 0}
    shared = Experiment(
        landscape=landscape,
        method=LS(),
        optimizer=Adam(lr=0.02),
        starts=landscape.starts[0].points,
        steps=1_000,
        record_every=1_000,
        clip_norm=1.0,
    )
    asked = [replace(shared, method=method) for method in scores]
    for record, score in zip(run_together(asked, device="cpu"), scores.values(), strict=True):
        assert len(record.x) == 7
        reached = landscape.goal.reached(record.losses[:, -1])
        assert reached.sum() == score, record.experiment.method


def test_famo_ends_where_it_is_known_to_end_on_its_own_toy():
    starts = ((-8.5, 7.5), (0.0, 0.0), (9.0, 9.0), (-7.5, -0.5), (9.0, -1.0))
    record = published(OneOptimum(scale1=0.1), (FAMO(),), None, starts, 50_000)[FAMO()]
    ends = [-0.31, 0.08, 0.36, -0.95, 1.75]
    np.testing.assert_allclose(record.x[:, -1, 0], ends, rtol=0, atol=0.01)
    np.testing.assert_allclose(record.x[:, -1, 1], -8.36, rtol=0, atol=0.01)


@pytest.mark.parametrize(
    ("method", "ends"),
    [
        (MGDA(), {0: (-3.325, -7.957), 1: (-3.332, -7.448), 3: (-6.982, -8.434)}),
        (NashMTL(), {0: (-2.850, -8.369), 1: (-2.930, -8.370), 3: (-6.317, -8.421)}),
    ],
    ids=["mgda", "nash-mtl"],
)
def test_other_methods_end_where_they_are_known_to_end(method, ends):
    found = free_on_one_optimum()[method].x[list(ends), -1]
    np.testing.assert_allclose(found, list(ends.values()), rtol=0, atol=0.03)
