"""Going to another study at once: its link, and widgets that take their values from it."""

import streamlit as st

from app.study.landscapes import PICKABLE
from app.study.link import decode, encode
from app.study.study import Study
from samgs_core import OPTIMIZERS

OF_THE_LINK = (
    "study.",
    "start",
    "optimizer",
    *(f"{each.key}." for each in (*PICKABLE, *OPTIMIZERS)),
)
"""How the keys of widgets begin that show a landscape, an outer optimiser, starts or rules."""


def go_to(study: Study) -> None:
    """Write the study into the link; widgets but those of methods forget what they held."""
    st.query_params.from_dict(encode(study))
    for key in [key for key in st.session_state if str(key).startswith(OF_THE_LINK)]:
        del st.session_state[key]


def current() -> Study:
    """The study that the link says."""
    return decode(st.query_params)[0]


def put(study: Study) -> None:
    """Show another study: widgets of methods too take their values from the link."""
    go_to(study)
    for key in [key for key in st.session_state if str(key).startswith("drawn")]:
        del st.session_state[key]
