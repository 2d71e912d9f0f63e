"""The starts: sets to pick, a table to edit, and buttons to add, remove and jitter."""

from dataclasses import replace

import numpy as np
import streamlit as st

from app.study.overtaken import is_overtaken
from app.study.put import current, hold, put, redraw
from app.study.study import MAX_COORDINATE, MAX_STARTS, Study

JITTER = 0.3
OWN = "Own starts"

Starts = tuple[tuple[float, ...], ...]


def start_controls(study: Study) -> None:
    """Draw the controls of the starts in the current container."""
    starts = study.points
    _set_picker(study)
    # Above the table, so that a change of its length does not move them.
    add, jitter = st.columns(2)
    add.button(
        "Add a start",
        icon=":material/add:",
        width="stretch",
        disabled=len(starts) >= MAX_STARTS,
        on_click=_add,
    )
    jitter.button(
        f"Jitter ±{JITTER:g}",
        icon=":material/shuffle:",
        width="stretch",
        help="Move every start by up to this much, at random.",
        on_click=_jitter,
    )
    st.caption(f"{len(starts)} of at most {MAX_STARTS} starts; θ₁ and θ₂ of each:")
    for index in range(len(starts)):
        _row(starts, index)


def put_starts(starts: Starts, setting: str = "") -> None:
    """Put the study with other starts, and draw all of the page again."""
    put(replace(current(), starts=starts, t=None, play="no"), setting=setting)
    redraw()


def _set_picker(study: Study) -> None:
    sets = study.landscape.starts
    own = next((each.title for each in sets if each.points == study.points), OWN)
    hold("start-set", own)
    st.selectbox(
        "Start set",
        [*(each.title for each in sets), *([OWN] if own == OWN else [])],
        key="start-set",
        on_change=_pick_set,
    )


def _pick_set() -> None:
    for each in current().landscape.starts:
        if each.title == st.session_state["start-set"] and not is_overtaken("start-set"):
            put_starts(each.points)


def _row(starts: Starts, index: int) -> None:
    number, first, second, remove = st.columns(
        [1, 4, 4, 2], vertical_alignment="center", gap="small"
    )
    number.markdown(f"{index + 1}")
    for axis, column in enumerate((first, second)):
        key = f"start.{index}.{axis}"
        hold(key, starts[index][axis])
        column.number_input(
            f"θ{'₁₂'[axis]} of start {index + 1}",
            -MAX_COORDINATE,
            MAX_COORDINATE,
            step=0.5,
            format="%g",
            key=key,
            label_visibility="collapsed",
            on_change=_move,
            args=(index, axis),
        )
    remove.button(
        f"Remove start {index + 1}",
        key=f"start.remove.{index}",
        icon=":material/close:",
        disabled=len(starts) == 1,
        on_click=_remove,
        args=(index,),
    )


def _move(index: int, axis: int) -> None:
    key = f"start.{index}.{axis}"
    starts = np.array(current().points)
    if index < len(starts) and not is_overtaken(key):  # the row may be gone by now
        starts[index, axis] = st.session_state[key]
        put_starts(tuple(map(tuple, starts.tolist())), setting=key)


def _remove(index: int) -> None:
    starts = current().points
    put_starts((*starts[:index], *starts[index + 1 :]))


def _add() -> None:
    study = current()
    put_starts((*study.points, _next_start(study)))


def _next_start(study: Study) -> tuple[float, float]:
    """A point of the window where no start is yet: the farthest one of a coarse grid."""
    window = study.landscape.window
    x = np.linspace(window.x_low, window.x_high, 13)[1:-1].round(1)
    y = np.linspace(window.y_low, window.y_high, 13)[1:-1].round(1)
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 1, 2)
    gaps = np.linalg.norm(grid - np.array(study.points), axis=-1).min(axis=1)
    farthest = grid[gaps.argmax(), 0]
    return float(farthest[0]), float(farthest[1])


def _jitter() -> None:
    starts = np.array(current().points)
    moves = np.random.default_rng().uniform(-JITTER, JITTER, starts.shape)
    moved = np.clip(starts + moves, -MAX_COORDINATE, MAX_COORDINATE).round(3)
    put_starts(tuple(map(tuple, moved.tolist())))
