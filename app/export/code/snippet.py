"""One method in a training loop of your own, with the clip and the outer optimiser of a study."""

from app.export.code.values import built, imports
from app.study.study import Study
from samgs_core.method import Method
from samgs_core.optimizers import SGD, Adam, Momentum, Optimizer, RMSProp


def snippet(study: Study, method: Method) -> str:
    """The loop; who uses it has the names that its first lines tell of."""
    bounds = ""
    if method.needs_positive_losses():
        bounds = f", lower_bounds={list(study.landscape.lower_bounds)!r}"
    clip = ""
    if study.clip is not None:
        clip = f"    torch.nn.utils.clip_grad_norm_(shared, {study.clip!r})\n"
    names = imports([type(method)], ("samgs_core.surgery", "Surgery"))
    return f"""\
# shared: a list of the parameters that all tasks use; the optimiser needs those of the heads too.
# losses_of(batch): one loss for each task, as scalar tensors.
import torch

{names}

surgery = Surgery({built(method)}, shared{bounds}, seed={study.seed})
optimizer = {torch_optimizer(study.optimizer)}
for batch in batches:
    optimizer.zero_grad()
    surgery.backward(losses_of(batch))
{clip}    optimizer.step()
"""


def focused(study: Study) -> Method:
    """The focused method with its settings."""
    return next(method for method in study.methods if type(method) is study.focused)


def torch_optimizer(optimizer: Optimizer) -> str:
    """The outer optimiser as torch builds it."""
    match optimizer:
        case Adam(lr, beta1, beta2):
            return f"torch.optim.Adam(shared, lr={lr!r}, betas=({beta1!r}, {beta2!r}))"
        case Momentum(lr, momentum):
            return f"torch.optim.SGD(shared, lr={lr!r}, momentum={momentum!r})"
        case RMSProp(lr, alpha):
            return f"torch.optim.RMSprop(shared, lr={lr!r}, alpha={alpha!r})"
        case SGD(lr):
            return f"torch.optim.SGD(shared, lr={lr!r})"
        case _:
            raise ValueError(f"{type(optimizer).__name__} has no optimiser of torch like it.")
