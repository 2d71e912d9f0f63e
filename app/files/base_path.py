"""Where the app's own routes stand: below the same base path as Streamlit's."""

from collections.abc import Iterable

import streamlit as st
from starlette.routing import Route


def below_base(routes: Iterable[Route]) -> list[Route]:
    """The routes below ``server.baseUrlPath``, which Streamlit puts before its own alone."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    if not base:
        return [*routes]
    return [
        Route(f"/{base}{each.path}", each.endpoint, methods=[*(each.methods or ())])
        for each in routes
    ]
