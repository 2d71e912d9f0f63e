"""An experiment is checked, compared and hashed by value; optimisers keep lanes apart."""

import pickle

import numpy as np
import pytest
import torch

from samgs_core import (
    OPTIMIZERS,
    Adam,
    run,
)
from samgs_core.methods import SAMGS
from samgs_core.step_rule import clip
from tests.core.bowls import experiment


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"steps": 0}, "Experiment.steps must be a whole number in [1, 1000000000000]; got 0."),
        ({"steps": 2.5}, "Experiment.steps must be a whole number in [1, 1000000000000]; got 2.5."),
        ({"record_every": 0}, "Experiment.record_every must be"),
        ({"clip_norm": 0.0}, "Experiment.clip_norm must be above 0 or None; got 0.0."),
        ({"noise": -1.0}, "Experiment.noise must be 0 or more; got -1.0."),
        ({"seed": -1}, "Experiment.seed must be"),
        ({"dtype": "float16"}, "Experiment.dtype must be one of"),
        ({"starts": ()}, "Experiment.starts must hold points of one size"),
        ({"starts": ((0.0, 1.0), (2.0,))}, "Experiment.starts must hold points of one size"),
        ({"starts": ((0.0, float("nan")),)}, "Experiment.starts must be finite"),
    ],
)
def test_bad_experiments_are_refused_with_field_rule_and_value(changes, sentence):
    with pytest.raises(ValueError) as error:
        experiment(**changes)
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: SAMGS(gamma=2.0), "SAMGS.gamma must lie in [0, 1]; got 2.0."),
        (lambda: SAMGS(gamma=float("nan")), "SAMGS.gamma must lie in [0, 1]; got nan."),
        (lambda: SAMGS(variant="both"), "SAMGS.variant must be one of 'code', 'paper'"),
        (lambda: Adam(lr=-1.0), "Adam.lr must lie in"),
    ],
)
def test_bad_settings_are_refused_with_field_rule_and_value(build, sentence):
    with pytest.raises(ValueError) as error:
        build()
    assert sentence in str(error.value)


def test_a_setting_that_is_no_number_is_refused():
    with pytest.raises(TypeError, match="SAMGS.gamma must be a number; got 'high'."):
        SAMGS(gamma="high")


def test_an_experiment_of_another_method_is_as_if_built_with_it():
    other = experiment(seed=1).of(SAMGS(gamma=0.3))
    assert other == experiment(seed=1, method=SAMGS(gamma=0.3)) != experiment(seed=1)
    with pytest.raises(TypeError, match="Experiment.method must be of the kind Method"):
        other.of(SAMGS)


def test_experiments_are_compared_and_hashed_by_value():
    assert experiment() == experiment() and hash(experiment()) == hash(experiment())
    known = experiment()
    assert hash(known) != hash(known.of(SAMGS()))  # a copy counts its own
    assert "_hash" in vars(known) and b"_hash" not in pickle.dumps(known)  # so does another process
    assert experiment() != experiment(seed=1)


@pytest.mark.parametrize("optimizer", [cls() for cls in OPTIMIZERS], ids=lambda o: o.key)
def test_outer_optimisers_make_no_tensor_on_another_device(optimizer):
    direction = torch.zeros(3, 2, device="meta")
    step, state = optimizer.update(direction, optimizer.init(direction))
    tensors = (step, *(state if isinstance(state, tuple) else (state,)))
    for tensor in tensors:
        if isinstance(tensor, torch.Tensor):
            assert tensor.device.type == "meta"
    assert clip(direction, 1.0).device.type == "meta"


@pytest.mark.parametrize("cls", OPTIMIZERS, ids=lambda cls: cls.key)
def test_one_value_per_lane_equals_one_run_per_value(cls):
    values = torch.tensor([0.01, 0.05, 0.2], dtype=torch.float64)
    starts = ((0.5, 2.0),) * 3
    for field in cls.declared():
        together = run(experiment(optimizer=cls(**{field.name: values}), starts=starts))
        for lane, value in enumerate(values.tolist()):
            alone = run(experiment(optimizer=cls(**{field.name: value}), starts=starts[:1]))
            np.testing.assert_allclose(together.x[lane], alone.x[0], rtol=1e-12, atol=1e-14)
