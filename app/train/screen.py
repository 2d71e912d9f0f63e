"""The answers of the page Train, redrawn while the networks learn."""

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from streamlit.delta_generator import DeltaGenerator

from app.figures.train import curves, examples
from app.figures.yours import angle, ranking, similarity
from app.figures.yours.curve import Over
from app.look.parts import chart
from app.look.theme import Theme
from app.study.train import TrainSettings
from app.train import words
from app.train.state import State
from app.train.table import markup, standing
from samgs_core.methods import SAMGS
from samgs_core.recorder import Recording

HEIGHT, TALL = 200, 250
"""Of a chart, and of one with several panels or a key, in pixels."""
PATIENCE = 3.0
"""Seconds at least between two drawings of what lies lower on the page."""
UNBROKEN = "\u00a0%"
"""No line begins with the unit of the number before."""
N_SHOWN = 2
"""So many examples are shown while they have pictures to tell, and twice as many words."""


class Places(NamedTuple):
    """Where the answers go."""

    examples: DeltaGenerator
    title: DeltaGenerator
    """That of the table."""
    table: DeltaGenerator
    verdict: DeltaGenerator
    every: DeltaGenerator
    """The table with all metrics."""
    losses: Sequence[DeltaGenerator]
    metrics: Sequence[DeltaGenerator]
    gradients: Sequence[DeltaGenerator]
    """Angles, similarity, layers."""
    pick: DeltaGenerator
    """Which layer Recon would split."""


class Screen:
    """Draws what there is, each part only when it has changed."""

    def __init__(self, state: State, places: Places, theme: Theme) -> None:
        self.state, self.places, self.theme = state, places, theme
        self.drawn: dict[str, int] = {}
        self.versions: dict[str, object] = {}
        self.lower_at = -PATIENCE

    @property
    def settings(self) -> TrainSettings:
        """What is trained."""
        return self.state.settings

    def draw(self) -> None:
        """Draw what has changed; what lies lower only now and then."""
        self.draw_examples()
        contestants = (*self.state.contestants, self.state.references)
        self._table()
        for task, place in zip(self.settings.benchmark.tasks, self.places.metrics, strict=True):
            first = task.metrics[0]
            told, n = (first.title, first.unit), self.settings.steps
            drawn = curves.metric(contestants, task.key, first.key, told, n)
            self._chart(place, curves, drawn, f"metric-{task.key}", HEIGHT, _last(drawn))
        now = time.monotonic()
        if self.state.is_complete or now - self.lower_at > PATIENCE:
            self.finish()
            self.lower_at = now

    def finish(self) -> None:
        """Draw what lies lower on the page."""
        contestants = (*self.state.contestants, self.state.references)
        for task, place in zip(self.settings.benchmark.tasks, self.places.losses, strict=True):
            drawn = curves.losses(contestants, task.key, self.settings.steps)
            self._chart(place, curves, drawn, f"loss-{task.key}", HEIGHT, _last(drawn))
        log = self.state.focused
        if log is not None and log.recording is not None:
            self._gradients(log.recording)

    def draw_examples(self) -> None:
        seen, at = self.state.seen(), self.state.glance
        version = sum(each.job.version for each in self.state.trainings)
        if not self._is_new("examples", version):
            return
        n = N_SHOWN if at.targets[0].ndim > 1 else 2 * N_SHOWN
        cut = [(title, [output[:n] for output in outputs]) for title, outputs in seen]
        shown = examples.data(
            at.images[:n], self.settings.benchmark.tasks, [each[:n] for each in at.targets], cut
        )
        self.places.examples.html(examples.markup(shown))

    def _table(self) -> None:
        found = standing(self.state)
        if self._is_new("table", (found.step, found.n_lanes, self.state.is_complete)):
            if not found.n_lanes:
                return
            self.places.title.markdown(words.table_title(found))
            self.places.table.html(markup(found, self.theme))
            self.places.verdict.markdown(words.verdict(found).replace(" %", UNBROKEN))
            self.places.every.html(markup(found, self.theme, is_full=True))

    def _gradients(self, recording: Recording) -> None:
        """How the task gradients stand to one another, as on the page Your run."""
        method, steps = recording.method, recording.steps
        over = Over(int(steps[0]), int(steps[-1]), int(steps[-1]))
        gamma = float(method.gamma) if isinstance(method, SAMGS) else self.settings.gamma
        version = (type(method), len(steps))
        angles, alike, layers = self.places.gradients
        self._chart(angles, angle, angle.data(recording, over), "angle", TALL, version)
        found = similarity.data(recording, over, gamma)
        self._chart(alike, similarity, found, "similarity", TALL, version)
        scored = ranking.data(recording)
        if scored is not None:
            self._chart(layers, ranking, scored, "ranking", TALL, version)
            self.places.pick.caption(words.pick(scored.layers, scored.rate, scored.null))

    def _chart(
        self,
        place: DeltaGenerator,
        plot: Any,
        values: Any,
        name: str,
        height: int,
        version: object,
    ) -> None:
        """A plot in its place, unless the same is there."""
        if self._is_new(name, version):
            with place.container():
                chart(plot, values, self.theme, height, f"-{name}-{self.drawn[name]}")

    def _is_new(self, name: str, version: object) -> bool:
        if name in self.versions and self.versions[name] == version:
            return False
        self.versions[name] = version
        self.drawn[name] = self.drawn.get(name, 0) + 1
        return True


def _last(drawn: curves.Curves) -> object:
    """Equal for two pictures of curves that look alike."""
    return tuple(
        (each.contestant.title, len(each.contestant.logs), *each.steps[-1:])
        for each in drawn.curves
    )
