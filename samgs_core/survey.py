"""A survey: what a landscape looks like from above, and where its Pareto front lies."""

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import torch

from samgs_core.critical import Evaluate, local_set
from samgs_core.landscape import Landscape, Window
from samgs_core.measures import pair_cosines, pair_similarities
from samgs_core.pareto import near_front, non_dominated
from samgs_core.values import count, shown

GRID = 161
MAX_GRID = 4_001
FRONT_POINTS = 401
ROUNDS = 8
OFFSETS = np.stack(np.meshgrid(*[np.linspace(-1, 1, 5)] * 2), axis=-1).reshape(1, -1, 2)
BREAK = 4
"""Points of the front this many spacings of the grid apart belong to separate pieces."""
MAX_PIECES = 40
"""Of more pieces the ends are not followed: the same front lies in several places at once."""


@dataclass(frozen=True, eq=False)
class Survey:
    """A landscape over its window, in double precision. All arrays are read-only.

    ``pareto_set`` and ``front`` are the same points, in order along the front, with rows of NaN
    between separate pieces. They are exact where the landscape knows its Pareto set; else they are
    computed within its box, or within the window if it has none, and ``resolution`` is the largest
    distance, in parameter space, between neighbouring points of the last search (0 if exact).
    Without a single finite point they are empty.

    ``local_set`` and ``local_front`` are the curves of all locally efficient points (see
    ``samgs_core.critical``): methods stop on them, whether or not something far away is better.
    """

    x: np.ndarray  # [nx]
    y: np.ndarray  # [ny]
    losses: np.ndarray  # [ny, nx, T]
    grads: np.ndarray  # [ny, nx, T, D]
    pareto_set: np.ndarray  # [m, D]
    front: np.ndarray  # [m, T]
    exact: bool
    resolution: float
    local_set: np.ndarray  # [k, D]
    local_front: np.ndarray  # [k, T]

    @cached_property
    def near(self) -> float:
        """The distance in loss space up to which an end counts as on the front."""
        return near_front(self.front, self.losses)

    @cached_property
    def undefined(self) -> np.ndarray:
        """Where a loss or a gradient is not finite: booleans [ny, nx]."""
        return _read_only(~(np.isfinite(self.losses) & np.isfinite(self.grads).all(-1)).all(-1))

    @cached_property
    def cosines(self) -> np.ndarray:
        """The cosine between the gradients of the first two tasks, [ny, nx]; NaN without one."""
        with np.errstate(invalid="ignore", over="ignore"):
            return _read_only(pair_cosines(self.grads)[..., 0])

    @cached_property
    def similarities(self) -> np.ndarray:
        """The magnitude similarity ψ of the first two tasks, [ny, nx]."""
        with np.errstate(invalid="ignore", over="ignore"):
            return _read_only(pair_similarities(self.grads)[..., 0])

    def is_beyond(self, x: np.ndarray) -> np.ndarray:
        """Which points [..., D] lie where the front is not known: booleans [...].

        Outside the window, if the front was found within it. With a box there is no outside.
        """
        if self.exact:
            return np.zeros(x.shape[:-1], dtype=bool)
        low, high = (self.x[0], self.y[0]), (self.x[-1], self.y[-1])
        return np.any((x < low) | (x > high), axis=-1)


def survey(landscape: Landscape, n: int = GRID) -> Survey:
    """Survey a landscape of two tasks and two coordinates on n × n points of its window."""
    if not isinstance(landscape, Landscape):
        raise TypeError(f"survey.landscape must be a Landscape; got {shown(landscape)}.")
    n = count(n, "survey.n", 3, MAX_GRID)
    evaluate = partial(_evaluate, landscape)
    grid = _grid(landscape.window, n)
    losses, grads = evaluate(grid)
    domain, domain_losses, domain_grads = grid, losses, grads
    if landscape.box is not None:
        domain = _grid(landscape.box, n)
        domain_losses, domain_grads = evaluate(domain)
    exact = landscape.pareto_set(FRONT_POINTS)
    if exact is None:
        pareto_set, resolution = _search(evaluate, domain, domain_losses, domain_grads)
    else:
        pareto_set, resolution = exact.numpy(), 0.0
    local = local_set(evaluate, domain, domain_grads, landscape.box is not None)
    arrays = [grid[0, :, 0].copy(), grid[:, 0, 1].copy(), losses, grads]
    arrays += [pareto_set, _image(evaluate, pareto_set), local, _image(evaluate, local)]
    x, y, losses, grads, pareto_set, front, local, local_front = map(_read_only, arrays)
    return Survey(
        x, y, losses, grads, pareto_set, front, exact is not None, resolution, local, local_front
    )


def _read_only(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def _grid(window: Window, n: int) -> np.ndarray:
    x = np.linspace(window.x_low, window.x_high, n)
    y = np.linspace(window.y_low, window.y_high, n)
    return np.stack(np.meshgrid(x, y), axis=-1)


def _evaluate(landscape: Landscape, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Losses [..., T] and gradients [..., T, D] at points [..., D]."""
    with torch.inference_mode():
        losses, grads = landscape.losses_and_grads(torch.from_numpy(points.reshape(-1, 2)))
    shape = points.shape[:-1]
    return losses.reshape(*shape, *losses.shape[1:]).numpy(), grads.reshape(
        *shape, *grads.shape[1:]
    ).numpy()


def _image(evaluate: Evaluate, points: np.ndarray) -> np.ndarray:
    """The losses at points [m, 2]; rows of NaN stay rows of NaN."""
    losses, _ = evaluate(points)
    return np.where(np.isnan(points).any(-1, keepdims=True), np.nan, losses)


def _search(
    evaluate: Evaluate, grid: np.ndarray, losses: np.ndarray, grads: np.ndarray
) -> tuple[np.ndarray, float]:
    """The non-dominated points of a grid, found on finer and finer grids around the last."""
    low, high = grid[0, 0], grid[-1, -1]
    coarse = spacing = (high - low) / (len(grid) - 1)
    points, losses, grads = grid.reshape(-1, 2), losses.reshape(-1, 2), grads.reshape(-1, 2, 2)
    for _ in range(ROUNDS):
        points = points[_sample(points, losses, grads, BREAK * coarse)]
        points = np.clip(points[:, None] + spacing * OFFSETS, low, high).reshape(-1, 2)
        losses, grads = evaluate(points)
        spacing = spacing / 2
    points = points[_sample(points, losses, grads, BREAK * coarse)]
    gaps = np.abs(np.diff(points, axis=0) / coarse).max(axis=1, initial=0)
    pieces = np.insert(points, np.flatnonzero(gaps > BREAK) + 1, np.nan, axis=0)
    return pieces, float(spacing.max())


def _sample(
    points: np.ndarray, losses: np.ndarray, grads: np.ndarray, gap: np.ndarray
) -> np.ndarray:
    """Indices of non-dominated points, evenly spread along the front.

    Of all in one stretch the one whose gradients are most opposed is taken: there the losses alone
    hardly tell the points apart. The ends of pieces that are more than ``gap`` apart are kept.
    """
    front = non_dominated(losses)
    if not len(front):
        return front
    moved = np.abs(losses[front] - losses[front[0]])
    along = (moved / np.maximum(moved[-1], np.finfo(float).tiny)).sum(axis=1)
    stretch = np.floor(along * (FRONT_POINTS - 1) / 2)
    order = np.lexsort((_cosines(grads[front]), stretch))
    is_first = np.diff(stretch[order], prepend=-1) > 0
    ends = np.flatnonzero((np.abs(np.diff(points[front], axis=0)) > gap).any(axis=1))
    ends = ends[:0] if len(ends) > MAX_PIECES else ends
    return front[np.unique(np.concatenate([order[is_first], ends, ends + 1, [0, len(front) - 1]]))]


def _cosines(grads: np.ndarray) -> np.ndarray:
    """The cosine of the angle between two gradients [k, 2, D]; −1 where one of them is zero."""
    first, second = grads.swapaxes(0, 1)
    lengths = np.linalg.norm(first, axis=-1) * np.linalg.norm(second, axis=-1)
    with np.errstate(invalid="ignore", over="ignore"):
        return np.nan_to_num((first * second).sum(-1) / lengths, nan=-1.0)
