"""What others log, lengths and cosines step by step, as the fields of a recording."""

import csv
import io
import os
from array import array
from itertools import combinations
from typing import Any, BinaryIO

import numpy as np

MAX_BYTES = 32 * 2**20
MAX_COLUMNS = 2_000
MAX_NAME = 300
NORM, COSINE, LOSS = "norm_", "cosine", "loss_"

Columns = dict[str, np.ndarray]
"""The values [S] by the names of their columns; NaN where there is none."""


def read_csv(path: str | os.PathLike[str] | BinaryIO) -> tuple[np.ndarray, Columns]:
    """The steps [S] of a table and its other columns."""
    content = _content(path)
    try:
        lines = io.StringIO(content.decode("utf-8-sig"), newline="")
        head = lines.readline()
        mark = ";" if head.count(";") > head.count(",") else ","
        names = [name.strip() for name in next(csv.reader([head], delimiter=mark), [])]
        _require(2 < len(names) <= MAX_COLUMNS, "it has no header of columns")
        cells = array("d")
        for row in filter(None, csv.reader(lines, delimiter=mark)):
            _require(len(row) == len(names), "its rows are of unequal lengths")
            cells.extend(float(cell) if cell.strip() else np.nan for cell in row)
    except (UnicodeDecodeError, csv.Error) as error:
        raise _refusal(f"it is no table ({type(error).__name__})") from None
    except ValueError as error:
        if isinstance(error, _Refused):
            raise
        raise _refusal(f"it holds what is no number ({str(error)[:80]})") from None
    values = np.frombuffer(cells).reshape(-1, len(names)) if cells else np.zeros((0, len(names)))
    columns = {name: values[:, n] for n, name in enumerate(names)}
    _require("step" in columns, "it has no column step")
    return columns.pop("step"), columns


def read_tensorboard(folder: str | os.PathLike[str]) -> tuple[np.ndarray, Columns]:
    """The steps [S] at which anything was logged, and the scalars by their tags."""
    try:
        from tensorboard.backend.event_processing import event_accumulator
    except ImportError:
        raise ImportError("Recording.from_tensorboard needs the package tensorboard.") from None
    events = event_accumulator.EventAccumulator(
        os.fspath(folder), size_guidance={event_accumulator.SCALARS: 0}
    ).Reload()
    scalars = {tag: events.Scalars(tag) for tag in events.Tags()["scalars"]}
    steps = np.array(sorted({each.step for of_tag in scalars.values() for each in of_tag}))
    columns = {tag: np.full(len(steps), np.nan) for tag in scalars}
    for tag, of_tag in scalars.items():
        at = np.searchsorted(steps, [each.step for each in of_tag])
        columns[tag][at] = [each.value for each in of_tag]
    return steps.astype(float), columns


def values_of(steps: np.ndarray, columns: Columns, origin: str) -> dict[str, Any]:
    """The fields of the recording that these columns tell."""
    names = [name.removeprefix(NORM) for name in columns if name.startswith(NORM)]
    _require(len(names) > 1, f"it has no columns {NORM}<task> of two tasks or more")
    _require(len(names) <= 16, "it has more than 16 tasks")
    fit = all(name.isprintable() and len(name) <= MAX_NAME for name in columns)
    _require(fit, "a name in it is not printable, or long")
    whole = bool(len(steps)) and bool(np.isfinite(steps).all())
    _require(whole and bool((steps == np.floor(steps)).all()), "its steps are not whole numbers")
    ascends = bool((np.diff(steps) > 0).all()) and steps[0] >= 0 and steps[-1] <= 10**12
    _require(ascends, "its steps do not ascend from 0 or more")
    layers = [name.partition("/")[0] for name in columns if f"/{NORM}" in name]
    layers = list(dict.fromkeys(layers))
    grams = [_gram(columns, names, f"{layer}/") for layer in layers]
    undefined = np.full(len(steps), np.nan)
    return {
        "steps": steps.astype(np.int64),
        "losses": np.stack([columns.get(LOSS + name, undefined) for name in names], axis=1),
        "gram": _gram(columns, names, ""),
        "names": tuple(names),
        "layer_gram": np.stack(grams, axis=1) if grams else None,
        "layers": tuple(layers),
        "layer_sizes": (0,) * len(layers),
        "lr": columns.get("lr"),
        "origin": origin,
    }


def _gram(columns: Columns, names: list[str], prefix: str) -> np.ndarray:
    """The inner products [S, T, T] of all shared parameters, or of a layer."""
    missing = [name for name in names if f"{prefix}{NORM}{name}" not in columns]
    _require(not missing, f"it has no column {prefix}{NORM}{(missing or [''])[0]}")
    lengths = np.stack([columns[f"{prefix}{NORM}{name}"] for name in names], axis=1)
    _require(bool((lengths[np.isfinite(lengths)] >= 0).all()), "a length in it is below 0")
    gram = lengths[:, :, None] * lengths[:, None, :]
    for i, j in combinations(range(len(names)), 2):
        both = [f"{prefix}{COSINE}_{names[a]}_{names[b]}" for a, b in ((i, j), (j, i))]
        both += [f"{prefix}{COSINE}"] * (len(names) == 2)
        found = next((columns[name] for name in both if name in columns), None)
        if found is None:
            raise _refusal(f"it has no column {both[0]}")
        inside = abs(found[np.isfinite(found)]) <= 1 + 1e-6
        _require(bool(inside.all()), "a cosine in it is beyond 1")
        gram[:, i, j] *= np.clip(found, -1, 1)
        gram[:, j, i] = gram[:, i, j]
    return gram


class _Refused(ValueError):
    """A table that is no recording."""


def _content(path: str | os.PathLike[str] | BinaryIO) -> bytes:
    if isinstance(path, str | os.PathLike):
        with open(path, "rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    else:
        content = path.read(MAX_BYTES + 1)
    _require(len(content) <= MAX_BYTES, f"it is larger than {MAX_BYTES >> 20} MB")
    return content


def _refusal(reason: str) -> _Refused:
    return _Refused(f"Recording.from_csv must be given lengths and cosines step by step: {reason}.")


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise _refusal(reason)
