"""A sweep under way: it may rest after any step, and be gone on with in another process."""

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch

from samgs_core.axes import Sweep
from samgs_core.batch import Batch, batches
from samgs_core.ends import not_run
from samgs_core.native.drive import Counted
from samgs_core.native.store import KERNELS
from samgs_core.origin import Origin, origin_of
from samgs_core.record import Engine
from samgs_core.runner import threads
from samgs_core.step_rule import Walk
from samgs_core.tally import Tally

LANES = 16_384
"""The most lanes of one batch: their state stays within some tens of megabytes."""


class _InTorch(NamedTuple):
    """All steps of a batch, one by one, counted in ``tally``."""

    walk: Walk
    tally: Tally

    def shares(self) -> Iterator[float]:
        """Go on; yields the share done."""
        for point in self.walk:
            self.tally.add(point)
            yield point.t / self.tally.steps


class SweepRun:
    """All lanes of a sweep on one engine, batch after batch; pickled, it keeps where it stands.

    ``origins`` is what took the steps: where there is no code, torch stands in for it.
    """

    def __init__(
        self,
        sweep: Sweep,
        engine: Engine,
        device: str | torch.device = "cpu",
        lanes_at_once: int = LANES,
    ) -> None:
        self.sweep, self.engine = sweep, engine
        self.device, self.lanes_at_once = torch.device(device), lanes_at_once
        self.ends = not_run(sweep)
        self.waiting: list[Batch] | None = None
        self.current: _InTorch | Counted | None = None
        self.origins: set[Origin] = set()
        self.share = 0.0
        """The share of the lanes' steps that is done."""

    @property
    def is_over(self) -> bool:
        """Whether every lane has ended."""
        return bool(self.ends.done.all())

    def go_on(
        self, seconds: float = np.inf, tell: Callable[[float], bool | None] | None = None
    ) -> bool:
        """Go on to the end, or for so many seconds, or until ``tell`` says no.

        ``tell`` hears the share that is done. Returns whether it never said no.
        """
        until = time.monotonic() + seconds
        if self.waiting is None:
            cells = list(self.sweep.cells())
            self.waiting = list(batches(cells, self.sweep.seeds, self.lanes_at_once))
        while self.waiting:
            batch = self.waiting[0]
            done, n = float(self.ends.done.sum()), len(batch.lanes)
            with torch.inference_mode(), threads(n):
                for share in self._steps(batch):
                    self.share = (done + n * share) / self.sweep.n_lanes
                    if tell is not None and tell(self.share) is False:
                        return False
                    if time.monotonic() > until:
                        return True
                self._put_in(self.waiting.pop(0))
        return True

    def _steps(self, batch: Batch) -> Iterator[float]:
        """Go on with the batch whose turn it is; yields the share done."""
        landscape = self.sweep.experiment.landscape
        if self.engine is Engine.CODE and not isinstance(self.current, _InTorch):
            x = batch.starts(self.device)
            rule, tally = batch.rule(x), Tally(batch.cells, batch.cell, x)
            code = KERNELS.for_rule(rule, x, tally.criteria, is_wanted=True)
            if code is not None:
                self.origins.add(origin_of(Engine.CODE, landscape))
                if self.current is None:
                    self.current = Counted(code, rule, x, tally)
                yield from self.current.shares(code)
                return
            self.current = None  # whatever code began elsewhere begins anew
        if not isinstance(self.current, _InTorch):
            x = batch.starts(self.device)
            tally = Tally(batch.cells, batch.cell, x)
            self.current = _InTorch(Walk((batch.rule(x),), x), tally)
        self.origins.add(origin_of(Engine.TORCH, landscape))
        yield from self.current.shares()

    def _put_in(self, batch: Batch) -> None:
        assert self.current is not None
        for name, values in self.current.tally.ends().items():
            flat = getattr(self.ends, name).reshape(-1, *values.shape[1:])
            flat[batch.lanes] = values
        self.ends.done.reshape(-1)[batch.lanes] = True
        self.current = None
