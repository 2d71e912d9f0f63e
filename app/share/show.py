"""A short link as a room sees it: its QR code, and its address in large letters."""

from html import escape
from urllib.parse import urlsplit

import streamlit as st

from app.files.address import HERE
from app.share.address import in_code
from app.share.qr import drawn

ONLY_HERE = (
    "This address means the machine that one reads it on. For others, open the app at its name or "
    "number in the network."
)


def qr_code(link: str) -> None:
    """The QR code of a short link, as large as there is room."""
    st.html(drawn(in_code(link)))


def address(link: str) -> None:
    """A short link as it is read from a wall, and to be copied."""
    st.html(f'<p class="share-address">{escape(link.partition("://")[2])}</p>')
    st.code(link, language=None, wrap_lines=True)
    if urlsplit(link).hostname in HERE:
        st.caption(f":material/warning: {ONLY_HERE}")
