"""Records of two bowls, run or made from given gradients."""

import numpy as np

from samgs_core import Adam, Experiment, Outcome, Record
from samgs_core.methods import LS
from tests.core.bowls import Bowls


def experiment(**changes):
    settings = {
        "landscape": Bowls(steepness=10.0),
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
