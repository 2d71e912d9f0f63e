"""The networks of Train as files: their losses and metrics, and the recording of one of them."""

import time

from app.export.data.recording import file_of
from app.files.waiting import NotYet, waiting
from app.runs.workers import WORKERS
from app.study.train import TrainSettings
from app.train.numbers import Mean, Number, csv_text, means, numbers
from app.train.state import State, focused_log, under_way
from app.train.table import standing

LISTENING = 0.2
"""Seconds between two looks at the trainings."""
EMPTY = "Nothing is trained yet. Keep the page open, and ask again in a moment."
LEFT = "Nothing is trained: it was stopped. Press “Run the rest” on the page first."


def training_csv(settings: TrainSettings, is_stopped: bool) -> str:
    """Every loss and metric of every network that is trained so far."""
    return csv_text(Number, numbers(trained(settings, is_stopped)))


def table_csv(settings: TrainSettings, is_stopped: bool) -> str:
    """The table of the page, as far as it is filled."""
    return csv_text(Mean, means(standing(trained(settings, is_stopped))))


def recording_npz(settings: TrainSettings, is_stopped: bool) -> bytes:
    """The recording of the focused method, as the page Your run opens it."""
    trained(settings, is_stopped)
    log = focused_log(settings)
    if log is None or log.recording is None:
        raise NotYet(LEFT if is_stopped else EMPTY)
    return file_of(log.recording)


def trained(settings: TrainSettings, is_stopped: bool) -> State:
    """What there is; what is missing is trained for a while, unless the visitor stopped it.

    Raises ``ValueError`` for more than the page trains, and ``NotYet`` if there is nothing.
    """
    if settings.refusal:
        raise ValueError(settings.refusal)
    state = State(settings, under_way(settings))
    if not (is_stopped or state.is_complete):
        with waiting() as until:
            while not state.is_complete and time.monotonic() < until:
                WORKERS.look_at([each.job for each in state.trainings])
                WORKERS.wait(LISTENING)
    if not state.logs:
        raise NotYet(LEFT if is_stopped else EMPTY)
    return state
