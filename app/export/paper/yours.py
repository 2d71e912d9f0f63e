"""The figures of Your run: what the task gradients of a recording were to one another."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import final

import numpy as np

from app.export.caption import listed_panels
from app.export.paper import recorded as paper
from app.export.paper.curves import ASPECT
from app.export.paper.layout import Drawing, Panel
from app.export.paper.paper import Drawn, Paper
from app.figures.yours import angle, gamma, lengths, losses, similarity
from app.figures.yours.angle import Angles
from app.figures.yours.curve import Over
from app.maps.words import named
from app.study.study import Study
from app.words.numbers import listed
from app.yours.opened import Opened
from app.yours.settings import gamma_of, shown, trained

ELSEWHERE = (
    "A recording from a file is known to the session that opened it alone: its own page gives its "
    "files."
)
UNTRAINED = "This network is not trained here yet: open it on the page Train first."


def opened_of(study: Study) -> Opened:
    """The recording that a link says; ``ValueError`` if it is not here, as a file never is."""
    if study.yours.source == "file":
        raise ValueError(ELSEWHERE)
    if study.yours.source == "train" and trained(study) is None:
        raise ValueError(UNTRAINED)
    return shown(study)


def choices_of(opened: Opened) -> Mapping[str, str]:
    """The panels that there are of a recording, by their keys."""
    plots = (losses, angle, similarity, gamma, lengths)
    return {
        plot.KEY: plot.TITLE for plot in plots if plot is not losses or opened.recording.has_losses
    }


def drawn_of(opened: Opened, study: Study, chosen: Collection[str]) -> Drawn:
    """The chosen panels of a recording, as the settings of the page show it."""
    panels = tuple(_panels(opened, study, chosen))
    words = (_shown(opened, chosen, panels), *recording_words(opened, gamma_of(study, opened)))
    return Drawn(Drawing(panels, ()), "Task gradients of a training", " ".join(filter(None, words)))


def recording_words(opened: Opened, level: float) -> Iterator[str]:
    """What was recorded, and what was measured of it."""
    recording, method = opened.recording, opened.recording.method
    steps = recording.steps
    yield (
        f"{opened.title}: {len(steps):,} recorded steps, {steps[0]} to {steps[-1]}, of the tasks "
        f"{listed(recording.names)}; recorded by {recording.origin}."
    )
    if method is not None:
        yield f"Method {named(method)}; seed {recording.seed}; {recording.precision}."
    shares = zip(recording.pairs, recording.conflicts, strict=True)
    told = [
        f"{angle.pair_name(recording, pair)} {share:.0%}"
        for pair, share in list(shares)[: angle.MOST]
        if not np.isnan(share)
    ]
    if told:
        yield f"Share of steps with an angle above 90°: {', '.join(told)}."
    share = gamma.data(recording, level).share
    yield f"At γ = {level:g} SAM-GS would equalise {share:.0%} of the steps."


def _panels(opened: Opened, study: Study, chosen: Collection[str]) -> Iterator[Panel]:
    recording, level = opened.recording, gamma_of(study, opened)
    steps = recording.steps
    over = Over(int(steps[0]), int(steps[-1]), opened.index(study.yours.step))
    draws = {
        losses.KEY: lambda: partial(
            paper.draw_tasks, losses=losses.data(recording, over), name="losses"
        ),
        similarity.KEY: lambda: partial(
            paper.draw_psi, found=similarity.data(recording, over, level)
        ),
        gamma.KEY: lambda: partial(paper.draw_gamma, found=gamma.data(recording, level)),
        lengths.KEY: lambda: partial(
            paper.draw_tasks, losses=lengths.data(recording, over), name="lengths"
        ),
    }
    for key, title in choices_of(opened).items():
        if key in chosen and key == angle.KEY:
            yield from _angles(angle.data(recording, over))
        elif key in chosen:
            yield Panel(key, title, ASPECT, draws[key]())


def _angles(angles: Angles) -> Iterator[Panel]:
    """One panel, or a small one for each pair."""
    is_one = len(angles.curves) == 1
    for number, (curve, share) in enumerate(zip(angles.curves, angles.shares, strict=True)):
        title = angle.TITLE if is_one else f"{paper.label_of(curve.name)}: {share:.0%}"
        draw = partial(paper.draw_pair, angles=angles, number=number)
        yield Panel(angle.KEY, title, ASPECT, draw, not is_one)


def _shown(opened: Opened, chosen: Collection[str], panels: tuple[Panel, ...]) -> str:
    if any(panel.is_small for panel in panels):  # they have no letters
        titles = [title for key, title in choices_of(opened).items() if key in chosen]
        return f"{listed(titles)}; the angle of each pair of tasks with the share above 90°."
    lettered = listed_panels([panel.title for panel in panels])
    return f"{lettered}." if lettered else ""


@final
class YoursPaper(Paper):
    """What the recording that a link says shows."""

    page = "your-run"

    def choices(self, study: Study) -> Mapping[str, str]:
        return choices_of(opened_of(study))

    def drawn(self, study: Study, chosen: Collection[str], is_stopped: bool) -> Drawn:
        return drawn_of(opened_of(study), study, chosen)
