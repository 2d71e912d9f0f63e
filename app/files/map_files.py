"""The maps as files: their numbers, and a page of their own."""

import time
from collections.abc import Sequence
from typing import NamedTuple

from app.files.address import address
from app.files.waiting import NotYet, waiting
from app.look.theme import LIGHT
from app.maps.kind import MapKind, Picture
from app.maps.kinds import kind_of
from app.maps.layers import Layer
from app.maps.prints import page_of
from app.runs.jobs import Job
from app.runs.records import survey_of
from app.runs.workers import WORKERS
from app.study.atlas import Atlas
from app.study.atlas_link import fit
from app.study.study import Study

LISTENING = 0.2
"""Seconds between two looks at the runs."""
EMPTY = "Nothing of this map is there yet. Keep its page open, and ask again in a moment."
LEFT = "Nothing of this map is there: it was stopped. Press “Run the rest” on its page first."


class MadeMap(NamedTuple):
    """A map as far as it is done."""

    kind: MapKind
    study: Study
    atlas: Atlas
    layers: Sequence[Layer]
    picture: Picture

    def numbers(self) -> str:
        """As CSV."""
        return self.kind.table(self.study, self.atlas, self.layers, self.picture.values)

    def page(self) -> str:
        """As HTML, with everything that it was made from."""
        plot, values = self.picture.plot, self.picture.values
        words = self.kind.words(self.study, values), self.kind.made_from(self.study, values)
        title = f"{plot.TITLE}: {self.study.landscape.title}"
        return page_of(
            plot.printed(values, LIGHT), title, " ".join(words), address(self.study, "maps")
        )


def map_of(study: Study, key: str, is_stopped: bool) -> MadeMap:
    """The map of a study, whose plot has this key.

    What is missing is run for a while, unless the visitor stopped it. Raises ``ValueError`` if the
    study shows another map or one of too many runs, ``NotYet`` if nothing of it is there.
    """
    atlas, survey = fit(study.atlas, study), survey_of(study.landscape)
    kind = kind_of(atlas)
    layers = kind.layers(study, atlas)
    picture = kind.picture(study, atlas, layers, survey)
    if key != picture.plot.KEY:
        raise ValueError(f"The link must be one of the map {key}; got one of {picture.plot.KEY}.")
    jobs = [layer.job for layer in layers]
    if not (is_stopped or all(job.done() for job in jobs)):
        _run(jobs)
        picture = kind.picture(study, atlas, layers, survey)
    if jobs and not any(job.version for job in jobs):
        failures = " ".join({job.failure for job in jobs} - {""})
        raise NotYet(failures or (LEFT if is_stopped else EMPTY))
    return MadeMap(kind, study, atlas, layers, picture)


def _run(jobs: Sequence[Job]) -> None:
    """Have the jobs go on until they are done, or as long as a file may wait."""
    with waiting() as until:
        while not all(job.done() for job in jobs) and time.monotonic() < until:
            WORKERS.look_at(jobs)
            WORKERS.wait(LISTENING)
