"""One step in slow motion: from the task gradients to the move, for every recorded step of a run.

Nothing is guessed: the outer optimiser is gone through again on the merged gradients that the
record holds, or, where it holds every n-th step only, on those of the same run with every step.
"""

import time
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import torch

from samgs_core import metrics
from samgs_core.measures import lengths, pair_cosines
from samgs_core.record import Record
from samgs_core.runner import Cancelled, run, threads
from samgs_core.step_rule import clip


class Stages(NamedTuple):
    """S recorded steps of one start, stage by stage, in the record's own terms.

    From ``memory`` on, a row is NaN where no step is taken, because the run has ended or diverged,
    and where it is not known: see ``stages``.
    """

    lengths: np.ndarray  # [S, T] of the task gradients
    angle: np.ndarray  # [S] in degrees, between them
    similarity: np.ndarray  # [S] ψ
    operated_lengths: np.ndarray  # [S, T]
    merged: np.ndarray  # [S, D]
    merged_length: np.ndarray  # [S]
    clipped: np.ndarray  # [S, D]
    clipped_length: np.ndarray  # [S]
    memory: np.ndarray  # [S, M, D] what the outer optimiser remembers after the step
    update: np.ndarray  # [S, D] what the outer optimiser adds
    move: np.ndarray  # [S, D] what the run moves by: less only at the edge of a landscape
    move_length: np.ndarray  # [S]
    turn: np.ndarray  # [S] in degrees, between the move and the direction downhill −d
    next_x: np.ndarray  # [S, D]
    next_losses: np.ndarray  # [S, T]


def stages(record: Record, start: int, seconds: float = 20.0) -> Stages:
    """The stages of the run from one start.

    A record of every n-th step takes a run with every step, which may take so many seconds. Where
    that does not end in time, or from where on it is not the recorded run to the last digits, what
    depends on the steps between is not known.
    """
    grads, merged = record.grads[start], record.merged[start]
    clipped = _clipped(record, merged)
    after = _after(record, start, seconds)
    turned = np.stack([after.move, -merged], axis=-2)
    return Stages(
        lengths=lengths(grads),
        angle=metrics.angle(record)[start],
        similarity=metrics.similarity(record)[start],
        operated_lengths=lengths(record.operated[start]),
        merged=merged,
        merged_length=lengths(merged),
        clipped=clipped,
        clipped_length=lengths(clipped),
        memory=after.memory,
        update=after.update,
        move=after.move,
        move_length=lengths(after.move),
        turn=np.degrees(np.arccos(pair_cosines(turned)))[..., 0],
        next_x=after.x,
        next_losses=after.losses,
    )


class _After(NamedTuple):
    """What the outer optimiser made of S steps, and where they led."""

    memory: np.ndarray
    update: np.ndarray
    move: np.ndarray
    x: np.ndarray
    losses: np.ndarray


def _after(record: Record, start: int, seconds: float) -> _After:
    steps, every = record.steps, _every_step(record, start, seconds)
    n, dim = record.x[start].shape
    n_memory = len(record.experiment.optimizer.memory)
    shapes = (n, n_memory, dim), (n, dim), (n, dim), (n, dim), record.losses[start].shape
    after = _After(*(np.full(shape, np.nan) for shape in shapes))
    if every is None:
        return after
    x, losses = every.x[0], every.losses[0]
    is_same = np.isclose(x[steps], record.x[start], rtol=1e-6, atol=1e-9).all(-1)
    is_same = np.logical_and.accumulate(is_same) & (steps < every.stopped_at[0])
    rows, now = np.flatnonzero(is_same), steps[is_same]
    updates, memories = _gone_through(record, every.merged[0], now)
    for values, known in zip(
        after, (memories, updates, x[now + 1] - x[now], x[now + 1], losses[now + 1]), strict=True
    ):
        values[rows] = known
    return after


def _every_step(record: Record, start: int, seconds: float) -> Record | None:
    """The run from one start alone with every step; None if it takes too long."""
    experiment = record.experiment
    if experiment.record_every == 1:
        return _alone(record, start)
    until = time.monotonic() + seconds
    alone = replace(experiment, starts=(experiment.starts[start],), record_every=1)
    try:
        return run(alone, engine=record.engine, progress=lambda _: time.monotonic() < until)
    except Cancelled:
        return None


def _alone(record: Record, start: int) -> Record:
    """The record of one start."""
    one = slice(start, start + 1)
    series = {name: getattr(record, name)[one] for name in ("x", "losses", "grads", "operated")}
    return replace(
        record,
        diagnostics={name: values[one] for name, values in record.diagnostics.items()},
        outcome=record.outcome[one],
        stopped_at=record.stopped_at[one],
        **series,
    )


def _gone_through(record: Record, merged: np.ndarray, steps: np.ndarray) -> tuple[np.ndarray, ...]:
    """What the outer optimiser adds [n, D] and remembers [n, M, D] at n of the steps."""
    optimizer = record.experiment.optimizer
    wanted, updates, memories = set(steps.tolist()), [], []
    last = max(wanted, default=-1)
    with torch.inference_mode(), threads(1):
        directions = torch.from_numpy(_clipped(record, merged[: last + 1]))
        state = optimizer.init(directions[:1])
        for t, direction in enumerate(directions.split(1)):
            update, state = optimizer.update(direction, state)
            if t in wanted:
                updates.append(update[0].numpy())
                memories.append([part[0].numpy() for part in optimizer.remembered(state)])
    shape = len(steps), len(optimizer.memory), merged.shape[-1]
    return np.array(updates).reshape(len(steps), -1), np.array(memories).reshape(shape)


def _clipped(record: Record, merged: np.ndarray) -> np.ndarray:
    """The merged gradients [S, D], clipped as the run clips them."""
    with torch.inference_mode():
        return clip(torch.from_numpy(merged.copy()), record.experiment.clip_norm).numpy()
