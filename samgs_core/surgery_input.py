"""What a surgery is given, checked: each refusal names the field, the rule and the value."""

import math
from collections.abc import Iterable, Sequence

import torch
from torch import Tensor
from torch.amp import GradScaler

from samgs_core.method import Method
from samgs_core.values import is_seed, real, shown


def method_of(method: object) -> Method:
    """The method, if its numbers are those of a single run."""
    if not isinstance(method, Method):
        raise TypeError(f"Surgery.method must be a method, such as SAMGS(); got {shown(method)}.")
    for declared in method.declared():
        value = getattr(method, declared.name)
        require(not isinstance(value, Tensor), f"method.{declared.name}", "be one number", value)
    return method


def bounds_of(bounds: object, method: Method, like: Tensor) -> Tensor:
    """The lower bounds as a tensor like ``like``: one for all tasks, or one for each."""
    if bounds is None:
        rule = f"be given, because {method.title} needs positive losses"
        require(not method.needs_positive_losses(), "lower_bounds", rule, bounds)
        return like.new_zeros(())
    try:
        tensor = torch.as_tensor(bounds).to(like)
    except (TypeError, ValueError, RuntimeError):
        tensor = like.new_full((), math.nan)
    is_finite = tensor.ndim < 2 and bool(tensor.isfinite().all())
    require(is_finite, "lower_bounds", "be finite: one number or one for each loss", bounds)
    return tensor


def seed_of(seed: object) -> int:
    """The seed as an int."""
    require(is_seed(seed), "seed", "be a whole number in [0, 2³²)", seed)
    return int(seed)  # type: ignore[call-overload]


def generator_of(state: object) -> torch.Generator:
    """A generator in a saved state."""
    generator = torch.Generator()
    try:
        generator.set_state(state.cpu())  # type: ignore[attr-defined]
    except (AttributeError, TypeError, RuntimeError):
        require(False, "state_dict['generator']", "be the state of a generator", type(state))
    return generator


def scale_of(scale: object, like: Tensor) -> float:
    """By how much the losses are to be scaled; ``like`` says on which device they are."""
    if isinstance(scale, GradScaler):
        scale.scale(like)  # a scaler learns its device from the first tensor that it scales
        scale = scale.get_scale()
    factor = real(scale.reshape(()) if isinstance(scale, Tensor) and scale.numel() == 1 else scale)
    holds = factor is not None and 0 < factor < math.inf
    require(holds, "scale", "be a GradScaler or a number above 0", scale)
    return factor or 1.0


def scalars_of(losses: Iterable[Tensor], n_before: int) -> list[Tensor]:
    """The losses, if they are scalars with a graph; ``n_before`` is their number, 0 if unknown."""
    try:
        scalars = list(torch.atleast_1d(losses) if isinstance(losses, Tensor) else losses)
    except TypeError:
        raise TypeError(f"Surgery.losses must be scalar tensors; got {shown(losses)}.") from None
    rule = f"be {n_before}, as before" if n_before else "be two or more"
    n_losses = len(scalars)
    require(n_losses == n_before if n_before else n_losses > 1, "losses", rule, n_losses)
    check_scalars("Surgery.losses", scalars)
    return scalars


def check_scalars(owner: str, scalars: Sequence[object]) -> None:
    """Raise ``ValueError`` if one is no scalar tensor with a graph."""
    for k, loss in enumerate(scalars):
        if not (isinstance(loss, Tensor) and loss.numel() == 1):
            raise ValueError(f"{owner}[{k}] must be a scalar tensor; got {loss}.")
        if not loss.requires_grad:
            raise ValueError(f"{owner}[{k}] must depend on a trainable parameter; got {loss}.")


def require(holds: bool, field: str, rule: str, value: object) -> None:
    """Raise ``ValueError`` with the field of a surgery, the rule and the value if it is broken."""
    if not holds:
        told = value if isinstance(value, str) and len(value) <= 200 else shown(value)
        raise ValueError(f"Surgery.{field} must {rule}; got {told}.")
