"""A recording that is open on the page, with what is computed of it once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from app.figures.yours import ranking
from samgs_core.benchmark.log import LaneLog
from samgs_core.method import Method
from samgs_core.record import Record
from samgs_core.recorder import CannotReplay, Recording, Replay, replay
from samgs_core.recorder.advice import advice

EXAMPLE = Path(__file__).with_name("digits.npz")
MOST = 4_000_000
"""So many inner products are kept; of more steps, every n-th."""
COARSE = 4_000
"""So many steps of the layers are kept; of more, every n-th."""
REPLAYED = 1_200
"""So many steps are replayed; of more, every n-th."""

MOST_REPLAYS = 200


class Opened:
    """A recording; the inner products of its layers are kept only as finely as they are drawn."""

    def __init__(self, recording: Recording, title: str) -> None:
        self.title = title
        recording = recording.thinned(max(MOST // recording.n_tasks**2, REPLAYED))
        self.advice = advice(recording)
        self.ranking = ranking.data(recording)
        coarse = recording.thinned(COARSE)
        layers = None if coarse.layer_gram is None else coarse.layer_gram.copy()
        self.coarse = replace(coarse, layer_gram=layers)
        self.recording = replace(recording, layer_gram=None)
        self.n_layers = len(recording.layers)
        self._replays: dict[Method, Replay | str] = {}
        self._replayed = self.recording.thinned(REPLAYED)

    @property
    def n_replayed(self) -> int:
        """How many steps are replayed."""
        return len(self._replayed.steps)

    def replays(self, methods: Sequence[Method]) -> Iterator[tuple[Method, Replay | str]]:
        """What each method would have made of the steps, or why that cannot be told."""
        for method in methods:
            if method not in self._replays:
                if len(self._replays) >= MOST_REPLAYS:  # of methods with settings of the past
                    self._replays.clear()
                try:
                    self._replays[method] = replay(self._replayed, method)
                except CannotReplay as refused:
                    self._replays[method] = str(refused)
            yield method, self._replays[method]

    def index(self, step: int | None) -> int:
        """Which recorded step is nearest to a step, counted from 0; the last for None."""
        steps = self.recording.steps
        return len(steps) - 1 if step is None else int(np.abs(steps - step).argmin())

    def pair(self, number: int) -> int:
        """The pair of this number from 1, counted from 0; the last if there are fewer."""
        return min(number, len(self.recording.pairs)) - 1


@cache
def example() -> Opened:
    """The recording that comes with the page."""
    return Opened(Recording.load(EXAMPLE), "Two handwritten digits side by side")


@lru_cache(maxsize=4)
def of_record(record: Record, start: int) -> Opened:
    """The run of Explore from a start, counted from 0."""
    recording = Recording.of(record, start)
    return Opened(recording, recording.origin)


@lru_cache(maxsize=4)
def of_log(log: LaneLog) -> Opened | None:
    """A network in training, as far as it has come; None before its first step."""
    recording, method = log.recording, log.lane.method
    if recording is None or method is None:
        return None
    return Opened(recording, f"{method.title} on the page Train, step {log.n_steps:,}")
