"""What a layered problem is: examples for several tasks, and the network that learns them."""

from abc import ABC, abstractmethod
from typing import ClassVar, NamedTuple

from torch import Tensor

from samgs_core.params import Declared


class Examples(NamedTuple):
    """Inputs and one target per task, to train on and to test with (float64, CPU)."""

    x: Tensor  # [N, inputs]
    y: Tensor  # [N, T, outputs]
    test_x: Tensor  # [M, inputs]
    test_y: Tensor  # [M, T, outputs]


class LayeredProblem(Declared, ABC):
    """T regression tasks on the same inputs, for a chain of layers that the tasks may share.

    Concrete problems are frozen dataclasses. They say how wide the network is and how many examples
    each step sees; layers are numbered from 1, the input side.
    """

    n_tasks: ClassVar[int]
    n_layers: ClassVar[int]
    n_inputs: ClassVar[int]
    n_outputs: ClassVar[int]

    width: int
    batch: int

    @abstractmethod
    def examples(self, seed: int) -> Examples:
        """The examples of one draw of the problem, from the seed alone."""
