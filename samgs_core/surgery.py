"""Gradient surgery in a training loop of your own: one call in place of ``backward``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import torch
from torch import Tensor

from samgs_core import span
from samgs_core.flat import FlatParameters
from samgs_core.method import Method
from samgs_core.shapes import Direction, Losses, State


class Report(NamedTuple):
    """What one step of surgery looked like; nothing in it holds a graph."""

    losses: Tensor  # [T]
    diagnostics: Mapping[str, Tensor]  # by the names of method.diagnostics, each [] or [T]


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

    Raises ``TypeError`` or ``ValueError`` with the field, the rule and the value.
    """

    def __init__(
        self,
        method: Method,
        shared: Iterable[Tensor],
        *,
        lower_bounds: float | Sequence[float] | None = None,
        seed: int = 0,
    ) -> None:
        self._method = _of_one_lane(method)
        self._shared = FlatParameters("Surgery.shared", shared)
        is_known = lower_bounds is not None or not method.needs_positive_losses()
        rule = f"be given, because {method.title} needs positive losses"
        _require(is_known, "lower_bounds", rule, lower_bounds)
        bounds = 0.0 if lower_bounds is None else lower_bounds
        self._bounds = torch.tensor(bounds, dtype=self._shared.dtype, device=self._shared.device)
        self._generator = torch.Generator().manual_seed(seed)
        self._n_tasks = 0  # until the first step
        self._in_span = False
        self._state: State = None

    def backward(self, losses: Iterable[Tensor]) -> Report:
        """Add the merged gradient of T ≥ 2 scalar losses to ``grad`` of the shared parameters.

        The merged gradient is the sum of the operated task gradients. Every other parameter gets
        what ``sum(losses).backward()`` gives it. As with that, gradients add up until they are
        zeroed, a shared parameter that no loss depends on keeps the ``grad`` it had (None, if it
        had none), and the graph is freed. A shared parameter that some losses depend on
        has the gradient 0 for the others.

        The graph runs backward once for each task, so a hook on it is called T times, and wrappers
        that count on a single pass (``DistributedDataParallel``) do not fit.

        Raises ``TypeError`` or ``ValueError`` if a loss is not a scalar with a graph, if their
        number changes, if one is not above its lower bound and the method needs that, if a frozen
        shared parameter was thawed, or if one has a sparse gradient.
        """
        scalars = self._checked(losses)
        if not self._n_tasks:
            self._start(len(scalars))
        values = torch.stack([loss.detach().reshape(()).to(self._bounds) for loss in scalars])
        seen = self._seen(values)
        grads, used = self._shared.task_grads(scalars)
        with torch.no_grad(), torch.autocast(grads.device.type, enabled=False):
            self._shared.add_to_grad(self._merged(grads, seen), used)
        names = [each.name for each in self._method.diagnostics]
        return Report(values, {name: getattr(self._state, name)[0] for name in names})

    def state_dict(self) -> dict[str, Any]:
        """What the surgery remembers, as plain values and tensors, for ``torch.save``."""
        return {
            "method": self._method.key,
            "n_tasks": self._n_tasks,
            "state": _plain(self._state),
            "generator": self._generator.get_state(),
        }

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        """Go on where ``state_dict`` was taken. Raises ``ValueError`` if it is of another kind."""
        key, n_tasks = state_dict["method"], state_dict["n_tasks"]
        _require(key == self._method.key, "state_dict", f"be of {self._method.key!r}", key)
        if n_tasks:
            self._start(n_tasks)
            self._state = _restored(self._state, state_dict["state"])
        self._n_tasks = n_tasks
        self._generator.set_state(state_dict["generator"].cpu())

    def _start(self, n_tasks: int) -> None:
        """Settle the number of tasks, and with it what the method is given."""
        dim, dtype, device = self._shared.dim, self._shared.dtype, self._shared.device
        has_double = device.type != "mps"
        self._in_span = has_double and span.is_enough(self._method, n_tasks)
        if self._in_span:
            dim, dtype = n_tasks, torch.float64
        self._state = self._method.init(torch.empty(1, n_tasks, dim, dtype=dtype, device=device))
        self._n_tasks = n_tasks

    def _merged(self, grads: Tensor, losses: Losses) -> Direction:
        """The merged gradient [D] of task gradients [T, D]; takes the state one step on."""
        seen = span.coordinates(grads) if self._in_span else grads[None]
        n_draws = self._method.n_draws(*grads.shape)
        draws = torch.rand(n_draws, generator=self._generator, dtype=grads.dtype)
        operated, self._state = self._method.operate(
            seen, losses.to(seen), self._state, draws.to(seen)
        )
        merged = operated.sum(1)
        return span.weights(seen, merged).to(grads) @ grads if self._in_span else merged[0]

    def _seen(self, values: Tensor) -> Losses:
        """The losses as the method is given them, [1, T]."""
        if not self._method.needs_positive_losses():
            return values[None]
        bounds = self._bounds
        fits = bounds.shape in ((), values.shape)
        _require(fits, "lower_bounds", "be one number or one for each loss", bounds.tolist())
        rule = f"lie above their lower bounds {bounds.tolist()}"
        _require(bool((values > bounds).all()), "losses", rule, values.tolist())
        return (values - bounds)[None]

    def _checked(self, losses: Iterable[Tensor]) -> list[Tensor]:
        scalars = list(torch.atleast_1d(losses) if isinstance(losses, Tensor) else losses)
        n_losses, wanted = len(scalars), self._n_tasks
        rule = f"be {wanted}, as before" if wanted else "be two or more"
        _require(n_losses == wanted if wanted else n_losses > 1, "losses", rule, n_losses)
        for k, loss in enumerate(scalars):
            is_scalar = isinstance(loss, Tensor) and loss.numel() == 1
            _require(is_scalar, f"losses[{k}]", "be a scalar tensor", loss)
            rule = "depend on a trainable parameter"
            _require(loss.requires_grad, f"losses[{k}]", rule, loss)
        return scalars


def _of_one_lane(method: Method) -> Method:
    """The method, if its numbers are those of a single run."""
    if not isinstance(method, Method):
        raise TypeError(f"Surgery.method must be a method, such as SAMGS(); got {method!r}.")
    for declared in method.declared():
        value = getattr(method, declared.name)
        _require(not isinstance(value, Tensor), f"method.{declared.name}", "be one number", value)
    return method


def _plain(state: State) -> Any:
    """A state with lists in the place of its tuples."""
    return [_plain(value) for value in state] if isinstance(state, tuple) else state


def _restored(like: State, value: Any) -> State:
    """A plain state in the types, precision and device of another one of the same shapes."""
    if isinstance(like, tuple):
        _require(len(value) == len(like), "state_dict", f"hold {len(like)} values", len(value))
        values = [_restored(*pair) for pair in zip(like, value, strict=True)]
        return type(like)(*values) if values else like
    if not isinstance(like, Tensor):
        return value
    rule = f"hold a tensor of the shape {tuple(like.shape)}"
    _require(value.shape == like.shape, "state_dict", rule, tuple(value.shape))
    return value.to(like if value.is_floating_point() else like.device)


def _require(holds: bool, field: str, rule: str, value: object) -> None:
    if not holds:
        raise ValueError(f"Surgery.{field} must {rule}; got {value}.")
