"""What is taken of a recording that a visitor opened: made when it is asked for, and not kept."""

from base64 import b64encode
from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from app.files.address import address
from app.study.study import Study
from app.yours.file import uploaded
from app.yours.opened import Opened

PAGE = "your-run"
PREVIEW = 110


def shown_upload(study: Study, page: str) -> Opened | None:
    """The visitor's own recording, if the page shows it; only its session knows it."""
    return uploaded() if page == PAGE and study.yours.source == "file" else None


def figure_file(opened: Opened, study: Study, kind: str, width: str, panels: list[str]) -> bytes:
    """The figure of these panels, as ``svg``, ``pdf`` or ``png``."""
    from app.export.figure import printed  # its library is loaded when first asked for
    from app.export.paper.yours import drawn_of

    return printed(drawn_of(opened, study, panels), kind, width, address(study, PAGE))


def preview(opened: Opened, study: Study, width: str, panels: list[str]) -> None:
    """The figure as it will be, within the page: no address leads to it."""
    from app.export.figure import printed
    from app.export.paper.yours import drawn_of

    drawn = drawn_of(opened, study, panels)
    made = printed(drawn, "png", width, address(study, PAGE), PREVIEW)
    source = f"data:image/png;base64,{b64encode(made).decode()}"
    st.html(f'<img class="preview" src="{source}" alt="{escape(drawn.title)}">')


def caption_file(opened: Opened, study: Study, panels: list[str]) -> str:
    """The caption of the figure."""
    from app.export.figure import captioned
    from app.export.paper.yours import drawn_of

    return captioned(drawn_of(opened, study, panels), address(study, PAGE))


def data_file(opened: Opened, study: Study) -> bytes:
    """The recording and its tables as a ZIP."""
    from app.export.data.archive import packed
    from app.export.data.of_pages import recording_contents

    return packed(recording_contents(opened, study), study, PAGE, address(study, PAGE))


def figure_buttons(opened: Opened, study: Study, width: str, panels: list[str]) -> None:
    """Buttons for the figure and its caption."""
    for kind in ("pdf", "svg", "png"):
        make = partial(figure_file, opened, study, kind, width, panels)
        _button(f"Figure ({kind.upper()})", f"figure.{kind}", make)
    _button("Caption (text)", "caption.txt", partial(caption_file, opened, study, panels))


def data_button(opened: Opened, study: Study) -> None:
    """A button for the ZIP."""
    _button("All data (ZIP)", "data.zip", partial(data_file, opened, study))


def _button(label: str, name: str, make: Callable[[], bytes | str]) -> None:
    st.download_button(label, make, name, key=f"export-own-{name}", on_click="ignore")
