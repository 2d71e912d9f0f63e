"""What the paper reports on the real data, in tables of their own, which ours never join."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from app.words.numbers import NOTHING, fixed
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
    decimals = [_decimals(column) for column in zip(*map(_values, published.rows), strict=True)]
    lines = [_line(row, decimals) for row in published.rows]
    return (
        '<div class="train-table" role="region" aria-label="Published results" tabindex="0">'
        f"<table><thead><tr><td></td>{head}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _values(row: PublishedRow) -> tuple[float | None, ...]:
    return *row.values, row.mean_rank, row.delta


def _decimals(values: Iterable[float | None]) -> int:
    """How many decimals the numbers of a column are printed with."""
    return max(len(f"{each:g}".partition(".")[2]) for each in values if each is not None)


def _line(row: PublishedRow, decimals: Sequence[int]) -> str:
    pairs = zip(_values(row), decimals, strict=True)
    cells = [NOTHING if each is None else fixed(each, n) for each, n in pairs]
    if row.delta_spread is not None:
        cells[-1] += f" <small>± {row.delta_spread:g}</small>"
    told = "".join(f"<td>{each}</td>" for each in cells)
    return f'<tr><th scope="row">{escape(row.title)}</th>{told}</tr>'
