"""A study as a notebook: the same program in cells, with a picture."""

import json
from collections.abc import Sequence

from app.export.caption import source_words, study_words
from app.export.code.script import INSTALL, PRINT, run, setup
from app.runs.records import MethodResult
from app.study.study import Study

PLOT = """from matplotlib.figure import Figure

figure = Figure(figsize=(7, 3.4), layout="constrained")
plane, losses = figure.subplots(1, 2)
for record in records:
    title = record.experiment.method.title
    (line,) = plane.plot(*record.x[0].T, label=title)
    losses.plot(*record.losses[0].T, color=line.get_color(), label=title)
    for path, values in zip(record.x[1:], record.losses[1:]):
        plane.plot(*path.T, color=line.get_color())
        losses.plot(*values.T, color=line.get_color())
window = landscape.window
plane.set(xlim=window[:2], ylim=window[2:], xlabel="θ₁", ylabel="θ₂", title="Parameter space")
losses.set(xlabel="L₁", ylabel="L₂", title="Loss space")
plane.legend()
figure"""


def notebook(study: Study, results: Sequence[MethodResult], link: str) -> str:
    """The notebook in the format 4.5; raises ``ValueError`` if no method is drawn."""
    words = f"{study_words(study, results)}\n\n{source_words(link)}"
    cells = [
        _cell("what", "markdown", f"# {study.landscape.title}\n\n{_literal(words)}"),
        _cell("setup", "code", f"{INSTALL}\n{setup(study)}"),
        _cell("run", "code", run(results)),
        _cell("ends", "code", PRINT),
        _cell("plot", "code", PLOT),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    told = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _cell(name: str, kind: str, text: str) -> dict[str, object]:
    cell: dict[str, object] = {"id": name, "cell_type": kind, "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return {**cell, "source": text.splitlines(keepends=True)}


def _literal(text: str) -> str:
    """Text in which Markdown finds no marks."""
    return text.replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")
