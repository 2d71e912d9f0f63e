"""Parts of the Maps page: charts that answer to clicks, progress, and downloads."""

import time
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import NamedTuple
from urllib.parse import urlencode

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.look.parts import CHART, literal
from app.look.theme import LIGHT, Theme
from app.maps.kind import Point
from app.maps.layers import Layer
from app.maps.prints import page_of
from app.maps.stop import STOPS, stop_button
from app.runs.sweeps import Job
from app.runs.workers import WORKERS
from app.study.link import encode
from app.study.study import Study

LISTENING = 0.2
"""Seconds between two looks at the runs; each lets the visitor's next action through."""
REPORTED = 1.0
"""Seconds between two reports: a browser that hears of them more often gets nothing else done."""
OUTLINES = 0.5
"""Seconds for which the first picture waits, at most, for something to be seen on it."""
REDRAWN = 0.4
"""Seconds at least between two drawings of what is done."""
CLICKED, STOPPED = "clicked", "stopped"
"""Where the session keeps the study to open in Explore, and the map that the visitor stopped."""
HEIGHTS = (560, 440, 320, 245, 215)
"""Of pictures, by the number of columns."""


def chart(
    plot: ModuleType,
    values: NamedTuple,
    theme: Theme,
    key: str,
    height: int,
    study_at: Callable[[Point], Study | None],
) -> None:
    """A picture; a click on it opens the study that ``study_at`` makes of it in Explore."""
    image = {"format": "svg", "filename": plot.KEY}
    st.plotly_chart(
        plot.figure(values, theme),
        key=key,
        theme=None,
        config={**CHART, "toImageButtonOptions": image},
        alt=plot.alt(values),
        height=height,
        on_select=lambda: _note_click(key, study_at),
        selection_mode="points",
    )


def _note_click(key: str, study_at: Callable[[Point], Study | None]) -> None:
    points = st.session_state[key].selection.points
    if points:
        study = study_at(Point(points[0]["curve_number"], points[0]["point_index"]))
        if study is not None:
            st.session_state[CLICKED] = encode(study)


def clicked() -> dict[str, str] | None:
    """The link to what was clicked, once."""
    return st.session_state.pop(CLICKED, None)


def run_and_draw(
    layers: Sequence[Layer], name: str, place: DeltaGenerator, draw: Callable[[], None]
) -> None:
    """Draw what is done, again and again until everything is, or the visitor stops it."""
    jobs = [layer.job for layer in layers]
    if st.session_state.get(STOPPED) == name:
        for job in jobs:
            job.leave()
        _say_stopped(layers, place)
        return draw()
    _wait_for_outlines(jobs)
    was_over = all(job.is_over for job in jobs)
    draw()
    if was_over:
        return _say_failures(layers, place)
    stop = STOPS.offer()
    try:
        _go_on_drawing(layers, stop, place, draw)
    finally:
        STOPS.withdraw(stop)
    if all(job.is_over for job in jobs):
        place.empty()
        return _say_failures(layers, place)
    st.session_state[STOPPED] = name
    for job in jobs:
        job.leave()
    return _say_stopped(layers, place)


def _go_on_drawing(
    layers: Sequence[Layer], stop: str, place: DeltaGenerator, draw: Callable[[], None]
) -> None:
    """Draw what is done, again and again, until everything is or the button is pressed."""
    jobs = [layer.job for layer in layers]
    bar = _bar(stop, place)
    began = time.monotonic()
    drawn, told, share_then, reported = _versions(layers), began, _share(layers), -np.inf
    while not (all(job.is_over for job in jobs) or STOPS.is_pressed(stop)):
        WORKERS.look_at(jobs)
        WORKERS.wait(LISTENING)
        now, share = time.monotonic(), _share(layers)
        if now - reported > REPORTED:
            bar.progress(min(share, 1.0), _progress_told(share, share_then, now - began))
            reported = now
        if _versions(layers) != drawn and now - told > REDRAWN:
            drawn, told = _versions(layers), now  # more may come while it is drawn
            draw()
    draw()  # what has not changed since is not drawn again


def _wait_for_outlines(jobs: Sequence[Job]) -> None:
    """Wait a moment for the first pieces: a picture that is soon drawn again costs the browser."""
    until = time.monotonic() + OUTLINES
    while not all(job.is_over or job.version for job in jobs) and time.monotonic() < until:
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


def _say_stopped(layers: Sequence[Layer], place: DeltaGenerator) -> None:
    with place.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Stopped at {_share(layers):.0%}; what was done by then is drawn.")
        st.button("Run the rest", key="go-on", on_click=_go_on)


def _say_failures(layers: Sequence[Layer], place: DeltaGenerator) -> None:
    told = [f"{each.method.title}: {each.job.failure}" for each in layers if each.job.failure]
    if told:
        place.warning(literal(" ".join(told)))


def _versions(layers: Sequence[Layer]) -> int:
    return sum(layer.job.version for layer in layers)


def _share(layers: Sequence[Layer]) -> float:
    return sum(layer.job.share for layer in layers) / max(len(layers), 1)


def _progress_told(share: float, share_then: float, seconds: float) -> str:
    if share <= share_then or seconds < 0.5:
        return f"Running: {share:.0%}"
    left = seconds * (1 - share) / (share - share_then)
    return f"Running: {share:.0%}, {_time(left)} left"


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(round(seconds), 1)} s"
    return f"about {round(seconds / 60)} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"


def downloads(
    plot: ModuleType,
    values: NamedTuple,
    table: Callable[[], str],
    title: str,
    told: str,
    query: Mapping[str, str],
) -> None:
    """The map as a table, and as a page of its own with everything that it was made from."""
    link = f"{(st.context.url or '').partition('?')[0]}?{urlencode(query)}"
    with st.container(horizontal=True):
        st.download_button(
            "Download the numbers (CSV)", table, f"{plot.KEY}.csv", "text/csv", on_click="ignore"
        )
        st.download_button(
            "Download the figure (HTML)",
            lambda: page_of(plot.printed(values, LIGHT), title, told, link),
            f"{plot.KEY}.html",
            "text/html",
            on_click="ignore",
        )
    st.caption("The camera above a picture saves it as SVG.")
