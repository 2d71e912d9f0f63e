"""Explore: methods on a landscape, as paths, curves, scores and a table."""

import time
from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.controls.groups import closed_group
from app.controls.study import study_controls
from app.explore import means, table
from app.explore.score_row import listen, score_row
from app.explore.still import curves, planes
from app.explore.versions import Version, verdict, versions
from app.explore.window import bare_window, fills_window
from app.figures import surface
from app.files.link import download_link
from app.look.parts import chart, literal, points, theme_of_page
from app.look.theme import Theme
from app.navigation import Pages, first_line, warn
from app.runs import averages
from app.runs.attendance import ATTENDANCE, QUEUE
from app.runs.records import MethodResult, conflict_of, survey_of
from app.runs.results import computed, kept, result, results
from app.scene.component import draw_scene, failure, opened
from app.scene.payload import study_link
from app.scene.turns import TURNS
from app.study.history import history
from app.study.link import encode
from app.study.put import (
    CONFLICT,
    PARTS,
    PICTURES,
    STARTS,
    current,
    is_followed,
    notices,
    session,
)
from app.study.study import Study
from app.words.caption import score_text
from app.words.fairness import fairness
from app.words.legend import legend
from samgs_core.survey import Survey

SCORED_UP_TO = 2_000
"""Methods that are not drawn are scored unasked while a run takes at most this many steps, and
few visitors are there."""
LISTENING = 0.25
"""Seconds between two signs of life while scoring; each lets the visitor's next action through."""
SPACE = 560
"""The height of the picture in 3-D, in pixels."""


def explore(pages: Pages) -> None:
    """Draw the page for the study that is shown."""
    st.session_state[PARTS] = ()
    study = current()
    fair, parts = None, [PICTURES]
    if fills_window(study):
        st.container()  # the heading's place: the scene stays where it is
    else:
        with st.sidebar:
            study_controls(study, theme_of_page())
        fair = first_line(pages).empty()
        beside = {"landscape": CONFLICT, "starts": STARTS}
        parts += [part for name, part in beside.items() if study.screen.shows(name)]
    pictures(pages, fair)
    st.session_state[PARTS] = parts


@st.fragment(key=PICTURES)
def pictures(pages: Pages, fair: DeltaGenerator | None) -> None:
    """All but the controls and the heading, for the study that is shown.

    ``fair`` is the place for the fairness chip, where there is a heading.
    """
    history()
    if query := opened():
        st.switch_page(pages.vectors, query_params=query)
    study = current()
    ATTENDANCE.note(session())
    if is_followed():
        TURNS.give_way(study_link(study))
    with QUEUE.page():
        shown(study, fair, theme_of_page())


def shown(study: Study, fair: DeltaGenerator | None, theme: Theme) -> None:
    """All pictures, words and numbers of a study, but for what its link hides.

    Parts have the same places in every form of the page, so that the scene stays where it is.
    """
    shows, is_filled = study.screen.shows, fills_window(study)
    if is_filled:
        bare_window()
    else:
        if fair is not None:
            rules(study, fair)
        warn(notices())
    words, scores, place = st.empty(), st.container(key="scores"), st.container()
    survey = survey_of(study.landscape)
    both = versions(study, words)
    found = both[0].found
    with place:
        pictures_of(both, survey, theme)
        if not is_filled:
            details(both, survey, theme)
    if shows("verdict") and not is_filled:
        words.markdown(verdict(both), unsafe_allow_html=True)
    if shows("scores") and not is_filled:
        all_scores(study, found, scores, theme)
    if study.screen.is_predicting:
        results(study, study.drawn_methods, st.empty())  # while people think


def rules(study: Study, place: DeltaGenerator) -> None:
    """The fairness chip at ``place``."""
    if not study.screen.shows("rules"):
        return
    fair = fairness(study)
    icon = ":material/warning:" if fair.differs else ":material/balance:"
    with place.popover(fair.chip, icon=icon, width="stretch"):
        points(
            ("Same for all drawn methods", fair.same),
            ("Differs", fair.differs),
            ("Settings of their own", fair.own),
            ("Sum convention, but", fair.lengths),
        )


def pictures_of(both: Sequence[Version], survey: Survey, theme: Theme) -> None:
    """The living scene; static charts, with a sentence, where the browser cannot show it."""
    _, study, found = both[0]
    why = failure()
    if why:
        st.info(f"The living scene does not run here, so the pictures stand still: {literal(why)}")
        planes(study, survey, found, theme)
        if study.screen.shows("curves"):
            curves(study, found, theme)
    else:
        draw_scene(study, found, both[-1].found)
    if fills_window(study):
        return
    if told := legend(study, survey, conflict_of(study.landscape, study.gamma), theme):
        st.html(told)


def details(both: Sequence[Version], survey: Survey, theme: Theme) -> None:
    """The table of all runs, and the landscape as a surface, each once it is opened."""
    _, study, found = both[0]
    if study.screen.shows("table"):
        closed_group("Every run", lambda: summary(both))
    if study.screen.shows("surface"):
        closed_group("In 3-D", lambda: in_3d(study, survey, found, theme))


def in_3d(study: Study, survey: Survey, found: list[MethodResult], theme: Theme) -> None:
    """The loss whose contours are drawn as a surface, with the paths on it."""
    records = [each.record for each in found]
    ground = surface.data(study.landscape, survey, records, study.contours)
    cut = f"cut off below {ground.low:.3g} and above {ground.high:.3g}".replace("-", "−")
    st.caption(
        f"The height is {ground.label}, as picked for the contours, {cut}. "
        "Drag to turn, scroll to come closer."
    )
    chart(surface, ground, theme, SPACE)


def summary(both: Sequence[Version]) -> None:
    """The table of all runs, its download, and where the runs came from."""
    for label, study, found in both:
        if label:
            st.markdown(f"**{literal(label)}**")
        table.draw(table.rows(found))
        st.markdown("**Mean and spread of each method’s runs**")
        means.draw(averages.rows(study, found))
        download_link("Download all runs (CSV)", "runs.csv", encode(study.pictured))
        st.caption(computed(found))


def all_scores(
    study: Study, found: list[MethodResult], place: DeltaGenerator, theme: Theme
) -> None:
    """The score of every method: first of the drawn ones, then, one by one, of the others."""
    scores = {type(each.method): score_text(each) for each in found}
    others = [method for method in study.methods if type(method) not in scores]
    known = [each for method in others if (each := kept(study, method))]
    scores |= {type(each.method): score_text(each) for each in known}
    waiting = [method for method in others if type(method) not in scores]
    begun = score_row(study, scores, theme)
    with place:
        listen()
        st.html(begun.drawn)
        row, button, written = st.empty(), st.empty(), time.perf_counter()
    row.html(begun.others)

    def show(share: float = 1.0) -> None:
        nonlocal written
        if share == 1.0 or time.perf_counter() - written > LISTENING:
            row.html(score_row(study, scores, theme).others)
            written = time.perf_counter()

    is_quick = study.steps <= SCORED_UP_TO and not ATTENDANCE.is_full
    if is_quick or is_asked_for(len(waiting), button):
        for method in waiting:
            scores[type(method)] = score_text(result(study, method, show))
            show()
        button.empty()


def is_asked_for(n: int, place: DeltaGenerator) -> bool:
    """Whether the visitor wants n more methods to be scored, which takes long."""
    label = f"Score the other {n} methods"
    return n > 0 and place.button(
        label, key="score-others", type="tertiary", icon=":material/functions:"
    )
