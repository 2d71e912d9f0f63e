"""The trainings of a Recon screen, done one after the other while somebody looks."""

from collections.abc import Generator
from concurrent.futures import wait

from app.recon.orders import missing
from app.recon.state import LabState, look
from app.recon.trainings import TRAININGS, Trainings
from app.study.recon import ReconSettings

PAUSE = 0.25
"""Seconds from one look at a training to the next."""


def follow(
    settings: ReconSettings, trainings: Trainings = TRAININGS
) -> Generator[LabState, None, None]:
    """What there is, again and again, until there is everything; does the work meanwhile."""
    yield look(settings, trainings)
    while (order := missing(settings, trainings)) is not None:
        with trainings.watched(trainings.start(order)) as training:
            while not wait([training], PAUSE).done:
                yield look(settings, trainings)
        if not training.cancelled():
            training.result()  # raises what went wrong
        yield look(settings, trainings)


def stop(settings: ReconSettings, trainings: Trainings = TRAININGS) -> None:
    """End the training that is under way, unless somebody else watches it."""
    order = missing(settings, trainings)
    if order is not None:
        trainings.stop(order)
