"""The rule of a step: every start goes through landscape, method and optimiser, time after time."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from samgs_core.experiment import Experiment
from samgs_core.landscape import Landscape
from samgs_core.method import Method
from samgs_core.optimizers import Optimizer
from samgs_core.params import Number, lanes
from samgs_core.shapes import Direction, Draws, Grads, Losses, Points, State

BLOCK = 512
"""Steps whose random draws are made, and whose recorded values are stored, at once."""


class StepRule(NamedTuple):
    """What every step of a batch goes by. Every number may have one value per lane [B].

    ``bounds`` are the lower bounds of the losses, [T] or [B, T], for a method that needs them.
    """

    landscape: Landscape
    method: Method
    optimizer: Optimizer
    n_tasks: int
    bounds: Tensor | None
    steps: int
    clip_norm: Number | None
    noise: Number
    seed: int


def rule_of(experiment: Experiment, x: Points) -> StepRule:
    """The rule of one experiment, on the device and in the precision of x."""
    landscape, method = experiment.landscape, experiment.method
    needs_bounds = method.needs_positive_losses()
    return StepRule(
        landscape=landscape,
        method=method,
        optimizer=experiment.optimizer,
        n_tasks=len(landscape.lower_bounds),
        bounds=x.new_tensor(landscape.lower_bounds) if needs_bounds else None,
        steps=experiment.steps,
        clip_norm=experiment.clip_norm,
        noise=experiment.noise,
        seed=experiment.seed,
    )


class Situation(NamedTuple):
    """A batch before a step."""

    x: Points
    alive: Tensor  # [B, 1] whether no step of the lane was stopped
    taken: Tensor  # [B, 1] how many steps the lane has taken
    method_state: State
    optimizer_state: State


class Point(NamedTuple):
    """The batch at step t, before the step is taken."""

    t: int
    x: Points
    losses: Tensor
    grads: Tensor
    operated: Tensor
    diagnostics: tuple[Tensor, ...]
    alive: Tensor
    taken: Tensor


def beginning(rule: StepRule, x: Points) -> Situation:
    """The batch before its first step."""
    alive = torch.ones(len(x), 1, dtype=torch.bool, device=x.device)
    taken = torch.zeros(len(x), 1, dtype=torch.long, device=x.device)
    grads = x.new_zeros((len(x), rule.n_tasks, x.shape[1]))
    return Situation(x, alive, taken, rule.method.init(grads), rule.optimizer.init(x))


def look(
    rule: StepRule, now: Situation, t: int, noise: Tensor | None, draws: Draws
) -> tuple[Point, State]:
    """What there is at the batch's place, and the method's next state."""
    losses, grads = gradients(rule, now.x, noise)
    operation = operate(rule, losses, grads, now.method_state, draws)
    point = Point(t, now.x, losses, grads, *operation[:2], now.alive, now.taken)
    return point, operation.state


def gradients(rule: StepRule, x: Points, noise: Tensor | None) -> tuple[Losses, Grads]:
    """Losses and task gradients, with their noise, at the points x."""
    losses, grads = rule.landscape.losses_and_grads(x)
    if noise is not None:
        grads = grads + lanes(rule.noise, grads) * noise
    return losses, grads


class Operation(NamedTuple):
    """What a method makes of the gradients, and its next state."""

    operated: Grads
    diagnostics: tuple[Tensor, ...]
    state: State


def operate(rule: StepRule, losses: Losses, grads: Grads, state: State, draws: Draws) -> Operation:
    """One operation of the rule's method."""
    seen = losses if rule.bounds is None else losses - rule.bounds
    operated, state = rule.method.operate(grads, seen, state, draws)
    kept = tuple(getattr(state, each.name) for each in rule.method.diagnostics)
    return Operation(operated, kept, state)


def move(
    rule: StepRule, now: Situation, point: Point, state: State, box: Sequence[Tensor] | None
) -> Situation:
    """The step from a point; a lane whose next point is not finite stays for good."""
    direction = clip(merged(point.operated), rule.clip_norm)
    step, optimizer_state = rule.optimizer.update(direction, now.optimizer_state)
    moved = now.x + step
    alive = now.alive & (moved.abs().amax(1, keepdim=True) < torch.inf)  # false for NaN too
    x = torch.where(alive, moved if box is None else moved.clamp(*box), now.x)
    return Situation(x, alive, now.taken + alive, state, optimizer_state)


def box_of(rule: StepRule, x: Points) -> Sequence[Tensor] | None:
    """The lowest and the highest corner of all there is, if the landscape ends."""
    box = rule.landscape.box
    return None if box is None else x.new_tensor(box.corners).unbind()


class Walk:
    """Every step from 0 to the last of rules that differ in their methods alone, from x [B, D].

    The lanes of a point are those of the first rule, then those of the second, and so on, and so
    are its diagnostics: the landscape and the optimiser are asked once for all. A walk may rest
    after any point and be gone on with, also as a pickled copy in another process.
    """

    def __init__(self, rules: Sequence[StepRule], x: Points) -> None:
        self.rules, self.n, self.t = rules, len(x), 0
        self.now = beginning(rules[0], x.repeat(len(rules), 1))
        self.states = [beginning(rule, x).method_state for rule in rules]
        self.box, self.randoms = box_of(rules[0], x), [Randomness(rule, x) for rule in rules]

    def __iter__(self) -> Iterator[Point]:
        """The points that are still to come."""
        while self.t <= self.rules[0].steps:
            yield self._step()

    def _step(self) -> Point:
        """The point at which the walk stands; it goes on to the next."""
        t, now, first = self.t, self.now, self.rules[0]
        losses, grads = gradients(first, now.x, self.randoms[0].noise(t))
        split = losses.split(self.n), grads.split(self.n)
        operations = [
            operate(rule, own_losses, own_grads, state, random.draws(t))
            for rule, own_losses, own_grads, state, random in zip(
                self.rules, *split, self.states, self.randoms, strict=True
            )
        ]
        operated = torch.cat([each.operated for each in operations])
        diagnostics = tuple(values for each in operations for values in each.diagnostics)
        point = Point(t, now.x, losses, grads, operated, diagnostics, now.alive, now.taken)
        if t < first.steps:
            self.states = [each.state for each in operations]
            self.now = move(first, now, point, (), self.box)
        self.t = t + 1
        return point


def merged(operated: Grads) -> Direction:
    """The sum over the tasks, [B, D].

    Added slice by slice: for a few tasks and many lanes ``sum`` takes eight times as long.
    """
    first, *others = operated.unbind(1)
    for each in others:
        first = first + each
    return first


def clip(direction: Direction, norm: Number | None) -> Direction:
    """The direction cut to length ``norm``: d · min(1, norm / (‖d‖ + 10⁻⁶)), as torch does."""
    if norm is None:
        return direction
    length = torch.linalg.vector_norm(direction, dim=-1, keepdim=True)
    # In place, on a tensor of its own: a third of the time for small batches.
    return direction * length.add_(1e-6).reciprocal_().mul_(lanes(norm, length)).clamp_(max=1.0)


class Randomness:
    """Noise and draws of a rule, made on the processor in blocks from the seed alone."""

    def __init__(self, rule: StepRule, x: Points) -> None:
        self.like = x
        self.shape = rule.n_tasks, x.shape[1]
        self.is_noisy = isinstance(rule.noise, Tensor) or rule.noise > 0
        self.n_draws = rule.method.n_draws(*self.shape)
        self.noise_source = torch.Generator().manual_seed(2 * rule.seed)
        self.draws_source = torch.Generator().manual_seed(2 * rule.seed + 1)
        self.no_draws = x.new_zeros(0)

    def noise(self, t: int) -> Tensor | None:
        """The standard normal numbers [T, D] of step t; None without noise."""
        if not self.is_noisy:
            return None
        if t % BLOCK == 0:
            normal = torch.randn(
                (BLOCK, *self.shape), generator=self.noise_source, dtype=torch.float64
            )
            self.noise_block = normal.to(self.like)
        return self.noise_block[t % BLOCK]

    def draws(self, t: int) -> Draws:
        """The uniform numbers [n_draws] of step t. Steps are asked for in their order."""
        if not self.n_draws:
            return self.no_draws
        if t % BLOCK == 0:
            uniform = torch.rand(
                (BLOCK, self.n_draws), generator=self.draws_source, dtype=torch.float64
            )
            self.draws_block = uniform.to(self.like)
        return self.draws_block[t % BLOCK]
