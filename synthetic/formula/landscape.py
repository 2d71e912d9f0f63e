"""A landscape of one's own, typed as two formulas."""

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from samgs_core.landscape import Landscape, StartSet, Window
from samgs_core.params import Number, param, text
from samgs_core.shapes import Grads, Losses, Points
from synthetic.formula.errors import FormulaError
from synthetic.formula.grammar import parse
from synthetic.formula.tree import Tree
from synthetic.formula.values import values

SHARES = ((-0.75, 0.7), (0.1, 0.8), (0.8, 0.45), (-0.6, -0.65), (0.7, -0.8))
GRID = 201
COARSE = 19
"""Points along each side of the grid from which starts are taken where a formula is undefined."""
MARGIN = 0.01
"""By how much of their range over the window the losses may fall below what was seen of them."""


@dataclass(frozen=True)
class CustomLandscape(Landscape):
    """Two losses typed as formulas in x and y, which stand for θ₁ and θ₂.

        L₁ = l1(x, y),  L₂ = l2(x, y)

    Gradients are by automatic differentiation. Where a loss is not a finite number, as at the log
    of a negative one, its gradient is no number either, and a run that gets there has diverged. Of
    equal arguments, min and max follow both halfway. Nothing is known of the landscape but what a
    grid shows: lower bounds are estimates, the least value in the window less a hundredth of the
    range there. Raises ``FormulaError`` if a formula cannot be read.
    """

    l1: str = text(
        "(x - 1)^2 + 2*y^2 + sin(2*x)", "a formula", "L₁", "The loss of task 1 in x and y."
    )
    l2: str = text(
        "(x + 1)^2 + (y - 1)^2/2 + cos(3*y)", "a formula", "L₂", "The loss of task 2 in x and y."
    )
    reach: Number = param(
        3.0, 0.1, 100.0, "Half-width", "The window goes this far to each side of 0.", log=True
    )

    key = "formula"
    title = "A formula of your own"
    lesson = "Whatever you want to ask of two losses."

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, formula in (("l1", self.l1), ("l2", self.l2)):
            _check(name, formula)
        reach = float(self.reach)
        points = tuple((round(reach * x, 6), round(reach * y, 6)) for x, y in SHARES)
        object.__setattr__(self, "window", Window(-reach, reach, -reach, reach))
        object.__setattr__(self, "starts", (StartSet("Five starts", _defined(self, points)),))

    @property
    def trees(self) -> tuple[Tree, Tree]:
        """What was understood of the two formulas."""
        return parse_once(self.l1), parse_once(self.l2)

    @property
    def lower_bounds(self) -> tuple[float, ...]:
        return _estimated_bounds(self)

    def losses(self, x: Points) -> Losses:
        across, y = x.unbind(1)
        return torch.stack([values(tree, across, y) for tree in self.trees], dim=1)

    def losses_and_grads(self, x: Points) -> tuple[Losses, Grads]:
        # One after the other: 0 times the infinite slope of one would spoil that of the other.
        losses, grads = zip(*(_loss_and_grad(tree, x) for tree in self.trees), strict=True)
        return torch.stack(losses, dim=1), torch.stack(grads, dim=1)


def _loss_and_grad(tree: Tree, x: Points) -> tuple[Tensor, Tensor]:
    """One loss, [B], and its gradient, [B, 2], which is NaN where the loss is not finite."""
    with torch.inference_mode(False), torch.enable_grad():
        x = x.clone().requires_grad_()
        loss = values(tree, *x.unbind(1))
        if not loss.requires_grad:  # a constant
            return loss, torch.zeros_like(x).detach()
        (grad,) = torch.autograd.grad(loss.sum(), x)
    loss = loss.detach()
    return loss, torch.where(loss.isfinite().unsqueeze(1), grad, torch.nan)


@lru_cache(maxsize=256)
def parse_once(formula: str) -> Tree:
    """The tree of a formula, kept for the next time."""
    return parse(formula)


def _check(name: str, formula: str) -> None:
    try:
        parse_once(formula)
    except FormulaError as error:
        error.field = name
        raise


@lru_cache(maxsize=64)
def _defined(
    landscape: CustomLandscape, wanted: tuple[tuple[float, float], ...]
) -> tuple[tuple[float, float], ...]:
    """The points themselves, or, where a loss or slope is undefined, the nearest that are not.

    These are taken from a coarse grid over the window, each once; if it has too few of them, the
    points stay where they were wanted.
    """
    axis = torch.linspace(-1, 1, COARSE + 2, dtype=torch.float64)[1:-1] * float(landscape.reach)
    grid = torch.cartesian_prod(axis, axis)
    grid = grid[_is_defined(landscape, grid)]
    points = torch.tensor(wanted, dtype=torch.float64)
    is_fine = _is_defined(landscape, points)
    if len(grid) < len(points):
        return wanted
    for row in (~is_fine).nonzero().flatten().tolist():
        nearest = (grid - points[row]).norm(dim=1).argmin()
        points[row] = grid[nearest]
        grid = torch.cat((grid[:nearest], grid[nearest + 1 :]))
    return tuple((round(x, 6), round(y, 6)) for x, y in points.tolist())


def _is_defined(landscape: CustomLandscape, x: Points) -> Tensor:
    losses, grads = landscape.losses_and_grads(x)
    return losses.isfinite().all(1) & grads.isfinite().flatten(1).all(1)


@lru_cache(maxsize=64)
def _estimated_bounds(landscape: CustomLandscape) -> tuple[float, ...]:
    """The least finite value of each loss in the window, less a margin; −1 if there is none."""
    reach = float(landscape.reach)
    axis = torch.linspace(-reach, reach, GRID, dtype=torch.float64)
    losses = landscape.losses(torch.cartesian_prod(axis, axis))
    return tuple(_bound(column[column.isfinite()]) for column in losses.unbind(1))


def _bound(seen: Tensor) -> float:
    if not len(seen):
        return -1.0
    low, high = float(seen.min()), float(seen.max())
    return low - max(MARGIN * (high - low), 1e-6 * max(1.0, math.fabs(low)))
