"""The settings of the page, and what they show."""

from dataclasses import replace
from typing import Any

import streamlit as st

from app.runs.results import result
from app.study.put import current, put, redraw
from app.study.study import Study
from app.study.yours_link import PREFIX
from app.yours.file import uploaded
from app.yours.opened import Opened, example, of_record
from samgs_core.methods import SAMGS

USUAL_GAMMA = 0.9
"""The γ of SAM-GS on the networks of its paper."""


def changed(**values: Any) -> Study:
    """The study with other settings of this page."""
    study = current()
    return replace(study, yours=replace(study.yours, **values))


def report(name: str, *parts: str) -> None:
    """Put what the widget of a setting says, and draw these parts again, or all."""
    put(changed(**{name: st.session_state[PREFIX + name]}), setting=PREFIX + name)
    redraw(*parts)


def shown(study: Study) -> Opened:
    """The recording that the page shows; the example where a link tells of a file elsewhere."""
    source = study.yours.source
    if source == "explore" and may_show_explore(study):
        drawn = study.drawn_methods or study.methods[:1]
        method = next((each for each in drawn if type(each) is study.focused), drawn[-1])
        return of_record(result(study, method).record, study.focus - 1)
    return (uploaded() if source == "file" else None) or example()


def may_show_explore(study: Study) -> bool:
    """Whether the curves of Explore's run are shown there, which this page would tell."""
    return study.screen.shows("curves")


def gamma_of(study: Study, opened: Opened) -> float:
    """The threshold that is looked at: the study’s, else the recorded one, else a usual one."""
    method = opened.recording.method
    if study.yours.gamma is not None:
        return study.yours.gamma
    return float(method.gamma) if isinstance(method, SAMGS) else USUAL_GAMMA
