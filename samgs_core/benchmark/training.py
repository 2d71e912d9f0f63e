"""One lane of a benchmark under way: it can be advanced, stopped, and gone on with elsewhere."""

import io
import time
from math import inf
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_

from samgs_core.benchmark.feed import START, Feed, source
from samgs_core.benchmark.log import Journal, LaneLog
from samgs_core.benchmark.model import Model
from samgs_core.benchmark.problem import Benchmark
from samgs_core.benchmark.settings import Lane, Settings
from samgs_core.method import Method
from samgs_core.recorder import Recorder
from samgs_core.run_input import device_of
from samgs_core.runner import threads
from samgs_core.surgery import Surgery

BELOW = -1e-8
"""The lower bound of every loss: a loss may be 0, and the bound is to lie below it."""


class Training:
    """A lane that is advanced step by step, by Adam on batches without replacement.

    Initial weights and batches depend on the seed alone, so they are the same for every method. A
    method works on the parameters that the tasks share; each task's own get its plain gradient.
    With ``LS()`` this is, bit for bit, the loop that runs one backward pass for each task in their
    order and lets the gradients add up:

        for loss in losses:
            loss.backward(retain_graph=True)
        optimizer.step()

    On processors it computes in one thread, and what comes out is the same whether it is advanced
    at once or in parts, here or in other processes. A step whose loss or gradient is not finite
    changes nothing and ends the lane.

    ``device`` is CUDA's, if there is one, if None. Raises ``TypeError`` or ``ValueError`` with the
    field, the rule and the value.
    """

    def __init__(
        self,
        benchmark: Benchmark,
        settings: Settings,
        lane: Lane,
        device: str | torch.device | None = None,
    ) -> None:
        lane.check(benchmark)
        fitting = "cuda" if torch.cuda.is_available() else "cpu"
        self.device = device_of(fitting if device is None else device)
        self.settings, self.lane = settings, lane
        self.tasks = tuple(benchmark.tasks[k] for k in lane.tasks)
        self.feed = Feed(benchmark, lane.tasks, settings.batch, lane.seed, self.device)
        network = benchmark.network(lane.tasks, source(lane.seed, START)).to(self.device)
        self.model = Model(network, lane.split)
        self.optimizer = torch.optim.Adam(self.model.trained(), lr=settings.lr)
        self.surgery: Surgery | None = None
        self.recorder: Recorder | None = None
        if lane.method is not None:
            self._operate_with(lane.method)
        self.t, self.journal = 0, Journal()

    @property
    def is_over(self) -> bool:
        """Whether all steps were taken, or the lane diverged."""
        return self.t >= self.settings.steps or self.journal.diverged_at is not None

    def advance(self, n_steps: int, seconds: float = inf) -> None:
        """Take so many steps, or as many as are left or fit into the time, and judge when due.

        One step at least is taken, but none in no time, which is enough to judge the first network.
        The network is judged by the whole test set before the first step, every ``eval_every``
        steps, and after the last.
        """
        until, n = time.perf_counter() + seconds, n_steps if seconds > 0 else 0
        end = min(self.t + n, self.settings.steps)
        with threads(1):
            if not self.journal.evaluated_at:
                self._judge()
            while self.t < end and not self.is_over:
                self._step()
                is_due = self.t % self.settings.eval_every == 0 or self.t == self.settings.steps
                if is_due and self.journal.diverged_at is None:
                    self._judge()
                if time.perf_counter() >= until:
                    break

    def log(self) -> LaneLog:
        """What is known up to now."""
        journal = self.journal
        journal.settle()
        n_metrics = sum(len(task.metrics) for task in self.tasks)
        has_recorded = self.recorder is not None and self.recorder.n_steps > 0
        return LaneLog(
            lane=self.lane,
            tasks=self.tasks,
            steps=self.settings.steps,
            losses=np.array(journal.losses).reshape(-1, len(self.tasks)),
            evaluated_at=np.array(journal.evaluated_at, dtype=np.int64),
            metrics=np.array(journal.metrics).reshape(-1, n_metrics),
            seconds=np.array(journal.seconds),
            diverged_at=journal.diverged_at,
            recording=self.recorder.recording() if self.recorder and has_recorded else None,
            device=self.device.type,
        )

    def examples(self, n: int = 4) -> tuple[np.ndarray, ...]:
        """The outputs for the first n examples of the test set, [n, ...] for each task."""
        with threads(1):
            outputs = self._outputs(self.feed.first(n).x)
        return tuple(output.float().cpu().numpy() for output in outputs)

    def checkpoint(self) -> bytes:
        """All that is needed to go on exactly, as ``torch.save`` writes it, in plain values."""
        state = {
            "t": self.t,
            "journal": self.journal.state_dict(),
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "surgery": self.surgery and self.surgery.state_dict(),
            "recorder": self.recorder and self.recorder.state_dict(),
        }
        file = io.BytesIO()
        torch.save(state, file)
        return file.getvalue()

    def restore(self, checkpoint: bytes) -> None:
        """Go on where ``checkpoint`` was taken, of the same lane; nothing in it is executed.

        Raises what ``torch.load`` and ``load_state_dict`` raise if it is another's.
        """
        state: dict[str, Any] = torch.load(io.BytesIO(checkpoint), "cpu", weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        if self.surgery and self.recorder:
            self.surgery.load_state_dict(state["surgery"])
            self.recorder.load_state_dict(state["recorder"])
        self.t, self.journal = state["t"], Journal.of(state["journal"])

    def _operate_with(self, method: Method) -> None:
        """Have a method merge the task gradients of what is shared, and a recorder look on."""
        names, every = [task.title for task in self.tasks], self.settings.record_every
        self.recorder = Recorder(every, self.model.layers, names, optimizer=self.optimizer)
        self.surgery = Surgery(
            method,
            self.model.shared,
            lower_bounds=BELOW,
            seed=self.lane.seed,
            recorder=self.recorder,
        )

    def _step(self) -> None:
        """Take the next step; if something is not finite, end here and change nothing."""
        began = time.perf_counter()
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.rate(self.t)
        self.model.train()
        batch = self.feed.batch(self.t)
        parts = zip(self.tasks, self.model(batch.x), batch.targets, strict=True)
        losses = [task.loss(output, target) for task, output, target in parts]
        self.optimizer.zero_grad()
        values, is_finite = self._backward(losses)
        if not is_finite:
            self.journal.diverged_at = self.t
        else:
            if self.settings.clip_norm is not None:
                clip_grad_norm_(self.model.shared, self.settings.clip_norm)
            self.optimizer.step()
        self.t += 1
        self.journal.add(values, time.perf_counter() - began)

    def _backward(self, losses: list[Tensor]) -> tuple[Tensor, bool]:
        """Fill every ``grad``; the losses [T], and whether all is finite."""
        if self.surgery is not None:
            report = self.surgery.backward(losses)
            return report.losses, report.is_finite
        (loss,) = losses
        loss.backward()
        return loss.detach().reshape(1), bool(loss.isfinite())

    def _outputs(self, x: Tensor) -> tuple[Tensor, ...]:
        self.model.eval()
        with torch.inference_mode():
            return self.model(x)

    def _judge(self) -> None:
        """Judge the network by the whole test set."""
        meters = [task.meter() for task in self.tasks]
        for batch in self.feed.tests():
            for meter, *pair in zip(meters, self._outputs(batch.x), batch.targets, strict=True):
                meter.add(*pair)
        self.journal.judge(self.t, [value for meter in meters for value in meter.values()])
