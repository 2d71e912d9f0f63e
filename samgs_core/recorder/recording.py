"""A recording: what the task gradients of a training were to one another, step by step."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any, BinaryIO

import numpy as np

from samgs_core.measures import length_similarities
from samgs_core.method import Method
from samgs_core.recon.scores import Scores, cosines
from samgs_core.record import Record
from samgs_core.recorder import file, logs
from samgs_core.recorder.figure import figure_of
from samgs_core.recorder.of_record import values_of


@dataclass(frozen=True, eq=False)
class Recording:
    """S recorded steps of a training with T tasks and N layers; all arrays are read-only.

    The Gram matrices are of the raw task gradients over the shared parameters, in double precision,
    before surgery and clipping; the layers' add up to the whole. A step whose loss or gradient was
    not finite has ``is_finite`` false, and the method remembers nothing of it. ``method`` is None
    where it is not known, and with it what only a method has.
    """

    steps: np.ndarray  # [S] ascending step numbers
    losses: np.ndarray  # [S, T]
    gram: np.ndarray  # [S, T, T]
    names: tuple[str, ...]  # [T]
    layer_gram: np.ndarray | None = None  # [S, N, T, T]
    layers: tuple[str, ...] = ()  # [N]
    layer_sizes: tuple[int, ...] = ()  # [N] how many numbers each has, 0 if not known
    method: Method | None = None
    diagnostics: Mapping[str, np.ndarray] = field(default_factory=dict)  # each [S] or [S, T]
    slopes: np.ndarray | None = None  # [S, T] d·gₖ of the merged gradient d
    merged_length: np.ndarray | None = None  # [S] ‖d‖
    lr: np.ndarray | None = None  # [S] rate of the outer optimiser
    finite: np.ndarray | None = None  # [S] booleans, None for all
    precision: str = "float64"  # in which the losses and random draws were made
    seed: int = 0  # of the random draws
    lower_bounds: tuple[float, ...] | None = None  # of the losses, as the method was given them
    origin: str = "recorder"  # who wrote it down

    def __post_init__(self) -> None:
        for name in (*file.ARRAYS, "layer_gram"):
            array = getattr(self, name)
            if array is not None:
                array = np.asarray(array).view()
                array.flags.writeable = False
                object.__setattr__(self, name, array)

    @classmethod
    def load(cls, path: str | os.PathLike[str] | BinaryIO) -> "Recording":
        """The recording of a file that ``save`` or a recorder wrote.

        Nothing in a file is executed. Raises ``ValueError`` with the reason for a file that is
        damaged, too large or another's, and ``FileNotFoundError`` if there is none.
        """
        if not isinstance(path, str | os.PathLike):
            return file.load(path, "this one", cls)
        with open(path, "rb") as opened:
            return file.load(opened, os.fspath(path), cls)

    @classmethod
    def from_csv(cls, path: str | os.PathLike[str] | BinaryIO) -> "Recording":
        """The recording of a table of what others log, with a row for each step.

        Its columns are ``step``, ``norm_<task>`` (the length of a task's gradient) for two tasks or
        more, ``cosine_<task>_<task>`` for every pair (``cosine`` will do for two tasks), and if
        they are there ``loss_<task>`` and ``lr``; before a column of a layer stands ``<layer>/``.
        Raises ``ValueError`` with what is missing or cannot be read.
        """
        return cls(**logs.values_of(*logs.read_csv(path), "a table"))

    @classmethod
    def from_tensorboard(cls, folder: str | os.PathLike[str]) -> "Recording":
        """The recording of scalars that were logged for TensorBoard, whose package reads them.

        The tags are the columns of ``from_csv``. Raises ``ImportError`` without the package, and
        ``ValueError`` as ``from_csv`` does.
        """
        return cls(**logs.values_of(*logs.read_tensorboard(folder), "TensorBoard"))

    @classmethod
    def of(cls, record: Record, start: int = 0) -> "Recording":
        """The run of a record from one of its starts, as far as it went."""
        return cls(**values_of(record, start))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it as arrays and text (npz) without pickle, as a whole or not at all."""
        file.save(self, path)

    def figure(self) -> Any:
        """Losses, angles and similarities over the steps, as a Plotly figure."""
        return figure_of(self)

    @property
    def n_tasks(self) -> int:
        """T."""
        return len(self.names)

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """All distinct pairs of tasks, counted from 0."""
        return tuple(combinations(range(self.n_tasks), 2))

    @property
    def is_finite(self) -> np.ndarray:
        """Which steps have finite losses, if there are any, and gradients, booleans [S]."""
        inner = np.isfinite(self.gram).all((1, 2))
        if self.has_losses:
            inner &= np.isfinite(self.losses).all(1)
        return inner if self.finite is None else inner & self.finite

    @property
    def has_losses(self) -> bool:
        """Whether losses were recorded; else they are NaN."""
        return not bool(np.isnan(self.losses).all())

    @property
    def is_whole(self) -> bool:
        """Whether no step is missing between the first of the training and the last recorded."""
        return bool(np.array_equal(self.steps, np.arange(len(self.steps))))

    @cached_property
    def lengths(self) -> np.ndarray:
        """‖gₖ‖, [S, T]."""
        return np.sqrt(np.diagonal(self.gram, axis1=1, axis2=2))

    @cached_property
    def cosines(self) -> np.ndarray:
        """Cosine of every pair of task gradients, [S, pairs]; NaN where one is zero."""
        return cosines(self.gram)

    @cached_property
    def layer_cosines(self) -> np.ndarray | None:
        """Cosine of every pair in every layer, [S, N, pairs]."""
        return None if self.layer_gram is None else cosines(self.layer_gram)

    @property
    def angles(self) -> np.ndarray:
        """φ of every pair in degrees, [S, pairs]; NaN where a gradient is zero."""
        return np.degrees(np.arccos(self.cosines))

    @cached_property
    def similarities(self) -> np.ndarray:
        """ψ of every pair, [S, pairs]."""
        return length_similarities(self.lengths)

    @property
    def conflicts(self) -> np.ndarray:
        """Share of the finite steps with a negative cosine, [pairs]; NaN if no step is finite."""
        return _mean(self.cosines[self.is_finite] < 0)

    @property
    def alignment(self) -> np.ndarray | None:
        """Cosine of the merged gradient with each task gradient, [S, T]; NaN where one is zero."""
        if self.slopes is None or self.merged_length is None:
            return None
        scale = self.lengths * self.merged_length[:, None]
        undefined = np.full_like(scale, np.nan)
        return np.clip(np.divide(self.slopes, scale, out=undefined, where=scale > 0), -1, 1)

    def scores(self, threshold: float = 0.0) -> Scores | None:
        """Conflict scores of the layers, those of Recon; None without layers."""
        if self.layer_gram is None:
            return None
        return Scores(self.layer_gram, self.layer_sizes, threshold, self.layers)

    def thinned(self, most: int) -> "Recording":
        """Every n-th recorded step, so that there are at most so many."""
        every = -(-len(self.steps) // most)
        return self if every <= 1 else self.at(slice(None, None, every))

    def at(self, steps: slice | Sequence[int]) -> "Recording":
        """Only these of the recorded steps, counted from 0."""
        names = (*file.ARRAYS, "layer_gram")
        values = {name: getattr(self, name) for name in (*file.FACTS, "method", *names)}
        cut = {name: v[steps] for name, v in values.items() if name in names and v is not None}
        told = {name: v[steps] for name, v in self.diagnostics.items()}
        return Recording(**{**values, **cut, "diagnostics": told})


def _mean(values: np.ndarray) -> np.ndarray:
    return values.mean(0) if len(values) else np.full(values.shape[1:], np.nan)
