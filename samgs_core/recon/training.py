"""Trains many networks of one seed together, that differ in split layers and in width."""

from dataclasses import dataclass
from itertools import groupby
from math import cos, pi

import numpy as np
import torch
from torch import Generator, Tensor

from samgs_core.layered import LayeredProblem
from samgs_core.method import Method
from samgs_core.optimizers import Adam
from samgs_core.recon.log import Lane, TrainingLog
from samgs_core.recon.network import Chain
from samgs_core.recon.plan import Plan
from samgs_core.shapes import Draws, Grads, Losses, State

TEST_EVERY = 20
"""Steps from one look at the test losses to the next."""
START, BATCHES, DRAWS = 1, 2, 3
"""What the random numbers of a seed are for, besides the examples."""


class Training:
    """The lanes of one seed, with the same examples, batches and random draws for all of them.

    The outer optimiser is Adam, whose rate falls to zero along a half cosine. Every batch is drawn
    without replacement. A lane does not depend on the others, but for rounding.
    """

    def __init__(
        self,
        problem: LayeredProblem,
        method: Method,
        lanes: tuple[Lane, ...],
        seed: int,
        plan: Plan,
        device: str | torch.device = "cpu",
    ) -> None:
        width = max(problem.n_inputs, *(lane.width for lane in lanes))
        self.chain = Chain(problem.n_tasks, problem.n_layers, problem.n_outputs, width)
        self.lanes, self.optimizer = lanes, Adam(lr=plan.lr)
        self.steps, self.t = plan.steps, 0
        self.theta = torch.stack(
            [self.chain.start(problem.n_inputs, lane.width, _source(seed, START)) for lane in lanes]
        ).to(device, getattr(torch, plan.dtype))
        self.own = own_parts(self.chain, [lane.split for lane in lanes]).to(device)
        self.optimizer_state = self.optimizer.init(self.theta.flatten(1))
        self.groups = self._groups([lane.method or method for lane in lanes], seed)
        self._take_examples(problem, seed)
        shape = (len(lanes), problem.n_layers, problem.n_tasks, problem.n_tasks)
        self.products = self.theta.new_zeros(self.steps, *shape, dtype=torch.float64)
        self.tested = [0]
        self.test_losses = [self.chain.losses(self.theta, self.test_x, self.test_y)]

    def _groups(self, methods: list[Method], seed: int) -> list["_Group"]:
        """Neighbouring lanes with the same method, each group as if it were alone."""
        groups, end = [], 0
        for method, members in groupby(methods):
            begin, end = end, end + len(list(members))
            theta = self.theta[begin:end]
            n_draws, source = method.n_draws(*theta.shape[1:]), _source(seed, DRAWS)
            draws = torch.rand(self.steps, n_draws, generator=source, dtype=torch.float64)
            state = method.init(torch.zeros_like(theta))
            groups.append(_Group(slice(begin, end), method, draws.to(theta), state))
        return groups

    def _take_examples(self, problem: LayeredProblem, seed: int) -> None:
        x, y, test_x, test_y = problem.examples(seed)
        missing = self.chain.width - problem.n_inputs
        pad = torch.nn.functional.pad
        self.x, self.test_x = (pad(x, (0, missing)).T.to(self.theta) for x in (x, test_x))
        self.y, self.test_y = (y.permute(1, 2, 0).to(self.theta) for y in (y, test_y))
        order = torch.rand(self.steps, len(x), generator=_source(seed, BATCHES)).argsort(1)
        self.batches = order[:, : problem.batch].to(self.theta.device)

    @torch.inference_mode()
    def step(self) -> None:
        """Take the next step."""
        t, batch = self.t, self.batches[self.t]
        x, y = self.x[:, batch], self.y[..., batch]
        losses, grads = self.chain.losses_and_grads(self.theta, x, y)
        self.products[t] = self.chain.products(grads)
        direction = torch.cat([self._merged(group, grads, losses) for group in self.groups])
        delta, self.optimizer_state = self.optimizer.update(
            direction.flatten(1), self.optimizer_state
        )
        fading = (1 + cos(pi * t / self.steps)) / 2
        self.theta = self.theta + fading * delta.view_as(self.theta)
        self.t += 1
        if self.t % TEST_EVERY == 0 or self.t == self.steps:
            self.tested.append(self.t)
            self.test_losses.append(self.chain.losses(self.theta, self.test_x, self.test_y))

    def _merged(self, group: "_Group", grads: Grads, losses: Losses) -> Grads:
        """What the lanes of a group move against; takes its state one step on."""
        of = group.lanes
        direction, group.state = merge(
            group.method, grads[of], losses[of], self.own[of], group.state, group.draws[self.t]
        )
        return direction

    def log(self) -> TrainingLog:
        """What there is up to now."""
        return TrainingLog(
            self.lanes,
            _read_only(self.products[: self.t]),
            np.array(self.tested),
            _read_only(torch.stack(self.test_losses).double()),
        )


@dataclass
class _Group:
    """Neighbouring lanes with one method."""

    lanes: slice
    method: Method
    draws: Tensor  # [steps, n_draws]
    state: State


def own_parts(chain: Chain, splits: list[tuple[int, ...]]) -> Tensor:
    """Which numbers of a stream are the task's own, [B, 1, P]: split layers and the head."""
    own = torch.ones(len(splits), 1, chain.size, dtype=torch.bool)
    layers = own[..., : chain.trunk_size].unflatten(2, (chain.n_layers, -1))
    for lane, split in zip(layers, splits, strict=True):
        lane[0] = torch.tensor([[k + 1 in split] for k in range(chain.n_layers)])
    return own


def merge(
    method: Method, grads: Grads, losses: Losses, own: Tensor, state: State, draws: Draws
) -> tuple[Grads, State]:
    """What every copy moves against, [B, T, P], and the method's next state.

    The method sees the shared parts as one vector, with zeros in place of the others, and all
    copies of a shared part get the merged gradient. A task's own parts get its plain gradient.
    """
    operated, state = method.operate(grads.masked_fill(own, 0), losses, state, draws)
    return torch.where(own, grads, operated.sum(1, keepdim=True)), state


def _source(seed: int, purpose: int) -> Generator:
    return Generator().manual_seed(4 * seed + purpose)


def _read_only(values: Tensor) -> np.ndarray:
    array = values.cpu().numpy()
    array.flags.writeable = False
    return array
