"""Records of two bowls, run or made from given gradients."""

from dataclasses import dataclass

import numpy as np
import torch

from samgs_core import Adam, Experiment, Landscape, Outcome, Record
from samgs_core.methods import LS


@dataclass(frozen=True)
class Bowls(Landscape):
    """Two bowls in the plane, the second one ten times as steep."""

    key = "bowls"
    title = "Bowls"
    lower_bounds = (-1.0, -1.0)

    def losses(self, x):
        first = (x - x.new_tensor([1.0, 0.0])).square().sum(1)
        return torch.stack([first, 10 * (x + x.new_tensor([1.0, 0.0])).square().sum(1)], dim=1)


def experiment(**changes):
    settings = {
        "landscape": Bowls(),
        "method": LS(),
        "optimizer": Adam(lr=0.05),
        "starts": ((0.5, 2.0), (-3.0, 1.0)),
        "steps": 40,
    }
    return Experiment(**settings | changes)


def record_of(grads, operated=None, stopped_at=None, clip_norm=None, diagnostics=None):
    """A record that holds just these gradients [B, S, T, D]."""
    grads = np.asarray(grads, dtype=float)
    n_starts, n_steps, n_tasks, dim = grads.shape
    last = np.full(n_starts, n_steps - 1)
    return Record(
        experiment=experiment(
            starts=((0.0,) * dim,) * n_starts, steps=max(n_steps - 1, 1), clip_norm=clip_norm
        ),
        steps=np.arange(n_steps),
        x=np.zeros((n_starts, n_steps, dim)),
        losses=np.zeros((n_starts, n_steps, n_tasks)),
        grads=grads,
        operated=grads if operated is None else np.asarray(operated, dtype=float),
        diagnostics={} if diagnostics is None else diagnostics,
        outcome=(Outcome.FINISHED,) * n_starts,
        stopped_at=last if stopped_at is None else np.asarray(stopped_at),
    )
