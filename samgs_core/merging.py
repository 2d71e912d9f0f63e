"""Merging given gradients: what a method makes of them, without a network and without a run."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar, overload

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from samgs_core.method import Claim, Method
from samgs_core.shapes import Direction, Draws, Grads, Losses, State
from samgs_core.values import is_seed, shown, whole

A = TypeVar("A", np.ndarray, Tensor)


class Merged(NamedTuple, Generic[A]):
    """What a method makes of T gradients of D numbers; of N such sets at once, [N, ...] each."""

    direction: A  # [D] the merged gradient: the sum of the operated ones
    operated: A  # [T, D]
    weights: A | None  # [T] the weights of the tasks, if the method has any
    diagnostics: Mapping[str, A]  # by the names of method.diagnostics, each [] or [T]


@overload
def merge(
    method: Method,
    grads: Tensor,
    losses: Any = None,
    repeats: int = 1,
    seed: int = 0,
    *,
    lower_bounds: float | Sequence[float] = 0.0,
) -> Merged[Tensor]: ...


@overload
def merge(
    method: Method,
    grads: ArrayLike,
    losses: Any = None,
    repeats: int = 1,
    seed: int = 0,
    *,
    lower_bounds: float | Sequence[float] = 0.0,
) -> Merged[np.ndarray]: ...


def merge(
    method: Method,
    grads: Any,
    losses: Any = None,
    repeats: int = 1,
    seed: int = 0,
    *,
    lower_bounds: float | Sequence[float] = 0.0,
) -> Merged:
    """The merged gradient of T ≥ 2 gradients ``grads`` [T, D], or of N such sets [N, T, D].

    Tensors give tensors of their precision, anything else arrays in double precision. ``losses``,
    [T] or [N, T], are 1 each if left out; a method that needs positive losses is given what they
    are above their strict ``lower_bounds``, one for all tasks or one for each. ``repeats`` is how
    many times a method with memory meets the same gradients; the last step is told. ``seed`` sets
    the draws of a method with chance, which all sets share: those of a ``Surgery`` of that seed.

    Raises ``TypeError`` or ``ValueError`` with the argument, the rule and the value.
    """
    if not isinstance(method, Method):
        raise TypeError(f"merge.method must be a method, such as SAMGS(); got {shown(method)}.")
    given = _numbers("grads", grads)
    is_one = given.ndim == 2
    sets = given[None] if is_one else given
    _require(
        sets.ndim == 3 and sets.shape[1] > 1 and bool(sets.isfinite().all()),
        "grads must be finite numbers [T, D] or [N, T, D] of T ≥ 2 tasks",
        grads,
    )
    _require((whole(repeats) or 0) > 0, "repeats must be a whole number above 0", repeats)
    _require(is_seed(seed), "seed must be a whole number in [0, 2³²)", seed)
    last = _last(method, sets, _losses(method, losses, lower_bounds, sets), repeats, seed)
    values = {"direction": last.direction, "operated": last.operated, **told(method, last.state)}
    if is_one:
        values = {name: value[0] for name, value in values.items()}
    if isinstance(grads, Tensor):
        return _named(values)
    return _named({name: value.numpy() for name, value in values.items()})


def _named(values: dict[str, A]) -> Merged[A]:
    direction, operated = values.pop("direction"), values.pop("operated")
    return Merged(direction, operated, values.get("weights"), values)


class Step(NamedTuple):
    """One step of a method on a batch."""

    direction: Direction
    operated: Grads
    state: State


def step(method: Method, grads: Grads, losses: Losses, state: State, draws: Draws) -> Step:
    """What a method makes of the gradients [B, T, D], and its next state."""
    operated, state = method.operate(grads, losses, state, draws)
    return Step(operated.sum(1), operated, state)


def drawn(method: Method, grads: Tensor, source: torch.Generator) -> Draws:
    """The next draws that a step of the method uses on gradients [..., T, D] of a precision."""
    n_draws = method.n_draws(*grads.shape[-2:])
    return torch.rand(n_draws, generator=source, dtype=grads.dtype).to(grads.device)


def told(method: Method, state: State) -> dict[str, Tensor]:
    """What a method tells of its last step, by name: [B] or [B, T]."""
    return {each.name: getattr(state, each.name) for each in method.diagnostics}


def _last(method: Method, grads: Grads, losses: Losses, repeats: int, seed: int) -> Step:
    """The last of so many steps on the same gradients."""
    source = torch.Generator().manual_seed(seed)
    has_memory = Claim.STATELESS not in method.claims(grads.shape[1])
    with torch.no_grad():
        last = Step(grads[:, 0], grads, method.init(grads))
        for t in range(repeats):
            draws = drawn(method, grads, source)
            if has_memory or t == repeats - 1:  # what nobody remembers need not happen
                last = step(method, grads, losses, last.state, draws)
    return last


def _losses(method: Method, losses: Any, bounds: Any, grads: Grads) -> Losses:
    """The losses [N, T] as the method is given them."""
    n_sets, n_tasks, _ = grads.shape
    seen = grads.new_ones(n_tasks) if losses is None else _numbers("losses", losses).to(grads)
    fits = seen.shape in ((n_tasks,), (n_sets, n_tasks)) and bool(seen.isfinite().all())
    _require(fits, f"losses must be finite numbers, one for each of {n_tasks} tasks", losses)
    if method.needs_positive_losses():
        lowest = _numbers("lower_bounds", bounds).to(grads)
        fits = lowest.shape in ((), (n_tasks,)) and bool(lowest.isfinite().all())
        _require(fits, "lower_bounds must be one finite number or one for each task", bounds)
        rule = f"losses must lie above their lower bounds {lowest.tolist()} for {method.title}"
        _require(bool((seen > lowest).all()), rule, seen.tolist())
        seen = seen - lowest
    return seen.expand(n_sets, n_tasks)


def _numbers(name: str, values: Any) -> Tensor:
    """The values as a tensor of floating point numbers, without a graph."""
    try:
        tensor = (
            values.detach()
            if isinstance(values, Tensor)
            else torch.as_tensor(np.array(values, dtype=np.float64))
        )
    except (TypeError, ValueError):
        raise TypeError(f"merge.{name} must hold numbers; got {shown(values)}.") from None
    return tensor if tensor.is_floating_point() else tensor.double()


def _require(holds: bool, rule: str, value: object) -> None:
    if not holds:
        raise ValueError(f"merge.{rule}; got {shown(value)}.")
