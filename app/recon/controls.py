"""The controls of the Recon page; together they make its settings."""

from dataclasses import replace

import streamlit as st

from app.controls.fields import fields
from app.controls.groups import closed_group
from app.study.overtaken import is_overtaken
from app.study.put import current, hold, put, report
from app.study.recon import ReconSettings
from app.study.recon_link import PREFIX, plain_method
from samgs_core.methods import METHODS
from synthetic import PRESETS, PlantedDisagreement


def recon_controls(settings: ReconSettings) -> None:
    """Draw the controls in the current container."""
    plan, method = settings.plan, settings.method
    with st.expander("Tasks and network", expanded=True):
        _layer(settings.problem)
        fields(settings.problem, "relatedness", "width", "regime", "batch", prefix=PREFIX)
    with st.expander("Recon", expanded=True):
        fields(settings, "k", prefix=PREFIX)
        fields(plan, "threshold", "watch", prefix=PREFIX)
    with st.expander("Surgery method", expanded=True):
        _method(settings)
        fields(method, prefix=f"{PREFIX}{method.key}.")
    closed_group("Seeds", lambda: fields(settings, "seed", "seeds", prefix=PREFIX))
    closed_group("Training", lambda: fields(plan, "steps", "lr", "dtype", prefix=PREFIX))


def score_control(settings: ReconSettings) -> None:
    """Which score Recon goes by."""
    fields(settings.plan, "score", is_bare=True, prefix=PREFIX)


def preset_buttons(settings: ReconSettings) -> None:
    """One button for each preset; the seeds stay."""
    with st.container(horizontal=True, key="recon-presets"):
        for preset in PRESETS:
            plain = ReconSettings(problem=preset.problem, seed=settings.seed, seeds=settings.seeds)
            st.button(
                preset.title,
                key=f"recon-preset-{preset.key}",
                type="primary" if settings.is_of(preset) else "secondary",
                on_click=go_to,
                args=(plain,),
            )


def go_to(settings: ReconSettings) -> None:
    """Put the study with other settings of Recon."""
    put(replace(current(), recon=settings), adds=True)


def _layer(problem: PlantedDisagreement) -> None:
    key = f"{PREFIX}layer"
    hold(key, problem.layer)
    st.segmented_control(
        "Layer where the tasks differ",
        (*range(1, problem.n_layers + 1), 0),
        key=key,
        format_func=lambda n: str(n) if n else "none",
        help="1 is next to the inputs, 5 next to the heads.",
        required=True,
        width="stretch",
        on_change=report,
        args=(key,),
    )


def _method(settings: ReconSettings) -> None:
    titles = {method.key: method.title for method in METHODS}
    key = f"{PREFIX}method"
    hold(key, settings.method.key)
    st.selectbox(
        "Surgery method",
        tuple(titles),
        key=key,
        format_func=titles.__getitem__,
        on_change=_pick_method,
    )


def _pick_method() -> None:
    key = f"{PREFIX}method"
    if is_overtaken(key):
        return
    picked = st.session_state[key]
    kind = next(method for method in METHODS if method.key == picked)
    go_to(replace(current().recon, method=plain_method(kind)))
