"""What one step of surgery looked like."""

from collections.abc import Mapping
from typing import NamedTuple

from torch import Tensor

from samgs_core.diagnostics import TaskWeights
from samgs_core.method import Method


class Report(NamedTuple):
    """What one step of surgery looked like; nothing in it holds a graph.

    ``gram`` are the inner products of the raw task gradients, in double precision. ``weights`` are
    those that the method gives the tasks, else those with which the gradients add up to the merged
    one; None for a method that weighs each coordinate by itself, and for a step that does not
    count.

    ``is_finite`` is false for a step that the method's memory leaves out, because a loss, a
    gradient or what the method made of them is not finite: the merged gradient is NaN then, and the
    diagnostics are those of the step before.
    """

    losses: Tensor  # [T]
    diagnostics: Mapping[str, Tensor]  # by the names of method.diagnostics, each [] or [T]
    is_finite: bool
    gram: Tensor  # [T, T]
    weights: Tensor | None = None  # [T]

    @property
    def lengths(self) -> Tensor:
        """‖gₖ‖, [T]."""
        return self.gram.diagonal().sqrt()

    @property
    def cosines(self) -> Tensor:
        """Cosines of the task gradients, [T, T]; NaN beside a zero gradient."""
        lengths = self.lengths
        return (self.gram / lengths / lengths.unsqueeze(1)).clamp(-1, 1)


def weights_told(
    method: Method, diagnostics: Mapping[str, Tensor], in_span: Tensor | None
) -> Tensor | None:
    """The weights that the method tells, else those found in the span of the gradients [T]."""
    name = next((each.name for each in method.diagnostics if isinstance(each, TaskWeights)), None)
    return in_span if name is None else diagnostics[name]
