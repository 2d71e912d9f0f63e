"""The table of means: each method in a row, as mean ± spread of its runs."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from app.runs.averages import QUANTITIES, Average, Row
from app.words.numbers import NOTHING, fixed, number


def draw(table: Sequence[Row]) -> None:
    """The table in the current place, as mean ± spread; columns without a number are left out."""
    shown = [
        {"Method": row.title, "Runs": row.n_runs}
        | {q.title: _text(each) for q, each in zip(QUANTITIES, row.averages, strict=True)}
        for row in table
    ]
    frame = pd.DataFrame(shown)
    frame = frame.loc[:, (frame != NOTHING).any()] if shown else frame
    help = "Mean ± standard deviation over the starts and seeds where the number is known."
    st.dataframe(frame, hide_index=True, placeholder=NOTHING, alt=help)
    st.caption(help)


def _text(average: Average) -> str:
    if not average.n:
        return NOTHING
    spread = NOTHING if np.isnan(average.spread) else number(average.spread, 2)
    return f"{fixed(average.mean, 3)} ± {spread}"
