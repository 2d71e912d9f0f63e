"""Inputs built for the method tests, and the one way in which they call a method."""

import torch

from samgs_core import merge
from samgs_core.merging import drawn, step
from samgs_core.methods import (
    DBMTL,
    DWA,
    FAMO,
    LS,
    METHODS,
    MGDA,
    SAMGS,
    STCH,
    AlignedMTL,
    CAGrad,
    ExcessMTL,
    FairGrad,
    GradDrop,
    GradNorm,
    GradVac,
    MoCo,
    SDMGrad,
)

DTYPE = torch.float64
VARIANTS = (
    *(method() for method in METHODS),
    LS(w1=1.0, w2=0.0),
    LS(w1=0.5, w2=2.0),
    DWA(period="1"),
    FAMO(decay=0.1),
    STCH(mu=1.0, lambda1=3.0),
    GradVac(beta=0.1),
    GradDrop(leak=0.5),
    GradDrop(leak=1.0),
    MGDA(normalization="norm"),
    MGDA(normalization="norm", applied_to="raw"),
    MGDA(normalization="loss"),
    MGDA(normalization="loss", applied_to="raw"),
    MGDA(normalization="loss+"),
    CAGrad(c=0.0),
    CAGrad(c=1.0),
    CAGrad(c=2.0, rescale=0),
    CAGrad(c=10.0, rescale=2),
    SDMGrad(lam=0.0),
    SDMGrad(lam=2.0),
    MoCo(normalization="unit"),
    MoCo(normalization="none", gamma=10.0),
    FairGrad(alpha=1.0),
    FairGrad(alpha=0.5),
    GradNorm(alpha=0.0),
    AlignedMTL(scale="median"),
    AlignedMTL(scale="rmse"),
    DBMTL(beta=0.5, sigma=0.5),
    ExcessMTL(eta=1.0),
    SAMGS(variant="paper"),
    SAMGS(gamma=1.0),
    SAMGS(gamma=0.0),
    SAMGS(similarity="minimum", gamma=0.7),
)
"""Every method as it comes, and with its options."""


def rand(*shape, seed):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed), dtype=DTYPE)


def randn(*shape, seed):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=DTYPE)


def skewed(n_lanes, n_tasks, dim, seed, spread=2.0):
    """Random gradients whose lengths differ by factors up to exp(2 · spread)."""
    exponents = 2 * rand(n_lanes, n_tasks, 1, seed=seed + 1) - 1
    return randn(n_lanes, n_tasks, dim, seed=seed) * torch.exp(spread * exponents)


def degenerate(n_tasks, dim, seed=0):
    """Named batches [10, T, D] of the awkward cases."""
    lengths = 0.1 + rand(10, n_tasks, 1, seed=seed)
    signs = torch.tensor([1.0, -1.0] * n_tasks, dtype=DTYPE)[:n_tasks].reshape(1, -1, 1)
    line = randn(10, 1, dim, seed=seed + 1)
    free = randn(10, n_tasks, dim, seed=seed + 2)
    one_zero = free.clone()
    one_zero[:, 0] = 0
    return {
        "all zero": torch.zeros_like(free),
        "one zero": one_zero,
        "equal": line.expand(-1, n_tasks, -1).clone(),
        "parallel": line * lengths,
        "opposite": line * signs,
        "opposite, unequal": line * signs * lengths,
        "nearly opposite": line * signs * lengths + 1e-4 * free,
        "orthogonal": lengths * torch.eye(max(n_tasks, dim), dtype=DTYPE)[:n_tasks, :dim],
    }


def built(n_tasks, dim, seed=0):
    """All sorts of gradients in one batch."""
    return torch.cat(
        [skewed(60, n_tasks, dim, seed), *degenerate(n_tasks, dim, seed).values()], dim=0
    )


def steps(method, history, losses=None, draws_seed=0):
    """Every step of a run over ``history``, a list of gradients: operated and state."""
    state = method.init(history[0])
    for t, grads in enumerate(history):
        chance = torch.Generator().manual_seed(draws_seed + t)
        draws = drawn(method, grads.double(), chance).to(grads.dtype)  # alike in any precision
        seen = torch.ones_like(grads[:, :, 0]) if losses is None else losses[t]
        _, operated, state = step(method, grads, seen, state, draws)
        yield operated, state


def tensors(state):
    """Every tensor of a state, those of the parts in it as well."""
    if isinstance(state, torch.Tensor):
        return [state]
    return [value for part in state for value in tensors(part)] if isinstance(state, tuple) else []


def merged(method, history, losses=None, draws_seed=0):
    """The merged gradient [B, D] of the last step."""
    *_, (operated, _) = steps(method, history, losses, draws_seed)
    return operated.sum(1)


def direction(method, rows):
    """The merged gradient [D] of a first step from one matrix of gradients."""
    return merge(method, torch.as_tensor(rows, dtype=DTYPE)).direction
