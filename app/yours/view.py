"""Your run: do the tasks of a training conflict, where, and what would another method have done?"""

from typing import Any

import streamlit as st

from app.figures.panels import grid
from app.figures.yours import angle, gamma, harm, heat, lengths, losses, matrix, ranking, similarity
from app.figures.yours.curve import Over
from app.look.parts import chart, literal, theme_of_page
from app.look.styles import sheet
from app.look.theme import Theme
from app.navigation import Pages, heading, warn
from app.study.link import encode
from app.study.put import PARTS, PICTURES, current, notices
from app.study.study import Study
from app.yours import words
from app.yours.controls import cursor_control, run_controls
from app.yours.file import refusal, uploaded
from app.yours.opened import Opened
from app.yours.settings import gamma_of, may_show_explore, shown, trained
from app.yours.vectors import at_step, scale_of
from samgs_core.recorder import Replay

CURVE, HIGHER, LAYERS, ROW, LEAST = 210, 250, 60, 20, 240
"""Heights in pixels: of a curve, of one with a long key, of what surrounds rows, of a row, and the
least of rows."""


def yours(pages: Pages) -> None:
    """Draw the page for the settings that are shown."""
    st.session_state[PARTS] = ()
    study, theme = current(), theme_of_page()
    opened = shown(study)
    st.html(sheet("yours"))
    with st.sidebar:
        run_controls(study, opened)
    heading(pages)
    warn((*notices(), *_elsewhere(study)))
    st.markdown(words.told(opened))
    advice(opened)
    pictures(pages)
    methods(study, opened, theme)
    guide()
    st.session_state[PARTS] = (PICTURES,)


def advice(opened: Opened) -> None:
    """The sentences of advice; their reasons on request."""
    first, *others = opened.advice
    st.markdown(f"**{literal(first.text)}** {literal(first.reason)}")
    with st.expander("What else follows, why, and what does not"):
        for each in others:
            st.markdown(f"**{literal(each.text)}** {literal(each.reason)}")


@st.fragment(key=PICTURES)
def pictures(pages: Pages) -> None:
    """What has the cursor in it."""
    study, theme = current(), theme_of_page()
    opened = shown(study)
    recording, level = opened.recording, gamma_of(study, opened)
    index, pair = opened.index(study.yours.step), opened.pair(study.yours.pair)
    steps = recording.steps
    over = Over(int(steps[0]), int(steps[-1]), int(steps[index]))
    cursor_control(opened, index)
    is_pair, angles = recording.n_tasks == 2, angle.data(recording, over)
    tall = CURVE if is_pair else HIGHER
    with st.container(key="run-curves"):
        first, second, third = st.columns(3)
        if recording.has_losses:
            _picture(first, losses, losses.data(recording, over), theme, tall)
        if is_pair:
            _picture(second, angle, angles, theme, CURVE)
        alike = similarity.data(recording, over, level)
        _picture(third if is_pair else second, similarity, alike, theme, tall)
        if not is_pair:
            _picture(third, matrix, matrix.data(recording, index), theme, tall)
        first, second, third = st.columns(3)
        _picture(first, gamma, gamma.data(recording, level), theme, CURVE)
        _picture(second, lengths, lengths.data(recording, over), theme, CURVE)
        with third:
            st.markdown(f"**At the cursor**{_of_pair(opened, pair)}")
            st.table(words.at_cursor(recording, index, pair, level))
            if study.screen.shows("pages"):
                _to_vectors(pages, study, opened, index, pair)
        if not is_pair:
            n_rows = grid(len(angles.curves))[0]
            _picture(st.container(), angle, angles, theme, CURVE * (n_rows + 1) // 2 + 40)
    layers(opened, over, pair, theme)


def layers(opened: Opened, over: Over, pair: int, theme: Theme) -> None:
    """The cosine in every layer over the steps, and the layers by how often they conflict."""
    found = heat.data(opened.coarse, over, pair)
    if found is None or opened.ranking is None:
        return
    left, right = st.columns([5, 3])
    _picture(left, heat, found, theme, _rows(len(found.layers)))
    _picture(right, ranking, opened.ranking, theme, _rows(len(opened.ranking.layers)))
    right.caption("Recon’s score with S = 0. By chance it is 50%.")


def methods(study: Study, opened: Opened, theme: Theme) -> None:
    """What other methods would have done at each step."""
    left, right = st.columns([5, 3])
    with left, st.spinner("Replaying the methods"):
        found = list(opened.replays(study.methods))
    bars = harm.data(opened.recording, [each for _, each in found if isinstance(each, Replay)])
    _picture(left, harm, bars, theme, _rows(len(bars.bars)))
    right.caption(words.replayed(opened))
    for sentence in words.refusals(found):
        right.caption(sentence)


def guide() -> None:
    """How to record a training, and what to make of what is measured."""
    with st.expander("Which method, which γ"):
        st.markdown(words.GUIDE)
    with st.expander("Record a training of your own"):
        st.code(words.RECORD, language="python")
        st.markdown(words.TABLE)


def _picture(place: Any, plot: Any, values: Any, theme: Theme, height: int) -> None:
    with place:
        st.markdown(f"**{plot.TITLE}**")
        chart(plot, values, theme, height)


def _to_vectors(pages: Pages, study: Study, opened: Opened, index: int, pair: int) -> None:
    step = at_step(study, opened, index, pair)
    if step is None:
        st.caption("This step is not finite: there is nothing to draw.")
        return
    i, j = opened.recording.pairs[pair]
    scale = scale_of(opened.recording.lengths[index, [i, j]])
    st.page_link(
        pages.vectors,
        label="Open this step in Vectors",
        icon=":material/north_east:",
        query_params=encode(step),
        help=None if scale == 1 else f"Both gradients are divided by {scale:g} there.",
    )


def _elsewhere(study: Study) -> tuple[str, ...]:
    """What is to be said of a file that could not be opened, or is not here."""
    said = []
    if refused := refusal():
        said.append(f"{refused.name} was not opened. {refused.reason}")
    if study.yours.source == "explore" and not may_show_explore(study):
        said.append("Explore still keeps its curves back, so the example takes their place.")
    if study.yours.source == "train" and trained(study) is None:
        said.append(
            "This link shows a network of the page Train that is not trained here yet: open that "
            "page first. The example takes its place."
        )
    if study.yours.source == "file" and uploaded() is None:
        said.append(
            "This link shows a recording from a file, and a link does not hold files: open it "
            "here once more. The example takes its place."
        )
    return tuple(said)


def _of_pair(opened: Opened, pair: int) -> str:
    if len(opened.recording.pairs) == 1:
        return ""
    return f": {literal(angle.pair_name(opened.recording, opened.recording.pairs[pair]))}"


def _rows(n: int) -> int:
    return max(LEAST, LAYERS + ROW * n)
