"""The Export button of a page, and its dialog: what people take with them, and how it looks."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

from app.files.exports import PAGE, PANELS, WIDTH
from app.files.link import PLACE, asked_for, download_link
from app.study.put import current, shown_page
from app.study.study import Study

PAGES = ("explore", "vectors", "maps", "recon")
"""The pages from which something can be taken."""
WIDTHS = {"page": "Page, 7 in", "column": "Column, 3.25 in"}


def export_button() -> None:
    """The button, on the pages that have one."""
    if shown_page() in PAGES:
        pressed = st.button(
            "Export",
            key="export",
            icon=":material/download:",
            type="tertiary",
            help="Figure, data, code, a page that plays offline, an animation, references.",
        )
        if pressed:
            dialog()


@st.dialog("Take it with you", width="large")
def dialog() -> None:
    """Everything that can be taken of the study on the screen."""
    study, page = current(), shown_page()
    query = asked_for(study, is_stopped=False) | {PAGE: page}
    figure, *_ = st.tabs(["Figure"])
    with figure:
        figure_part(study, page, query)


def figure_part(study: Study, page: str, query: Mapping[str, str]) -> None:
    """Panels and width, how it looks, the files, and the caption."""
    from app.export.paper.catalogue import paper_of  # its library is loaded when first asked for

    choices = paper_of(page).choices(study)
    left, right = st.columns([3, 1])
    chosen = left.pills(
        "Panels",
        [*choices],
        default=[*choices],
        key="export-panels",
        format_func=lambda key: choices[key],
        selection_mode="multi",
    )
    width = right.segmented_control(
        "Width",
        [*WIDTHS],
        default="page",
        key="export-width",
        format_func=WIDTHS.__getitem__,
        required=True,
    )
    said = dict(query) | {WIDTH: width}
    if len(chosen) < len(choices):
        said |= {PANELS: ",".join(key for key in choices if key in chosen)}
    if not chosen:
        st.info("Pick a panel.")
        return
    preview(said)
    with st.container(horizontal=True):
        for kind in ("pdf", "svg", "png"):
            download_link(f"Figure ({kind.upper()})", f"figure.{kind}", said)
        download_link("Caption (text)", "caption.txt", said)


def preview(said: Mapping[str, str]) -> None:
    """The figure as it will be, on white."""
    address = f"./{PLACE}/preview.png?{urlencode(said)}"
    alt = "The figure as it will be. If it is not here yet, others wait for theirs."
    st.html(f'<img class="preview" src="{escape(address)}" alt="{alt}">')
