"""The pages of the app, and the links between them, which keep the study."""

from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from app.study.link import encode
from app.study.study import Study


class Pages(NamedTuple):
    """Every page, in the order of the links."""

    explore: Page
    maps: Page
    methods: Page
    recon: Page


class Heading(NamedTuple):
    """The places of a page's first line."""

    links: DeltaGenerator
    right: DeltaGenerator


def heading() -> Heading:
    """The app's name in the current container, and places for the links and for something else."""
    title, links, right = st.columns([12, 11, 8], vertical_alignment="center")
    title.markdown("## Gradient surgery explorer")
    return Heading(links.container(horizontal=True), right)


def page_links(pages: Pages, study: Study, place: DeltaGenerator) -> None:
    """Links to all pages at ``place``; they carry the study along."""
    for page in pages:
        place.page_link(page, query_params=encode(study))
