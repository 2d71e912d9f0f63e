"""A tally: running summaries of a batch, so that nothing of its steps need be kept."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from samgs_core.experiment import Experiment
from samgs_core.geometry import infinite_if_zero, norms
from samgs_core.method import Method
from samgs_core.shapes import Grads, Losses, Points
from samgs_core.step_rule import Point, merged


class Counts(NamedTuple):
    """What a batch has counted so far, each [B]."""

    conflicts: Tensor
    flagged: Tensor  # steps in the first of the two regimes of the method
    clipped: Tensor
    steps_to_goal: Tensor  # NaN until the goal is reached


class Criteria(NamedTuple):
    """What is counted: where the clip begins (NaN: nowhere), and the goals, if there are any."""

    clip_norm: Tensor  # [B]
    goals: Tensor | None  # [B, 2 + T] gap, total and the scale of each loss


def no_counts(x: Points) -> Counts:
    """Before the first step."""
    zeros = torch.zeros_like(x[:, 0])
    return Counts(zeros, zeros, zeros, torch.full_like(zeros, torch.nan))


def criteria_of(cells: Sequence[Experiment], cell: np.ndarray, x: Points) -> Criteria:
    """The criteria of B lanes; ``cell`` [B] says which of the experiments each lane is."""
    clips = [np.nan if each.clip_norm is None else each.clip_norm for each in cells]
    goals = _goals(cells, x)
    return Criteria(x.new_tensor(clips)[cell], None if goals is None else goals[cell])


def count(counts: Counts, criteria: Criteria, point: Point, method: Method) -> Counts:
    """With one more step, for the lanes that are still on their way.

    A lane that diverges is counted up to its last finite point, which is its end.
    """
    is_own = point.taken[:, 0] == point.t
    conflicts = counts.conflicts + is_own * _conflict_share(point.grads)
    flagged, flag = counts.flagged, method.flag()
    if flag is not None:
        flagged = flagged + is_own * point.diagnostics[method.diagnostics.index(flag)]
    length = torch.linalg.vector_norm(merged(point.operated), dim=1)
    clipped = counts.clipped + is_own * (length + 1e-6 > criteria.clip_norm)
    steps = counts.steps_to_goal
    if criteria.goals is not None:
        is_first = is_own & _reached(point.losses, criteria.goals) & steps.isnan()
        steps = torch.where(is_first, point.t, steps)
    return Counts(conflicts, flagged, clipped, steps)


class Tally:
    """The counts of B lanes from the first to the last step."""

    def __init__(self, cells: Sequence[Experiment], cell: np.ndarray, x: Points) -> None:
        self.criteria, self.counts = criteria_of(cells, cell, x), no_counts(x)
        self.method = cells[0].method
        self.steps = cells[0].steps

    def add(self, point: Point) -> None:
        """Count a step."""
        self.counts = count(self.counts, self.criteria, point, self.method)
        self.last = point

    def ends(self) -> Mapping[str, np.ndarray]:
        """What is known of the lanes at the end, by the names of ``Ends``; the axis is the lane."""
        counts, last = self.counts, self.last
        steps_taken = last.taken[:, 0].to(counts.conflicts)
        n_counted = steps_taken + 1
        nothing = torch.full_like(steps_taken, torch.nan)
        at_goal = nothing
        if self.criteria.goals is not None:
            finished = steps_taken == self.steps
            at_goal = (_reached(last.losses, self.criteria.goals) & finished).to(nothing)
        clip_norm = self.criteria.clip_norm
        ends = {
            "x": last.x,
            "losses": last.losses,
            "steps_taken": steps_taken,
            "steps_to_goal": counts.steps_to_goal,
            "at_goal": at_goal,
            "conflict_rate": counts.conflicts / n_counted,
            "regime_share": counts.flagged / n_counted if self.method.flag() else nothing,
            "clipped_share": torch.where(clip_norm.isnan(), torch.nan, counts.clipped / n_counted),
        }
        return {name: values.cpu().double().numpy() for name, values in ends.items()}


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
