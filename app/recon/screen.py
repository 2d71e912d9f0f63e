"""The answers of the Recon page, redrawn while the trainings go on."""

import time
from collections.abc import Callable
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.look.parts import chart
from app.look.theme import Theme
from app.recon import words
from app.recon.pictures import PICTURES, Picture
from app.recon.state import LabState
from app.recon.strip import strip
from app.study.recon import ReconSettings
from synthetic import PRESETS

PATIENCE = 1.0
"""Seconds from one picture of a training under way to the next."""


class Places(NamedTuple):
    """Where the answers go."""

    verdict: DeltaGenerator
    progress: DeltaGenerator
    strip: DeltaGenerator
    headline: DeltaGenerator
    pictures: dict[str, DeltaGenerator]
    """By the key of the plot."""
    details: DeltaGenerator


class Screen:
    """Draws what there is, each part only when it has changed."""

    def __init__(self, settings: ReconSettings, places: Places, theme: Theme) -> None:
        self.settings, self.places, self.theme = settings, places, theme
        self.preset = next((each for each in PRESETS if settings.is_of(each)), None)
        self.drawn: dict[str, list[object]] = {}
        self.drawn_at = 0.0
        self.bar: DeltaGenerator | None = None

    def tell(self, state: LabState, stop: Callable[[], None]) -> None:
        """How far the training is, and a button that stops it."""
        if self.bar is None:
            self.bar = self.offer("", "Stop training", stop)
        self.bar.progress(state.share, words.progress_words(state))

    def offer(self, text: str, label: str, action: Callable[[], None]) -> DeltaGenerator:
        """A line with a button; the place of the line's text."""
        with self.places.progress.container():
            left, right = st.columns([5, 1], vertical_alignment="center")
            right.button(label, key=f"recon-{label}", on_click=action, width="stretch")
            place = left.empty()
            place.caption(text)
            return place

    def draw(self, state: LabState) -> None:
        """Draw what has changed; a training under way no more often than ``PATIENCE`` says.

        At first a single picture: a browser draws several at once, and shows none before the last.
        """
        is_early = time.perf_counter() - self.drawn_at < PATIENCE
        if is_early and not state.is_complete:
            return
        self._strip(state)
        if not state.seeds:
            return
        self.places.headline.markdown(words.headline(state))
        if self.preset is not None and not state.is_partial:
            self.places.verdict.markdown(words.verdict(state, self.preset))
        ready = [each for row in PICTURES for each in row if each.is_ready(state)]
        is_first = not state.is_complete and not self.drawn.keys() & {p.plot.KEY for p in ready}
        for picture in ready[: 1 if is_first else None]:
            self._picture(picture, state)
        if not is_first:
            self.drawn_at = time.perf_counter()

    def _picture(self, picture: Picture, state: LabState) -> None:
        key = picture.plot.KEY
        again = self._again(key, picture.version(state))
        if again is None:
            return
        values = picture.values(state)
        with self.places.pictures[key].container():
            chart(picture.plot, values, self.theme, picture.height, again)
            if sentence := picture.words(values):
                st.markdown(sentence)

    def _strip(self, state: LabState) -> None:
        """The network with the split by hand; without one, with Recon's once that is trained.

        Before that the boxes have other keys, so that one that is pressed later keeps the focus.
        A split by hand is drawn once, into a place that never was empty, for the same reason.
        """
        by_hand = self.settings.split
        is_early = by_hand is None and state.is_partial
        shown = by_hand if by_hand is not None else () if is_early else state.pick
        again = self._again("early" if is_early else "strip", shown)
        if again is not None:
            place = self.places.strip
            with place.container() if by_hand is None else place:
                strip(self.settings, shown, self.theme, "-early" if is_early else again)

    def _again(self, key: str, version: object) -> str | None:
        """What tells a new version apart from those before it; None if it is not new."""
        versions = self.drawn.setdefault(key, [])
        if versions and versions[-1] == version:
            return None
        versions.append(version)
        return f"-{len(versions)}" if len(versions) > 1 else ""
