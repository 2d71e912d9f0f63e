"""What a piece of machine code is made for: one step of a rule, whatever its numbers are."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.utils import _pytree as pytree

from samgs_core.landscape import Landscape
from samgs_core.method import Method
from samgs_core.optimizers import Optimizer
from samgs_core.params import Declared, Param, Text
from samgs_core.step_rule import Situation, StepRule
from samgs_core.tally import Counts, Criteria

PARTS = ("landscape", "method", "optimizer")


@dataclass(frozen=True)
class KernelSpec:
    """The parts of a rule, in which only choices and whole numbers matter, and what is asked.

    ``n_tasks`` T and ``dim`` D are sizes. ``is_counted``: the steps are counted instead of
    recorded; ``has_goal``: a goal is among what is counted.
    """

    landscape: Landscape
    method: Method
    optimizer: Optimizer
    n_tasks: int
    dim: int
    is_clipped: bool
    is_noisy: bool
    is_counted: bool = False
    has_goal: bool = False

    @property
    def key(self) -> str:
        """A text that is equal for specs that need the same code."""
        parts = [(type(part).__module__, type(part).__name__, *_fixed(part)) for part in self.parts]
        asked = (self.n_tasks, self.dim, self.is_clipped, self.is_noisy, self.is_counted)
        return sha256(repr((parts, asked, self.has_goal)).encode()).hexdigest()[:24]

    @property
    def parts(self) -> tuple[Declared, ...]:
        """Landscape, method and outer optimiser."""
        return self.landscape, self.method, self.optimizer

    @property
    def needs_bounds(self) -> bool:
        """Whether the method is given losses minus their lower bounds."""
        return self.method.needs_positive_losses()

    @property
    def is_fit(self) -> bool:
        """Whether the code would serve again: not so for a formula that somebody types."""
        fixed = [value for part in self.parts for _, value in _fixed(part)]
        texts = [each for part in self.parts for each in part.declared() if isinstance(each, Text)]
        return not texts and not any(isinstance(value, Tensor) for value in fixed)


def spec_of(rule: StepRule, x: Tensor, criteria: Criteria | None = None) -> KernelSpec:
    """The spec of a rule from points like x [B, D]."""
    landscape, method, optimizer = (
        _with(part, [_default(part, name) for name in varying(part)])
        for part in (rule.landscape, rule.method, rule.optimizer)
    )
    return KernelSpec(
        landscape,
        method,
        optimizer,
        rule.n_tasks,
        x.shape[1],
        is_clipped=rule.clip_norm is not None,
        is_noisy=isinstance(rule.noise, Tensor) or rule.noise > 0,
        is_counted=criteria is not None,
        has_goal=criteria is not None and criteria.goals is not None,
    )


class Numbers(NamedTuple):
    """What may differ between lanes. What a spec has no use for is [B, 0]."""

    varying: tuple[tuple[Tensor, ...], ...]  # of each part, in the order of ``varying``
    clip_norm: Tensor  # [B]
    noise: Tensor  # [B]
    bounds: Tensor  # [B, T]
    clip_rule: Tensor  # [B]
    goals: Tensor  # [B, 2 + T]


class Progress(NamedTuple):
    """What changes from step to step; the counts only of a spec that counts."""

    situation: Situation
    counts: tuple[()] | Counts


def varying(part: Declared) -> tuple[str, ...]:
    """The names of the numbers of a part that are given for every lane."""
    fixed = {name for name, _ in _fixed(part)}
    return tuple(field.name for field in fields(part) if field.name not in fixed)  # type: ignore[arg-type]


def numbers_of(rule: StepRule, criteria: Criteria | None, like: Tensor) -> Numbers:
    """All numbers of a rule for B lanes; ``like`` is [B, ...]."""
    n = len(like)

    def spread(value: Any, *shape: int) -> Tensor:
        if value is None:
            return like.new_zeros(n, 0)
        return torch.as_tensor(value, dtype=like.dtype).expand(n, *shape)

    parts = (rule.landscape, rule.method, rule.optimizer)
    is_noisy = isinstance(rule.noise, Tensor) or rule.noise > 0
    return Numbers(
        tuple(tuple(spread(getattr(part, name)) for name in varying(part)) for part in parts),
        spread(rule.clip_norm),
        spread(rule.noise if is_noisy else None),
        spread(rule.bounds, rule.n_tasks),
        spread(None if criteria is None else criteria.clip_norm),
        like.new_zeros(n, 0) if criteria is None or criteria.goals is None else criteria.goals,
    )


def rule_with(spec: KernelSpec, numbers: Numbers) -> StepRule:
    """The rule of a spec with these numbers."""
    landscape, method, optimizer = (
        _with(part, values) for part, values in zip(spec.parts, numbers.varying, strict=True)
    )
    return StepRule(
        landscape,
        method,
        optimizer,
        spec.n_tasks,
        numbers.bounds if spec.needs_bounds else None,
        steps=1,
        clip_norm=numbers.clip_norm if spec.is_clipped else None,
        noise=numbers.noise if spec.is_noisy else 0.0,
        seed=0,
    )


def packed(tree: Any, n_lanes: int, dtype: torch.dtype = torch.float64) -> Tensor:
    """Everything in a tree as one row for each lane; what is the same for all is repeated."""
    columns = []
    for leaf in pytree.tree_leaves(tree):
        values = torch.as_tensor(leaf, dtype=dtype)
        rows = values.reshape(n_lanes, -1) if values.ndim else values.expand(n_lanes, 1)
        columns.append(rows)
    return torch.cat(columns, dim=1) if columns else torch.zeros(n_lanes, 0, dtype=dtype)


def unpacked(rows: Tensor, like: Any) -> Any:
    """The tree again; ``like`` gives shapes and types. Plain numbers are whole."""
    leaves, spec = pytree.tree_flatten(like)
    whole: list[Any] = []
    at = 0
    for leaf in leaves:
        is_plain = not isinstance(leaf, Tensor)
        size = 1 if is_plain or not leaf.ndim else leaf[0].numel()
        part = rows[:, at : at + size]
        at += size
        whole.append(int(part[0, 0]) if is_plain else part.reshape(leaf.shape).to(leaf.dtype))
    return pytree.tree_unflatten(whole, spec)


def _default(part: Declared, name: str) -> object:
    return next(each.default for each in part.declared() if each.name == name)


def _with(part: Any, values: Sequence[object]) -> Any:
    """The part with other numbers, unchecked: they may be symbols."""
    changed = copy.copy(part)
    for name, value in zip(varying(part), values, strict=True):
        object.__setattr__(changed, name, value)
    return changed


def _fixed(part: Declared) -> list[tuple[str, object]]:
    numbers = {each.name for each in part.declared() if isinstance(each, Param) and not each.whole}
    names = [field.name for field in fields(part)]  # type: ignore[arg-type]
    return [
        (name, getattr(part, name))
        for name in names
        if name not in numbers or getattr(part, name) is None
    ]
