"""What methods declare of themselves is enough for shares and words: none of them is named."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest
import torch

from samgs_core import SGD, Experiment, Method, run
from samgs_core.diagnostics import Flag, Regime, TaskWeights, Value
from samgs_core.methods import LS, METHODS, SAMGS, GradVac
from samgs_core.metrics import regime_share, similarity
from samgs_core.summary import summarise
from samgs_core.surgery import Surgery
from samgs_core.sweep import Sweep, run_sweep
from tests.core.test_together import Valleys


class AlternatingState(NamedTuple):
    t: int
    total: torch.Tensor  # [B]
    is_even: torch.Tensor  # [B]


@dataclass(frozen=True)
class Alternating(Method):
    """Takes the sum in even steps and half of it in odd ones: regimes of another name."""

    key = "alternating"
    title = "Alternating"
    diagnostics = (
        Value("total", "total", "The sum of the losses."),
        Flag(
            "is_even",
            "turn",
            "Which turn it is.",
            Regime("F", "go fully", "going fully", "The whole sum."),
            Regime("h", "go half", "going half", "Half the sum."),
        ),
    )

    def init(self, grads):
        return AlternatingState(0, grads[:, 0, 0], grads[:, 0, 0] > 0)

    def operate(self, grads, losses, state, draws):
        even = torch.ones_like(losses[:, 0]) * (state.t % 2) == 0
        factor = torch.where(even, 1.0, 0.5).reshape(-1, 1, 1)
        return factor * grads, AlternatingState(state.t + 1, losses.sum(1), even)


def experiment(method):
    return Experiment(
        landscape=Valleys(),
        method=method,
        optimizer=SGD(lr=0.01),
        starts=((1.0, 2.0), (-1.0, 0.5)),
        steps=5,
    )


def test_any_flag_is_a_regime_with_shares():
    record = run(experiment(Alternating()), device="cpu")
    assert record.regime.tolist() == [[True, False] * 3] * 2
    assert regime_share(record).tolist() == [0.5, 0.5]
    assert [each.regime_share for each in summarise(record, None)] == [0.5, 0.5]
    ends = run_sweep(Sweep(record.experiment), device="cpu")
    assert ends.regime_share.tolist() == [[0.5, 0.5]]


def test_a_method_without_a_flag_has_no_regime():
    record = run(experiment(LS()), device="cpu")
    assert record.regime is None and LS.flag() is None
    assert np.isnan(run_sweep(Sweep(record.experiment), device="cpu").regime_share).all()


def test_the_flag_names_its_two_regimes():
    flag = SAMGS.flag()
    assert [flag.regime(value).letter for value in (True, False)] == ["E", "m"]
    assert [flag.regime(value).word for value in (True, False)] == ["equalise", "modulate"]
    record = run(experiment(SAMGS(gamma=0.6)), device="cpu")
    assert (record.regime == (record.diagnostics["similarity"] < 0.6)).all()


@pytest.mark.parametrize("method", [cls() for cls in METHODS], ids=lambda method: method.key)
def test_a_record_and_a_report_hold_what_is_declared_and_every_help_is_a_sentence(method):
    declared = type(method).diagnostics
    names = [each.name for each in declared]
    assert list(run(experiment(method), device="cpu").diagnostics) == names
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    losses = (x.square().sum(), (x - 3).square().sum())
    assert list(Surgery(method, [x], lower_bounds=-1.0).backward(losses).diagnostics) == names
    helps = [each.help for each in declared]
    for each in declared:
        assert isinstance(each, TaskWeights | Flag | Value) and each.label
        if isinstance(each, Flag):
            helps += [each.if_true.help, each.if_false.help]
    assert all(text[0].isupper() and text.endswith(".") for text in helps if text[0] != "1")


def test_gradvac_has_a_target_for_each_task():
    (target,) = GradVac.diagnostics
    assert target.per_task


@pytest.mark.parametrize("variant", ["code", "paper"])
def test_sam_gs_says_what_the_factor_is_in_its_variant(variant):
    method = SAMGS(gamma=0.0, beta1=0.0, variant=variant)
    factor = method.factor()
    assert factor.label == {"code": "2|M̂|", "paper": "|M̂|"}[variant]
    assert SAMGS.flag().regime(factor.where).word == "modulate"
    record = run(experiment(method), device="cpu")
    amplification = record.diagnostics[factor.divided_by][..., None, None]
    momentum = {"code": 2, "paper": 1}[variant] * np.abs(record.grads)  # β₁ = 0: M̂ = g
    expected = momentum * record.grads * amplification
    np.testing.assert_allclose(record.operated, expected, rtol=1e-12)
    assert LS().factor() is None


@pytest.mark.parametrize("similarity_of", ["auto", "pairs", "printed", "minimum"])
@pytest.mark.parametrize("variant", ["code", "paper"])
@pytest.mark.parametrize("n_tasks", [2, 3])
def test_the_threshold_is_where_the_regime_changes(similarity_of, variant, n_tasks):
    method = SAMGS(gamma=0.75, variant=variant, similarity=similarity_of)
    threshold = method.threshold(n_tasks)
    if n_tasks == 3 and similarity_of == "minimum":
        assert threshold is None
        return
    starts = tuple((x / 3.0, y / 3.0) for x in range(-9, 9) for y in range(-9, 9))
    asked = Experiment(
        landscape=Valleys(n_tasks), method=method, optimizer=SGD(), starts=starts, steps=1
    )
    record = run(asked, device="cpu")
    below = similarity(record) < threshold.psi
    np.testing.assert_array_equal(below, record.regime)
    assert below.any() and not below.all()
    assert "γ = 0.75" in threshold.label
    assert LS().threshold(n_tasks) is None
