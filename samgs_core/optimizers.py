"""The outer optimisers: what turns the merged gradient into a step."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import torch
from torch import Tensor

from samgs_core.params import Declared, Number, lanes, param
from samgs_core.shapes import Direction, Points, State


class Memory(NamedTuple):
    """What an outer optimiser remembers of the directions so far, coordinate by coordinate."""

    symbol: str
    help: str
    is_direction: bool  # else a size, which has no sign


class Optimizer(Declared, ABC):
    """An outer optimiser, pure: ``update`` takes the state and gives the next one."""

    rule: ClassVar[str]
    """The step in symbols; what it remembers is explained by ``memory``."""
    memory: ClassVar[tuple[Memory, ...]] = ()

    def init(self, x: Points) -> State:
        """The state before the first step, for points like x [B, D]."""
        return ()

    def remembered(self, state: State) -> tuple[Tensor, ...]:
        """What a state holds, [B, D] each, in the order of ``memory``."""
        return ()

    @abstractmethod
    def update(self, direction: Direction, state: State) -> tuple[Points, State]:
        """The step to add to the position, [B, D], and the next state."""


def _learning_rate(default: float) -> Number:
    return param(default, 1e-6, 1e3, "Learning rate", "Length scale of every step.", log=True)


@dataclass(frozen=True)
class SGD(Optimizer):
    """Plain gradient descent: Δθ = −lr · d."""

    lr: Number = _learning_rate(1e-2)

    key = "sgd"
    title = "SGD"
    rule = "Δθ = −lr · d"

    def update(self, direction: Direction, state: State) -> tuple[Points, State]:
        return direction * -lanes(self.lr, direction), state


@dataclass(frozen=True)
class Momentum(Optimizer):
    """Heavy-ball momentum, torch convention: m ← μ m + d; Δθ = −lr · m."""

    lr: Number = _learning_rate(1e-2)
    momentum: Number = param(
        0.9, 0.0, 0.9999, "Momentum μ", "Share of the last velocity that is kept.", step=0.001
    )

    key = "momentum"
    title = "SGD with momentum"
    rule = "Δθ = −lr · m"
    memory = (Memory("m", "the velocity, μ m + d", is_direction=True),)

    def init(self, x: Points) -> State:
        return torch.zeros_like(x)

    def update(self, direction: Direction, state: State) -> tuple[Points, State]:
        velocity = state * lanes(self.momentum, direction) + direction
        return velocity * -lanes(self.lr, direction), velocity

    def remembered(self, state: State) -> tuple[Tensor, ...]:
        return (state,)


class _AdamState(NamedTuple):
    first: Tensor  # [B, D]
    second: Tensor  # [B, D]
    t: int


@dataclass(frozen=True)
class Adam(Optimizer):
    """Adam with bias correction (Kingma and Ba 2015, arXiv:1412.6980), no weight decay.

    m ← β₁ m + (1 − β₁) d
    v ← β₂ v + (1 − β₂) d²
    Δθ = −lr · m̂ / (√v̂ + 10⁻⁸),  m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
    """

    lr: Number = _learning_rate(1e-3)
    beta1: Number = param(0.9, 0.0, 0.9999, "Adam β₁", "Memory of the mean direction.", step=0.001)
    beta2: Number = param(
        0.999, 0.0, 0.99999, "Adam β₂", "Memory of the squared direction.", step=0.001
    )

    key = "adam"
    title = "Adam"
    rule = "Δθ = −lr · m̂ / (√v̂ + 10⁻⁸)"
    memory = (
        Memory("m̂", "the running mean of d", is_direction=True),
        Memory("√v̂", "the root of the running mean of d²", is_direction=False),
    )

    def init(self, x: Points) -> State:
        return _AdamState(torch.zeros_like(x), torch.zeros_like(x), 0)

    def update(self, direction: Direction, state: State) -> tuple[Points, State]:
        beta1, beta2 = lanes(self.beta1, direction), lanes(self.beta2, direction)
        t = state.t + 1
        first = torch.lerp(state.first, direction, 1.0 - beta1)
        second = torch.lerp(state.second, direction.square(), 1.0 - beta2)
        scale = (second * (1.0 / (1.0 - beta2**t))).sqrt_().add_(1e-8)
        step = (first * (-lanes(self.lr, direction) / (1.0 - beta1**t))).div_(scale)
        return step, _AdamState(first, second, t)

    def remembered(self, state: State) -> tuple[Tensor, ...]:
        first = state.first / (1.0 - lanes(self.beta1, state.first) ** state.t)
        second = state.second / (1.0 - lanes(self.beta2, state.second) ** state.t)
        return first, second.sqrt()


@dataclass(frozen=True)
class RMSProp(Optimizer):
    """RMSProp, torch convention: v ← α v + (1 − α) d²; Δθ = −lr · d / (√v + 10⁻⁸)."""

    lr: Number = _learning_rate(1e-2)
    alpha: Number = param(
        0.99, 0.0, 0.99999, "RMSProp α", "Memory of the squared direction.", step=0.001
    )

    key = "rmsprop"
    title = "RMSProp"
    rule = "Δθ = −lr · d / (√v + 10⁻⁸)"
    memory = (Memory("√v", "the root of the running mean of d²", is_direction=False),)

    def init(self, x: Points) -> State:
        return torch.zeros_like(x)

    def update(self, direction: Direction, state: State) -> tuple[Points, State]:
        alpha = lanes(self.alpha, direction)
        second = torch.lerp(state, direction.square(), 1.0 - alpha)
        step = (direction * -lanes(self.lr, direction)) / second.sqrt().add_(1e-8)
        return step, second

    def remembered(self, state: State) -> tuple[Tensor, ...]:
        return (state.sqrt(),)


OPTIMIZERS: tuple[type[Optimizer], ...] = (Adam, SGD, Momentum, RMSProp)
