"""Keeps what the task gradients of a training are to one another, while it goes on."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.optim import Optimizer

from samgs_core.flat import FlatParameters
from samgs_core.method import Method
from samgs_core.products import Pieces
from samgs_core.recorder.layers import Layers, layers_of
from samgs_core.recorder.recording import Recording
from samgs_core.recorder.rows import Columns, Rows, Seen, triangle
from samgs_core.values import count, shown


class Recorder:
    """The flight recorder of a training: a few numbers a step, however large the network is.

        recorder = Recorder(layers={"conv1": net.conv1, "conv2": net.conv2}, path="run.npz")
        surgery = Surgery(method, shared=net.trunk.parameters(), recorder=recorder)
        ...
        recorder.save()

    ``every`` n-th step is recorded, and of every step that is, the losses, the inner products of
    the task gradients, all over and in every layer, what became of them, and the rate of the outer
    ``optimizer`` if it is given. ``layers`` are modules, parameters or lists of them by name;
    ``names`` are those of the tasks. Never more than ``limit`` steps are held: then every second
    is dropped, and half as many are recorded from there on.

    With a ``path`` a file is written every ``flush_every`` recorded steps, as a whole: of a
    training that is killed what was written stays. ``state_dict`` belongs into its checkpoints.
    Each call of ``backward`` is a step, so with accumulated gradients each part of a batch is one.
    Of several processes that train together one needs a recorder, since all see the same averages.

    Raises ``TypeError`` or ``ValueError`` with the field, the rule and the value.
    """

    def __init__(
        self,
        every: int = 1,
        layers: Mapping[str, object] | None = None,
        names: Sequence[str] = (),
        *,
        limit: int = 10_000,
        optimizer: Optimizer | None = None,
        path: str | os.PathLike[str] | None = None,
        flush_every: int = 1_000,
    ) -> None:
        self.every = count(every, "Recorder.every", 1, 10**9)
        self.limit = count(limit, "Recorder.limit", 2, 10**7)
        self.flush_every = count(flush_every, "Recorder.flush_every", 1, 10**9)
        if optimizer is not None and not isinstance(optimizer, Optimizer):
            rule = "be an optimiser of torch"
            raise TypeError(f"Recorder.optimizer must {rule}; got {shown(optimizer)}.")
        self._given, self._names = dict(layers or {}), tuple(map(str, names))
        self._optimizer, self._path = optimizer, path
        self._shared: FlatParameters | None = None
        self._layers = Layers((), (), ())
        self._facts: dict[str, object] = {}
        self._method: Method | None = None
        self._columns: Columns | None = None
        self._rows = Rows(1, self.limit)
        self._step = -1
        self._unwritten = 0

    @property
    def n_steps(self) -> int:
        """How many steps the training took."""
        return self._step + 1

    def recording(self) -> Recording:
        """What was recorded so far; ``ValueError`` if nothing was."""
        columns, rows = self._columns, self._rows
        if columns is None or not rows.count:
            raise ValueError("Recorder.recording must come after a recorded step; got none.")
        return Recording(**_fields(self._layers, columns, rows), **self._facts)  # type: ignore[arg-type]

    def save(self, path: str | os.PathLike[str] | None = None) -> None:
        """Write a file that ``Recording.load`` reads, as a whole or not at all.

        Raises ``ValueError`` if nothing was recorded or there is neither path, and ``OSError`` if
        it cannot be written.
        """
        to = self._path if path is None else path
        if to is None:
            raise ValueError("Recorder.save.path must be given, because Recorder.path is not.")
        self.recording().save(to)
        self._unwritten = 0

    def state_dict(self) -> dict[str, Any]:
        """What was recorded, as plain values and tensors, for the checkpoint of the training."""
        n = self._rows.count
        return {
            "step": self._step,
            "every": self.every,
            "columns": None if self._columns is None else tuple(self._columns),
            "steps": torch.from_numpy(self._rows.steps[:n].copy()),
            "values": torch.from_numpy(self._rows.values[:n].copy()),
        }

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        """Go on where ``state_dict`` was taken, with the same tasks, layers and method.

        Raises ``ValueError`` if it is of another kind, and changes nothing then.
        """
        try:
            columns = None if state_dict["columns"] is None else Columns(*state_dict["columns"])
            width = 1 if columns is None else sum(columns.widths.values())
            rows = Rows(width, self.limit)
            pairs = zip(state_dict["steps"].tolist(), state_dict["values"].numpy(), strict=True)
            kept = [rows.add(step, row) for step, row in pairs]
            step, every = int(state_dict["step"]), int(state_dict["every"])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            rule = "be what state_dict() gave"
            got = f"{type(error).__name__}: {error}"
            raise ValueError(f"Recorder.state_dict must {rule}; got {shown(got)}.") from None
        self._step, self.every, self._rows = step, every * 2 ** sum(kept), rows
        if columns is not None:
            self._name(columns)

    def begin(
        self,
        shared: FlatParameters,
        method: Method | None,
        seed: int = 0,
        bounds: Tensor | None = None,
    ) -> None:
        """Belong to one training from now on: that of these shared parameters."""
        if self._shared is not None:
            raise ValueError("Recorder must be of one training; got another. Build another one.")
        self._layers = layers_of(self._given, shared) if self._given else Layers((), (), ())
        precision = str(shared.dtype).removeprefix("torch.")
        self._shared, self._method = shared, method
        self._facts = {"method": method, "seed": seed, "precision": precision}
        if bounds is not None:
            self._facts["lower_bounds"] = bounds

    def is_of(self, tensors: Sequence[Tensor]) -> bool:
        """Whether the training is that of these parameters; false before it began."""
        own = () if self._shared is None else self._shared.tensors
        return [id(leaf) for leaf in own] == [id(leaf) for leaf in tensors]

    def is_due(self) -> bool:
        """Count one step more, and say whether it is to be recorded."""
        self._step += 1
        return self._step % self.every == 0

    @property
    def pieces(self) -> Sequence[Pieces] | None:
        """Where the coordinates of every layer are; None if no layer is named."""
        return self._layers.pieces or None

    def add(self, seen: Seen) -> None:
        """Keep the step that is due, and write the file if it is time."""
        if self._columns is None:
            self._start(seen)
        assert self._columns is not None
        groups = () if self._optimizer is None else self._optimizer.param_groups
        lr = float(groups[0]["lr"]) if groups else np.nan
        if self._rows.add(self._step, self._columns.row(seen, lr)):
            self.every *= 2
        self._unwritten += 1
        if self._path is not None and self._unwritten >= self.flush_every:
            self.save()

    def _start(self, seen: Seen) -> None:
        told = tuple((name, value.numel()) for name, value in seen.diagnostics.items())
        columns = Columns(len(seen.losses), len(seen.products), told)
        self._name(columns)
        self._rows = Rows(sum(columns.widths.values()), self.limit)

    def _name(self, columns: Columns) -> None:
        """Settle how many tasks there are, and what they are called."""
        n_tasks = columns.n_tasks
        names = self._names or tuple(f"task {k + 1}" for k in range(n_tasks))
        if len(names) != n_tasks or len(set(names)) != n_tasks:
            rule = f"be {n_tasks} different ones"
            raise ValueError(f"Recorder.names must {rule}; got {shown(names)}.")
        self._columns, self._facts["names"] = columns, names
        bounds = self._facts.get("lower_bounds")
        if isinstance(bounds, Tensor):
            self._facts["lower_bounds"] = tuple(bounds.double().expand(n_tasks).tolist())


def _fields(layers: Layers, columns: Columns, rows: Rows) -> dict[str, object]:
    """The fields of a recording that stand in the rows."""
    widths, kept = columns.widths, rows.values[: rows.count].copy()
    cuts = np.cumsum([*widths.values()])[:-1]
    parts = dict(zip(widths, np.split(kept, cuts, axis=1), strict=True))
    gram = _squares(parts["products"], columns)
    has_merged = not np.isnan(parts["length"]).all()
    told = {
        name: parts[f"diagnostics/{name}"] if width > 1 else parts[f"diagnostics/{name}"][:, 0]
        for name, width in columns.diagnostics
    }
    return {
        "steps": rows.steps[: rows.count].copy(),
        "losses": parts["losses"],
        "gram": gram.sum(1),
        "layer_gram": gram if layers.names else None,
        "layers": layers.names,
        "layer_sizes": layers.sizes,
        "diagnostics": told,
        "slopes": parts["slopes"] if has_merged else None,
        "merged_length": parts["length"][:, 0] if has_merged else None,
        "lr": None if np.isnan(parts["lr"]).all() else parts["lr"][:, 0],
        "finite": parts["is_finite"][:, 0] == 1,
    }


def _squares(flat: np.ndarray, columns: Columns) -> np.ndarray:
    """The inner products [S, N, T, T] from the upper triangles of each layer."""
    first, second = triangle(columns.n_tasks)
    squares = np.empty((len(flat), columns.n_layers, columns.n_tasks, columns.n_tasks))
    squares[..., first, second] = flat.reshape(len(flat), columns.n_layers, -1)
    squares[..., second, first] = squares[..., first, second]
    return squares
