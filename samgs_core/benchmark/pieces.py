"""A lane in pieces of a second or two, which any process can take: that is how it is cancelled."""

import os
import platform
from typing import NamedTuple

import numpy as np
import torch

from samgs_core.benchmark.log import LaneLog
from samgs_core.benchmark.problem import Benchmark
from samgs_core.benchmark.settings import Lane, Settings
from samgs_core.benchmark.training import Training

SLICE = 1.0
"""Seconds after which a piece comes back, done or not: nobody can interrupt it meanwhile."""


class Piece(NamedTuple):
    """How far a lane has come, and what is needed to go on; a process can send it to another."""

    checkpoint: bytes
    n_steps: int  # how many steps were taken in all
    is_over: bool
    log: LaneLog | None
    examples: tuple[np.ndarray, ...]  # outputs for some test images, [n, ...] for each task
    worker: str


def go_on(
    benchmark: Benchmark,
    settings: Settings,
    lane: Lane,
    checkpoint: bytes | None = None,
    seconds: float = SLICE,
    device: str | torch.device | None = None,
    n_examples: int = 0,
) -> Piece:
    """Go on with a lane for a while, from a checkpoint or from its beginning.

    This is what an executor is given. The log comes with the last piece, and with every piece if
    the outputs for ``n_examples`` test images are asked for.
    """
    training = Training(benchmark, settings, lane, device)
    if checkpoint is not None:
        training.restore(checkpoint)
    training.advance(settings.steps, seconds)
    return Piece(
        training.checkpoint(),
        training.t,
        training.is_over,
        training.log() if training.is_over or n_examples else None,
        training.examples(n_examples) if n_examples else (),
        f"{platform.node()} {os.getpid()}",
    )
