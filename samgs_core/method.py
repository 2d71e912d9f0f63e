"""What a method is: task gradients in, operated gradients out."""

from abc import ABC, abstractmethod
from enum import Enum
from typing import ClassVar

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


class Method(Declared, ABC):
    """A way of merging task gradients. Concrete methods are frozen dataclasses.

    The merged gradient is the sum of the operated gradients over the tasks. Everything is in the
    sum convention: a method whose source gives weights that add up to 1 is multiplied by T.

    A method is pure: it writes no attribute, uses no global random generator, never waits for
    the device and never mixes rows of the batch.

    ``diagnostics`` names the fields of the state, [B] or [B, T], that a record keeps at every step;
    ``own_length`` says in a sentence how the merged gradient's length differs from the sum
    convention, if it does.
    """

    paper: ClassVar[str]
    diagnostics: ClassVar[tuple[str, ...]] = ()
    own_length: ClassVar[str] = ""

    def claims(self, n_tasks: int = 2) -> frozenset[Claim]:
        """The properties that hold for ``n_tasks`` tasks with these hyperparameters."""
        return frozenset()

    def needs_positive_losses(self) -> bool:
        """Whether ``operate`` must be given losses minus their lower bounds."""
        return False

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
