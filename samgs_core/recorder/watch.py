"""Looking at the task gradients of a training without changing it."""

from collections.abc import Iterable
from functools import reduce

import torch
from torch import Tensor
from torch.amp import GradScaler

from samgs_core.flat import FlatParameters
from samgs_core.memory import are_finite
from samgs_core.products import products
from samgs_core.recorder.recorder import Recorder
from samgs_core.recorder.rows import Seen
from samgs_core.step_report import Report
from samgs_core.surgery_input import scalars_of, scale_of


def watch(
    losses: Iterable[Tensor],
    shared: Iterable[Tensor],
    recorder: Recorder | None = None,
    *,
    scale: float | Tensor | GradScaler = 1.0,
) -> Report | None:
    """What the gradients of T ≥ 2 scalar losses are to one another, before ``backward``.

        recorder = Recorder(path="run.npz")
        for x, targets in batches:
            losses = losses_of(x, targets)
            watch(losses, network.trunk.parameters(), recorder)
            optimizer.zero_grad()
            sum(losses).backward()
            optimizer.step()

    It costs a backward pass for each loss, leaves every ``grad`` as it is and keeps the graph. With
    a ``recorder`` only the steps that are due are looked at, and None is the answer to the others.
    ``scale`` is that of mixed precision, as for ``Surgery.backward``.

    Raises ``TypeError`` or ``ValueError`` as that does.
    """
    if recorder is not None and not recorder.is_due():
        return None
    scalars = scalars_of(losses, 0)
    flat = _flat(shared, recorder)
    dtype = reduce(torch.promote_types, (each.dtype for each in scalars), flat.dtype)
    values = torch.stack([loss.detach().reshape(()).to(flat.device, dtype) for loss in scalars])
    factor = scale_of(scale, values)
    rows = [_row(factor * loss, flat) for loss in scalars]
    with torch.no_grad(), torch.autocast(flat.device.type, enabled=False):
        grads = torch.stack(rows).div_(factor)
        inner = products(grads, None if recorder is None else recorder.pieces)
        is_finite = are_finite((grads, values))
        if recorder is not None:
            recorder.add(Seen(values, inner, None, None, {}, is_finite))
    return Report(values, {}, is_finite, inner.sum(0))


def _flat(shared: Iterable[Tensor], recorder: Recorder | None) -> FlatParameters:
    flat = FlatParameters("watch.shared", shared)
    if recorder is not None and not recorder.is_of(flat.tensors):
        recorder.begin(flat, None)
    return flat


def _row(loss: Tensor, flat: FlatParameters) -> Tensor:
    """The gradient [D] of a loss; 0 for what it does not depend on."""
    grads = torch.autograd.grad(loss, flat.tensors, retain_graph=True, allow_unused=True)
    pieces = [
        (torch.zeros_like(leaf) if grad is None else grad).detach().reshape(-1).to(flat.dtype)
        for leaf, grad in zip(flat.tensors, grads, strict=True)
    ]
    return torch.cat(pieces)
