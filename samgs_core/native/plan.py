"""What a piece of machine code is made for: one step of a course, whatever its numbers are."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.utils import _pytree as pytree

from samgs_core.course import Course, Situation
from samgs_core.landscape import Landscape
from samgs_core.method import Method
from samgs_core.optimizers import Optimizer
from samgs_core.params import Declared, Param, Text
from samgs_core.tally import Counts, Rules

PARTS = ("landscape", "method", "optimizer")


@dataclass(frozen=True)
class Plan:
    """The parts of a course, in which only choices and whole numbers matter, and what is asked.

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
        """A text that is equal for plans that need the same code."""
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


def plan_of(course: Course, x: Tensor, rules: Rules | None = None) -> Plan:
    """The plan of a course from points like x [B, D]."""
    landscape, method, optimizer = (
        _with(part, [_default(part, name) for name in varying(part)])
        for part in (course.landscape, course.method, course.optimizer)
    )
    return Plan(
        landscape,
        method,
        optimizer,
        course.n_tasks,
        x.shape[1],
        is_clipped=course.clip_norm is not None,
        is_noisy=isinstance(course.noise, Tensor) or course.noise > 0,
        is_counted=rules is not None,
        has_goal=rules is not None and rules.goals is not None,
    )


class Numbers(NamedTuple):
    """What may differ between lanes. What a plan has no use for is [B, 0]."""

    varying: tuple[tuple[Tensor, ...], ...]  # of each part, in the order of ``varying``
    clip_norm: Tensor  # [B]
    noise: Tensor  # [B]
    bounds: Tensor  # [B, T]
    clip_rule: Tensor  # [B]
    goals: Tensor  # [B, 2 + T]


class Progress(NamedTuple):
    """What changes from step to step; the counts only of a plan that counts."""

    situation: Situation
    counts: tuple[()] | Counts


def varying(part: Declared) -> tuple[str, ...]:
    """The names of the numbers of a part that are given for every lane."""
    fixed = {name for name, _ in _fixed(part)}
    return tuple(field.name for field in fields(part) if field.name not in fixed)  # type: ignore[arg-type]


def numbers_of(course: Course, rules: Rules | None, like: Tensor) -> Numbers:
    """All numbers of a course for B lanes; ``like`` is [B, ...]."""
    n = len(like)

    def spread(value: Any, *shape: int) -> Tensor:
        if value is None:
            return like.new_zeros(n, 0)
        return torch.as_tensor(value, dtype=like.dtype).expand(n, *shape)

    parts = (course.landscape, course.method, course.optimizer)
    is_noisy = isinstance(course.noise, Tensor) or course.noise > 0
    return Numbers(
        tuple(tuple(spread(getattr(part, name)) for name in varying(part)) for part in parts),
        spread(course.clip_norm),
        spread(course.noise if is_noisy else None),
        spread(course.bounds, course.n_tasks),
        spread(None if rules is None else rules.clip_norm),
        like.new_zeros(n, 0) if rules is None or rules.goals is None else rules.goals,
    )


def course_with(plan: Plan, numbers: Numbers) -> Course:
    """The course of a plan with these numbers."""
    landscape, method, optimizer = (
        _with(part, values) for part, values in zip(plan.parts, numbers.varying, strict=True)
    )
    return Course(
        landscape,
        method,
        optimizer,
        plan.n_tasks,
        numbers.bounds if plan.needs_bounds else None,
        steps=1,
        clip_norm=numbers.clip_norm if plan.is_clipped else None,
        noise=numbers.noise if plan.is_noisy else 0.0,
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
    found: list[Any] = []
    at = 0
    for leaf in leaves:
        is_plain = not isinstance(leaf, Tensor)
        size = 1 if is_plain or not leaf.ndim else leaf[0].numel()
        part = rows[:, at : at + size]
        at += size
        found.append(int(part[0, 0]) if is_plain else part.reshape(leaf.shape).to(leaf.dtype))
    return pytree.tree_unflatten(found, spec)


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
