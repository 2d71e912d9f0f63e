"""The controls of the Vectors page: presets, which methods are drawn, and what they need."""

from dataclasses import replace
from functools import partial

import streamlit as st

from app.controls.fields import fields
from app.controls.groups import closed_group
from app.controls.methods import method_settings, pick_methods
from app.study.overtaken import is_overtaken
from app.study.put import current, hold, put, put_setting, report
from app.study.study import Study
from app.study.vectors import MAX_REPEATS, TASKS, VectorsSettings
from app.study.vectors_link import PREFIX
from app.vectors.presets import PRESETS, from_explore
from app.words.numbers import listed
from samgs_core import Claim, Method
from samgs_core.params import Param


def preset_buttons() -> None:
    """A button for each preset, and one for the gradients of Explore."""
    with st.container(horizontal=True, gap="xsmall", key="vectors-presets"):
        for preset in PRESETS:
            st.button(
                preset.title,
                key=f"vectors-preset.{preset.title}",
                help=preset.question,
                on_click=lambda preset=preset: go_to(preset.of(current().vectors)),
            )
        st.button(
            "From Explore",
            key="vectors-from-explore",
            icon=":material/download:",
            help="The gradients, losses and bounds of the focused run in Explore, at its cursor.",
            on_click=lambda: go_to(from_explore(current())),
        )


def go_to(settings: VectorsSettings) -> None:
    """Put the study with other settings of the Vectors page."""
    put(replace(current(), vectors=settings), adds=True)


def vectors_controls(study: Study) -> None:
    """Draw the controls in the current container."""
    settings = study.vectors
    with st.expander("Methods", expanded=True):
        pick_methods("vectors.drawn", settings.drawn, _draw)
        method_settings([each for each in study.methods if type(each) in settings.drawn])
    with st.expander("Memory and chance", expanded=True):
        _repeats(study)
        fields(study, "seed")
    closed_group("Losses", partial(_losses, settings))


def _repeats(study: Study) -> None:
    """How often the same gradients are met."""
    key = f"{PREFIX}repeats"
    field = next(each for each in study.vectors.declared() if each.name == "repeats")
    hold(key, study.vectors.repeats)
    st.slider(field.label, 1, MAX_REPEATS, key=key, help=field.help, on_change=report, args=(key,))
    drawn = [each for each in study.methods if type(each) in study.vectors.drawn]
    n_tasks = len(study.vectors.grads)
    titles = [each.title for each in drawn if Claim.STATELESS not in each.claims(n_tasks)]
    verb = "remembers" if len(titles) == 1 else "remember"
    told = f"Of the drawn methods {listed(titles)} {verb}." if titles else ""
    st.caption(told or "No drawn method has a memory.")


def _losses(settings: VectorsSettings) -> None:
    """A loss and its lower bound for each task."""
    names = [f"{name}{task}" for task in TASKS[: len(settings.grads)] for name in ("loss", "bound")]
    by_name = {field.name: field for field in settings.declared() if isinstance(field, Param)}
    for name in names:
        key, field = PREFIX + name, by_name[name]
        hold(key, getattr(settings, name))
        st.number_input(
            field.label,
            field.low,
            field.high,
            step=field.step,
            key=key,
            help=field.help,
            format="%g",
            on_change=_report_loss,
            args=(key,),
        )
    st.caption("A loss must lie above its lower bound.")


def _report_loss(key: str) -> None:
    """Put what a field says; where the study does not allow it, the field goes back."""
    if not is_overtaken(key):
        put_setting(key, st.session_state[key])
    hold(key, getattr(current().vectors, key.removeprefix(PREFIX)))


def _draw(methods: tuple[type[Method], ...]) -> None:
    study = current()
    put(replace(study, vectors=replace(study.vectors, drawn=methods)))
