"""A landscape from two formulas is a landscape like any other."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from samgs_core import Adam, Experiment, Outcome, run
from samgs_core.methods import LS, METHODS, SAMGS, NashMTL, PCGrad
from samgs_core.survey import survey
from synthetic import OneOptimum, Viennet
from synthetic.formula import CustomLandscape

TYPED = CustomLandscape(
    l1="max(tanh(y/2), 0)*(log(max(abs(0.5*(-x - 7) - tanh(-y)), 5e-6)) + 6)"
    " + max(tanh(-y/2), 0)*(((-x + 7)^2 + 0.1*(-y - 8)^2)/10 - 20)",
    l2="max(tanh(y/2), 0)*(log(max(abs(0.5*(-x + 3) + tanh(-y) + 2), 5e-6)) + 6)"
    " + max(tanh(-y/2), 0)*(((-x - 7)^2 + 0.1*(-y - 8)^2)/10 - 20)",
    reach=11.0,
)


def ended(landscape, method, starts, steps=300):
    return run(
        Experiment(
            landscape=landscape,
            method=method,
            optimizer=Adam(lr=0.02),
            starts=starts,
            steps=steps,
            clip_norm=1.0,
        ),
        device="cpu",
    )


@pytest.mark.parametrize("method", [LS(), PCGrad(), NashMTL(), SAMGS()], ids=lambda each: each.key)
def test_one_optimum_typed_as_text_gives_the_same_trajectories(method):
    starts = OneOptimum.starts[0].points
    built_in = ended(OneOptimum(), method, starts, steps=400)
    typed = ended(TYPED, method, starts, steps=400)
    np.testing.assert_allclose(typed.x, built_in.x, rtol=0, atol=1e-9)
    np.testing.assert_allclose(typed.losses, built_in.losses, rtol=0, atol=1e-4)


def test_one_optimum_typed_as_text_has_its_pareto_set():
    found, exact = survey(TYPED), survey(OneOptimum())
    assert not found.exact
    gaps = np.linalg.norm(found.front[:, None] - exact.front, axis=-1)
    assert gaps.min(axis=1).max() < 0.1
    np.testing.assert_allclose(found.losses, exact.losses, rtol=1e-9, atol=1e-7)


def test_viennet_typed_as_text_has_the_same_losses_and_gradients():
    typed = CustomLandscape(
        l1="(x^2 + y^2)/2 + sin(x^2 + y^2)",
        l2="(3*x - 2*y + 4)^2/8 + (x - y + 1)^2/27 + 15",
    )
    x = torch.rand(500, 2, dtype=torch.float64) * 6 - 3
    for mine, theirs in zip(typed.losses_and_grads(x), Viennet().losses_and_grads(x), strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-11, atol=1e-12)


def test_landscapes_are_compared_and_hashed_by_their_formulas():
    first, second = CustomLandscape(l1="x", l2="y"), CustomLandscape(l1="x", l2="y")
    assert first == second and hash(first) == hash(second)
    assert first != replace(first, l2="x") and first != replace(first, reach=5.0)


def test_the_window_and_the_starts_follow_the_reach():
    wide = CustomLandscape(reach=20.0)
    assert wide.window == (-20, 20, -20, 20)
    narrow = np.array(CustomLandscape(reach=1.0).starts[0].points)
    np.testing.assert_allclose(wide.starts[0].points, 20 * narrow)


def test_lower_bounds_are_a_little_below_the_least_of_the_window():
    first, second = CustomLandscape(l1="x^2 - 4", l2="3*y").lower_bounds
    assert first == pytest.approx(-4 - 0.09, abs=1e-9)
    assert second == pytest.approx(-9 - 0.18, abs=1e-9)
    assert CustomLandscape(l1="log(x)", l2="7").lower_bounds[1] < 7
    assert CustomLandscape(l1="log(-1 - x^2)", l2="x").lower_bounds[0] == -1


@pytest.mark.parametrize("formula", ["log(x)", "sqrt(x)", "1/x", "asin(x - 3)", "x^0.5", "y^x"])
@pytest.mark.parametrize("x", [-1.0, 0.0])
def test_where_a_loss_is_no_number_its_gradient_is_none_either(formula, x):
    landscape = CustomLandscape(l1=formula, l2="x^2")
    losses, grads = landscape.losses_and_grads(torch.tensor([[x, -1.0]], dtype=torch.float64))
    assert losses[0, 0].isfinite() or grads[0, 0].isnan().all()
    assert losses[0, 1] == x**2 and grads[0, 1].tolist() == [2 * x, 0]


@pytest.mark.parametrize("method", [cls() for cls in METHODS], ids=lambda each: each.key)
def test_a_run_that_leaves_the_domain_diverges_and_leaves_the_others_alone(method):
    landscape = CustomLandscape(l1="log(x) + y^2", l2="(x + 1)^2 + y^2")
    record = ended(landscape, method, ((0.05, 0.5), (-1.5, 1.0), (2.9, 0.1)), steps=30)
    assert record.outcome[1] is Outcome.DIVERGED and record.stopped_at[1] == 0
    assert record.outcome[2] is Outcome.FINISHED
    assert np.isfinite(record.x).all()


def test_constants_and_formulas_in_one_coordinate_have_gradients():
    x = torch.tensor([[1.0, 2.0]], dtype=torch.float64)
    for formulas in (("3", "4"), ("3", "y"), ("x", "pi")):
        losses, grads = CustomLandscape(*formulas).losses_and_grads(x)
        assert losses.isfinite().all() and grads.isfinite().all()
    assert CustomLandscape("3", "y").losses_and_grads(x)[1].tolist() == [[[0, 0], [0, 1]]]


@pytest.mark.parametrize("l1", ["log(x)", "sqrt(y - x) + x", "1/(x + 2.25)", "log(x^2 + y^2 - 4)"])
def test_every_start_lies_where_the_formulas_are_defined(l1):
    landscape = CustomLandscape(l1=l1)
    (starts,) = landscape.starts
    losses, grads = landscape.losses_and_grads(torch.tensor(starts.points, dtype=torch.float64))
    assert losses.isfinite().all() and grads.isfinite().all()
    assert len(set(starts.points)) == 5
    assert set(starts.points) & set(CustomLandscape().starts[0].points)  # what is defined stays


def test_starts_stay_where_they_are_if_nothing_is_defined():
    nowhere = CustomLandscape(l1="log(-1 - x^2)")
    assert nowhere.starts == CustomLandscape().starts
