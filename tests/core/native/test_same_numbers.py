"""Machine code takes the steps that torch takes."""

from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest

from samgs_core import OPTIMIZERS, SGD, Adam, Experiment, run
from samgs_core.methods import DWA, LS, METHODS, RLW, SAMGS, CAGrad, GradDrop
from samgs_core.native.scalars import Untranslatable
from samgs_core.native.store import KERNELS
from samgs_core.record import Outcome
from samgs_core.runner import Cancelled
from samgs_core.sweep import Axis, Sweep, run_sweep
from synthetic import LANDSCAPES, OmniTest, OneOptimum, TwoBowls

IN_TORCH_FOR_EVER = (DWA,)
"""It asks what the number of the step is, and code answers no such question."""
TRANSLATABLE = [method for method in METHODS if method not in IN_TORCH_FOR_EVER]


def experiment(**changes):
    settings = {
        "landscape": OneOptimum(),
        "method": SAMGS(),
        "optimizer": Adam(lr=0.02),
        "starts": ((-8.0, 5.0), (-3.0, 7.5), (10.0, -3.0)),
        "steps": 70,
        "clip_norm": 1.0,
    }
    return Experiment(**(settings | changes))


def agree(one, other):
    """Equal but for rounding, which walls and thresholds make larger from step to step."""
    assert one.outcome == other.outcome
    for name in ("steps", "x", "losses", "grads", "operated", "stopped_at"):
        compare(getattr(one, name), getattr(other, name), name)
    assert one.diagnostics.keys() == other.diagnostics.keys()
    for name, values in one.diagnostics.items():
        assert values.dtype == other.diagnostics[name].dtype, name
        compare(values, other.diagnostics[name], name)


def compare(found, expected, name):
    np.testing.assert_allclose(
        found.astype(float), expected.astype(float), rtol=1e-6, atol=1e-7, err_msg=name
    )


def both(asked):
    """The record made by machine code, and the one made by torch."""
    return run(asked), run(asked, engine="torch")


@pytest.mark.parametrize(
    ("method", "landscape"),
    list(zip(TRANSLATABLE, cycle(LANDSCAPES), strict=False)),
    ids=lambda cls: cls.key,
)
def test_of_every_method_and_on_every_landscape(method, landscape, used):
    shown = landscape()
    asked = experiment(method=method(), landscape=shown, starts=shown.starts[0].points[:3])
    agree(*both(asked))
    assert len(used) == 1


def test_there_are_as_many_methods_with_code_as_landscapes():
    assert len(TRANSLATABLE) >= len(LANDSCAPES)  # else some landscape would not be run


@pytest.mark.parametrize("method", IN_TORCH_FOR_EVER, ids=lambda cls: cls.key)
def test_what_has_no_code_says_why(method, used):
    with pytest.raises(Untranslatable, match="goes by the value of a number"):
        run(experiment(method=method()))


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda cls: cls.key)
def test_with_every_outer_optimiser(optimizer, used):
    agree(*both(experiment(optimizer=optimizer(lr=0.01))))


@pytest.mark.parametrize(
    "changes",
    [
        {"clip_norm": None},
        {"noise": 0.3, "seed": 7},
        {"method": RLW(), "seed": 3, "steps": 700, "landscape": TwoBowls()},
        {"method": GradDrop(), "noise": 0.1},
        {"record_every": 7},
        {"record_every": 100},
        {"steps": 1},
        {"steps": 2},
        {"method": SAMGS(variant="paper", gamma=0.7), "starts": ((-8.0, 5.0),)},
        {"optimizer": Adam(lr=0.01, beta1=0.0, beta2=0.0)},
        {
            "optimizer": Adam(lr=0.01, beta1=0.5, beta2=0.4),  # their powers become 0
            "steps": 1_800,
            "landscape": TwoBowls(),
            "method": LS(),
        },
        {"method": CAGrad(c=0.2), "landscape": OneOptimum(scale1=0.1)},
        {"landscape": OmniTest(), "starts": ((5.9, 0.2), (0.7, 5.2)), "optimizer": Adam(lr=0.5)},
    ],
    ids=lambda changes: ",".join(changes),
)
def test_under_every_rule(changes, used):
    agree(*both(experiment(**changes)))


def test_a_run_that_diverges_stops_at_the_same_step(used):
    asked = experiment(
        landscape=TwoBowls(ratio=100.0),
        method=LS(),
        optimizer=SGD(lr=90.0),
        clip_norm=None,
        starts=((0.5, 2.0), (0.0, 0.0)),
        steps=300,
    )
    native, torch_own = both(asked)
    assert native.outcome[0] is Outcome.DIVERGED
    assert native.outcome == torch_own.outcome
    np.testing.assert_array_equal(native.stopped_at, torch_own.stopped_at)
    assert np.isfinite(native.x).all()


def test_a_cancelled_run_leaves_nothing(used):
    with pytest.raises(Cancelled):
        run(experiment(steps=100_000, record_every=1_000), progress=lambda share: False)


def test_many_lanes_that_the_cores_share_equal_single_runs(used):
    starts = tuple((float(x), float(y)) for x in range(-10, 11, 2) for y in range(-10, 11, 2))
    whole = run(experiment(starts=starts))
    for row in (0, 31, 77, 120):
        alone = run(experiment(starts=(starts[row],)))
        np.testing.assert_array_equal(whole.x[row], alone.x[0])


@pytest.mark.parametrize("method", [LS(), SAMGS(), CAGrad()], ids=lambda method: method.key)
def test_lanes_of_a_sweep_equal_single_runs(method, used):
    base = experiment(method=method, steps=150)
    ends = run_sweep(Sweep(base, (Axis("optimizer", "lr", (0.01, 0.1)),), seeds=(0, 1)))
    assert ends.done.all()
    for row, lr in enumerate((0.01, 0.1)):
        record = run(replace(base, optimizer=Adam(lr=lr)))
        np.testing.assert_allclose(ends.x[row, 0], record.x[:, -1], rtol=0, atol=1e-10)
        np.testing.assert_allclose(ends.losses[row, 1], record.losses[:, -1], rtol=0, atol=1e-10)


@pytest.mark.parametrize("method", [LS(), SAMGS(gamma=0.5)], ids=lambda method: method.key)
@pytest.mark.parametrize("landscape", [OneOptimum(), OmniTest()], ids=lambda shown: shown.key)
def test_what_a_sweep_counts_is_what_torch_counts(method, landscape, used, monkeypatch):
    starts = landscape.starts[0].points[:3]
    sweep = Sweep(experiment(method=method, landscape=landscape, starts=starts, steps=100))
    native = run_sweep(sweep)
    assert used
    monkeypatch.setattr(KERNELS, "for_rule", lambda rule, x, criteria=None: None)
    for name, found, expected in zip(native._fields, native, run_sweep(sweep), strict=True):
        compare(found, expected, name)
