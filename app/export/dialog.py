"""The Export button of a page, and its dialog: what people take with them, and how it looks."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

from app.export.cite import bibtex
from app.export.code.snippet import focused, snippet
from app.files.address import address
from app.files.exports import PAGE, PANELS, WIDTH
from app.files.link import PLACE, asked_for, download_link
from app.study.put import current, shown_page
from app.study.study import Study

PAGES = ("explore", "vectors", "maps", "recon")
"""The pages from which something can be taken."""
WIDTHS = {"page": "Page, 7 in", "column": "Column, 3.25 in"}
Query = Mapping[str, str]


def export_button() -> None:
    """The button, on the pages that have one."""
    if shown_page() in PAGES:
        pressed = st.button(
            "Export",
            key="export",
            icon=":material/download:",
            type="tertiary",
            help="A figure, data, code and references of what is shown.",
        )
        if pressed:
            dialog()


@st.dialog("Take it with you", width="large")
def dialog() -> None:
    """Everything that can be taken of the study on the screen; a closed tab costs nothing."""
    study, page = current(), shown_page()
    query = asked_for(study, is_stopped=False) | {PAGE: page}
    parts = {"Figure": _figure, "Data": _data}
    if page == "explore":
        parts |= {"Code": _code}
    parts |= {"References": _references}
    tabs = st.tabs([*parts], on_change="rerun")
    for tab, draw in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                draw(study, page, query)


def _figure(study: Study, page: str, query: Query) -> None:
    """Panels and width, how it looks, and the files."""
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
    said = {**query, WIDTH: str(width)}
    if len(chosen) < len(choices):
        said |= {PANELS: ",".join(key for key in choices if key in chosen)}
    if not chosen:
        st.info("Pick a panel.")
        return
    _preview(said)
    with st.container(horizontal=True):
        for kind in ("pdf", "svg", "png"):
            download_link(f"Figure ({kind.upper()})", f"figure.{kind}", said)
        download_link("Caption (text)", "caption.txt", said)


def _data(study: Study, page: str, query: Query) -> None:
    st.markdown(
        "Every number behind the page in one ZIP: tables as CSV and Parquet, arrays for NumPy, and "
        "`meta.json` with the link, the versions and what each column means."
    )
    download_link("All data (ZIP)", "data.zip", query)


def _code(study: Study, page: str, query: Query) -> None:
    st.markdown(
        "The program runs this study without the app; the loop takes the focused method into a "
        "training of your own."
    )
    with st.container(horizontal=True):
        if study.drawn:
            download_link("Program (Python)", "study.py", query)
            download_link("Notebook", "study.ipynb", query)
        download_link("Training loop (Python)", "training_loop.py", query)
    st.code(snippet(study, focused(study)), language="python")


def _references(study: Study, page: str, query: Query) -> None:
    download_link("References (BibTeX)", "references.bib", query)
    st.code(bibtex(study, address(study, page)), language="bibtex")


def _preview(said: Query) -> None:
    """The figure as it will be, on white."""
    source = f"./{PLACE}/preview.png?{urlencode(said)}"
    alt = "The figure as it will be. If it is not here yet, others wait for theirs."
    st.html(f'<img class="preview" src="{escape(source)}" alt="{alt}">')
