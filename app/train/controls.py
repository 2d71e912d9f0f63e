"""The controls of the page Train; together they make its settings."""

from dataclasses import replace
from functools import partial

import streamlit as st

from app.controls.fields import fields
from app.controls.groups import closed_group
from app.controls.methods import method_settings, pick_methods
from app.study.overtaken import is_overtaken
from app.study.put import current, hold, put, report
from app.study.train import TrainSettings
from app.study.train_link import BENCHMARK, FOCUSED, PREFIX, of_benchmark
from app.train.presets import PRESETS
from samgs_core.methods import METHODS
from synthetic import BENCHMARKS

MORE = 3
"""So many seeds are one press away."""


def train_controls(settings: TrainSettings) -> None:
    """Draw the controls in the current container."""
    with st.expander("Benchmark", expanded=True):
        _benchmark(settings)
        fields(settings.benchmark, prefix=of_benchmark(settings.benchmark))
    with st.expander("Methods", expanded=True):
        pick_methods("train.drawn", settings.drawn, _draw)
        method_settings(settings.drawn_methods, PREFIX)
    closed_group("Training", partial(fields, settings, "steps", "batch", "lr", prefix=PREFIX))
    closed_group("Seeds", partial(fields, settings, "seed", "seeds", prefix=PREFIX))


def preset_buttons(settings: TrainSettings) -> None:
    """One button for each preset; the seeds stay."""
    with st.container(horizontal=True, key="train-presets"):
        for preset in PRESETS:
            seeds = {"seed": settings.seed, "seeds": settings.seeds}
            st.button(
                preset.title,
                key=f"train-preset.{preset.title}",
                type="primary" if preset.is_shown(settings) else "secondary",
                help=preset.question,
                on_click=go_to,
                args=(replace(preset.settings, **seeds),),  # type: ignore[arg-type]
            )


def focus_control(settings: TrainSettings) -> None:
    """Whose gradients are shown."""
    focus = settings.focus
    if focus is None:
        return
    titles = {kind.key: kind.title for kind in settings.drawn}
    hold(FOCUSED, focus.key)
    st.segmented_control(
        "Gradients of",
        [*titles],
        key=FOCUSED,
        format_func=titles.__getitem__,
        required=True,
        label_visibility="collapsed",
        on_change=report,
        args=(FOCUSED,),
    )


def split_buttons(settings: TrainSettings, layers: tuple[str, ...]) -> None:
    """A button for each layer, which splits it and trains again, or joins it again."""
    with st.container(horizontal=True, key="train-layers"):
        for layer in layers:
            is_split = layer in settings.split
            toggled = tuple(name for name in layers if (name in settings.split) != (name == layer))
            st.button(
                f"Join {layer}" if is_split else f"Split {layer}",
                key=f"train-layer-{layer}",
                type="primary" if is_split else "secondary",
                disabled=len(toggled) == len(layers),
                on_click=go_to,
                args=(replace(settings, split=toggled),) if len(toggled) < len(layers) else (),
            )


def seeds_button(settings: TrainSettings) -> None:
    """More seeds, or one again."""
    n = 1 if settings.seeds > 1 else MORE
    st.button(
        "One seed" if n == 1 else f"{MORE} seeds",
        key="train-seeds",
        help="Means over seeds and their spread, for differences may be chance.",
        on_click=go_to,
        args=(replace(settings, seeds=n),),
    )


def go_to(settings: TrainSettings) -> None:
    """Put the study with other settings of this page."""
    put(replace(current(), train=settings), adds=True)


def _benchmark(settings: TrainSettings) -> None:
    titles = {kind.key: kind.title for kind in BENCHMARKS}
    hold(BENCHMARK, settings.benchmark.key)
    st.selectbox(
        "Benchmark",
        [*titles],
        key=BENCHMARK,
        format_func=titles.__getitem__,
        label_visibility="collapsed",
        on_change=_pick,
    )


def _pick() -> None:
    if is_overtaken(BENCHMARK):
        return
    kind = next(kind for kind in BENCHMARKS if kind.key == st.session_state[BENCHMARK])
    go_to(replace(current().train, benchmark=kind(), split=()))


def _draw(drawn: tuple[type, ...]) -> None:
    go_to(replace(current().train, drawn=tuple(kind for kind in METHODS if kind in drawn)))
