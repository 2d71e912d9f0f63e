"""What there is of the networks of the page Train so far."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.figures.train.lane import Contestant
from app.study.train import TrainSettings
from app.train.lanes import N_EXAMPLES, TRAININGS, Order, Training, training_of
from samgs_core.benchmark.glance import Glance, glance
from samgs_core.benchmark.log import LaneLog
from samgs_core.benchmark.settings import Lane

MOST_SEEN = 4
"""So many methods are seen at work on examples."""


class UnderWay(NamedTuple):
    """A network in training."""

    title: str
    job: Training

    @property
    def lane(self) -> Lane:
        """Which it is."""
        return self.job.order.lane

    @property
    def log(self) -> LaneLog | None:
        """What is known of it, if anything."""
        return None if self.job.reached is None else self.job.reached.log


def under_way(settings: TrainSettings) -> list[UnderWay]:
    """The trainings of all networks, from memory or about to begin."""
    benchmark, budget = settings.benchmark, settings.budget
    jobs = [training_of(Order(benchmark, budget, lane)) for lane in settings.lanes]
    return [UnderWay(job.order.lane.title(benchmark), job) for job in jobs]


def focused_log(settings: TrainSettings) -> LaneLog | None:
    """The focused method with the first seed, if there is anything of it; nothing begins."""
    own = (lane for lane in settings.lanes if lane.method is not None and not lane.split)
    for lane in own:
        if lane.method == settings.focus and lane.seed == settings.seed:
            job = TRAININGS.peek(Order(settings.benchmark, settings.budget, lane))
            return None if job is None or job.reached is None else job.reached.log
    return None


class State:
    """What the trainings of a screen have brought so far."""

    def __init__(self, settings: TrainSettings, trainings: Sequence[UnderWay]) -> None:
        self.settings, self.trainings = settings, trainings

    @property
    def logs(self) -> list[LaneLog]:
        """What is known of all networks that have begun."""
        return [each.log for each in self.trainings if each.log is not None]

    @property
    def is_complete(self) -> bool:
        """Whether all are trained, or given up."""
        return all(each.job.done() for each in self.trainings)

    @property
    def contestants(self) -> tuple[Contestant, ...]:
        """What has begun: the methods, the one with split layers, the references."""
        focus, drawn = self.settings.focus, self.settings.drawn_methods
        kinds: list[tuple[type, tuple[str, ...]]] = [(type(method), ()) for method in drawn]
        if focus is not None and self.settings.split:
            kinds.append((type(focus), self.settings.split))
        found = [Contestant(kind, split, self._logs(kind, split)) for kind, split in kinds]
        return tuple(each for each in found if each.logs)

    @property
    def references(self) -> Contestant:
        """The networks that learn one task each."""
        return Contestant(None, (), self._logs(None, ()))

    @property
    def focused(self) -> LaneLog | None:
        """The focused method with the first seed, without a split."""
        return focused_log(self.settings)

    @property
    def glance(self) -> Glance:
        """The first examples of the test set, and what the untrained network makes of them."""
        return glance(self.settings.benchmark, self.settings.seed, N_EXAMPLES)

    def seen(self) -> list[tuple[str, tuple[np.ndarray, ...]]]:
        """What a few make of the examples, the focused method among them; with the first seed."""
        seed, outputs = self.settings.seed, {}
        for each in self.trainings:
            lane = each.lane
            if lane.method is not None and lane.seed == seed:
                at = each.job.reached
                outputs[each.title] = self.glance.outputs if at is None else at.outputs
        focus = self.settings.focus
        own = [title for title in outputs if focus is not None and title.startswith(focus.title)]
        others = [title for title in outputs if title not in own]
        seen = others[: max(MOST_SEEN - len(own), 0)] + own
        return [(title, outputs[title]) for title in outputs if title in seen]

    def _logs(self, kind: type | None, split: tuple[str, ...]) -> tuple[LaneLog, ...]:
        return tuple(
            log
            for log in self.logs
            if log.lane.split == split
            and (log.lane.method is None if kind is None else type(log.lane.method) is kind)
        )
