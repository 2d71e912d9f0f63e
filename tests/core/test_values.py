"""What people pass: numbers of numpy and arrays are taken, everything else gets a sentence."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from samgs_core import SGD, Adam, Experiment, run
from samgs_core.methods import LS, METHODS, SAMGS, UW
from samgs_core.optimizers import OPTIMIZERS
from samgs_core.params import Choice, Param
from samgs_core.recon import Plan, recon
from samgs_core.surgery import Surgery
from samgs_core.sweep import Axis, Sweep
from synthetic import LANDSCAPES, OneOptimum, PlantedDisagreement
from tests.fuzz import examples

DECLARED = (*METHODS, *OPTIMIZERS, *LANDSCAPES, Plan, PlantedDisagreement)


NUMBERS = [(cls, each) for cls in DECLARED for each in cls.declared() if isinstance(each, Param)]


PLAIN = Experiment(
    landscape=OneOptimum(), method=LS(), optimizer=SGD(), starts=((1.0, 2.0), (3.0, 4.0)), steps=3
)


AS_PASSED = [np.float64, np.float32, np.array, torch.tensor, Fraction]


NO_NUMBER = ["0.1", True, np.True_, [0.1], {}, object(), 1j, b"1"]


OUTSIDE = [math.nan, math.inf, -math.inf, 1e300, -1e300, 10**400, np.float32("nan")]


LEAF = torch.ones(2, requires_grad=True)


ANYTHING = st.one_of(
    st.floats(), st.integers(), st.text(max_size=5), st.none(), st.booleans(),
    st.floats().map(np.float64), st.integers(-9, 9).map(np.int64), st.lists(st.floats()),
)  # fmt: skip


@pytest.mark.parametrize(("cls", "each"), NUMBERS, ids=lambda value: getattr(value, "name", None))
def test_every_declared_number_is_taken_as_it_is_passed(cls, each):
    middle = 1.0 if each.low <= 1 <= each.high else each.low
    middle = math.ceil(middle) if each.whole else middle
    for kind in AS_PASSED:
        value = getattr(cls(**{each.name: kind(middle)}), each.name)
        assert type(value) is (int if each.whole else float)
        assert value == pytest.approx(middle, rel=1e-6)
    if each.whole:
        assert getattr(cls(**{each.name: np.int64(middle)}), each.name) == middle


@pytest.mark.parametrize(("cls", "each"), NUMBERS, ids=lambda value: getattr(value, "name", None))
def test_everything_else_gets_a_sentence_with_field_rule_and_value(cls, each):
    start = rf"^{cls.__name__}\.{each.name} must "
    for value in NO_NUMBER:
        with pytest.raises(TypeError, match=start + "be a number; got "):
            cls(**{each.name: value})
    for value in OUTSIDE:
        with pytest.raises(ValueError, match=start + r"lie in \[.*; got "):
            cls(**{each.name: value})


@pytest.mark.parametrize("cls", DECLARED, ids=lambda cls: cls.key)
def test_another_choice_gets_a_sentence(cls):
    for each in cls.declared():
        for value in ("no such word", 3.5, None, ["a"], {}):
            if isinstance(each, Choice):
                with pytest.raises(
                    ValueError, match=rf"{cls.__name__}\.{each.name} must be one of"
                ):
                    cls(**{each.name: value})


def test_an_experiment_of_arrays_is_the_one_of_plain_numbers():
    for starts in (np.array(PLAIN.starts), torch.tensor(PLAIN.starts), [[1, 2], [3, 4]]):
        other = replace(
            PLAIN,
            starts=starts,
            steps=np.int64(3),
            record_every=np.uint8(1),
            seed=np.int32(0),
            noise=np.float64(0),
        )
        assert other == PLAIN and hash(other) == hash(PLAIN)
    assert replace(PLAIN, clip_norm=np.float32(2)) == replace(PLAIN, clip_norm=2.0)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("landscape", [OneOptimum, None, "one-optimum"]),
        ("method", [SAMGS, SGD(), None]),
        ("optimizer", [Adam, "adam", LS()]),
        ("starts", [(), ((),), ((1.0,), (1.0, 2.0)), ((math.nan, 0.0),), 3, "ab", [None], None]),
        ("steps", [0, -1, 2.0, "3", True, math.nan, None]),
        ("record_every", [0, 1.5, None]),
        ("clip_norm", [0, -1.0, math.inf, math.nan, "1", True, [1.0]]),
        ("noise", [-1.0, math.inf, math.nan, "0", None]),
        ("seed", [-1, 2**32, 0.5, "0", None, True]),
        ("dtype", ["float16", torch.float32, None, 64]),
    ],
)
def test_an_experiment_names_what_it_cannot_take(field, values):
    for value in values:
        with pytest.raises((TypeError, ValueError), match=rf"^Experiment\.{field} must .*; got "):
            replace(PLAIN, **{field: value})


def test_sweeps_take_arrays_and_name_what_they_cannot_take():
    axis = Axis("method", "w1", np.array([0.5, 1.0]))
    sweep = Sweep(PLAIN, [axis], seeds=np.arange(3))
    assert axis.values == (0.5, 1.0) and sweep.seeds == (0, 1, 2) and sweep.n_lanes == 12
    for arguments, message in (
        (lambda: Axis("method", "w1", ("a",)), r"Axis\.values must hold numbers"),
        (lambda: Sweep(PLAIN, seeds=(-1,)), r"Sweep\.seeds must be whole numbers"),
        (lambda: Sweep(PLAIN, seeds=("a",)), r"Sweep\.seeds must be whole numbers"),
        (lambda: Sweep("a"), r"Sweep\.experiment must be an Experiment"),
        (lambda: Sweep(PLAIN, ("a",)), r"Sweep\.axes must hold Axis each"),
    ):
        with pytest.raises((TypeError, ValueError), match=message):
            arguments()


def test_recon_takes_whole_numbers_of_numpy_only():
    problem, plan = PlantedDisagreement(layer=np.int64(1)), Plan(steps=np.int64(20))
    report = recon(problem, k=np.int64(1), seed=np.uint16(2), plan=plan)
    assert (report.k, report.seed) == (1, 2)
    for changes in ({"k": 1.0}, {"k": 9}, {"k": "1"}, {"seed": 0.5}, {"seed": -1}, {"seed": None}):
        with pytest.raises(ValueError, match=r"recon\.(k|seed) must be a whole number in "):
            recon(problem, plan=plan, **changes)


@pytest.mark.parametrize("bounds", [0, np.float32(0), np.zeros(2), [0.0, 0.0], torch.zeros(2)])
def test_lower_bounds_may_be_arrays(bounds):
    report = Surgery(UW(), [LEAF], lower_bounds=bounds).backward([LEAF.sum(), LEAF.square().sum()])
    assert report.is_finite


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        *(
            ({"lower_bounds": value}, r"lower_bounds must be finite: one number or one for each")
            for value in (math.nan, -math.inf, [0.0, math.nan], "0", [[0.0]], object(), ["a"])
        ),
        *(
            ({"seed": value}, r"seed must be a whole number in \[0, 2³²\)")
            for value in (-1, 0.5, "0", None, 2**32)
        ),
        ({"shared": torch.nn.Linear(2, 2)}, r"shared must be parameters; got the module Linear"),
        ({"shared": LEAF}, r"shared must be several tensors; got one"),
        ({"shared": 3}, r"shared must be parameters; got 3"),
        ({"shared": None}, r"shared must be parameters; got None"),
        ({"shared": {"a": LEAF}}, r"shared\[0\] must be a tensor; got 'a'"),
    ],
)
def test_a_surgery_names_what_it_cannot_take(changes, message):
    arguments = {"shared": [LEAF], "lower_bounds": 0.0} | changes
    with pytest.raises((TypeError, ValueError), match=rf"^Surgery\.{message}"):
        Surgery(UW(), **arguments)


def test_what_no_loss_can_be_is_named():
    for losses in (None, 3, [None, None], [LEAF, LEAF.sum()]):
        with pytest.raises((TypeError, ValueError), match=r"^Surgery\.losses"):
            Surgery(LS(), [LEAF]).backward(losses)


@examples(200)
@given(st.sampled_from([(cls, each.name) for cls in DECLARED for each in cls.declared()]), ANYTHING)
def test_any_value_is_taken_or_gets_a_sentence(where, value):
    cls, name = where
    try:
        cls(**{name: value})
    except (TypeError, ValueError) as error:
        assert name in str(error) or cls.key == "custom"


def test_a_run_from_arrays_is_the_run_from_numbers():
    other = replace(PLAIN, starts=np.array(PLAIN.starts), steps=np.int32(3))
    np.testing.assert_array_equal(run(other, device="cpu").x, run(PLAIN, device="cpu").x)
