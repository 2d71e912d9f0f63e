"""One step of a spec, traced with torch and written as C++."""

import re
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch._guards import TracingContext, tracing
from torch._subclasses import FakeTensorMode
from torch.func import functionalize
from torch.fx.experimental.proxy_tensor import make_fx
from torch.utils import _pytree as pytree

from samgs_core.native.cpp import NAMES, function
from samgs_core.native.scalars import Scalars, Statements, Untranslatable
from samgs_core.native.spec import KernelSpec, Numbers, Progress, numbers_of, rule_with
from samgs_core.native.translate import translate
from samgs_core.step_rule import Point, Randomness, StepRule, beginning, box_of, look, move
from samgs_core.tally import Counts, Criteria, count, no_counts

LANES = 2
"""Lanes of the traced batch: the first becomes code, the second shows that none needs another."""
OTHER = "OTHER"


def source(spec: KernelSpec) -> str:
    """The C++ text of a function ``walk`` over lanes and steps; see ``library.Library``.

    Raises ``Untranslatable`` if the step has an operation that no scalar statement stands for.
    """
    begun, numbers, noise, draws = _example(spec)
    given = [
        *(_Input("s", leaf) for leaf in pytree.tree_leaves(begun)),
        *(_Input("p", leaf) for leaf in pytree.tree_leaves(numbers)),
        _Input("n", noise, is_shared=True),
        _Input("u", draws, is_shared=True),
        _Input("time", 1.0, is_shared=True),
    ]
    return _text(spec, given, begun, numbers)


class _Input:
    """A tensor that the step is given: s the state, p numbers, n noise, u draws, or the time."""

    def __init__(self, prefix: str, value: Any, *, is_shared: bool = False) -> None:
        tensor = torch.as_tensor(value, dtype=getattr(value, "dtype", torch.float64))
        self.tensor = tensor.clone()  # a tensor given twice would be traced as one
        self.prefix, self.has_lanes = prefix, tensor.ndim > 0 and not is_shared

    def named(self, widths: dict[str, int]) -> Scalars:
        """A name for every scalar, counted in ``widths``; those of the second lane are foreign."""
        array = np.full(tuple(self.tensor.shape), OTHER, dtype=object)
        own = array[:1] if self.has_lanes else array
        for place in np.ndindex(own.shape):
            number = widths[self.prefix]
            widths[self.prefix] += 1
            own[place] = NAMES[self.prefix].format(number)
        return array


def _example(spec: KernelSpec) -> tuple[Progress, Numbers, Tensor, Tensor]:
    """What a batch has after its first step, and what it is given."""
    starts = spec.landscape.starts[0].points
    x = torch.tensor((starts * LANES)[:LANES], dtype=torch.float64)
    bounds = x.new_tensor(spec.landscape.lower_bounds) if spec.needs_bounds else None
    clip, noise = (1.0 if spec.is_clipped else None), (0.1 if spec.is_noisy else 0.0)
    parts = (spec.landscape, spec.method, spec.optimizer)
    rule = StepRule(*parts, spec.n_tasks, bounds, 1, clip, noise, 0)
    criteria = _criteria(spec, x) if spec.is_counted else None
    numbers = numbers_of(rule, criteria, x)
    random = Randomness(rule, x)
    noise_now, draws = random.noise(0), random.draws(0)
    progress = Progress(beginning(rule, x), no_counts(x) if spec.is_counted else ())
    after, _ = _step(spec, progress, numbers, noise_now, draws, 0.0)
    return after, numbers, x.new_zeros(0) if noise_now is None else noise_now, draws


def _criteria(spec: KernelSpec, x: Tensor) -> Criteria:
    ones = torch.ones_like(x[:, 0])
    goals = x.new_ones(len(x), 2 + spec.n_tasks) if spec.has_goal else None
    return Criteria(ones, goals)


def _step(
    spec: KernelSpec, now: Progress, numbers: Numbers, noise: Tensor | None, draws: Tensor, t: Any
) -> tuple[Progress, Point]:
    rule = rule_with(spec, numbers)
    point, state = look(rule, now.situation, t, noise, draws)
    moved = move(rule, now.situation, point, state, box_of(rule, now.situation.x))
    if not isinstance(now.counts, Counts):
        return Progress(moved, ()), point
    criteria = Criteria(numbers.clip_rule, numbers.goals if spec.has_goal else None)
    return Progress(moved, count(now.counts, criteria, point, spec.method)), point


def _text(spec: KernelSpec, given: list[_Input], begun: Progress, numbers: Numbers) -> str:
    begun_spec = pytree.tree_structure(begun)
    numbers_spec = pytree.tree_structure(numbers)
    n_state, n_numbers = begun_spec.num_leaves, numbers_spec.num_leaves

    def step(*values: Tensor) -> list[Tensor]:
        now = pytree.tree_unflatten(list(values[:n_state]), begun_spec)
        lanes = pytree.tree_unflatten(list(values[n_state : n_state + n_numbers]), numbers_spec)
        noise, draws, t = values[n_state + n_numbers :]
        after, point = _step(spec, now, lanes, noise if spec.is_noisy else None, draws, t)
        seen = () if spec.is_counted else (point.x, point.losses, point.grads, point.operated)
        shown = () if spec.is_counted else point.diagnostics
        return [*pytree.tree_leaves(after), *seen, *shown]

    # One mode for all values: else torch makes one for each of them.
    with torch.no_grad(), tracing(TracingContext(FakeTensorMode())):
        graph = make_fx(functionalize(step, remove="mutations_and_views"))
        try:
            traced = graph(*(each.tensor for each in given))
        except RuntimeError as refused:  # torch cannot trace what depends on a value
            raise Untranslatable("a step that goes by the value of a number") from refused
    write, widths = Statements(), dict.fromkeys(NAMES, 0)
    inputs = [each.named(widths) for each in given]
    outputs = [_first_lane(each) for each in translate(traced, inputs, write)]
    after = [name for each in outputs[:n_state] for name in each]
    shown = [name for each in outputs[n_state:] for name in each]
    body = _needed(write, [*after, *shown])
    if any(OTHER in text for text in (*body.values(), *after, *shown)):
        raise Untranslatable("a step in which one lane needs another")
    return function(body, after, shown, widths)


def _first_lane(array: np.ndarray) -> list[str]:
    return list((array[0:1] if array.ndim else array).reshape(-1))


def _needed(write: Statements, wanted: list[str]) -> dict[str, str]:
    """The values that the wanted ones need, by name, in order."""
    expressions = {name: text for text, name in write.names.items()}
    needed = set(wanted)
    for name in reversed(expressions):
        if name in needed:
            needed.update(re.findall(r"\bv\d+\b", expressions[name]))
    return {name: text for name, text in expressions.items() if name in needed}
