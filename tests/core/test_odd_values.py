"""What no call can use gets a sentence with field, rule and value, whatever it is."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest
import torch

from samgs_core import SGD, Experiment, Goal, run, run_together
from samgs_core.conflict import conflict
from samgs_core.methods import LS
from samgs_core.pareto import distance_to_front, non_dominated
from samgs_core.recon import Plan, recon
from samgs_core.surgery import Surgery
from samgs_core.survey import survey
from samgs_core.sweep import Axis, Sweep, run_sweep
from samgs_core.values import shown
from synthetic import LANDSCAPES, OneOptimum, PlantedDisagreement

PLAIN = Experiment(
    landscape=OneOptimum(), method=LS(), optimizer=SGD(), starts=((1.0, 2.0), (3.0, 4.0)), steps=3
)


LEAF = torch.ones(2, requires_grad=True)


SEEN = survey(OneOptimum(), 21)


ODD = [
    None,
    "a",
    "",
    b"1",
    object(),
    [],
    {},
    (),
    ["a"],
    math.nan,
    math.inf,
    1e300,
    10**400,
    10**5000,
    -(10**400),
    -1,
    0.5,
    1j,
    np.float64("nan"),
    np.array([1, 2]),
    torch.ones(2),
    torch.tensor(math.nan),
    np.True_,
    True,
    type,
    "9" * 400,
    range(3),
    {1, 2},
    OneOptimum,
]


TAKERS = {
    **{
        f"Experiment.{name}": lambda value, name=name: replace(PLAIN, **{name: value})
        for name in (each.name for each in fields(Experiment))
    },
    "device": lambda value: run(PLAIN, device=value),
    "experiment": run_together,
    "sweep": run_sweep,
    "survey.n": lambda value: survey(OneOptimum(), value),
    "survey.landscape": survey,
    "conflict.gamma": lambda value: conflict(OneOptimum(), SEEN, value),
    "pareto_set.n": OneOptimum().pareto_set,
    "examples.seed": PlantedDisagreement().examples,
    "Axis.part": lambda value: Axis(value, "w1", (0.5,)),
    "Axis.field": lambda value: Sweep(PLAIN, [Axis("method", value, (0.5,))]),
    "Axis.values": lambda value: Axis("method", "w1", value),
    "Sweep.axes": lambda value: Sweep(PLAIN, value),
    "Sweep.seeds": lambda value: Sweep(PLAIN, seeds=value),
    "Sweep.experiment": Sweep,
    "Plan.steps": lambda value: Plan(steps=value),
    "recon.k": lambda value: recon(PlantedDisagreement(), k=value, plan=Plan(steps=20)),
    "Surgery.method": lambda value: Surgery(value, [LEAF]),
    "Surgery.shared": lambda value: Surgery(LS(), value),
    "Surgery.seed": lambda value: Surgery(LS(), [LEAF], seed=value),
}


FITTING = {
    "Experiment.clip_norm": [None, 0.5, 1e300],
    "Experiment.noise": [0.5, 1e300],
    "device": [None],
    "conflict.gamma": [0.5],
    "Axis.values": [np.array([1, 2]), torch.ones(2), range(3), {1, 2}],
    "Sweep.axes": [[], {}, ()],
    "Sweep.seeds": [[], {}, (), np.array([1, 2]), range(3), {1, 2}],
}


def _is_fitting(name, value):
    """Whether the value is among those that fit: of the same type and writing."""
    fitting = {(type(each), shown(each)) for each in FITTING.get(name, ())}
    return (type(value), shown(value)) in fitting


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: run("experiment"), r"experiment must be an Experiment; got 'experiment'"),
        (lambda: run_together(()), r"experiments must hold an Experiment; got none"),
        (lambda: run_together(3), r"experiments must be Experiment each; got 3"),
        (lambda: run(PLAIN, device="gpu"), r"device must be one of torch's, such as 'cpu'; got"),
        (lambda: run(PLAIN, device=1.5), r"device must be one of torch's, such as 'cpu'; got 1.5"),
        (lambda: run_sweep(PLAIN), r"sweep must be a Sweep; got Experiment"),
        (lambda: run_sweep(Sweep(PLAIN), device="gpu"), r"device must be one of torch's"),
    ],
)
def test_what_cannot_be_run_is_named(call, message):
    with pytest.raises((TypeError, ValueError), match=f"^{message}"):
        call()


def test_fronts_and_goals_take_lists():
    front, losses = [[0, 1], [1, 0]], [[1, 1], [0, 0]]
    wanted = distance_to_front(np.array(losses, float), np.array(front, float))
    assert distance_to_front(losses, front).tolist() == wanted.tolist()
    assert non_dominated(front).tolist() == [0, 1]
    assert Goal("A goal", (), total=1.0).reached([[0, 0], [9, 0]]).tolist() == [True, False]


@pytest.mark.parametrize("name", TAKERS)
@pytest.mark.parametrize("value", ODD, ids=lambda value: type(value).__name__)
def test_an_odd_value_gets_a_sentence_with_field_rule_and_value(name, value):
    if _is_fitting(name, value):
        TAKERS[name](value)
        return
    with pytest.raises((TypeError, ValueError), match=rf"(?s)^{name}.* must .*; got .*\.$") as told:
        TAKERS[name](value)
    assert len(str(told.value)) < 400


@pytest.mark.parametrize("cls", [cls for cls in LANDSCAPES if cls().pareto_set(50) is not None])
def test_a_pareto_set_has_a_whole_number_of_points(cls):
    landscape = cls()
    for value in (0, -1, 0.5, "a", None, 10**400, math.nan):
        with pytest.raises(ValueError, match=r"^pareto_set\.n must be a whole number in .*; got "):
            landscape.pareto_set(value)
    assert len(landscape.pareto_set(np.int64(1))) >= 1
