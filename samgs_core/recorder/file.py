"""A recording as a file: arrays and a header in JSON, without pickle, read with care."""

import json
import os
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import numpy as np

from samgs_core.method import Method
from samgs_core.methods import METHODS
from samgs_core.recorder import archive
from samgs_core.recorder.archive import Refused
from samgs_core.recorder.rows import triangle

if TYPE_CHECKING:
    from samgs_core.recorder.recording import Recording

FORMAT, VERSION = "gradient-surgery recording", 1
ARRAYS = ("steps", "losses", "gram", "slopes", "merged_length", "lr", "finite")
OPTIONAL = ("layer_gram", "slopes", "merged_length", "lr", "finite")
FACTS = ("names", "layers", "layer_sizes", "precision", "seed", "lower_bounds", "origin")
DIAGNOSTIC = "diagnostics/"
MAX_TASKS, MAX_LAYERS, MAX_NAME, MAX_STEP = 16, 1_000, 100, 10**12

T = TypeVar("T")


def save(recording: "Recording", path: str | os.PathLike[str]) -> None:
    """Write the recording; the file is there as a whole or not at all."""
    header = {name: getattr(recording, name) for name in FACTS}
    header |= {"format": FORMAT, "version": VERSION, "method": _written(recording.method)}
    arrays = {name: getattr(recording, name) for name in (*ARRAYS, "layer_gram")}
    first, second = triangle(recording.n_tasks)
    for name in ("gram", "layer_gram"):
        if arrays[name] is not None:
            arrays[name] = arrays[name][..., first, second]
    if header["method"] is not None:  # without a method nobody knows what they are
        arrays |= {DIAGNOSTIC + name: values for name, values in recording.diagnostics.items()}
    text = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
    draft = Path(f"{os.fspath(path)}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as opened:
            present: dict[str, Any] = {
                name: np.ascontiguousarray(v) for name, v in arrays.items() if v is not None
            }
            np.savez(opened, header=text, **present)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def load(opened: BinaryIO, name: str, build: Callable[..., T]) -> T:
    """What ``build`` makes of the fields that ``save`` wrote; ``ValueError`` for another file."""
    try:
        arrays = archive.arrays(opened)
        return build(**_read(_header(arrays), arrays))
    except Refused as refused:
        raise _refusal(name, str(refused)) from None
    except Exception as broken:  # whatever zip, numpy and JSON say of bytes that are damaged
        reason = f"it is damaged ({type(broken).__name__}: {str(broken)[:200]})"
        raise _refusal(name, reason) from broken


def _refusal(name: str, reason: str) -> ValueError:
    return ValueError(f"Recording.load.path must be a recording; got {name[:200]}: {reason}.")


def _header(arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    text = arrays.pop("header", None)
    header = None if text is None else json.loads(text.tobytes())
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise Refused("it is no file of a recorder")
    if header.get("version") != VERSION:
        raise Refused(f"its version is {str(header.get('version'))[:20]!r}, not {VERSION}")
    return header


def _read(header: dict[str, Any], arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    names, layers = (_names(header[each]) for each in ("names", "layers"))
    sizes = tuple(int(size) for size in header["layer_sizes"])
    bounds = header["lower_bounds"]
    _require(2 <= len(names) <= MAX_TASKS, "its number of tasks is out of range")
    _require(len(layers) == len(sizes) <= MAX_LAYERS, "its layers are out of range")
    _require(all(size >= 0 for size in sizes), "its layers are out of range")
    method = _method(header["method"])
    _check_shapes(arrays, len(names), len(layers), method)
    values = {name: arrays.get(name) for name in (*ARRAYS, "layer_gram")}
    for name in ("gram", "layer_gram"):
        values[name] = _squares(values[name], len(names))
    told = {name: v for name, v in arrays.items() if name.startswith(DIAGNOSTIC)}
    return {
        **values,
        "names": names,
        "layers": layers,
        "layer_sizes": sizes,
        "method": method,
        "diagnostics": {name.removeprefix(DIAGNOSTIC): v for name, v in told.items()},
        "precision": "float32" if header["precision"] == "float32" else "float64",
        "seed": int(header["seed"]) % 2**64,
        "lower_bounds": None if bounds is None else tuple(float(each) for each in bounds),
        "origin": str(header["origin"])[:MAX_NAME],
    }


def _check_shapes(
    arrays: dict[str, np.ndarray], n_tasks: int, n_layers: int, method: Method | None
) -> None:
    n_steps, n_products = len(arrays["steps"]), n_tasks * (n_tasks + 1) // 2
    shapes: dict[str, tuple[int, ...]] = {
        "steps": (n_steps,),
        "losses": (n_steps, n_tasks),
        "gram": (n_steps, n_products),
        "layer_gram": (n_steps, n_layers, n_products),
        "slopes": (n_steps, n_tasks),
        "merged_length": (n_steps,),
        "lr": (n_steps,),
        "finite": (n_steps,),
    }
    for each in () if method is None else method.diagnostics:
        shapes[DIAGNOSTIC + each.name] = (n_steps, n_tasks) if each.per_task else (n_steps,)
    wanted = set(shapes) - set(OPTIONAL)
    _require(wanted <= set(arrays), f"it lacks {', '.join(sorted(wanted - set(arrays)))}")
    fits = all(shapes.get(name) == array.shape for name, array in arrays.items())
    _require(fits and (n_layers > 0) == ("layer_gram" in arrays), "its arrays do not fit together")
    _require(n_steps > 0, "it holds no step")
    kinds = {"steps": "i", "finite": "b"}
    of_kind = all(
        array.dtype.kind in ("fb" if DIAGNOSTIC in name else kinds.get(name, "f"))
        for name, array in arrays.items()
    )
    _require(of_kind, "its arrays are of other kinds")
    steps = arrays["steps"]
    ascends = steps[0] >= 0 and steps[-1] <= MAX_STEP and bool((np.diff(steps) > 0).all())
    _require(ascends, "its steps do not ascend from 0 or more")


def _squares(values: np.ndarray | None, n_tasks: int) -> np.ndarray | None:
    """Symmetric matrices [..., T, T] from their upper triangles."""
    if values is None:
        return None
    first, second = triangle(n_tasks)
    squares = np.empty((*values.shape[:-1], n_tasks, n_tasks))
    squares[..., first, second] = values
    squares[..., second, first] = values
    return squares


def _names(values: Any) -> tuple[str, ...]:
    names = tuple(str(value) for value in values)
    fits = all(0 < len(name) <= MAX_NAME and name.isprintable() for name in names)
    _require(fits and len(set(names)) == len(names), "its names are not printable, short and apart")
    return names


def _written(method: Method | None) -> dict[str, Any] | None:
    """A method of the catalogue in plain values; None for any other."""
    if method is None or type(method) not in METHODS:
        return None
    numbers = {each.name: getattr(method, each.name) for each in fields(method)}  # type: ignore[arg-type]
    return {"key": method.key, "numbers": numbers}


def _method(written: Any) -> Method | None:
    if written is None:
        return None
    known = {method.key: method for method in METHODS}
    _require(written["key"] in known, f"its method {str(written['key'])[:40]!r} is not known here")
    return known[written["key"]](**written["numbers"])


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise Refused(reason)
