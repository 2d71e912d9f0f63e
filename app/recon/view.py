"""Recon: which layers to split, what that buys, and when the score misleads."""

from contextlib import closing
from dataclasses import replace

import streamlit as st

from app.export.unfinished import RECON
from app.figures.recon import ranking
from app.files.link import asked_for, download_link
from app.look.parts import theme_of_page
from app.look.styles import sheet
from app.navigation import Pages, heading, warn
from app.recon import networks as table
from app.recon import words
from app.recon.controls import go_to, preset_buttons, recon_controls, score_control
from app.recon.explanations import LESSONS
from app.recon.lab import follow, stop
from app.recon.pictures import PICTURES
from app.recon.screen import Places, Screen
from app.recon.state import LabState, look
from app.recon.strip import follow_recon
from app.study.put import current, notices
from app.study.recon import MAX_SEEDS, ReconSettings
from app.study.study import Study

STOPPED = RECON
"""The settings whose training the visitor stopped, in the session."""


def recon(pages: Pages) -> None:
    """Draw the page for the settings that are shown."""
    settings = current().recon
    theme = theme_of_page()
    st.html(sheet("recon"))
    with st.sidebar:
        recon_controls(settings)
    heading(pages)
    warn(notices())
    with st.container(key="recon-top"):
        preset_buttons(settings)
        st.markdown(words.expectation(settings))
    train(settings, Screen(settings, layout(settings), theme))


def layout(settings: ReconSettings) -> Places:
    """Titles and places from top to bottom."""
    verdict, progress = st.empty(), st.empty()
    strip = st.empty() if settings.split is None else st.container()
    choices(settings)
    headline = st.empty()
    pictures = {}
    with st.container(key="recon-board"):
        for row in PICTURES:
            for place, picture in zip(st.columns([each.share for each in row]), row, strict=True):
                with place:
                    with st.container(
                        horizontal=True, vertical_alignment="center", key=f"line-{picture.plot.KEY}"
                    ):
                        st.markdown(f"**{picture.plot.TITLE}**", width="content")
                        if picture.plot is ranking:
                            score_control(settings)
                    pictures[picture.plot.KEY] = st.empty()
    return Places(verdict, progress, strip, headline, pictures, st.empty())


def choices(settings: ReconSettings) -> None:
    """Buttons beside the network: Recon's own pick, and more seeds."""
    with st.container(horizontal=True, key="recon-choices"):
        if settings.split is None:
            st.caption("Press a layer to split it by hand, or to join it again.")
        else:
            st.button("Back to Recon’s pick", key="recon-follow", on_click=follow_recon)
        if settings.seeds < MAX_SEEDS:
            st.button(
                f"More seeds, up to {MAX_SEEDS}",
                key="recon-more",
                on_click=go_to,
                args=(replace(settings, seeds=MAX_SEEDS),),
            )
        else:
            st.button(
                "One seed", key="recon-one", on_click=go_to, args=(replace(settings, seeds=1),)
            )


def train(settings: ReconSettings, screen: Screen) -> None:
    """Draw what there is while the rest is trained, unless the visitor stopped it."""
    state = look(settings)
    if st.session_state.get(STOPPED) == settings and not state.is_complete:
        screen.draw(state)
        kept = "what was done is kept" if state.seeds else "there was nothing to show yet"
        screen.offer(f"Stopped; {kept}.", "Go on", _go_on)
    else:
        with closing(follow(settings)) as states:  # so that it is left at once if interrupted
            for state in states:
                if not state.is_complete:
                    screen.tell(state, lambda: _stop(settings))
                screen.draw(state)
        screen.places.progress.empty()
    if state.seeds:
        with screen.places.details.container():
            details(state)


def details(state: LabState) -> None:
    """The table of all networks, the downloads, and what to know before believing a picture."""
    networks, lessons = st.tabs(["Every network", "Explanations"])
    with networks:
        table.draw(table.rows(state))
        query = asked_for(replace(Study(), recon=state.settings), is_stopped=not state.is_complete)
        with st.container(horizontal=True):
            download_link("Download all networks (CSV)", "networks.csv", query)
            download_link("Download the pictures’ numbers (CSV)", "recon.csv", query)
        st.caption(f"Training all this took {state.seconds:.1f} s, once for all visitors.")
    with lessons:
        for lesson in LESSONS:
            with st.expander(lesson.title):
                st.markdown(lesson.text)


def _stop(settings: ReconSettings) -> None:
    stop(settings)
    st.session_state[STOPPED] = settings


def _go_on() -> None:
    st.session_state.pop(STOPPED, None)
