"""A batch of a sweep: lanes that run together, whatever numbers differ between them."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import NamedTuple, TypeVar

import numpy as np
import torch

from samgs_core.experiment import Experiment
from samgs_core.params import Declared, Number
from samgs_core.shapes import Points
from samgs_core.step_rule import StepRule

D = TypeVar("D", bound=Declared)


class Batch(NamedTuple):
    """Lanes that run together, with one seed; ``cell`` and ``start`` say what each lane is."""

    lanes: np.ndarray  # [B] places among all lanes
    cells: list[Experiment]
    cell: np.ndarray  # [B] places among the cells
    start: np.ndarray  # [B] places among the starts
    seed: int

    def starts(self, device: str | torch.device) -> Points:
        """Where the lanes start, [B, D]."""
        first = self.cells[0]
        dtype = getattr(torch, first.dtype)
        return torch.tensor(first.starts, dtype=dtype, device=device)[self.start]

    def rule(self, x: Points) -> StepRule:
        """The rule of the lanes at x: every number that differs between them as a tensor [B]."""
        cells, first = self.cells, self.cells[0]
        bounds = x.new_tensor([cell.landscape.lower_bounds for cell in cells])[self.cell]

        def number(values: list[float]) -> Number:
            return values[0] if len(set(values)) == 1 else x.new_tensor(values)[self.cell]

        def part(parts: list[D]) -> D:
            names = [field.name for field in fields(parts[0])]  # type: ignore[arg-type]
            columns = {name: [getattr(each, name) for each in parts] for name in names}
            varying = {name: values for name, values in columns.items() if len(set(values)) > 1}
            return replace(parts[0], **{name: number(values) for name, values in varying.items()})  # type: ignore[type-var]

        clips = [np.inf if cell.clip_norm is None else cell.clip_norm for cell in cells]
        return StepRule(
            landscape=part([cell.landscape for cell in cells]),
            method=part([cell.method for cell in cells]),
            optimizer=part([cell.optimizer for cell in cells]),
            n_tasks=bounds.shape[1],
            bounds=bounds if first.method.needs_positive_losses() else None,
            steps=first.steps,
            clip_norm=None if set(clips) == {np.inf} else number(clips),
            noise=number([cell.noise for cell in cells]),
            seed=self.seed,
        )


def batches(cells: list[Experiment], seeds: Sequence[int], lanes_at_once: int) -> Iterator[Batch]:
    """All starts of all cells with all seeds, in batches; a lane is a cell, a seed and a start."""
    n_starts, n_seeds = len(cells[0].starts), len(seeds)
    for place, seed in enumerate(seeds):
        runs = np.arange(len(cells) * n_starts)
        for part in np.array_split(runs, -(-len(runs) // lanes_at_once)):
            cell, start = part // n_starts, part % n_starts
            yield Batch((cell * n_seeds + place) * n_starts + start, cells, cell, start, seed)
