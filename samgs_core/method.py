"""What a method is: task gradients in, operated gradients out."""

from abc import ABC, abstractmethod
from enum import Enum
from typing import ClassVar, NamedTuple

import torch
from torch import Tensor

from samgs_core.card import Card
from samgs_core.diagnostics import Diagnostic, Factor, Flag, TaskWeights, Threshold
from samgs_core.params import Declared
from samgs_core.shapes import Draws, Grads, Losses, State


class Claim(Enum):
    """A property of a method, meant for every input; the value is the badge's text."""

    NON_CONFLICTING = "non-conflicting"
    PERMUTATION_INVARIANT = "permutation-invariant"
    LINEAR_UNDER_SCALING = "linear under scaling"
    SCALE_INVARIANT = "invariant to a task's scale"
    ROTATION_EQUIVARIANT = "rotation-equivariant"
    STRONGLY_STATIONARY = "strongly stationary"
    DETERMINISTIC = "deterministic"
    STATELESS = "stateless"


class Family(Enum):
    """What a method mainly does; the value is the heading over its members."""

    LOSS_WEIGHTING = "Loss weighting"
    PROJECTION = "Projection"
    MULTI_OBJECTIVE = "Multi-objective"
    BALANCING = "Balancing"


class Method(Declared, ABC):
    """A way of merging task gradients. Concrete methods are frozen dataclasses.

    The merged gradient is the sum of the operated gradients over the tasks. Everything is in the
    sum convention: a method whose source gives weights that add up to 1 is multiplied by T.

    A method is pure: it writes no attribute, uses no global random generator, never waits for
    the device and never mixes rows of the batch.

    ``weighs_losses`` says that the weights do not depend on the task gradients, so that one
    backward pass through the weighted sum of the losses is enough, where other methods need T.
    ``diagnostics`` declares the fields of the state, [B] or [B, T], that a record keeps at every
    step: weights, a flag with the names of its two regimes, or values, each with a label and help;
    ``own_length`` says in a sentence how the merged gradient's length differs from the sum
    convention, if it does.
    """

    paper: ClassVar[str]
    family: ClassVar[Family]
    card: ClassVar[Card]
    weighs_losses: ClassVar[bool] = False
    diagnostics: ClassVar[tuple[Diagnostic, ...]] = ()
    own_length: ClassVar[str] = ""

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        """The properties that hold for ``n_tasks`` tasks with these hyperparameters."""
        return frozenset()

    def needs_positive_losses(self) -> bool:
        """Whether ``operate`` must be given losses minus their lower bounds."""
        return False

    @classmethod
    def flag(cls) -> Flag | None:
        """The diagnostic that tells the method's two regimes apart; None if it has none."""
        return next((each for each in cls.diagnostics if isinstance(each, Flag)), None)

    def threshold(self, n_tasks: int = 2) -> Threshold | None:
        """The similarity ψ of the gradients at which the regime changes; None if none does."""
        return None

    def factor(self, n_tasks: int = 2) -> Factor | None:
        """What the gradients of a step are multiplied by beside a diagnostic, if by anything."""
        return None

    def n_draws(self, n_tasks: int, dim: int) -> int:
        """How many uniform random numbers one step uses."""
        return 0

    def init(self, grads: Grads) -> State:
        """The state before the first step; ``grads`` [B, T, D] gives shape, dtype and device."""
        return ()

    @abstractmethod
    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        """The operated gradients [B, T, D] and the next state.

        ``losses`` is [B, T] (above zero where ``needs_positive_losses``), ``draws`` [n_draws].
        """


class Weights(NamedTuple):
    """What a method without memory leaves for the record."""

    weights: Tensor  # [B, T] of the last step, sum convention


class Weighting(Method, ABC):
    """A method without memory whose operated gradients are multiples of the task gradients."""

    diagnostics = (TaskWeights(),)

    def init(self, grads: Grads) -> Weights:
        return Weights(torch.ones_like(grads[:, :, 0]))

    @abstractmethod
    def weigh(self, grads: Grads, losses: Losses, draws: Draws) -> Tensor:
        """The weights [B, T, 1]; the arguments are those of ``operate``."""

    def operate(
        self, grads: Grads, losses: Losses, state: State, draws: Draws
    ) -> tuple[Grads, State]:
        weights = self.weigh(grads, losses, draws)
        return weights * grads, Weights(weights.squeeze(-1))
