"""Links of the pages to files, which say in their query everything that decides the file.

So any process of the server can answer them, also one that never saw the visitor.
"""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

from app.study.link import encode
from app.study.study import Study

PLACE = "files"
STOPPED = "stopped"
"""What a question says beside its study if the visitor stopped the work: it is left as it is."""


def asked_for(study: Study, *, is_stopped: bool) -> dict[str, str]:
    """The query of a file of a study's work, all of it or as far as it came."""
    return encode(study) | ({STOPPED: "yes"} if is_stopped else {})


def download_link(label: str, name: str, query: Mapping[str, str]) -> None:
    """A link in the current place that looks like a button and saves a file."""
    address = f"./{PLACE}/{name}?{urlencode(query)}"
    st.html(
        f'<a class="download" download href="{escape(address)}">{escape(label)}</a>',
        width="content",
    )
