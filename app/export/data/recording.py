"""The data of a recording: its steps and layers as tables, and itself as a file."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from app.export.data.columns import Meaning
from app.export.data.tables import Column, Table
from app.maps.words import named
from app.yours.opened import Opened
from samgs_core.recon.scores import cosines
from samgs_core.recorder import Recording

MAX_CELLS = 2_000_000
"""So many cells a table has at most; of more steps, every n-th is kept."""
SQUARED = "loss² per parameter²"
PER = "loss per parameter"
Cells = tuple[str, np.ndarray, Meaning]


def steps_table(recording: Recording) -> Table:
    """One row for each recorded step; tasks are numbered from 1 in their order."""
    n = recording.n_tasks
    kept = _bounded(recording, 1, 6 + 3 * n + 4 * n * n)
    return Table("steps", [Column(*each) for each in _steps(kept)])


def layers_table(recording: Recording) -> Table | None:
    """One row for each layer of each kept step; None without layers."""
    if recording.layer_gram is None:
        return None
    n = recording.n_tasks
    kept = _bounded(recording, len(recording.layers), 2 + 2 * n * n)
    gram = kept.layer_gram
    assert gram is not None
    n_steps, n_layers = gram.shape[:2]
    flat = gram.reshape(n_steps * n_layers, n, n)
    columns = [
        ("step", np.repeat(kept.steps, n_layers), Meaning("steps", "The number of the step.")),
        ("layer", np.tile(np.array(kept.layers, dtype=str), n_steps), Meaning("", "Its name.")),
        *_products(flat, kept, " in the layer"),
        *_angles(cosines(flat), kept, " in the layer"),
    ]
    return Table("layers", [Column(*each) for each in columns])


def file_of(recording: Recording) -> bytes:
    """The recording as ``Recording.load`` reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "recording.npz"
        recording.save(path)
        return path.read_bytes()


def facts(opened: Opened, level: float) -> dict[str, Any]:
    """What is to be said of a recording in meta.json."""
    recording, method = opened.recording, opened.recording.method
    return {
        "title": opened.title,
        "origin": recording.origin,
        "tasks": list(recording.names),
        "lower_bounds": recording.lower_bounds and list(recording.lower_bounds),
        "layers": dict(zip(recording.layers, recording.layer_sizes, strict=True)),
        "method": method and named(method),
        "seed": recording.seed,
        "precision": recording.precision,
        "recorded_steps": len(recording.steps),
        "recorded_steps_with_layers": len(opened.coarse.steps),
        "gamma": level,
        "recording.npz": "The recording for samgs_core.recorder.Recording.load, with as many steps "
        "as have layers here.",
    }


def _bounded(recording: Recording, n_rows: int, n_columns: int) -> Recording:
    """Few enough steps for a table of so many rows a step."""
    return recording.thinned(max(MAX_CELLS // (n_rows * n_columns), 2))


def _steps(recording: Recording) -> Iterator[Cells]:
    yield "step", recording.steps, Meaning("steps", "The number of the step.")
    tasks = list(enumerate(recording.names))
    if recording.has_losses:
        for task, name in tasks:
            words = f"The loss of task {task + 1}, {name}."
            yield f"loss{task + 1}", recording.losses[:, task], Meaning("loss", words)
    for task, name in tasks:
        words = f"The length of the gradient of task {task + 1}, {name}."
        yield f"length{task + 1}", recording.lengths[:, task], Meaning(PER, words)
    yield from _products(recording.gram, recording, "")
    yield from _angles(recording.cosines, recording, "")
    for pair, values in zip(recording.pairs, recording.similarities.T, strict=True):
        words = f"Gradient magnitude similarity of {_pair(recording, pair)}, in [0, 1]."
        yield f"similarity_psi{_number(pair)}", values, Meaning("", words)
    if recording.merged_length is not None:
        words = "The length of the merged gradient."
        yield "merged_length", recording.merged_length, Meaning(PER, words)
    if recording.lr is not None:
        yield "lr", recording.lr, Meaning("", "The rate of the outer optimiser.")
    words = "Whether all losses and gradients of the step are finite."
    yield "finite", recording.is_finite, Meaning("", words)


def _products(gram: np.ndarray, recording: Recording, where: str) -> Iterator[Cells]:
    """The upper triangle of Gram matrices [S, T, T]."""
    for i, j in zip(*np.triu_indices(recording.n_tasks), strict=True):
        pair = (int(i), int(j))
        words = f"Inner product of the gradients of {_pair(recording, pair)}{where}."
        yield f"gram{_number(pair)}", gram[:, i, j], Meaning(SQUARED, words)


def _angles(values: np.ndarray, recording: Recording, where: str) -> Iterator[Cells]:
    """The angles whose cosines are [S, pairs]."""
    angles = np.degrees(np.arccos(values))
    for pair, angle in zip(recording.pairs, angles.T, strict=True):
        words = f"Between the gradients of {_pair(recording, pair)}{where}, unless one is 0."
        yield f"angle{_number(pair)}_degrees", angle, Meaning("degrees", words)


def _number(pair: tuple[int, int]) -> str:
    return f"_{pair[0] + 1}_{pair[1] + 1}"


def _pair(recording: Recording, pair: tuple[int, int]) -> str:
    i, j = pair
    return f"tasks {i + 1}, {recording.names[i]}, and {j + 1}, {recording.names[j]}"
