"""The Export button of a page, and its dialog: what people take with them, and how it looks."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from urllib.parse import urlencode

import streamlit as st

from app.export.cite import bibtex
from app.export.code.snippet import focused, snippet
from app.export.unfinished import is_left
from app.export.upload import data_button, figure_buttons, preview, shown_upload
from app.files.address import address
from app.files.exports import LOOP, PAGE, PANELS, SECONDS, SIZE, WIDTH, is_covered
from app.files.link import PLACE, asked_for, download_link
from app.study.put import current, note_dialog, shown_page
from app.study.study import Study
from app.study.yours import YourRunSettings

PAGES = ("explore", "vectors", "maps", "recon", "your-run")
"""The pages from which something can be taken."""
WIDTHS = {"page": "Page, 7 in", "column": "Column, 3.25 in"}
Query = Mapping[str, str]


def export_button() -> None:
    """The button, on the pages that have one, unless the link leaves out what it would give."""
    if shown_page() in PAGES and not is_covered(current()):
        pressed = st.button(
            "Export",
            key="export",
            icon=":material/download:",
            type="tertiary",
            help="A figure, data, code and references of what is shown.",
        )
        if pressed:
            note_dialog()
            dialog()


@st.dialog("Take it with you", width="large")
def dialog() -> None:
    """Everything that can be taken of the study on the screen; a closed tab costs nothing."""
    study, page = current(), shown_page()
    if study.yours.source == "file" and shown_upload(study, page) is None:
        study = replace(study, yours=YourRunSettings())  # the example takes its place, as there
    query = asked_for(study, is_stopped=is_left(study, page)) | {PAGE: page}
    parts = {"Figure": _figure, "Data": _data}
    if page == "explore":
        parts |= {"Code": _code, "Page": _page, "Animation": _animation}
    parts |= {"References": _references}
    tabs = st.tabs([*parts], on_change="rerun")
    for tab, draw in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                draw(study, page, query)


def _figure(study: Study, page: str, query: Query) -> None:
    """Panels and width, how it looks, and the files."""
    from app.export.paper.catalogue import paper_of  # its library is loaded when first asked for
    from app.export.paper.yours import choices_of

    own = shown_upload(study, page)
    choices = choices_of(own) if own else paper_of(page).choices(study)
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
    if own:
        preview(own, study, str(width), chosen)
        with st.container(horizontal=True):
            figure_buttons(own, study, str(width), chosen)
        return
    _preview(said)
    with st.container(horizontal=True):
        for kind in ("pdf", "svg", "png"):
            download_link(f"Figure ({kind.upper()})", f"figure.{kind}", said)
        download_link("Caption (text)", "caption.txt", said)
        if page == "explore" and study.drawn:
            download_link("Planes for pgfplots (TikZ)", "tikz.zip", query)


def _data(study: Study, page: str, query: Query) -> None:
    st.markdown(
        "Every number behind the page in one ZIP: tables as CSV and Parquet, arrays for NumPy, and "
        "`meta.json` with the link, the versions and what each column means."
    )
    if own := shown_upload(study, page):
        data_button(own, study)
    else:
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


def _page(study: Study, page: str, query: Query) -> None:
    st.markdown(
        "A page of its own that plays this study without a network: for slides, a course’s site "
        "or a paper’s supplement. It holds the caption and the link."
    )
    if study.drawn:
        download_link("Page that plays (HTML)", "replay.html", query)


def _animation(study: Study, page: str, query: Query) -> None:
    if not study.drawn:
        st.info("No method is drawn.")
        return
    with st.container(horizontal=True):
        seconds = st.number_input("Seconds", 2, 15, 6, key="export-seconds", width=140)
        sizes = {"slide": "Slide, 1280 × 720", "small": "Small, 800 × 450"}
        size = st.segmented_control(
            "Size",
            [*sizes],
            default="slide",
            key="export-size",
            format_func=sizes.__getitem__,
            required=True,
        )
        is_looped = st.toggle("Loop", True, key="export-loop")
    said = {**query, SECONDS: str(seconds), SIZE: str(size), LOOP: "yes" if is_looped else "no"}
    with st.container(horizontal=True):
        download_link("Animation (GIF)", "animation.gif", said)
        download_link("Animation (WebP)", "animation.webp", said)
    st.caption(
        f"{seconds * 15 + 1} pictures, each drawn for itself: the file begins to come after about "
        f"{max(2, seconds)} seconds. The caption is inside, and as text beside the figure."
    )


def _references(study: Study, page: str, query: Query) -> None:
    download_link("References (BibTeX)", "references.bib", query)
    st.code(bibtex(study, address(study, page), page), language="bibtex")


def _preview(said: Query) -> None:
    """The figure as it will be, on white."""
    source = f"./{PLACE}/preview.png?{urlencode(said)}"
    alt = "The figure as it will be. If it is not here yet, others wait for theirs."
    st.html(f'<img class="preview" src="{escape(source)}" alt="{alt}">')
