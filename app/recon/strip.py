"""The network as a row of boxes; pressing one splits its layer, or joins it again."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from app.figures.recon.marks import mark
from app.look.theme import SMALL_TEXT_SIZE, Theme
from app.study.put import current, put
from app.study.recon import ReconSettings


def strip(settings: ReconSettings, shown: tuple[int, ...], theme: Theme, again: str = "") -> None:
    """Five boxes between the inputs and the heads, those of ``shown`` doubled."""
    st.html(strip_style(settings, shown, theme, again))
    layers = range(1, settings.problem.n_layers + 1)
    with st.container(
        horizontal=True, wrap=False, key=f"recon-strip{again}", vertical_alignment="center"
    ):
        st.markdown("*x*", width="content")
        for layer in layers:
            is_split = layer in shown
            toggled = tuple(n for n in layers if (n in shown) != (n == layer))
            st.button(
                f"Layer {layer} {'split' if is_split else 'shared'}",
                key=f"recon-layer-{layer}{again}",
                on_click=_split,
                args=(toggled,),
                width="stretch",
                wrap=True,
            )
        st.markdown("*ŷ₁* *ŷ₂*", width="content")


def strip_style(
    settings: ReconSettings, shown: Sequence[int], theme: Theme, again: str = ""
) -> str:
    """Boxes of split layers are doubled; from the first of them on there are two wires."""
    split = mark("recon" if settings.split is None else "hand").colour(theme)
    first = min(shown, default=settings.problem.n_layers + 1)
    rules = [_COMMON.format(wire=theme.muted, page=theme.page, text=theme.text)]
    for layer in range(1, settings.problem.n_layers + 1):
        box = f".st-key-recon-strip{again} .st-key-recon-layer-{layer}{again}"
        if layer in shown:
            rules.append(
                f"{box} button {{ border-color: {split}; box-shadow: 5px 5px 0 -1.5px "
                f"{theme.page}, 5px 5px 0 0 {split}; }}"
            )
        if layer > first:
            rules.append(f"{box}:not(:first-child)::before {{ {_TWO_WIRES} }}")
        if layer == settings.problem.differs_in:
            rules.append(
                f'{box}::after {{ content: "≠ the tasks differ here"; position: absolute; '
                f"top: 100%; left: -40px; right: -40px; margin-top: 8px; text-align: center; "
                f"font-size: {SMALL_TEXT_SIZE}px; color: {theme.text}; }}"
            )
    last = f'.st-key-recon-strip{again} > [data-testid="stElementContainer"]:last-child'
    rules.append(f"{last} {{ padding-left: 5px; }}")
    rules.append(f"{last}:not(:first-child)::before {{ {_TWO_WIRES} }}")
    return f"<style>{''.join(rules)}</style>"


_TWO_WIRES = "height: 11px; border-width: 2px 0;"
_COMMON = """
[class*="-recon-strip"] {{ gap: 22px; padding: 2px 0 26px; overflow: visible; }}
[class*="-recon-strip"] [data-testid="stElementContainer"] {{ position: relative; min-width: 0;
  overflow: visible; }}
[class*="-recon-strip"] button {{ width: 100%; min-height: 3.25rem; padding: 4px 6px;
  border: 1.5px solid {wire}; background: {page}; color: {text}; }}
[class*="-recon-strip"] button p {{ font-size: 14px; line-height: 1.25; }}
[class*="-recon-strip"] [data-testid="stElementContainer"]:not(:first-child)::before {{ content: "";
  position: absolute; right: 100%; width: 20px; top: 50%; transform: translateY(-50%);
  box-sizing: border-box; height: 0; border: solid {wire}; border-width: 2px 0 0; }}
@media (max-width: 640px) {{
  [class*="-recon-strip"] {{ gap: 10px; }}
  [class*="-recon-strip"] [data-testid="stElementContainer"]:not(:first-child)::before {{
    width: 8px; }}
  [class*="-recon-strip"] button p {{ font-size: 12px; }}
}}
"""


def follow_recon() -> None:
    """Give the choice of layers back to Recon."""
    _split(None)


def _split(layers: tuple[int, ...] | None) -> None:
    study = current()
    put(replace(study, recon=replace(study.recon, split=layers)), adds=True)
