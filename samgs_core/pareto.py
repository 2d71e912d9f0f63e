"""Fronts of points in loss space: who is on it, and how far away."""

import numpy as np

CHUNK = 2**16
"""Pairs of a point and a segment whose distances are computed at once."""
NEAR, NEAR_A_POINT = 0.01, 1e-4
"""What counts as near: a share of the front's diagonal, or of what the losses rise above a point.

In a bowl, that part of the rise is a hundredth of the way.
"""


def non_dominated(losses: np.ndarray) -> np.ndarray:
    """Indices of the points of [n, 2] that no other point dominates, sorted by the first loss.

    A point is on the front if its second loss is strictly below that of all points before it in
    the order of (L₁, L₂). Of equal points one is kept; points that are not finite are left out.
    """
    losses = np.asarray(losses, dtype=float).reshape(-1, 2)
    finite = np.flatnonzero(np.isfinite(losses).all(-1))
    order = finite[np.lexsort((losses[finite, 1], losses[finite, 0]))]
    second = losses[order, 1]
    lowest_before = np.minimum.accumulate(np.append(np.inf, second))[:-1]
    return order[second < lowest_before]


def distance_to_front(losses: np.ndarray, front: np.ndarray) -> np.ndarray:
    """How far losses [..., 2] are above the polyline front [m, 2]: [...], 0 or more.

        min ‖max(L − z, 0)‖  over the nearest points z of all segments

    That is the Euclidean distance of a point that the front dominates, and 0 for a point that
    dominates the front. Rows of NaN separate pieces of the front. The distance of a NaN is NaN,
    of an infinite loss infinite, and of anything from a front without points infinite.
    """
    losses = np.asarray(losses, dtype=float)
    points = losses.reshape(-1, 2)
    starts, ends = _segments(np.asarray(front, dtype=float).reshape(-1, 2))
    rows = max(1, CHUNK // max(1, len(starts)))
    parts = [_distances(points[i : i + rows], starts, ends) for i in range(0, len(points), rows)]
    return np.concatenate([np.zeros(0), *parts]).reshape(losses.shape[:-1])


def known_front(front: np.ndarray) -> np.ndarray:
    """The points of a front [m, 2] without the rows between its pieces."""
    return front[np.isfinite(front).all(-1)]


def near_front(front: np.ndarray, losses: np.ndarray) -> float:
    """The distance in loss space up to which an end counts as on the front [m, 2].

        max(0.01 ‖max z − min z‖, 0.0001 ‖median L − min z‖, ε max |z|),  z on the front

    The first says it all unless the front is a point or almost one, as it is where both losses have
    the same minimum. Then the losses [..., 2] all over the window set the scale. ε is what single
    precision rounds off: where no loss changes at all, that is all that is left. 0 without a front.
    """
    known, seen = known_front(front), losses[np.isfinite(losses).all(-1)]
    if not len(known):
        return 0.0
    extent = NEAR * np.linalg.norm(np.ptp(known, axis=0))
    rise = NEAR_A_POINT * np.linalg.norm(np.median(seen, axis=0) - known.min(axis=0))
    return float(max(extent, rise, np.finfo(np.float32).eps * np.abs(known).max()))


def _segments(front: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Starts and ends, [k, 2] each; the last point of a piece is a segment of length 0."""
    ends = np.append(front[1:], np.full((1, 2), np.nan), axis=0)
    ends = np.where(np.isnan(ends).any(-1, keepdims=True), front, ends)
    is_point = ~np.isnan(front).any(-1)
    return front[is_point], ends[is_point]


def _distances(points: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    along = ends - starts
    per_length = along / np.maximum((along**2).sum(-1, keepdims=True), np.finfo(float).tiny)
    with np.errstate(invalid="ignore", over="ignore"):
        share = points @ per_length.T - (starts * per_length).sum(-1)
        np.clip(share, 0, 1, out=share)
        squares = np.zeros_like(share)
        for axis in (0, 1):
            above = points[:, axis, None] - starts[:, axis]
            above -= share * along[:, axis]
            squares += np.square(np.maximum(above, 0, out=above), out=above)
        distance = np.sqrt(squares.min(axis=1, initial=np.inf))
    return np.where(np.isposinf(points).any(-1), np.inf, distance)
