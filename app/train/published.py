"""What the paper reports on the real data, in tables of their own, which ours never join."""

from html import escape

import streamlit as st

from app.words.numbers import NOTHING, fixed, number
from samgs_core.benchmark.published import PUBLISHED, PublishedRow, PublishedTable


def published() -> None:
    """Draw the tables in the current place, closed at first."""
    with st.expander("What the paper reports on the real data"):
        for each in PUBLISHED:
            st.markdown(f"**{each.title}**, as published; none of these numbers is ours.")
            st.html(markup(each))
            st.caption(f"Source: {each.source}")


def markup(published: PublishedTable) -> str:
    """A published table as HTML."""
    arrows = ("↑" if is_higher else "↓" for is_higher in published.higher_is_better)
    heads = [
        *(f"{escape(name)} {arrow}" for name, arrow in zip(published.metrics, arrows, strict=True)),
        "mean rank ↓",
        "Δ<i>m</i>, % ↓",
    ]
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    return (
        f'<div class="train-table" tabindex="0"><table><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{''.join(map(_line, published.rows))}</tbody></table></div>"
    )


def _line(row: PublishedRow) -> str:
    spread = "" if row.delta_spread is None else f" <small>± {row.delta_spread:g}</small>"
    cells = [_text(each) for each in (*row.values, row.mean_rank)]
    cells.append((NOTHING if row.delta is None else fixed(row.delta, 2)) + spread)
    told = "".join(f"<td>{each}</td>" for each in cells)
    return f'<tr><th scope="row">{escape(row.title)}</th>{told}</tr>'


def _text(value: float | None) -> str:
    return NOTHING if value is None else number(value, 4)
