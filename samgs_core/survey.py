"""A survey: what a landscape looks like from above, and where its Pareto front lies."""

from dataclasses import dataclass

import numpy as np
import torch

from samgs_core.landscape import Landscape
from samgs_core.pareto import non_dominated

GRID = 161
FRONT_POINTS = 401
ROUNDS = 8
OFFSETS = np.stack(np.meshgrid(*[np.linspace(-1, 1, 5)] * 2), axis=-1).reshape(1, -1, 2)
BREAK = 4
"""Points of the front this many spacings of the grid apart belong to separate pieces."""


@dataclass(frozen=True, eq=False)
class Survey:
    """A landscape over its window, in double precision. All arrays are read-only.

    ``pareto_set`` and ``front`` are the same points, in order along the front, with rows of NaN
    between separate pieces. They are exact where the landscape knows its Pareto set; else they are
    computed within the window, and ``resolution`` is the largest distance, in parameter space,
    between neighbouring points of the last search (0 if exact).
    """

    x: np.ndarray  # [nx]
    y: np.ndarray  # [ny]
    losses: np.ndarray  # [ny, nx, T]
    grads: np.ndarray  # [ny, nx, T, D]
    pareto_set: np.ndarray  # [m, D]
    front: np.ndarray  # [m, T]
    exact: bool
    resolution: float


def survey(landscape: Landscape, n: int = GRID) -> Survey:
    """Survey a landscape of two tasks and two coordinates on n × n points of its window."""
    window = landscape.window
    x = np.linspace(window.x_low, window.x_high, n)
    y = np.linspace(window.y_low, window.y_high, n)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    losses, grads = _evaluate(landscape, points)
    exact = landscape.pareto_set(FRONT_POINTS)
    if exact is None:
        pareto_set, resolution = _search(landscape, points, losses, grads)
    else:
        pareto_set, resolution = exact.numpy(), 0.0
    front, _ = _evaluate(landscape, pareto_set)
    front[np.isnan(pareto_set).any(-1)] = np.nan
    losses, grads = losses.reshape(n, n, *losses.shape[1:]), grads.reshape(n, n, *grads.shape[1:])
    for array in (x, y, losses, grads, pareto_set, front):
        array.flags.writeable = False
    return Survey(x, y, losses, grads, pareto_set, front, exact is not None, resolution)


def _evaluate(landscape: Landscape, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    with torch.inference_mode():
        losses, grads = landscape.losses_and_grads(torch.from_numpy(points))
    return losses.numpy(), grads.numpy()


def _search(
    landscape: Landscape, points: np.ndarray, losses: np.ndarray, grads: np.ndarray
) -> tuple[np.ndarray, float]:
    """The non-dominated points of the window, found on finer and finer grids around the last."""
    low, high = points.min(axis=0), points.max(axis=0)
    size = high - low
    coarse = spacing = size / (np.sqrt(len(points)) - 1)
    for _ in range(ROUNDS):
        points = points[_sample(losses, grads)]
        points = np.clip(points[:, None] + spacing * OFFSETS, low, high).reshape(-1, 2)
        losses, grads = _evaluate(landscape, points)
        spacing = spacing / 2
    points = points[_sample(losses, grads)]
    gaps = np.abs(np.diff(points, axis=0) / coarse).max(axis=1)
    pieces = np.insert(points, np.flatnonzero(gaps > BREAK) + 1, np.nan, axis=0)
    return pieces, float(spacing.max())


def _sample(losses: np.ndarray, grads: np.ndarray) -> np.ndarray:
    """Indices of non-dominated points, evenly spread along the front.

    Of all in one stretch the one whose gradients are most opposed is taken: there the losses alone
    hardly tell the points apart. Both ends are kept.
    """
    front = non_dominated(losses)
    moved = np.abs(losses[front] - losses[front[0]])
    along = (moved / np.maximum(moved[-1], np.finfo(float).tiny)).sum(axis=1)
    stretch = np.floor(along * (FRONT_POINTS - 1) / 2)
    cosines = _cosines(grads[front])
    cosines[[0, -1]] = -np.inf
    order = np.lexsort((cosines, stretch))
    is_first = np.diff(stretch[order], prepend=-1) > 0
    return front[order[is_first]]


def _cosines(grads: np.ndarray) -> np.ndarray:
    """The cosine of the angle between two gradients [k, 2, D]; −1 where one of them is zero."""
    first, second = grads.swapaxes(0, 1)
    lengths = np.linalg.norm(first, axis=-1) * np.linalg.norm(second, axis=-1)
    with np.errstate(invalid="ignore"):
        return np.nan_to_num((first * second).sum(-1) / lengths, nan=-1.0)
