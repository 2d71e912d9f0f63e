"""Conflict scores for a network of your own: any torch modules, any number of tasks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import torch
from torch import Tensor, nn

from samgs_core.recon.scores import Scores
from samgs_core.surgery_input import check_scalars
from samgs_core.values import real, shown


def conflict_scores(
    losses: Iterable[Sequence[Tensor] | Tensor],
    modules: nn.Module | Mapping[str, nn.Module] | Sequence[nn.Module],
    threshold: float = -0.1,
    *,
    retain_graph: bool = False,
) -> Scores:
    """Score every layer by the conflicts of its task gradients over some steps of training.

    ``losses`` holds the scalar losses of the tasks for each step: usually a generator that trains
    the network from one step to the next. (The losses of a single step will do as well.)

        def steps():
            for x, y in loader:
                losses = task_losses(network, x, y)
                yield losses
                optimizer.zero_grad()
                sum(losses).backward()
                optimizer.step()

        scores = conflict_scores(steps(), network, retain_graph=True)
        [scores.names[layer - 1] for layer in scores.ranking()]

    ``modules`` are the layers: named, in a row, or a whole network, whose layers are the modules
    with parameters of their own. All trainable parameters of a layer count as one vector. A layer
    that a loss does not use has a zero gradient there, and so no conflict.

    A step in which a layer's gradients are not finite does not count there; ``scores.left_out``
    says how many those are.

    Gradients are taken without touching ``.grad`` and dropped at once; only their inner products
    are kept. ``retain_graph`` keeps the graph of the losses for a backward pass of your own.

    Raises ``TypeError`` or ``ValueError`` with the field, the rule and the value.
    """
    limit = real(threshold)
    if limit is None or not -1 <= limit <= 1:
        raise ValueError(f"conflict_scores.threshold must lie in [-1, 1]; got {shown(threshold)}.")
    layers = _layers(modules)
    parameters = [parameter for layer in layers.values() for parameter in layer]
    products = []
    for step in _steps(losses):
        if len(step) < 2:
            raise ValueError(
                f"conflict_scores.losses must hold two or more a step; got {len(step)}."
            )
        check_scalars("conflict_scores.losses", list(step))
        grads = _gradients(step, parameters, retain_graph)
        products.append([_products(grads, layer) for layer in layers.values()])
    if not products:
        raise ValueError("conflict_scores.losses must hold at least one step; got none.")
    on_host = [torch.stack([layer.cpu().double() for layer in step]) for step in products]
    sizes = tuple(sum(parameter.numel() for parameter in layer) for layer in layers.values())
    return Scores(torch.stack(on_host).numpy(), sizes, limit, tuple(layers))


def _steps(losses: Iterable[Sequence[Tensor] | Tensor]) -> Iterator[Sequence[Tensor] | Tensor]:
    """The task losses step by step; a single step may come without a list around it."""
    if not isinstance(losses, Iterable):
        raise TypeError(
            f"conflict_scores.losses must be the losses of each step; got {shown(losses)}."
        )
    rest = iter(losses)
    for first in rest:
        if not isinstance(first, Iterable):
            raise TypeError(f"conflict_scores.losses must hold tensors; got {shown(first)}.")
        if isinstance(first, Tensor) and first.ndim == 0:
            yield [first, *rest]  # type: ignore[list-item]
        else:
            yield first


def _gradients(
    losses: Sequence[Tensor] | Tensor, parameters: list[nn.Parameter], retain_graph: bool
) -> list[dict[nn.Parameter, Tensor]]:
    """For each task, the gradient of every parameter that its loss uses."""
    tasks = []
    for left, loss in zip(reversed(range(len(losses))), losses, strict=True):
        keep = retain_graph or left > 0  # the last task's pass frees the graph
        grads = torch.autograd.grad(loss, parameters, retain_graph=keep, allow_unused=True)
        for grad in grads:
            if grad is not None and grad.layout is not torch.strided:
                rule = "conflict_scores.modules must have dense gradients"
                raise ValueError(f"{rule}; got {grad.layout}.")
        pairs = zip(parameters, grads, strict=True)
        tasks.append({parameter: grad for parameter, grad in pairs if grad is not None})
    return tasks


def _products(tasks: list[dict[nn.Parameter, Tensor]], layer: list[nn.Parameter]) -> Tensor:
    """Inner products of the task gradients in one layer, [T, T]."""
    flat = [
        torch.cat(
            [task.get(parameter, torch.zeros_like(parameter)).flatten() for parameter in layer]
        )
        for task in tasks
    ]
    grads = torch.stack(flat)
    grads = grads.to(torch.promote_types(grads.dtype, torch.float32))
    return grads @ grads.mT


def _layers(
    modules: nn.Module | Mapping[str, nn.Module] | Sequence[nn.Module],
) -> dict[str, list[nn.Parameter]]:
    """The trainable parameters of every layer by its name."""
    if isinstance(modules, nn.Module):
        own = (
            (name or "network", m.parameters(recurse=False)) for name, m in modules.named_modules()
        )
        layers = {name: _trainable(parameters) for name, parameters in own}
        layers = {name: parameters for name, parameters in layers.items() if parameters}
    elif isinstance(modules, Mapping):
        layers = {name: _trainable(module.parameters()) for name, module in modules.items()}
    else:
        layers = {str(n): _trainable(m.parameters()) for n, m in enumerate(modules, start=1)}
    empty = [name for name, parameters in layers.items() if not parameters]
    if empty or not layers:
        shown = ", ".join(map(repr, empty)) or "no layers"
        raise ValueError(f"conflict_scores.modules must have trainable parameters; got {shown}.")
    return layers


def _trainable(parameters: Iterable[nn.Parameter]) -> list[nn.Parameter]:
    return [parameter for parameter in parameters if parameter.requires_grad]
