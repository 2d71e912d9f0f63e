"""The parameters of a network as one vector of D numbers, for gradients that go in and out."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce

import torch
from torch import Tensor, nn

from samgs_core.shapes import Direction
from samgs_core.values import shown


class FlatParameters:
    """Trainable parameters on one device as one vector, in their order; no value is copied.

    ``dtype`` is the widest of theirs, at least single precision. Parameters that are frozen when
    this is built take no place in the vector and must stay frozen. Raises ``TypeError`` or
    ``ValueError`` with the field, the rule and the value.
    """

    def __init__(self, owner: str, parameters: Iterable[Tensor]) -> None:
        self.owner = owner
        leaves = self._leaves(parameters)
        self.tensors = [leaf for leaf in leaves if leaf.requires_grad]
        self.frozen = [leaf for leaf in leaves if not leaf.requires_grad]
        if not self.tensors:
            raise ValueError(f"{owner} must hold a trainable parameter; got {len(leaves)} frozen.")
        devices = {leaf.device for leaf in self.tensors}
        if len(devices) > 1:
            raise ValueError(f"{owner} must lie on one device; got {sorted(map(str, devices))}.")
        (self.device,) = devices
        dtypes = (leaf.dtype for leaf in self.tensors)
        self.dtype = reduce(torch.promote_types, dtypes, torch.float32)
        self.sizes = [leaf.numel() for leaf in self.tensors]
        self.dim = sum(self.sizes)
        self.kinds = [_kind(leaf) for leaf in self.tensors]

    def _leaves(self, parameters: Iterable[Tensor]) -> list[Tensor]:
        if isinstance(parameters, nn.Module):
            name = type(parameters).__name__
            raise TypeError(
                f"{self.owner} must be parameters; got the module {name}: pass its parameters()."
            )
        if isinstance(parameters, Tensor):
            raise TypeError(f"{self.owner} must be several tensors; got one: put it into a list.")
        try:
            leaves = list(parameters)
        except TypeError:
            raise TypeError(f"{self.owner} must be parameters; got {shown(parameters)}.") from None
        for i, leaf in enumerate(leaves):
            if not isinstance(leaf, Tensor):
                raise TypeError(f"{self.owner}[{i}] must be a tensor; got {shown(leaf)}.")
            if not leaf.is_leaf:
                raise ValueError(f"{self.owner}[{i}] must be a leaf; got a computed tensor.")
            if not leaf.is_floating_point():
                raise ValueError(f"{self.owner}[{i}] must be real numbers; got {leaf.dtype}.")
        return leaves

    def task_grads(self, losses: Sequence[Tensor]) -> tuple[Tensor, list[bool]]:
        """The gradients [T, D] of the losses, and for each parameter whether any loss uses it.

        One backward pass for each loss; the last one frees the graph. ``grad`` of these parameters
        is the same after as before; every other parameter's grows as in any backward pass.
        """
        grads = torch.empty(len(losses), self.dim, dtype=self.dtype, device=self.device)
        used = [False] * len(self.tensors)
        with self.without_grad():
            for k, loss in enumerate(losses):
                loss.backward(retain_graph=k < len(losses) - 1)
                self._move(grads[k], used)
        return grads, used

    def check_unchanged(self) -> None:
        """Raise ``ValueError`` if a parameter is no longer what it was when this was built."""
        if any(leaf.requires_grad for leaf in self.frozen):
            raise ValueError(f"{self.owner} must stay frozen where it was; got a thawed parameter.")
        for i, (leaf, kind) in enumerate(zip(self.tensors, self.kinds, strict=True)):
            if _kind(leaf) != kind:
                raise ValueError(
                    f"{self.owner}[{i}] must stay as it was, {kind}; got {_kind(leaf)}. Build "
                    f"another Surgery after the model is changed."
                )

    def taken(self) -> tuple[Tensor, list[bool]]:
        """What the passes left in ``grad``, as a vector [D] that takes it away, and who has one."""
        row = torch.empty(self.dim, dtype=self.dtype, device=self.device)
        used = [False] * len(self.tensors)
        self._move(row, used)
        return row, used

    @contextmanager
    def without_grad(self) -> Iterator[None]:
        """Every ``grad`` is None within, so that a pass leaves its own there without copying."""
        before = [leaf.grad for leaf in self.tensors]
        for leaf in self.tensors:
            leaf.grad = None
        try:
            yield
        finally:
            for leaf, grad in zip(self.tensors, before, strict=True):
                leaf.grad = grad

    def _move(self, row: Tensor, used: list[bool]) -> None:
        """Move every ``grad`` into a row [D], and note which parameters had one."""
        pieces = []
        for i, leaf in enumerate(self.tensors):
            grad, leaf.grad = leaf.grad, None
            if grad is not None and grad.layout is not torch.strided:
                rule = "have a dense gradient"
                raise ValueError(f"{self.owner}[{i}] must {rule}; got {grad.layout}.")
            used[i] |= grad is not None
            piece = torch.zeros_like(leaf) if grad is None else grad
            pieces.append(piece.detach().reshape(-1))
        torch.cat(pieces, out=row)

    def add_to_grad(self, direction: Direction, used: Sequence[bool]) -> None:
        """Add a vector [D] to ``grad`` of the parameters that are used."""
        for leaf, piece, is_used in zip(
            self.tensors, direction.split(self.sizes), used, strict=True
        ):
            if not is_used:
                continue
            piece = piece.view(leaf.shape)
            if leaf.grad is not None:
                leaf.grad += piece
            elif leaf.is_contiguous():
                leaf.grad = piece.to(leaf.dtype)
            else:  # optimisers expect the strides of the parameter
                leaf.grad = torch.empty_like(leaf).copy_(piece)


def _kind(leaf: Tensor) -> str:
    """What may not change of a parameter, in words."""
    shape = " × ".join(map(str, leaf.shape)) or "a number"
    grows = "trained" if leaf.requires_grad else "frozen"
    return f"{shape} of {leaf.dtype} on {leaf.device}, {grows}"
