"""Inputs built for the method tests, and the one way in which they call a method."""

import torch

DTYPE = torch.float64


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
    _, n_tasks, dim = history[0].shape
    for t, grads in enumerate(history):
        draws = rand(method.n_draws(n_tasks, dim), seed=draws_seed + t)
        seen = torch.ones_like(grads[:, :, 0]) if losses is None else losses[t]
        operated, state = method.operate(grads, seen, state, draws)
        yield operated, state


def merged(method, history, losses=None, draws_seed=0):
    """The merged gradient [B, D] of the last step."""
    *_, (operated, _) = steps(method, history, losses, draws_seed)
    return operated.sum(1)


def direction(method, rows):
    """The merged gradient [D] of a first step from one matrix of gradients."""
    return merged(method, [torch.as_tensor(rows, dtype=DTYPE)[None]])[0]
