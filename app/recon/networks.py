"""Every network of a Recon screen as a row, and every number of its pictures as CSV."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.column_config import NumberColumn
from streamlit.elements.lib.column_types import ColumnConfig

from app.figures.recon.marks import mark
from app.recon.state import LabState, SeedState
from app.words.csv_file import csv_file
from app.words.numbers import NOTHING
from samgs_core import Method
from samgs_core.recon import SEVERE, Lane, Network, trunk_size


class Row(NamedTuple):
    """One trained network; the field names are the columns of the CSV file."""

    seed: int
    network: str
    method: str
    split: str
    width: int
    trunk_parameters: int
    test_loss: float
    severe_share: float | None
    """None if nothing is shared."""


class Number(NamedTuple):
    """One number of a picture, in the long form; ``x`` is a step or a layer."""

    picture: str
    series: str
    seed: int
    x: float
    y: float


def rows(state: LabState) -> list[Row]:
    """The networks of every shown seed."""
    return [row for each in state.shown for row in _rows(each)]


def numbers(state: LabState) -> Iterator[Number]:
    """What the pictures are drawn from, before any smoothing, counting or averaging."""
    for each in state.shown:
        report, seed = each.report, each.report.seed
        for layer, curve in enumerate(report.layer_cosine.T, start=1):
            yield from _over("layer cosine", f"layer {layer}", seed, curve)
        for score in ("rate", "null", "calibrated", "energy"):
            values = getattr(report.scores, score)
            yield from _over("score", score, seed, values)
        yield from _over("loss saved by splitting", "one layer", seed, report.split_gain)
        chosen = each.chosen
        left = report.log.cosine(report.lane(()), without=chosen.lane.split)
        for series, cosine in (
            ("no split", report.cosine("none")[0]),
            (f"split {_split(chosen.lane)}", chosen.cosine),
            ("no split, same layers", left),
        ):
            yield from _over("whole-vector cosine", series, seed, cosine.mean(1))
        for name in report.variants:
            curve = report.test_curve(name)
            yield from _at("test loss", name, seed, report.log.tested, curve)
        yield from _at(
            "test loss",
            f"split {_split(chosen.lane)}",
            seed,
            chosen.log.tested,
            chosen.test_curve,
        )


def csv_text(lines: Sequence[NamedTuple]) -> str:
    """The lines as CSV with a heading; numbers read back exactly, empty where undefined."""
    return csv_file(lines[0]._fields if lines else (), lines)


def draw(table: Sequence[Row]) -> None:
    """The table in the current place; columns are sorted by the values behind their texts."""
    frame = pd.DataFrame(table, columns=Row._fields)
    written = frame.style.format(WRITTEN, na_rep=NOTHING)
    st.dataframe(written, hide_index=True, column_config=COLUMNS, placeholder=NOTHING)


WRITTEN = {"test_loss": "{:.4f}", "severe_share": lambda share: f"{100 * share:.1f} %"}
COLUMNS: dict[str, ColumnConfig | str | None] = {
    "seed": NumberColumn("Seed"),
    "network": "Network",
    "method": "Method",
    "split": "Split layers",
    "width": NumberColumn("Width"),
    "trunk_parameters": NumberColumn("Trunk parameters"),
    "test_loss": NumberColumn("Test loss"),
    "severe_share": NumberColumn("Severe conflicts"),
}


def _rows(each: SeedState) -> Iterator[Row]:
    report = each.report
    variants = sorted(report.variants.items(), key=lambda item: -len(item[1]))  # the random first
    names = {lane: mark(name).title for name, lanes in variants for lane in lanes}
    for lane in report.log.lanes:
        name = names.get(lane, "one layer")
        yield _row(each, report.log.network(lane), name, report.method)
    if each.chosen.lane not in report.log.lanes:
        yield _row(each, each.chosen, mark("hand").title, report.method)
    for lane in each.rivals.lanes if each.rivals else ():
        assert each.rivals is not None and lane.method is not None
        name = mark("recon" if lane.split else "none").title
        yield _row(each, each.rivals.network(lane), name, lane.method)


def _row(each: SeedState, network: Network, name: str, method: Method) -> Row:
    lane, problem = network.lane, each.report.problem
    return Row(
        seed=each.report.seed,
        network=name,
        method=method.title,
        split=_split(lane),
        width=lane.width,
        trunk_parameters=trunk_size(problem, lane),
        test_loss=float(network.test_curve[-1]),
        severe_share=None if np.isnan(network.cosine).all() else _severe(network.cosine),
    )


def _severe(cosine: np.ndarray) -> float:
    return float((cosine < SEVERE).mean())


def _split(lane: Lane) -> str:
    return " ".join(map(str, lane.split)) or "none"


def _over(picture: str, series: str, seed: int, values: np.ndarray) -> Iterator[Number]:
    return _at(picture, series, seed, np.arange(1, len(values) + 1), values)


def _at(picture: str, series: str, seed: int, x: np.ndarray, y: np.ndarray) -> Iterator[Number]:
    for at, value in zip(x.tolist(), y.tolist(), strict=True):
        yield Number(picture, series, seed, at, value)
