"""The controls of the Recon page; together they make its settings."""

from dataclasses import replace

import streamlit as st

from app.controls.fields import fields
from app.study.recon import ReconSettings
from app.study.recon_link import PREFIX as OF_THE_LINK
from app.study.recon_link import encode_recon, plain_method
from samgs_core import Method
from samgs_core.methods import METHODS
from synthetic import PRESETS, PlantedDisagreement

OWN = "recon-of."
"""How the keys of this page's widgets begin."""


def recon_controls(linked: ReconSettings) -> ReconSettings:
    """Draw the controls in the current container and return the settings that they say."""
    with st.expander("Tasks and network", expanded=True):
        problem = _layer(linked.problem)
        problem = fields(problem, "relatedness", "width", "regime", "batch", prefix=OWN)
    with st.expander("Recon", expanded=True):
        settings = fields(replace(linked, problem=problem), "k", prefix=OWN)
        plan = fields(settings.plan, "threshold", "watch", prefix=OWN)
    with st.expander("Surgery method", expanded=True):
        method = _method(settings.method)
        if method.declared():
            method = fields(method, prefix=OWN)
    with st.expander("Seeds"):
        settings = fields(settings, "seed", "seeds", prefix=OWN)
    with st.expander("Training"):
        plan = fields(plan, "steps", "lr", "dtype", prefix=OWN)
    return replace(settings, plan=plan, method=method)


def score_control(settings: ReconSettings) -> ReconSettings:
    """Which score Recon goes by."""
    return replace(settings, plan=fields(settings.plan, "score", is_bare=True, prefix=OWN))


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
    """Write the settings into the link; the widgets forget what they held."""
    query = st.query_params.to_dict()
    rest = {name: value for name, value in query.items() if not name.startswith(OF_THE_LINK)}
    st.query_params.from_dict(rest | encode_recon(settings))
    for key in [key for key in st.session_state if str(key).startswith(OWN)]:
        del st.session_state[key]


def _layer(problem: PlantedDisagreement) -> PlantedDisagreement:
    key = f"{OWN}{problem.key}.layer"
    st.session_state.setdefault(key, problem.layer)
    layer = st.segmented_control(
        "Layer where the tasks differ",
        (*range(1, problem.n_layers + 1), 0),
        key=key,
        format_func=lambda n: str(n) if n else "none",
        help="1 is next to the inputs, 5 next to the heads.",
        required=True,
        width="stretch",
    )
    return problem if layer is None else replace(problem, layer=layer)


def _method(current: Method) -> Method:
    titles = [method.title for method in METHODS]
    key = f"{OWN}method"
    st.session_state.setdefault(key, current.title)
    kind = METHODS[titles.index(st.selectbox("Surgery method", titles, key=key))]
    return current if kind is type(current) else plain_method(kind)
