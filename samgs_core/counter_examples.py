"""Where does a property fail? Stored gradients of two tasks on which a method shows it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.merging import drawn, step
from samgs_core.method import Claim, Method

TOLERANCE = 1e-6
SEED, OTHER_SEED = 4, 1
"""Draws that show what chance can do."""


class Moment(NamedTuple):
    """What a method sees in one step, or in several alike."""

    grads: tuple[tuple[float, float], tuple[float, float]]
    losses: tuple[float, float] = (1.0, 2.0)
    times: int = 1


Case = tuple[Moment, ...]


class CounterExample(NamedTuple):
    """Gradients on which a property fails, and what happens there in a sentence."""

    claim: Claim
    case: Case
    sentence: str


def counter_example(method: Method, claim: Claim) -> CounterExample | None:
    """The first stored case on which the property fails for two tasks; None if there is none."""
    for case in CASES:
        sentence = FAILURES[claim](method, case)
        if sentence:
            return CounterExample(claim, case, sentence)
    return None


ACUTE = ((2.0, 1.0), (1.0, 3.0))
CONFLICT = ((1.0, 0.0), (-2.0, 1.0))
SHARP = ((1.0, 0.0), (-9.0, 1.0))
OTHER = ((0.5, -2.0), (1.0, 1.0))
ONE_ZERO = ((0.0, 0.0), (1.0, 2.0))
SMALL = ((0.001, 0.0), (0.002, 0.001))
CASES: tuple[Case, ...] = (
    (Moment(CONFLICT),),
    (Moment(SHARP),),
    (Moment(ACUTE),),
    (Moment(ONE_ZERO),),
    (Moment(OTHER, (2.0, 3.0)), Moment(CONFLICT)),
    (Moment(CONFLICT, times=3), Moment(CONFLICT)),
    (Moment(OTHER, (0.5, 3.0)), Moment(CONFLICT, (0.3, 2.0))),
    (Moment(SMALL), Moment(((0.0, 0.002), (0.001, 0.0)))),
    (Moment(ACUTE), Moment(((-1.8, -0.9), (-0.9, -2.7)))),
    (Moment(ACUTE), Moment(((-2.0, -1.0), (-1.0, -3.0)), (2**0.5 - 0.5, 2 * 2**0.5 - 1.0))),
    (Moment(OTHER, (4.0, 4.0), 25), Moment(OTHER, (2.0, 4.0), 25), Moment(CONFLICT)),
)
"""Single steps first; the later ones have a past, which some of them cancel."""


def _merged(
    method: Method,
    case: Case,
    change: Callable[[Tensor, Tensor], tuple[Tensor, Tensor]] | None = None,
    seed: int = SEED,
) -> Tensor:
    """The merged gradient [2] of the last step, with every step's gradients and losses changed."""
    state = None
    left = sum(moment.times for moment in case)
    for moment in case:
        grads = torch.tensor([moment.grads], dtype=torch.float64)
        losses = torch.tensor([moment.losses], dtype=torch.float64)
        if change is not None:
            grads, losses = change(grads, losses)
        state = method.init(grads) if state is None else state
        for _ in range(moment.times):
            left -= 1
            source = torch.Generator().manual_seed(seed + left)  # the last draws do not change
            d, _, state = step(method, grads, losses, state, drawn(method, grads, source))
    return d[0]


def _last(case: Case) -> Tensor:
    """The last gradients [2, 2]."""
    return torch.tensor(case[-1].grads, dtype=torch.float64)


def _differ(one: Tensor, other: Tensor) -> bool:
    return bool((one - other).norm() > TOLERANCE * (one.norm() + other.norm()) + 1e-12)


def _conflicts(method: Method, case: Case) -> str:
    d = _merged(method, case)
    slopes = _last(case) @ d
    task = int(slopes.argmin())
    if slopes[task] >= -TOLERANCE * d.norm():
        return ""
    return (
        f"d = {_vector(d)} has d·g{'₁₂'[task]} = {_number(slopes[task])}: a step raises that loss."
    )


def _depends_on_order(method: Method, case: Case) -> str:
    d = _merged(method, case)
    swapped = _merged(method, case, lambda grads, losses: (grads.flip(1), losses.flip(1)))
    if not _differ(d, swapped):
        return ""
    return f"d = {_vector(d)}; with the tasks swapped it is {_vector(swapped)}."


def _scaled(method: Method, case: Case, factors: Sequence[float]) -> Tensor:
    by = torch.tensor(factors, dtype=torch.float64)
    return _merged(method, case, lambda grads, losses: (by[:, None] * grads, by * losses))


def _is_not_linear(method: Method, case: Case) -> str:
    one, other, both = (_scaled(method, case, by) for by in ((1, 1), (9, 1), (10, 2)))
    if not _differ(one + other, both):
        return ""
    return (
        f"d = {_vector(one)}, and with task 1 times 9 it is {_vector(other)}; with task 1 times 10 "
        f"and task 2 times 2 it is {_vector(both)}, not their sum {_vector(one + other)}."
    )


def _depends_on_scale(method: Method, case: Case) -> str:
    d, scaled = _scaled(method, case, (1, 1)), _scaled(method, case, (10, 1))
    if not _differ(d, scaled):
        return ""
    return f"d = {_vector(d)}; with task 1 times 10 it is {_vector(scaled)}."


def _does_not_turn(method: Method, case: Case) -> str:
    turn = torch.tensor([[0.8, 0.6], [-0.6, 0.8]], dtype=torch.float64)
    d = _merged(method, case) @ turn
    turned = _merged(method, case, lambda grads, losses: (grads @ turn, losses))
    if not _differ(d, turned):
        return ""
    return f"With all gradients turned by 37°, d is {_vector(turned)}; d turned is {_vector(d)}."


def _stops_early(method: Method, case: Case) -> str:
    grads = _last(case)
    d = _merged(method, case)
    product = float(grads[0] @ grads[1])
    can_balance = abs(product) >= float(grads.norm(dim=1).prod()) > 0
    if can_balance or d.norm() > TOLERANCE * grads.norm():
        return ""
    return "d = 0, although no positive weights make these gradients add up to 0."


def _draws_lots(method: Method, case: Case) -> str:
    one, other = (_merged(method, case, seed=seed) for seed in (SEED, OTHER_SEED))
    if not _differ(one, other):
        return ""
    return f"One draw gives d = {_vector(one)}, another {_vector(other)}."


def _remembers(method: Method, case: Case) -> str:
    now, fresh = _merged(method, case), _merged(method, case[-1:])
    if not _differ(now, fresh):
        return ""
    return f"d = {_vector(now)} after these steps; without them it is {_vector(fresh)}."


FAILURES: dict[Claim, Callable[[Method, Case], str]] = {
    Claim.NON_CONFLICTING: _conflicts,
    Claim.PERMUTATION_INVARIANT: _depends_on_order,
    Claim.LINEAR_UNDER_SCALING: _is_not_linear,
    Claim.SCALE_INVARIANT: _depends_on_scale,
    Claim.ROTATION_EQUIVARIANT: _does_not_turn,
    Claim.STRONGLY_STATIONARY: _stops_early,
    Claim.DETERMINISTIC: _draws_lots,
    Claim.STATELESS: _remembers,
}


def in_words(case: Case) -> str:
    """The gradients and losses of every step, as a sentence."""
    return f"Gradients {'; then '.join(_in_words(moment) for moment in case)}."


def _in_words(moment: Moment) -> str:
    grads = (_vector(torch.tensor(grad)) for grad in moment.grads)
    losses = (_number(torch.tensor(loss)) for loss in moment.losses)
    words = ", ".join(f"g{k} = {grad}" for k, grad in zip("₁₂", grads, strict=True))
    words += " with losses " + ", ".join(f"L{k} = {x}" for k, x in zip("₁₂", losses, strict=True))
    return f"{moment.times} times {words}" if moment.times > 1 else words


def _number(value: Tensor) -> str:
    return f"{float(value) + 0.0:.3g}".replace("-", "−")


def _vector(values: Tensor) -> str:
    """Rounding errors are shown as zeros."""
    seen = torch.where(values.abs() < 1e-12 * values.abs().max(), 0.0, values)
    return f"({', '.join(_number(value) for value in seen)})"
