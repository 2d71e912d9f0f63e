"""A record as a file: arrays and a header in JSON, without pickle."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from samgs_core.experiment import PARTS, Experiment
from samgs_core.values import shown

if TYPE_CHECKING:
    from samgs_core.record import Record

FORMAT, VERSION = "gradient-surgery record", 1
ARRAYS = ("steps", "x", "losses", "grads", "operated", "stopped_at")
DIAGNOSTIC = "diagnostics/"


def save(record: "Record", path: str | os.PathLike[str]) -> None:
    """Write the record; the file is there as a whole or not at all."""
    header = {
        "format": FORMAT,
        "version": VERSION,
        "experiment": _written(record.experiment),
        "outcome": [outcome.name for outcome in record.outcome],
        "engine": record.engine.value,
    }
    arrays = {name: getattr(record, name) for name in ARRAYS}
    arrays |= {DIAGNOSTIC + name: values for name, values in record.diagnostics.items()}
    text = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
    draft = Path(f"{os.fspath(path)}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as file:
            np.savez_compressed(file, header=text, **arrays)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def load(path: str | os.PathLike[str], build: Callable[[dict[str, Any]], "Record"]) -> "Record":
    """What ``build`` makes of the fields that ``save`` wrote; ``ValueError`` for another file."""
    try:
        with open(path, "rb") as file:
            header, arrays = _contents(path, np.load(file, allow_pickle=False))
        return build(_read(path, header, arrays))
    except FileNotFoundError:
        raise
    except _Refused:
        raise
    except Exception as broken:  # whatever zip, numpy and JSON say of bytes that are damaged
        raise _refusal(path, f"it is damaged ({type(broken).__name__}: {broken})") from broken


def _contents(path: object, file: Any) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header and the arrays, if the header is one of ``save``."""
    if isinstance(file, np.ndarray) or "header" not in file.files:
        raise _refusal(path, "it has no header")
    header = json.loads(file["header"].tobytes())
    if header.get("format") != FORMAT:
        raise _refusal(path, "its header is another's")
    if header["version"] != VERSION:
        raise _refusal(path, f"its version is {header['version']!r}, not {VERSION}")
    return header, {name: file[name] for name in file.files if name != "header"}


class _Refused(ValueError):
    """A file that is no record."""


def _refusal(path: object, reason: str) -> _Refused:
    return _Refused(f"Record.load.path must be a file of Record.save; got {path}: {reason}.")


def _written(experiment: Experiment) -> dict[str, Any]:
    """An experiment in plain values; its parts with the name of their class."""
    plain: dict[str, Any] = {}
    for field in fields(experiment):
        value = getattr(experiment, field.name)
        plain[field.name] = _part(value) if field.name in PARTS else value
    return plain


def _part(part: Any) -> dict[str, Any]:
    numbers = {field.name: getattr(part, field.name) for field in fields(part)}
    for name, value in numbers.items():
        if value is not None and not isinstance(value, bool | int | float | str):
            kind = type(part).__name__
            raise ValueError(
                f"{kind}.{name} must be one value for a record to be saved; got {shown(value)}."
            )
    return {"class": _name(type(part)), "key": part.key, "numbers": numbers}


def _name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _read(path: object, header: dict[str, Any], arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    plain = dict(header["experiment"])
    for field, kind in PARTS.items():
        written = plain[field]
        known = {_name(cls): cls for cls in _descendants(kind)}
        if written["class"] not in known:
            reason = f"its {field} {written['class']} is not imported here; import it first"
            raise _refusal(path, reason)
        plain[field] = known[written["class"]](**written["numbers"])
    experiment = Experiment(**plain)
    outcome = header["outcome"]
    if not _fits(experiment, outcome, arrays):
        raise _refusal(path, "its arrays do not belong to its experiment")
    names = {name.removeprefix(DIAGNOSTIC) for name in arrays if name.startswith(DIAGNOSTIC)}
    return {
        "experiment": experiment,
        "diagnostics": {name: arrays[DIAGNOSTIC + name] for name in names},
        "outcome": outcome,
        "engine": header["engine"],
        **{name: arrays[name] for name in ARRAYS},
    }


def _fits(experiment: Experiment, outcome: list[str], arrays: dict[str, np.ndarray]) -> bool:
    """Whether all arrays have the shapes of the experiment's record."""
    n_starts, dim = len(experiment.starts), len(experiment.starts[0])
    n_steps, n_tasks = len(experiment.recorded_steps), len(experiment.landscape.lower_bounds)
    run = (n_starts, n_steps)
    shapes = {
        "steps": (n_steps,),
        "stopped_at": (n_starts,),
        "x": (*run, dim),
        "losses": (*run, n_tasks),
        "grads": (*run, n_tasks, dim),
        "operated": (*run, n_tasks, dim),
    }
    for each in experiment.method.diagnostics:
        shapes[DIAGNOSTIC + each.name] = (*run, n_tasks) if each.per_task else run
    if {name: array.shape for name, array in arrays.items()} != shapes:
        return False
    of_run = [arrays[name] for name in ("x", "losses", "grads", "operated")]
    others = [array for name, array in arrays.items() if name.startswith(DIAGNOSTIC)]
    return (
        all(array.dtype == experiment.dtype for array in of_run)
        and all(array.dtype.kind in "fb" for array in others)
        and arrays["stopped_at"].dtype.kind == "i"
        and tuple(arrays["steps"].tolist()) == experiment.recorded_steps
        and len(outcome) == n_starts
    )


def _descendants(cls: type) -> Iterator[type]:
    child: type
    for child in cls.__subclasses__():
        yield child
        yield from _descendants(child)
