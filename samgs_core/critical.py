"""Where methods stop: the points around which no small step lowers both losses.

A point is Pareto-critical if w₁∇L₁ + w₂∇L₂ = 0 for some w₁, w₂ ≥ 0 that add up to 1: the gradients
are opposed, or one of them is zero. It is locally efficient if, besides, the weighted sum
w₁L₁ + w₂L₂ does not bend down along the only direction left, across both gradients. On an edge of
a box the weighted sum may also rise inwards.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

Evaluate = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
"""Losses [k, 2] and gradients [k, 2, 2] at points [k, 2]."""

HALVINGS = 12
"""How often the stretch between two grid points is halved in search of a critical point."""
JUMP = 0.01
"""Where ρ keeps more than this share of its size on the grid, the gradients jump."""
MAX_STRETCHES = 8_000
"""Of more stretches with a change of sign than this (noise, no curve), none is searched."""
GAP = np.full((1, 2), np.nan)


def local_set(
    evaluate: Evaluate, points: np.ndarray, grads: np.ndarray, has_edges: bool
) -> np.ndarray:
    """The curves of locally efficient points that a grid can see: [m, 2], NaN between the curves.

    ``points`` [ny, nx, 2] is the grid and ``grads`` [ny, nx, 2, 2] are the gradients on it;
    ``has_edges`` says that its border is the border of a box. Where the losses are smooth, points
    lie on their curve to a millionth of the grid's spacing; ends of curves are found to one
    spacing, those on edges almost exactly. Single points that are no part of a curve, and areas
    all of which is critical, are left out.
    """
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        curves = _curves_inside(evaluate, points, grads)
        if has_edges:
            curves += _curves_on_edges(evaluate, points)
    return np.concatenate([part for curve in curves for part in (curve, GAP)][:-1] or [GAP[:0]])


def stationarity(grads: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """ρ = min over w of ‖w∇L₁ + (1 − w)∇L₂‖, 0 at critical points, and that w: both [...].

    ``grads`` is [..., 2, D]. Equal gradients have w = 1/2.
    """
    first, second = grads[..., 0, :], grads[..., 1, :]
    apart = first - second
    square = (apart * apart).sum(-1)
    share = np.where(square > 0, -(second * apart).sum(-1) / np.where(square > 0, square, 1), 0.5)
    share = np.clip(share, 0, 1)
    merged = second + share[..., None] * apart
    return np.linalg.norm(merged, axis=-1), share


def _curves_inside(evaluate: Evaluate, points: np.ndarray, grads: np.ndarray) -> list[np.ndarray]:
    """Curves on which the cross product of the gradients changes its sign, where they oppose."""
    lows, highs, cells = _stretches(grads)
    if not 0 < len(lows) <= MAX_STRETCHES:
        return []
    flat_points, flat_grads = points.reshape(-1, 2), grads.reshape(-1, 2, 2)
    before = stationarity(flat_grads[lows])[0] + stationarity(flat_grads[highs])[0]
    found, ends = _halved(evaluate, flat_points[lows], flat_points[highs], flat_grads[lows])
    left, share = stationarity(ends)
    spacing = float(np.ptp(points[:2, :2], axis=(0, 1)).max())
    keeps = left.max(axis=0) <= JUMP * before
    keeps &= _bends_up(evaluate, found, ends[0], share[0], spacing / 100)
    return [found[chain] for chain in _chains(_segments(cells, keeps), len(found))]


def _stretches(grads: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Neighbours on the grid between which there may be a critical point.

    The flat indices of their two ends [k], and, for the bottom, right, top and left border of
    every cell, which of the stretches lies on it, or −1: [ny − 1, nx − 1, 4].
    """
    sign = _cross(grads) > 0
    opposed = (grads[..., 0, :] * grads[..., 1, :]).sum(-1) <= 0
    index = np.arange(sign.size).reshape(sign.shape)
    across = (sign[:, 1:] != sign[:, :-1]) & (opposed[:, 1:] | opposed[:, :-1])
    up = (sign[1:] != sign[:-1]) & (opposed[1:] | opposed[:-1])
    lows = np.concatenate([index[:, :-1][across], index[:-1][up]])
    highs = np.concatenate([index[:, 1:][across], index[1:][up]])
    number_across, number_up = np.full(across.shape, -1), np.full(up.shape, -1)
    number_across[across] = np.arange(across.sum())
    number_up[up] = across.sum() + np.arange(up.sum())
    cells = np.stack(
        [number_across[:-1], number_up[:, 1:], number_across[1:], number_up[:, :-1]], axis=-1
    )
    return lows, highs, cells


def _cross(grads: np.ndarray) -> np.ndarray:
    """∇L₁ × ∇L₂, and 0 where it is nothing but rounding."""
    ahead, back = grads[..., 0, 0] * grads[..., 1, 1], grads[..., 0, 1] * grads[..., 1, 0]
    return np.where(np.abs(ahead - back) > 1e-13 * (np.abs(ahead) + np.abs(back)), ahead - back, 0)


def _halved(
    evaluate: Evaluate, low: np.ndarray, high: np.ndarray, low_grads: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Where the cross product changes its sign between pairs of points [k, 2].

    And the gradients [2, k, 2, 2] just before and behind that place.
    """
    sign = _cross(low_grads) > 0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        _, grads = evaluate(middle)
        is_before = ((_cross(grads) > 0) == sign)[:, None]
        low, high = np.where(is_before, middle, low), np.where(is_before, high, middle)
    ends = evaluate(np.stack((low, high)))[1]
    first, last = np.abs(_cross(ends))
    share = np.where(first + last > 0, first / (first + last), 0)[:, None]
    return low + share * (high - low), ends


def _bends_up(
    evaluate: Evaluate, points: np.ndarray, grads: np.ndarray, share: np.ndarray, step: float
) -> np.ndarray:
    """Whether the weighted sum bends up, or not at all, across both gradients at the points."""
    apart = grads[:, 0] - grads[:, 1]
    tangent = apart[:, ::-1] * (-1, 1) / np.linalg.norm(apart, axis=-1, keepdims=True)
    _, ahead = evaluate(points + step * tangent)
    _, behind = evaluate(points - step * tangent)
    weights = np.stack((share, 1 - share), axis=-1)
    bend = np.einsum("kt,ktd,kd->k", weights, ahead - behind, tangent)
    return bend >= -1e-6 * np.linalg.norm(apart, axis=-1)


def _segments(cells: np.ndarray, keeps: np.ndarray) -> np.ndarray:
    """Pairs of points that are neighbours on a curve, [k, 2]: the two on the borders of a cell."""
    kept = np.append(keeps, False)[cells]  # the last one stands for −1
    borders, kept = cells.reshape(-1, 4), kept.reshape(-1, 4)
    n_kept = kept.sum(axis=1)
    pairs = borders[n_kept == 2][kept[n_kept == 2]].reshape(-1, 2)
    return np.concatenate([pairs, borders[n_kept == 4].reshape(-1, 2)])


def _chains(segments: np.ndarray, n: int) -> list[list[int]]:
    """The segments, joined to chains of points; a closed chain ends where it begins."""
    neighbours: list[list[int]] = [[] for _ in range(n)]
    for first, second in segments.tolist():
        neighbours[first].append(second)
        neighbours[second].append(first)
    chains, is_free = [], [bool(each) for each in neighbours]
    for start in sorted(range(n), key=lambda i: len(neighbours[i])):  # ends before closed chains
        if not is_free[start]:
            continue
        chain = [start]
        while chain:
            is_free[chain[-1]] = False
            following = next((i for i in neighbours[chain[-1]] if is_free[i]), None)
            if following is None:
                break
            chain.append(following)
        if len(chain) > 2 and start in neighbours[chain[-1]]:
            chain.append(start)
        chains.append(chain)
    return chains


def _curves_on_edges(evaluate: Evaluate, points: np.ndarray) -> list[np.ndarray]:
    """Stretches of the border from which a run does not get away."""
    borders = [(points[0], 0, 1), (points[-1], 0, -1), (points[:, 0], 1, 1), (points[:, -1], 1, -1)]
    curves = []
    for border, along, inwards in borders:
        curves += _stretches_of(partial(_stops, evaluate, along, inwards), border)
    return curves


def _stops(evaluate: Evaluate, along: int, inwards: int, points: np.ndarray) -> np.ndarray:
    """Whether the gradients pull to different sides along an edge, and their balance off it."""
    _, grads = evaluate(points)
    first, second = grads[:, 0, along], grads[:, 1, along]
    share = second / np.where(first == second, np.nan, second - first)
    off = grads[:, :, 1 - along] * inwards
    return (first * second < 0) & (share * off[:, 0] + (1 - share) * off[:, 1] >= 0)


def _stretches_of(
    stops: Callable[[np.ndarray], np.ndarray], border: np.ndarray
) -> list[np.ndarray]:
    """The pieces of a border of points on which ``stops`` holds, with their ends made exact."""
    holds = np.concatenate([[False], stops(border), [False]])
    begins, ends = np.flatnonzero(holds[1:] != holds[:-1]).reshape(-1, 2).T
    inside = np.concatenate([border[begins], border[ends - 1]])
    outside = np.concatenate(
        [border[np.maximum(begins - 1, 0)], border[np.minimum(ends, len(border) - 1)]]
    )
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        is_inside = stops(middle)[:, None]
        inside, outside = np.where(is_inside, middle, inside), np.where(is_inside, outside, middle)
    first, last = np.split(inside, 2)
    rows = zip(first, begins, ends, last, strict=True)
    return [np.concatenate([[a], border[begin:end], [b]]) for a, begin, end, b in rows]
