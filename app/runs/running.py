"""Work under way, such as a map: drawn as far as it is done, until it is done or stopped."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.look.parts import literal
from app.runs.attendance import ATTENDANCE
from app.runs.stop import STOPS, stop_button
from app.runs.work import Work
from app.runs.workers import WORKERS
from app.study.put import session
from app.words.legend import percent

LISTENING = 0.2
"""Seconds between two looks at the runs; each lets the visitor's next action through."""
REPORTED = 1.0
"""Seconds between two reports: a browser that hears of them more often gets nothing else done."""
OUTLINES = 0.5
"""Seconds for which the first picture waits, at most, for something to be seen on it."""
REDRAWN, IN_A_CROWD = 0.4, 2.0
"""Seconds at least between two drawings of what is done, for a few visitors and for many."""
PAUSE_SHARE = 0.1
"""What has lasted long is drawn after so much of that time again: it changes less, and who draws
takes the processors from who computes."""
STOPPED = "stopped"
"""Where the session keeps what the visitor stopped."""


class UnderWay(Protocol):
    """A part of what is computed, with a name of its own."""

    @property
    def title(self) -> str:
        """What it is called, should it fail."""

    @property
    def job(self) -> Work[Any]:
        """What computes it."""


def run_and_draw(
    layers: Sequence[UnderWay],
    name: str,
    place: DeltaGenerator,
    draw: Callable[[], None],
    pause: float = REDRAWN,
) -> None:
    """Draw what is done, again and again until everything is, or the visitor stops it.

    ``pause`` is how many seconds lie between two drawings at least.
    """
    jobs = [layer.job for layer in layers]
    if st.session_state.get(STOPPED) == name:
        for job in jobs:
            job.leave()
        _say_stopped(layers, place)
        return draw()
    _wait_for_outlines(jobs)
    was_over = all(job.done() for job in jobs)
    draw()
    if was_over:
        return _say_failures(layers, place)
    stop = STOPS.offer()
    try:
        _go_on_drawing(layers, stop, place, draw, pause)
    finally:
        STOPS.withdraw(stop)
    if all(job.done() for job in jobs):
        place.empty()
        return _say_failures(layers, place)
    st.session_state[STOPPED] = name
    for job in jobs:
        job.leave()
    return _say_stopped(layers, place)


def _go_on_drawing(
    layers: Sequence[UnderWay],
    stop: str,
    place: DeltaGenerator,
    draw: Callable[[], None],
    usual: float,
) -> None:
    """Draw what is done, again and again, until everything is or the button is pressed."""
    jobs = [layer.job for layer in layers]
    bar = _bar(stop, place)
    began = time.monotonic()
    drawn, drawn_at, reported_at = _versions(layers), began, -np.inf
    share_then = _share(layers)
    ATTENDANCE.note(session())
    while not (all(job.done() for job in jobs) or STOPS.is_pressed(stop)):
        WORKERS.look_at(jobs)
        WORKERS.wait(LISTENING)
        now, share = time.monotonic(), _share(layers)
        if now - reported_at > REPORTED:
            bar.progress(min(share, 1.0), _progress_words(share, share_then, now - began))
            reported_at = now
        pause = pause_after(now - began, IN_A_CROWD if ATTENDANCE.is_full else usual)
        if _versions(layers) != drawn and now - drawn_at > pause:
            drawn, drawn_at = _versions(layers), now  # more may come while it is drawn
            draw()
    draw()  # what has not changed since is not drawn again


def pause_after(lasted: float, usual: float) -> float:
    """Seconds at least between two drawings of what has lasted so many."""
    return max(usual, PAUSE_SHARE * lasted)


def _wait_for_outlines(jobs: Sequence[Work[Any]]) -> None:
    """Wait a moment for the first pieces: a picture that is soon drawn again costs the browser."""
    until = time.monotonic() + OUTLINES
    while not all(job.done() or job.version for job in jobs) and time.monotonic() < until:
        WORKERS.look_at(jobs)
        WORKERS.wait(OUTLINES / 10)


def _bar(stop: str, place: DeltaGenerator) -> DeltaGenerator:
    with place.container():
        left, right = st.columns([6, 1], vertical_alignment="center")
    with right:
        stop_button(stop)
    return left.empty()


def _go_on() -> None:
    del st.session_state[STOPPED]


def _say_stopped(layers: Sequence[UnderWay], place: DeltaGenerator) -> None:
    with place.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Stopped at {percent(_share(layers))}; what was done by then is drawn.")
        st.button("Run the rest", key="go-on", on_click=_go_on)


def _say_failures(layers: Sequence[UnderWay], place: DeltaGenerator) -> None:
    failures = [f"{each.title}: {each.job.failure}" for each in layers if each.job.failure]
    if failures:
        place.warning(literal(" ".join(failures)))


def _versions(layers: Sequence[UnderWay]) -> int:
    return sum(layer.job.version for layer in layers)


def _share(layers: Sequence[UnderWay]) -> float:
    return sum(layer.job.share for layer in layers) / max(len(layers), 1)


def _progress_words(share: float, share_then: float, seconds: float) -> str:
    if share <= share_then or seconds < 0.5:
        return f"Running: {percent(share)}"
    left = seconds * (1 - share) / (share - share_then)
    return f"Running: {percent(share)}, {_time(left)} left"


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(round(seconds), 1)} s"
    return f"about {round(seconds / 60)} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"
