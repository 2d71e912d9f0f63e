"""Gradient surgery in a training loop of your own: one call in place of ``backward``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.amp import GradScaler
from torch.distributed import ProcessGroup

from samgs_core import span
from samgs_core.flat import FlatParameters
from samgs_core.graph import users_of
from samgs_core.memory import are_finite, plain, restored, tensors_of
from samgs_core.merging import drawn, step, told
from samgs_core.method import Method
from samgs_core.processes import average, in_any
from samgs_core.products import products, products_beside
from samgs_core.recorder.recorder import Recorder
from samgs_core.recorder.rows import Seen
from samgs_core.shapes import Direction, Losses, State
from samgs_core.step_report import Report, weights_told
from samgs_core.surgery_input import (
    bounds_of,
    generator_of,
    method_of,
    require,
    scalars_of,
    scale_of,
    seed_of,
)


class Surgery:
    """A method at work on the shared parameters of a network, with all that it remembers.

    ``backward(losses)`` takes the place of ``sum(losses).backward()``:

        surgery = Surgery(SAMGS(gamma=0.9), shared=trunk.parameters())
        for x, targets in batches:
            optimizer.zero_grad()
            report = surgery.backward(losses_of(x, targets))
            optimizer.step()

    ``shared`` are the parameters that several tasks use: tensors of any shapes on one device, D
    numbers together. Those that are frozen now are left alone. The method computes in their widest
    precision, at least single. ``lower_bounds``, one for each task or one for all, are strict lower
    bounds of the losses, for the methods that need positive losses. ``seed`` sets the
    generator, on the processor, of the methods that draw random numbers.

    With a ``process_group``, each of its processes has a copy of the network and an equal part of
    every batch: losses and task gradients are averaged over the processes before they are merged,
    and so are the plain gradients of the parameters ``others`` (the heads). Every process needs the
    same seed. Let no wrapper average on its own: ``with distributed.no_sync():``.

    A ``recorder`` keeps what the task gradients are to one another, step by step.

    Raises ``TypeError`` or ``ValueError`` with the field, the rule and the value.
    """

    def __init__(
        self,
        method: Method,
        shared: Iterable[Tensor],
        *,
        lower_bounds: float | Sequence[float] | None = None,
        seed: int = 0,
        process_group: ProcessGroup | None = None,
        others: Iterable[Tensor] | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        self._method = method_of(method)
        self._shared = FlatParameters("Surgery.shared", shared)
        like = torch.empty(0, dtype=self._shared.dtype, device=self._shared.device)
        self._bounds = bounds_of(lower_bounds, method, like)
        self._generator = torch.Generator().manual_seed(seed_of(seed))
        is_group = process_group is None or isinstance(process_group, ProcessGroup)
        require(is_group, "process_group", "be a process group", process_group)
        self._group = process_group
        rule = "come with a process_group"
        require(others is None or self._group is not None, "others", rule, "none")
        self._others = None if others is None else FlatParameters("Surgery.others", others)
        is_one = recorder is None or isinstance(recorder, Recorder)
        require(is_one, "recorder", "be a Recorder", recorder)
        if recorder is not None:
            bounds = None if lower_bounds is None else self._bounds
            recorder.begin(self._shared, method, self._generator.initial_seed(), bounds)
        self._recorder = recorder
        self._n_tasks = 0  # until the first step
        self._in_span = False
        self._state: State = None

    def backward(
        self, losses: Iterable[Tensor], *, scale: float | Tensor | GradScaler = 1.0
    ) -> Report:
        """Add the merged gradient of T ≥ 2 scalar losses to ``grad`` of the shared parameters.

        The merged gradient is the sum of the operated task gradients. Every other parameter gets
        what ``sum(losses).backward()`` gives it. As with that, gradients add up until they are
        zeroed, a shared parameter that no loss depends on keeps the ``grad`` it had (None, if it
        had none), and the graph is freed. A shared parameter that some losses depend on
        has the gradient 0 for the others.

        ``scale`` is for mixed precision: the ``GradScaler``, or its number. Pass the losses as they
        are. The graph runs backward on scaled losses, the method is given unscaled losses and
        gradients, and what comes into ``grad`` is scaled, as the scaler expects.

        Where a loss or a gradient is not finite the merged gradient is NaN, so that whoever leaves
        out such steps leaves out this one, and the method remembers nothing of it.

        The graph runs backward once for each task, so a hook on it is called T times, and wrappers
        that count on a single pass do not fit: see ``process_group``.

        Raises ``TypeError`` or ``ValueError`` if a loss is not a scalar with a graph, if their
        number changes, if one is not above its lower bound and the method needs that, if the
        parameters are no longer those that the surgery was built for, or if one has a sparse
        gradient.
        """
        scalars = scalars_of(losses, self._n_tasks)
        self._shared.check_unchanged()
        self._check_uses(scalars)
        values = torch.stack([loss.detach().reshape(()).to(self._bounds) for loss in scalars])
        self._check_bounds(values)
        factor = scale_of(scale, values)
        if not self._n_tasks:
            self._start(len(scalars))
        scaled = scalars if factor == 1 else [factor * loss for loss in scalars]
        grads, used = self._task_grads(scaled, values)
        with torch.no_grad(), torch.autocast(grads.device.type, enabled=False):
            merged, report = self._merged(grads if factor == 1 else grads.div_(factor), values)
            self._shared.add_to_grad(merged if factor == 1 else factor * merged, used)
        return report

    def state_dict(self) -> dict[str, Any]:
        """What the surgery remembers, as plain values and tensors, for ``torch.save``."""
        return {
            "method": self._method.key,
            "n_tasks": self._n_tasks,
            "state": plain(self._state),
            "generator": self._generator.get_state(),
        }

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        """Go on where ``state_dict`` was taken.

        Raises ``ValueError`` with the field if it is of another kind, and changes nothing then.
        """
        is_one = isinstance(state_dict, Mapping)
        require(is_one, "state_dict", "be what state_dict() gave", state_dict)
        missing = [name for name in self.state_dict() if name not in state_dict]
        require(
            not missing, "state_dict", f"hold {', '.join(map(repr, missing))}", list(state_dict)
        )
        key, n_tasks = state_dict["method"], state_dict["n_tasks"]
        require(key == self._method.key, "state_dict", f"be of {self._method.key!r}", key)
        is_count = type(n_tasks) is int and (n_tasks == 0 or n_tasks > 1)
        require(is_count, "state_dict['n_tasks']", "be a number of tasks", n_tasks)
        generator = generator_of(state_dict["generator"])
        begun = self._begun(n_tasks) if n_tasks else (False, None)
        state = restored(begun[1], state_dict["state"], self._bounds.new_empty(1, n_tasks))
        self._in_span, self._state, self._n_tasks = begun[0], state, n_tasks
        self._generator = generator

    def _start(self, n_tasks: int) -> None:
        """Settle the number of tasks, and with it what the method is given."""
        self._in_span, self._state = self._begun(n_tasks)
        self._n_tasks = n_tasks

    def _begun(self, n_tasks: int) -> tuple[bool, State]:
        """Whether the method works in the span of the gradients, and its state at the beginning."""
        dim, dtype, device = self._shared.dim, self._shared.dtype, self._shared.device
        in_span = device.type != "mps" and span.is_enough(self._method, n_tasks)
        if in_span:
            dim, dtype = n_tasks, torch.float64
        grads = torch.empty(1, n_tasks, dim, dtype=dtype, device=device)
        return in_span, self._method.init(grads)

    def _task_grads(self, losses: Sequence[Tensor], values: Tensor) -> tuple[Tensor, list[bool]]:
        """The gradients [T, D], and which parameters any loss uses; averages the values too."""
        if self._group is None:
            return self._shared.task_grads(losses)
        if self._others is None:
            grads, used = self._shared.task_grads(losses)
        else:
            with self._others.without_grad():
                grads, used = self._shared.task_grads(losses)
                own, own_used = self._others.taken()
            average(self._group, [own])
            self._others.add_to_grad(own, in_any(self._group, own_used, own))
        average(self._group, [grads, values])
        return grads, in_any(self._group, used, grads)

    def _merged(self, grads: Tensor, values: Tensor) -> tuple[Direction, Report]:
        """The merged gradient [D] of task gradients [T, D], and what the step looked like.

        If all is finite the step counts, and the state is taken one step on.
        """
        recorder = self._recorder if self._recorder and self._recorder.is_due() else None
        losses = values - self._bounds if self._method.needs_positive_losses() else values
        pieces = recorder.pieces if recorder else None
        inner = products(grads, pieces) if self._in_span else None
        seen = grads[None] if inner is None else span.coordinates_of(inner.sum(0))[None]
        before = self._generator.get_state()
        draws = drawn(self._method, grads, self._generator)
        total, _, state = step(self._method, seen, losses[None].to(seen), self._state, draws)
        weights = span.weights(seen, total)[0] if self._in_span else None
        merged = total[0] if weights is None else weights.to(grads) @ grads
        is_finite = are_finite((grads, values, merged, *tensors_of(state)))
        if is_finite:
            self._state = state
        else:
            self._generator.set_state(before)
            merged = torch.full_like(merged, torch.nan)
        diagnostics = {name: value[0] for name, value in told(self._method, self._state).items()}
        along = length = None
        if inner is None and recorder:  # one pass for all, once the merged gradient is there
            inner, along, length = products_beside(grads, merged, pieces)
        elif inner is None:
            inner = products(grads)
        elif recorder:
            along, length = seen[0] @ total[0], total[0].norm()
        if recorder:
            recorder.add(Seen(values, inner, along, length, diagnostics, is_finite))
        weights = weights_told(self._method, diagnostics, weights) if is_finite else None
        return merged, Report(values, diagnostics, is_finite, inner.sum(0), weights)

    def _check_bounds(self, values: Losses) -> None:
        """Raise ``ValueError`` if a finite loss is not above its bound where that is needed."""
        if not self._method.needs_positive_losses():
            return
        bounds = self._bounds
        fits = bounds.shape in ((), values.shape)
        require(fits, "lower_bounds", "be one number or one for each loss", bounds.tolist())
        rule = f"lie above their lower bounds {bounds.tolist()}"
        is_above = bool(((values > bounds) | ~values.isfinite()).all())
        require(is_above, "losses", rule, values.tolist())

    def _check_uses(self, losses: Sequence[Tensor]) -> None:
        """Raise ``ValueError`` if another parameter has taken the place of a shared one."""
        uses = users_of(losses)
        known = {id(leaf) for leaf in self._shared.tensors}
        strangers = {
            leaf.shape for leaf, n in uses.items() if n == len(losses) and id(leaf) not in known
        }
        for i, leaf in enumerate(self._shared.tensors):
            is_replaced = leaf not in uses and leaf.shape in strangers
            rule = "be used by a loss; another parameter of its shape is, in its place"
            require(not is_replaced, f"shared[{i}]", rule, "none that depends on it")
        rule = "hold a parameter that a loss depends on"
        require(any(leaf in uses for leaf in self._shared.tensors), "shared", rule, "none")
