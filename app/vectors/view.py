"""Vectors: one step of surgery in the hand, without a landscape."""

from dataclasses import replace

import streamlit as st

from app.look.parts import literal
from app.navigation import Pages, heading, warn
from app.study.link import encode
from app.study.put import current, notices
from app.study.study import Study
from app.vectors.component import draw_arrows, draw_fingerprints, failure
from app.vectors.controls import preset_buttons, vectors_controls
from app.vectors.outcome import outcomes
from app.vectors.words import readouts, row, sentences, words_of_fingerprints


def vectors(pages: Pages) -> None:
    """Draw the page for the study that is shown."""
    study = current()
    with st.sidebar:
        vectors_controls(study)
    heading(pages)
    warn(notices())
    preset_buttons()
    if why := failure():
        st.info(f"The picture does not run here, so its numbers stand alone: {literal(why)}")
        numbers(study)
    else:
        draw_arrows(study)
    if study.screen.shows("pages"):
        open_in_explore(study, pages)
    st.markdown("**Fingerprints**: what each method makes of every pair of gradients")
    st.caption(words_of_fingerprints(study.vectors.colour))
    draw_fingerprints(study)


def open_in_explore(study: Study, pages: Pages) -> None:
    """A link to the focused method's run."""
    with st.container(horizontal=True):
        st.page_link(
            pages.explore,
            label=f"Open {study.focused.title} in Explore",
            icon=":material/show_chart:",
            query_params=encode(replace(study, drawn=(*study.drawn, study.focused))),
        )


def numbers(study: Study) -> None:
    """What the picture would say, as tables and sentences."""
    found = outcomes(study)
    st.table({each.label: each.text for each in readouts(found)})
    st.table([row(each, study.vectors.turned)._asdict() for each in found.methods])
    for sentence in sentences(found):
        st.markdown(literal(sentence))
