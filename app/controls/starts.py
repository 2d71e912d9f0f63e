"""The starts: sets to pick, a table to edit, and buttons to add, remove and jitter.

The buttons write the new starts to the link and forget the table's widgets, which then take their
values from the link.
"""

from dataclasses import replace

import numpy as np
import streamlit as st

from app.study.link import starts_text
from app.study.study import MAX_COORDINATE, MAX_STARTS, Study

JITTER = 0.3
OWN = "Own starts"
ROW = "start"

Starts = tuple[tuple[float, ...], ...]


def start_controls(study: Study) -> Study:
    """Draw the controls of the starts and return the study with the starts that they say."""
    study = replace(study, starts=_in_the_table(study))
    starts = study.points
    _set_picker(study)
    # Above the table, so that a change of its length does not move them.
    add, jitter = st.columns(2)
    add.button(
        "Add a start",
        icon=":material/add:",
        width="stretch",
        disabled=len(starts) >= MAX_STARTS,
        on_click=put_starts,
        args=((*starts, _next_start(study)),),
    )
    jitter.button(
        f"Jitter ±{JITTER:g}",
        icon=":material/shuffle:",
        width="stretch",
        help="Move every start by up to this much, at random.",
        on_click=_jitter,
        args=(starts,),
    )
    st.caption(f"{len(starts)} of at most {MAX_STARTS} starts; θ₁ and θ₂ of each:")
    for index in range(len(starts)):
        _row(study, index)
    return study


def put_starts(starts: Starts) -> None:
    """Write the starts to the link; the table then takes its values from there."""
    st.query_params["starts"] = starts_text(starts)
    for key in [key for key in st.session_state if str(key).startswith(f"{ROW}.")]:
        del st.session_state[key]


def _cell(study: Study, index: int, axis: int) -> str:
    return f"{ROW}.{study.landscape.key}.{index}.{axis}"


def _in_the_table(study: Study) -> Starts:
    """The starts with whatever was typed into the table since the link was written."""
    return tuple(
        tuple(
            st.session_state.get(_cell(study, i, axis), value) for axis, value in enumerate(point)
        )
        for i, point in enumerate(study.points)
    )


def _set_picker(study: Study) -> None:
    sets = study.landscape.starts
    own = next((each.title for each in sets if each.points == study.points), OWN)
    st.session_state["start-set"] = own
    st.selectbox(
        "Start set",
        [*(each.title for each in sets), *([OWN] if own == OWN else [])],
        key="start-set",
        on_change=_pick_set,
        args=(study,),
    )


def _pick_set(study: Study) -> None:
    for each in study.landscape.starts:
        if each.title == st.session_state["start-set"]:
            put_starts(each.points)


def _row(study: Study, index: int) -> None:
    starts = study.points
    number, first, second, remove = st.columns(
        [1, 4, 4, 2], vertical_alignment="center", gap="small"
    )
    number.markdown(f"{index + 1}")
    for axis, column in enumerate((first, second)):
        key = _cell(study, index, axis)
        st.session_state.setdefault(key, starts[index][axis])
        column.number_input(
            f"θ{'₁₂'[axis]} of start {index + 1}",
            -MAX_COORDINATE,
            MAX_COORDINATE,
            step=0.5,
            format="%g",
            key=key,
            label_visibility="collapsed",
        )
    remove.button(
        f"Remove start {index + 1}",
        key=f"{ROW}.remove.{index}",
        icon=":material/close:",
        disabled=len(starts) == 1,
        on_click=put_starts,
        args=((*starts[:index], *starts[index + 1 :]),),
    )


def _next_start(study: Study) -> tuple[float, float]:
    """A point of the window where no start is yet: the farthest one of a coarse grid."""
    window = study.landscape.window
    x = np.linspace(window.x_low, window.x_high, 13)[1:-1].round(1)
    y = np.linspace(window.y_low, window.y_high, 13)[1:-1].round(1)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 1, 2)
    gaps = np.linalg.norm(grid - np.array(study.points), axis=-1).min(axis=1)
    farthest = grid[gaps.argmax(), 0]
    return float(farthest[0]), float(farthest[1])


def _jitter(starts: Starts) -> None:
    moves = np.random.default_rng().uniform(-JITTER, JITTER, (len(starts), 2))
    moved = np.clip(np.array(starts) + moves, -MAX_COORDINATE, MAX_COORDINATE).round(3)
    put_starts(tuple(map(tuple, moved.tolist())))
