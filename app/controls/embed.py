"""The frame with the scene that goes into slides, to be copied."""

from urllib.parse import urlsplit

import streamlit as st

from app.study.embed import SIZES, snippet
from app.study.study import Study


def embed_snippet(study: Study) -> None:
    """Draw the HTML of a frame with this study's scene, and a choice of its size."""
    sizes = {each.label: each for each in SIZES}
    label = st.segmented_control(
        "Size of the frame",
        tuple(sizes),
        key="embed.size",
        default=SIZES[0].label,
        required=True,
        help="In pixels, as wide and as high as the frame on the slide.",
    )
    st.code(snippet(explore_address(), study, sizes[label]), language="html", wrap_lines=True)
    st.caption("The scene and its transport, without controls. It needs this server to be reached.")


def explore_address() -> str:
    """The address of the page Explore, as the browser knows this one."""
    here = urlsplit(str(st.context.url or ""))
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    path = f"/{base}/" if base else "/"
    return f"{here.scheme}://{here.netloc}{path}" if here.netloc else path
