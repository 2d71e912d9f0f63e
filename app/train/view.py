"""Train: does what is seen on the landscapes hold in a network, and when does it not?"""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.figures.yours import angle, ranking, similarity
from app.files.link import asked_for, download_link
from app.look.parts import literal, theme_of_page
from app.look.styles import sheet
from app.look.theme import Theme
from app.navigation import Pages, heading, warn
from app.runs.running import run_and_draw
from app.study.link import encode
from app.study.put import current, notices
from app.study.study import Study
from app.study.train import TrainSettings
from app.study.train_link import encode_train
from app.study.yours import YourRunSettings
from app.train import words
from app.train.controls import (
    focus_control,
    preset_buttons,
    seeds_button,
    split_buttons,
    train_controls,
)
from app.train.lanes import N_EXAMPLES
from app.train.published import published
from app.train.screen import Places, Screen
from app.train.state import State, under_way
from samgs_core.benchmark.glance import glance, layer_names

LOWER = (similarity, ranking)
"""What is drawn of the gradients side by side."""
PAUSE = 1.0
"""Seconds at least between two drawings of networks in training."""


def train(pages: Pages) -> None:
    """Draw the page for the settings that are shown."""
    study, theme = current(), theme_of_page()
    settings = study.train
    st.markdown(sheet("train"), unsafe_allow_html=True)  # before the HTML that it is for
    with st.sidebar:
        train_controls(settings)
    heading(pages)
    warn(notices())
    preset_buttons(settings)
    st.markdown(words.told(settings))
    if refusal := settings.refusal or missing(settings):
        st.warning(literal(refusal))
        return
    learn(settings, theme)
    below(pages, study)


def learn(settings: TrainSettings, theme: Theme) -> None:
    """Draw what there is while the networks learn, unless the visitor stopped them."""
    progress = st.empty()
    trainings = under_way(settings)
    screen = Screen(State(settings, trainings), layout(settings), theme)
    screen.draw_examples()
    run_and_draw(trainings, _name(settings), progress, screen.draw, PAUSE)
    screen.finish()


def missing(settings: TrainSettings) -> str:
    """What the benchmark lacks on this machine, as a sentence; nothing if all is there."""
    try:
        glance(settings.benchmark, settings.seed, N_EXAMPLES)
    except ModuleNotFoundError as error:
        return str(error)
    return ""


def layout(settings: TrainSettings) -> Places:
    """Titles and places from top to bottom."""
    tasks = settings.benchmark.tasks
    st.markdown("**Examples of the test set**")
    shown = st.empty()
    with st.container(key="train-top"):
        left, right = st.columns([6, 5])
        title, table, verdict = left.empty(), left.empty(), right.empty()
        with right:
            st.caption(words.NOTE)
            seeds_button(settings)
    with st.expander("All metrics"):
        every = st.empty()
    with st.container(key="train-board"):
        metrics = [_titled(place, words.metric_title(task)) for place, task in _row(tasks)]
        losses = [_titled(place, f"{task.title}: training loss") for place, task in _row(tasks)]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**Task gradients of**", width="content")
            focus_control(settings)
        st.caption(words.PSI)
        similarities, layers = (_titled(each, plot.TITLE) for each, plot in _row(LOWER))
        angles = _titled(st.container(), angle.TITLE)
        st.caption(words.SHADED)
        pick = st.empty()
        if settings.focus is not None:
            st.caption(words.SPLIT)
            split_buttons(settings, layer_names(settings.benchmark))
    gradients = angles, similarities, layers
    return Places(shown, title, table, verdict, every, losses, metrics, gradients, pick)


def below(pages: Pages, study: Study) -> None:
    """What can be taken along, what the papers say, and how far the page goes."""
    settings = study.train
    own = replace(study, yours=YourRunSettings(source="train"))
    is_stopped = not State(settings, under_way(settings)).is_complete
    query = asked_for(study, is_stopped=is_stopped)
    with st.container(horizontal=True, vertical_alignment="center"):
        if settings.focus is not None and study.screen.shows("pages"):
            st.page_link(
                pages.yours,
                label=f"Open {settings.focus.title} in Your run",
                icon=":material/north_east:",
                query_params=encode(own),
            )
        download_link("Download the table (CSV)", "training-table.csv", query)
        download_link("Download all numbers (CSV)", "training.csv", query)
        if settings.focus is not None:
            download_link("Download its recording", "recording.npz", query)
    st.caption(words.bounds())
    published()


def _row(items: tuple) -> list[tuple]:
    return list(zip(st.columns(len(items)), items, strict=True))


def _titled(place: DeltaGenerator, title: str) -> DeltaGenerator:
    place.markdown(f"**{title}**")
    return place.empty()


def _name(settings: TrainSettings) -> str:
    """What a stopped training is known by: whose gradients are shown does not matter."""
    plain = replace(settings, focused=TrainSettings.focused) if not settings.split else settings
    return f"train {encode_train(plain)}"
