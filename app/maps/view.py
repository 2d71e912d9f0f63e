"""Maps: where many starts end, where SAM-GS would equalise, and what settings change."""

from collections.abc import Sequence

import streamlit as st

from app.files.link import asked_for
from app.look.parts import literal, theme_of_page
from app.look.styles import sheet
from app.look.theme import Theme
from app.maps.board import Board
from app.maps.chart import clicked, downloads
from app.maps.controls import kind_control, preset_buttons, study_controls
from app.maps.kind import MapKind, Picture
from app.maps.kinds import KINDS, kind_of
from app.maps.layers import Layer
from app.navigation import Pages, first_line, warn
from app.runs.records import survey_of
from app.runs.running import run_and_draw
from app.runs.workers import WORKERS
from app.study.atlas import Atlas
from app.study.atlas_link import fit
from app.study.history import history
from app.study.lesson import NONE
from app.study.link import encode
from app.study.put import PARTS, PICTURES, current, notices
from app.study.study import Study
from samgs_core.origin import differing

HIDDEN = "The link of this page hides scores, and this map is made of them."
COVERED = "This map tells how runs end. Predict first, and reveal the runs on Explore."


def maps(pages: Pages) -> None:
    """Draw the page for the study that is shown."""
    st.session_state[PARTS] = ()
    study = current()
    st.html(sheet("maps"))
    with st.sidebar:
        study_controls(study, fit(study.atlas, study).kind, theme_of_page())
    first_line(pages)
    pictures(pages)
    is_alone = study.lesson.name == NONE  # the panel of a lesson waits for no map
    st.session_state[PARTS] = (PICTURES,) if is_alone else ()


@st.fragment(key=PICTURES)
def pictures(pages: Pages) -> None:
    """All but the controls of the study."""
    if query := clicked():
        st.switch_page(pages.explore, query_params=query)
    study, theme = current(), theme_of_page()
    atlas = fit(study.atlas, study)
    history()
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        kind_control(atlas, {kind.key: kind.title for kind in KINDS})
        preset_buttons()
    warn(notices())
    if atlas.kind != "regimes" and not study.screen.shows("scores"):
        st.info(COVERED if study.screen.is_predicting else HIDDEN)
        return
    kind = kind_of(atlas)
    kind.controls(study, atlas)
    try:
        layers = kind.layers(study, atlas)
    except ValueError as error:
        st.warning(literal(str(error)))
    else:
        picture(kind, study, atlas, layers, theme)


def picture(
    kind: MapKind, study: Study, atlas: Atlas, layers: Sequence[Layer], theme: Theme
) -> None:
    """The map, as far as it is done, until it is done; then its words and its downloads."""
    survey = survey_of(study.landscape)
    trouble, progress, words = st.empty(), st.empty(), st.empty()
    board = Board(kind, study, atlas, theme)
    if marks := kind.legend(study, theme):
        st.html(f'<div class="legend" style="color: {theme.muted}">{marks}</div>')
    below = st.empty()  # what stood there belongs to another map
    made: Picture

    def draw() -> None:
        nonlocal made
        made = kind.picture(study, atlas, layers, survey)
        so_far = "" if all(layer.job.done() for layer in layers) else "*So far:* "
        told = (so_far + kind.words(study, made.values), kind.hint(made.values))
        words.markdown(" ".join(told).rstrip())
        board.draw(made)
        if WORKERS.trouble:
            trouble.warning(literal(WORKERS.trouble))

    run_and_draw(layers, str(encode(study)), progress, draw)
    with below.container():
        st.caption(kind.made_from(study, made.values))
        for said in {differing(layer.job.origins) for layer in layers} - {""}:
            st.caption(literal(said))
        is_over = all(layer.job.done() for layer in layers)
        downloads(made.plot.KEY, asked_for(study, is_stopped=not is_over))
