"""The engine against runs of the published SAM-GS implementation and against fixed end points.

``data/official_toy_runs.npz`` holds figures only: what that implementation gave on its own two toy
problems, in single precision, one start at a time, as ``<toy>__<method>__<start>__<what>``. Its
positions are those *before* the step of the same number, as in a record.

Why the tolerances differ along a run: a logarithmic valley has a width of 10⁻⁵, and a point that
crosses it falls on either side by rounding alone. Single and double precision part there, by up
to 0.2, and meet again where the path leads out to an optimum.

Whole runs are taken by machine code, where there is a compiler, and their first steps by torch too.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from samgs_core import Adam, Experiment, run_together
from samgs_core.methods import FAMO, LS, MGDA, SAMGS, CAGrad, NashMTL, PCGrad
from samgs_core.native.library import Library, build, compiler
from samgs_core.native.spec import spec_of
from samgs_core.native.store import KERNELS
from synthetic import OneOptimum, TwoOptima

DATA = np.load(Path(__file__).parent / "data" / "official_toy_runs.npz")
EVERY = 50
LONG = 1_000
"""Steps above which code takes them."""


@pytest.fixture(autouse=True)
def code(monkeypatch):
    """Code for long runs, made when it is asked for."""

    def for_rule(rule, x, criteria=None, *, is_wanted=False):
        return Library(build(spec_of(rule, x, criteria))) if rule.steps > LONG else None

    if compiler() is not None:
        monkeypatch.setattr(KERNELS, "for_rule", for_rule)


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
KNOWN_POINTS = (
    ((-7.898527, 4.896370), (-6.976499, 3.598418), (0, -8.350)),
    ((-3.101321, 7.397265), (-4.018161, 6.289319), (0, -8.327)),
    ((0, 9.896703), (0, 8.36209), (0, -8.335)),
    ((-9.899852, -3.097791), (-8.993026, -3.769782), (0, -8.3551)),
)
"""Of SAM-GS on one optimum, from each start: at steps 100 and 1,000, and at the end."""


def is_as_published(record, start, name, first, end):
    """Compare the first steps closely, the first gradients, and where it ends (None: not known)."""
    steps, x, grads = (DATA[f"{name}__{what}"] for what in ("steps", "x", "grads"))
    shared = (steps % EVERY == 0) & (steps <= record.steps[-1])  # those that a record holds too
    steps, x, grads = steps[shared], x[shared], grads[shared].swapaxes(1, 2)  # columns are tasks
    early, at = steps <= first, steps // EVERY
    assert early.sum() == first // EVERY + 1
    np.testing.assert_allclose(record.x[start, at[early]], x[early], rtol=0, atol=1e-4)
    early = steps <= 500
    np.testing.assert_allclose(record.grads[start, at[early]], grads[early], rtol=1e-3, atol=1e-4)
    if end is not None:
        assert steps[-1] >= 19_750
        np.testing.assert_allclose(record.x[start, at[-1]], x[-1], rtol=0, atol=end)


SAM_GS, SAM_GS_OF_TWO = (SAMGS(gamma=0.1, beta1=0.9, beta2=beta2) for beta2 in (0.99, 0.9))


def test_torch_takes_the_first_steps_as_published():
    clipped = published(OneOptimum(), (SAM_GS, PCGrad()), 1.0, ON_ONE_OPTIMUM, LONG)
    is_as_published(clipped[SAM_GS], 0, "toy1o__samgs__0", LONG, None)
    is_as_published(clipped[PCGrad()], 0, "toy1o__pcgrad__0", 500, None)
    plain = published(OneOptimum(), (LS(),), None, ON_ONE_OPTIMUM, 500)
    is_as_published(plain[LS()], 0, "toy1o__ls__0", 500, None)
    of_two = published(TwoOptima(), (SAM_GS_OF_TWO,), 1.0, ((-3.5, 5.5),), LONG)
    is_as_published(of_two[SAM_GS_OF_TWO], 0, "toy2o__samgs__0", LONG, None)


def test_sam_gs_and_pcgrad_on_one_optimum():
    sam_gs, pcgrad = SAM_GS, PCGrad()
    found = published(OneOptimum(), (sam_gs, pcgrad), 1.0, ON_ONE_OPTIMUM, 20_000)
    is_as_published(found[sam_gs], 0, "toy1o__samgs__0", 1_000, 2e-2)
    is_as_published(found[sam_gs], 2, "toy1o__samgs__2", 1_000, 2e-2)
    is_as_published(found[pcgrad], 0, "toy1o__pcgrad__0", 500, 2e-2)
    for x, (at_100, at_1000, at_end) in zip(found[sam_gs].x, KNOWN_POINTS, strict=True):
        np.testing.assert_allclose(x[100 // EVERY], at_100, rtol=0, atol=1e-4)
        np.testing.assert_allclose(x[1_000 // EVERY], at_1000, rtol=0, atol=1e-4)
        np.testing.assert_allclose(x[-1], at_end, rtol=0, atol=2e-2)


def test_sam_gs_ends_at_an_optimum_or_the_saddle_of_two_optima():
    method = SAM_GS_OF_TWO
    starts = ((-3.5, 5.5), (-6.5, 2.5), (0.0, 10.0), (0.0, -8.0))
    record = published(TwoOptima(), (method,), 1.0, starts, 21_000)[method]
    is_as_published(record, 0, "toy2o__samgs__0", 1_000, 2e-2)
    ends = [[-5.4546, -10.8426], [-5.4545, -10.8426], [0, -10.8425], [0, -10.8425]]
    np.testing.assert_allclose(record.x[:, -1], ends, rtol=0, atol=2e-2)


def test_pcgrad_on_two_optima():
    record = published(TwoOptima(), (PCGrad(),), 1.0, ((-3.5, 5.5),), 500)[PCGrad()]
    is_as_published(record, 0, "toy2o__pcgrad__0", 500, None)


def test_ls_mgda_and_nash_mtl_on_one_optimum():
    # The published clipping acts on an empty gradient for these methods, that is, not at all.
    methods = (LS(), MGDA(), NashMTL())
    ls, mgda, nash = published(OneOptimum(), methods, None, ON_ONE_OPTIMUM, 20_000).values()
    is_as_published(ls, 0, "toy1o__ls__0", 500, 0.1)  # it ends inside a valley
    known = (
        (mgda, {0: (-3.325, -7.957), 1: (-3.332, -7.448), 3: (-6.982, -8.434)}),
        (nash, {0: (-2.850, -8.369), 1: (-2.930, -8.370), 3: (-6.317, -8.421)}),
    )
    for record, ends in known:
        found = record.x[list(ends), -1]
        np.testing.assert_allclose(found, list(ends.values()), rtol=0, atol=0.03)


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
