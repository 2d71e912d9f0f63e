"""A tally: running summaries of a batch, so that nothing of its steps need be kept."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import torch
from torch import Tensor

from samgs_core.course import Point, merged
from samgs_core.experiment import Experiment
from samgs_core.geometry import infinite_if_zero, norms
from samgs_core.shapes import Grads, Losses, Points


class Tally:
    """Counts over the steps of B lanes; ``cell`` [B] says which of the experiments each lane is.

    A lane that diverges is counted up to its last finite point, which is its end.
    """

    def __init__(self, cells: Sequence[Experiment], cell: np.ndarray, x: Points) -> None:
        zeros = torch.zeros(len(x), dtype=x.dtype, device=x.device)
        self.conflicts, self.equalised, self.clipped = zeros, zeros, zeros
        self.steps_to_goal = torch.full_like(zeros, torch.nan)
        names = cells[0].method.diagnostics
        self.at_equalised = names.index("equalised") if "equalised" in names else None
        clips = [np.nan if cell.clip_norm is None else cell.clip_norm for cell in cells]
        self.clip_norm = x.new_tensor(clips)[cell]
        goals = _goals(cells, x)
        self.goals = None if goals is None else goals[cell]
        self.steps = cells[0].steps

    def add(self, point: Point, taken: Tensor) -> None:
        """Count a step, for the lanes that are still on their way."""
        is_own = taken[:, 0] == point.t
        self.conflicts = self.conflicts + is_own * _conflict_share(point.grads)
        if self.at_equalised is not None:
            self.equalised = self.equalised + is_own * point.diagnostics[self.at_equalised]
        length = torch.linalg.vector_norm(merged(point.operated), dim=1)
        self.clipped = self.clipped + is_own * (length + 1e-6 > self.clip_norm)
        if self.goals is not None:
            is_first = is_own & _reached(point.losses, self.goals) & self.steps_to_goal.isnan()
            self.steps_to_goal = torch.where(is_first, float(point.t), self.steps_to_goal)
        self.x, self.losses = point.x, point.losses

    def ends(self, taken: Tensor) -> Mapping[str, np.ndarray]:
        """What is known of the lanes at the end, by the names of ``Ends``; the axis is the lane."""
        steps_taken = taken[:, 0].to(self.conflicts)
        n_counted = steps_taken + 1
        nothing = torch.full_like(steps_taken, torch.nan)
        at_goal = nothing
        if self.goals is not None:
            finished = steps_taken == self.steps
            at_goal = (_reached(self.losses, self.goals) & finished).to(nothing)
        equalises = self.at_equalised is not None
        found = {
            "x": self.x,
            "losses": self.losses,
            "steps_taken": steps_taken,
            "steps_to_goal": self.steps_to_goal,
            "at_goal": at_goal,
            "conflict_rate": self.conflicts / n_counted,
            "equalised_share": self.equalised / n_counted if equalises else nothing,
            "clipped_share": torch.where(
                self.clip_norm.isnan(), torch.nan, self.clipped / n_counted
            ),
        }
        return {name: values.cpu().double().numpy() for name, values in found.items()}


def _conflict_share(grads: Grads) -> Tensor:
    """The share [B] of pairs of tasks with an angle above 90°; a zero gradient is in none."""
    unit = grads / infinite_if_zero(norms(grads))
    pairs = list(combinations(range(grads.shape[1]), 2))
    shares = [(unit[:, i] * unit[:, j]).sum(1) < 0 for i, j in pairs]
    return torch.stack(shares).to(grads).mean(0)


def _goals(cells: Sequence[Experiment], x: Points) -> Tensor | None:
    """Gap, total and the scale of each loss of every lane's goal, [B, 2 + T]; None without one."""
    goals = [cell.landscape.goal for cell in cells]
    rows = [(goal.gap, goal.total, *goal.scales) for goal in goals if goal is not None]
    return x.new_tensor(rows) if len(rows) == len(cells) else None


def _reached(losses: Losses, goals: Tensor) -> Tensor:
    """Whether the rule of the goal holds, booleans [B]; see ``Goal``."""
    first, second = (losses / goals[:, 2:]).unbind(1)
    return ((first - second).abs() < goals[:, 0]) & (first + second < goals[:, 1])
