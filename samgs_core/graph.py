"""Which parameters the losses depend on, read off their graph without a backward pass."""

from collections import Counter
from collections.abc import Sequence

from torch import Tensor


def users_of(losses: Sequence[Tensor]) -> Counter[Tensor]:
    """How many of the losses depend on each leaf of their graphs."""
    return Counter(leaf for loss in losses for leaf in _leaves(loss))


def _leaves(loss: Tensor) -> set[Tensor]:
    seen, waiting, leaves = set(), [loss.grad_fn], {loss} if loss.is_leaf else set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable"):
            leaves.add(node.variable)
        waiting.extend(before for before, _ in node.next_functions)
    return leaves
