"""The public address of a page, where the app has one."""

import streamlit as st

from app.study.link import link_of
from app.study.study import Study

HERE = ("localhost", "127.0.0.1", "0.0.0.0", "::1")
"""Addresses that mean another machine wherever they are read."""


def address(study: Study, page: str) -> str:
    """The address of a page with a study; only its query if none is configured.

    Streamlit's ``browser.serverAddress`` names the public host; on one's own machine it has none
    that would be true elsewhere.
    """
    query = f"?{link_of(study)}"
    host = str(st.get_option("browser.serverAddress"))
    if host in HERE:
        return query
    port, base = st.get_option("browser.serverPort"), st.get_option("server.baseUrlPath")
    scheme = "https" if port == 443 or st.get_option("server.sslCertFile") else "http"
    place = host if port in (80, 443) else f"{host}:{port}"
    return f"{scheme}://{'/'.join(filter(None, (place, base.strip('/'), page)))}{query}"
