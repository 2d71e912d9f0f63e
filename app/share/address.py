"""The addresses of what is shared, as the visitor's browser knows them."""

from typing import NamedTuple
from urllib.parse import parse_qsl

import streamlit as st

from app.share.refused import Refused
from app.share.routes import LINKS, VOTES
from app.study.link import decode, link_of
from app.study.put import shown_page
from app.study.study import Study

FIRST = "explore"
"""The page that the app's own address shows."""
SLASHES = "https://host/c/code".count("/")
NO_ADDRESS = "This browser does not say at which address it found the app, so there is no link."


class Target(NamedTuple):
    """A place in the app: a page and the study that it shows."""

    page: str
    study: Study

    def __str__(self) -> str:
        """As a short link keeps it, below the app's address."""
        return f"{'' if self.page == FIRST else self.page}?{link_of(self.study)}"


def read_target(text: str) -> Target:
    """The place that a short link keeps."""
    page, _, query = text.partition("?")
    return Target(page or FIRST, decode(dict(parse_qsl(query))).study)


class Here(NamedTuple):
    """Where the browser found the app: an address with a slash at its end."""

    base: str

    def long(self, target: Target) -> str:
        """The link that says everything itself."""
        return f"{self.base}{target}"

    def short(self, code: str) -> str:
        """The short link of a code."""
        return f"{self.base}{LINKS}/{code}"

    def vote(self, code: str) -> str:
        """Where phones find the vote of a code."""
        return f"{self.base}{VOTES}/{code}"


def here() -> Here:
    """Raises ``Refused`` if the browser does not say where it is."""
    address = st.context.url
    if not address:
        raise Refused(NO_ADDRESS)
    address = address.rstrip("/")
    base, _, last = address.rpartition("/")
    return Here(f"{base if last == shown_page() else address}/")


def in_code(address: str) -> str:
    """The address as its QR code says it: in capitals, which take fewer modules, where it may be.

    Hosts know no difference, nor do the short links' routes; a path before them may.
    """
    return address.upper() if address.count("/") == SLASHES else address
