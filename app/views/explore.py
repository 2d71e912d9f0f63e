"""Explore: methods on a landscape, as paths, curves, scores and a table."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app import table
from app.caption import caption, score_text
from app.controls import fields, focus_control, study_controls
from app.fairness import fairness
from app.figures import angle, loss_space, losses, parameter_space, similarity
from app.figures.panels import MANY
from app.link import decode, encode
from app.parts import STYLE, chart, literal, points, score_row, small_multiples
from app.records import survey_of
from app.results import Result, computed, results
from app.study import Study
from app.theme import DARK, LIGHT, Theme
from samgs_core.survey import Survey

SCORED_UP_TO = 5_000
"""Methods that are not drawn are scored too while a run takes at most this many steps."""
PLANE, CURVE, PANELS, LINE = 370, 170, 720, 40
"""Heights of pictures and of a line of controls, in pixels."""
CURVES = (
    ("Angle between g₁ and g₂", angle),
    ("Magnitude similarity ψ", similarity),
    ("Losses", losses),
)


def explore() -> None:
    """Draw the page for the study in the link, changed by whatever the visitor just did."""
    linked, notices = decode(st.query_params)
    theme = DARK if st.context.theme.type == "dark" else LIGHT
    st.html(STYLE)
    with st.sidebar:
        study = study_controls(linked)
    heading(study, notices)
    words, scores, pictures = st.empty(), st.empty(), st.container()
    survey = survey_of(study.landscape)
    found = results(study, survey, study.drawn_methods, words)
    with pictures:
        study = planes(study, survey, found, theme)
        study = curves(study, found, theme)
        summary(found)
    words.markdown(caption(study, [each.shown for each in found], survey.front))
    if dict(st.query_params) != encode(study):
        st.query_params.from_dict(encode(study))
    all_scores(study, survey, found, scores, theme)


def heading(study: Study, notices: tuple[str, ...]) -> None:
    """The title, the fairness chip, and what in the link could not be used."""
    title, chip = st.columns([3, 1], vertical_alignment="center")
    title.markdown("## Gradient surgery explorer")
    rules = fairness(study)
    icon = ":material/warning:" if rules.differs else ":material/balance:"
    with chip.popover(rules.chip, icon=icon, width="stretch"):
        points("Same for all drawn methods", rules.same)
        points("Differs", rules.differs)
        points("Sum convention, but", rules.lengths)
    for notice in notices:
        st.warning(literal(notice))


def planes(study: Study, survey: Survey, found: list[Result], theme: Theme) -> Study:
    """Parameter space and loss space, side by side; the study with the contours that are picked."""
    records = [each.obtained.record for each in found]
    is_many = len(found) > MANY
    left, right = (st.container(), st.container()) if is_many else st.columns(2)
    with left:
        title, pick = st.columns([4, 5], vertical_alignment="center")
        title.markdown("**Parameter space**")
        with pick:
            study = fields(study, "contours", is_bare=True)
    focus = study.focus - 1
    space = parameter_space.data(
        study.landscape, survey, study.points, records, focus, study.contours
    )
    plane = loss_space.data(study.landscape, survey, records, focus)
    draw, height = (small_multiples, PANELS) if is_many else (chart, PLANE)
    with left:
        draw(parameter_space, space, theme, height)
    with right:
        with st.container(height=LINE, border=False, vertical_alignment="center"):
            st.markdown("**Loss space**")
        draw(loss_space, plane, theme, height)
    return study


def curves(study: Study, found: list[Result], theme: Theme) -> Study:
    """The curves of one start over the steps; the study with the start that is picked."""
    study = focus_control(study)
    records = [each.obtained.record for each in found]
    for place, (title, plot) in zip(st.columns(len(CURVES)), CURVES, strict=True):
        with place:
            st.markdown(f"**{title}**")
            chart(plot, plot.data(records, study.focus - 1), theme, CURVE)
    return study


def summary(found: list[Result]) -> None:
    """The table of all runs, its download, and where the runs came from."""
    rows = table.rows([each.shown for each in found])
    st.markdown("**Every run**")
    st.dataframe([row._asdict() for row in rows], hide_index=True, column_config=table.columns())
    st.download_button("Download all runs (CSV)", table.csv_text(rows), "runs.csv", "text/csv")
    st.caption(computed(found))


def all_scores(
    study: Study, survey: Survey, found: list[Result], place: DeltaGenerator, theme: Theme
) -> None:
    """The score of every method: first of the drawn ones, then, one by one, of the others."""
    scores = {type(each.shown.method): score_text(each.shown) for each in found}
    goal = "goal" if study.landscape.goal is None else study.landscape.goal.title
    place.html(score_row(study, scores, goal, theme))
    if study.steps > SCORED_UP_TO:
        return
    for method in study.methods:
        if type(method) not in scores:
            (other,) = results(study, survey, [method], place=None)
            scores[type(method)] = score_text(other.shown)
            place.html(score_row(study, scores, goal, theme))
