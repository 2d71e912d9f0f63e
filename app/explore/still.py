"""The pictures of Explore as static charts, for a browser that cannot show the scene."""

import streamlit as st

from app.controls.fields import fields
from app.controls.study import focus_control
from app.figures import angle, loss_space, losses, parameter_space, similarity
from app.figures.panels import MANY, grid
from app.look.parts import chart, small_multiples
from app.look.theme import Theme
from app.runs.records import MethodResult, conflict_of
from app.study.study import Study
from app.words.legend import mask
from samgs_core.survey import Survey

PLANE, CURVE, PANELS, PANEL, LINE = 370, 170, 480, 200, 40
"""Heights of pictures, of a row of panels and of a line of controls, in pixels."""
CURVES = (
    ("Angle between g₁ and g₂", angle),
    ("Magnitude similarity ψ", similarity),
    ("Losses", losses),
)


def planes(study: Study, survey: Survey, found: list[MethodResult], theme: Theme) -> None:
    """Parameter space and loss space, side by side."""
    records = [each.record for each in found]
    is_many = len(found) > MANY
    left, right = (st.container(), st.container()) if is_many else st.columns(2)
    with left:
        title, pick = st.columns([4, 5], vertical_alignment="center")
        title.markdown("**Parameter space**")
        with pick:
            fields(study, "contours", is_bare=True)
    focus = study.focus - 1
    shaded = mask(study, conflict_of(study.landscape, study.gamma))
    space = parameter_space.data(
        study.landscape, survey, study.points, records, focus, study.contours, shaded
    )
    panels = max(PANELS, PANEL * grid(len(found))[0])
    draw, height = (small_multiples, panels) if is_many else (chart, PLANE)
    with left:
        draw(parameter_space, space, theme, height)
    if not study.screen.shows("loss"):
        return
    plane = loss_space.data(study.landscape, survey, records, focus)
    with right:
        with st.container(height=LINE, border=False, vertical_alignment="center"):
            st.markdown("**Loss space**")
        draw(loss_space, plane, theme, height)


def curves(study: Study, found: list[MethodResult], theme: Theme) -> None:
    """The curves of one start over the steps."""
    focus_control(study)
    records = [each.record for each in found]
    for place, (title, plot) in zip(st.columns(len(CURVES)), CURVES, strict=True):
        with place:
            st.markdown(f"**{title}**")
            chart(plot, plot.data(records, study.focus - 1), theme, CURVE)
