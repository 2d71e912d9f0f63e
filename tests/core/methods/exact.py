"""Solutions by trying every set of tasks that may be active, in sixty digits.

Nothing here is shared with the methods: no floating point, no iteration, no scaling.
"""

from collections.abc import Iterator
from itertools import combinations

from mpmath import matrix, mp, mpf

mp.dps = 60
LEAST = mpf(10) ** -30
Vector = list


def vectors(rows) -> list[Vector]:
    return [[mpf(float(value)) for value in row] for row in rows]


def dot(a: Vector, b: Vector):
    return sum(x * y for x, y in zip(a, b, strict=True))


def combined(weights, rows: list[Vector]) -> Vector:
    return [
        sum(w * x for w, x in zip(weights, column, strict=True))
        for column in zip(*rows, strict=True)
    ]


def supports(n: int) -> Iterator[tuple[int, ...]]:
    return (part for size in range(1, n + 1) for part in combinations(range(n), size))


def solve(rows: list[list], side: list) -> list | None:
    try:
        return list(mp.lu_solve(matrix(rows), matrix(side)))
    except ZeroDivisionError:
        return None


def nearest_to_zero(rows, pull=0) -> Vector:
    """The shortest Σₖ wₖ gₖ + pull · mean over w ≥ 0 with Σₖ wₖ = 1."""
    grads = vectors(rows)
    n = len(grads)
    extra = [mpf(pull) * x for x in combined([mpf(1) / n] * n, grads)]
    found = []
    for part in supports(n):
        own = [grads[k] for k in part]
        system = [[*(dot(a, b) for b in own), mpf(1)] for a in own] + [
            [mpf(1)] * len(own) + [mpf(0)]
        ]
        weights = solve(system, [-dot(a, extra) for a in own] + [mpf(1)])
        if weights is not None and min(weights[:-1]) >= -LEAST:
            total = combined(weights[:-1], own)
            found.append([x + y for x, y in zip(total, extra, strict=True)])
    return min(found, key=lambda each: dot(each, each))


def projected(vector, rows) -> Vector:
    """The vector nearest to ``vector`` whose inner product with no gradient is negative."""
    grads = vectors(rows)
    (target,) = vectors([vector])
    found = [target]
    for part in supports(len(grads)):
        own = [grads[k] for k in part]
        weights = solve([[dot(a, b) for b in own] for a in own], [-dot(a, target) for a in own])
        if weights is not None:
            found.append([x + y for x, y in zip(target, combined(weights, own), strict=True)])
    scale = max(dot(grad, grad) for grad in grads) ** 0.5
    feasible = [v for v in found if all(dot(v, g) >= -LEAST * scale * scale for g in grads)]
    return min(feasible, key=lambda v: sum((x - y) ** 2 for x, y in zip(v, target, strict=True)))


def best_for_the_worst(rows, c) -> Vector:
    """argmax minₖ gₖ·d over the ball of the radius c ‖g₀‖ around the mean g₀."""
    grads = vectors(rows)
    n = len(grads)
    mean = combined([mpf(1) / n] * n, grads)
    radius = mpf(c) * mp.sqrt(dot(mean, mean))
    found = []
    for part in supports(n):
        first, *rest = (grads[k] for k in part)
        basis = _orthonormal([[x - y for x, y in zip(each, first, strict=True)] for each in rest])
        centre, along = _without(mean, basis), _without(first, basis)
        missing = [x - y for x, y in zip(mean, centre, strict=True)]
        height, length = radius**2 - dot(missing, missing), mp.sqrt(dot(along, along))
        if height >= 0 and length > 0:
            reach = mp.sqrt(height) / length
            found.append([x + reach * y for x, y in zip(centre, along, strict=True)])
    return max(found, key=lambda d: min(dot(d, grad) for grad in grads))


def aligned(rows, scale) -> Vector:
    """The sum of the nearest orthogonal system, as long as an eigenvalue of the inner products."""
    grads = vectors(rows)
    values, basis = mp.eigsy(matrix([[dot(a, b) for b in grads] for a in grads]))
    kept = sorted(value for value in values if value > LEAST * max(values))
    sizes = {"min": kept[0], "median": kept[(len(kept) - 1) // 2]}
    size = sizes.get(scale, sum(kept) / len(kept))
    stretch = [mp.sqrt(size / value) if value in kept else mpf(0) for value in values]
    weights = basis * mp.diag(stretch) * (basis.T * matrix([1] * len(grads)))
    return combined(weights, grads)


def _orthonormal(rows: list[Vector]) -> list[Vector]:
    basis: list[Vector] = []
    for row in rows:
        rest = _without(_without(row, basis), basis)
        length = mp.sqrt(dot(rest, rest))
        if length > LEAST * mp.sqrt(dot(row, row)):
            basis.append([x / length for x in rest])
    return basis


def _without(vector: Vector, basis: list[Vector]) -> Vector:
    for each in basis:
        part = dot(vector, each)
        vector = [x - part * y for x, y in zip(vector, each, strict=True)]
    return vector
