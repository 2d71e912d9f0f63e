"""Images, classes, distances and directions as pictures."""

from abc import ABC, abstractmethod
from functools import cache
from typing import final

import numpy as np
from plotly.colors import qualitative, sample_colorscale, unlabel_rgb

from app.words.numbers import number
from samgs_core.benchmark.task import Task
from samgs_core.benchmark.tasks import Depth, Segmentation

UNKNOWN = 128
"""The grey of pixels of which nothing is known."""


def image(values: np.ndarray) -> np.ndarray:
    """An image [C, H, W] with values in [0, 1], of one channel or three, as [H, W, 3] uint8."""
    channels = np.broadcast_to(values, (3, *values.shape[1:])) if len(values) == 1 else values[:3]
    return _bytes(channels.transpose(1, 2, 0))


class Drawing(ABC):
    """How a task's target, and what networks make of it, become pictures [H, W, 3] uint8."""

    def __init__(self, target: np.ndarray) -> None:
        self.target = target

    @property
    @abstractmethod
    def truth(self) -> np.ndarray:
        """The target as a picture."""

    @abstractmethod
    def of(self, output: np.ndarray) -> np.ndarray:
        """An output of a network as a picture."""

    @abstractmethod
    def note(self, output: np.ndarray) -> str:
        """How right an output is, in words; nothing where nothing is known."""


def drawing(task: Task, target: np.ndarray) -> Drawing:
    """The drawing of a task with an answer for every pixel."""
    if isinstance(task, Segmentation):
        return Classes(target)
    return Distances(target) if isinstance(task, Depth) else Directions(target)


@final
class Classes(Drawing):
    """A colour for each class."""

    @property
    def truth(self) -> np.ndarray:
        return self._coloured(self.target)

    def of(self, output: np.ndarray) -> np.ndarray:
        return self._coloured(output.argmax(0))

    def note(self, output: np.ndarray) -> str:
        is_known = self.target >= 0
        if not is_known.any():
            return ""
        return f"{(output.argmax(0) == self.target)[is_known].mean():.0%} of the pixels right"

    def _coloured(self, classes: np.ndarray) -> np.ndarray:
        colours = _palette()[classes % len(_palette())]
        return np.where((classes >= 0)[..., None], colours, UNKNOWN).astype(np.uint8)


@final
class Distances(Drawing):
    """Dark is near; all on the scale of the truth."""

    def __init__(self, target: np.ndarray) -> None:
        super().__init__(target.reshape(target.shape[-2:]))
        self.is_known = np.isfinite(self.target) & (self.target > 0)
        known = self.target[self.is_known]
        self.low = float(known.min()) if len(known) else 0.0
        self.high = float(known.max()) if len(known) else 1.0

    @property
    def truth(self) -> np.ndarray:
        return np.where(self.is_known[..., None], self._coloured(self.target), np.uint8(UNKNOWN))

    def of(self, output: np.ndarray) -> np.ndarray:
        return self._coloured(output[0])

    def note(self, output: np.ndarray) -> str:
        if not self.is_known.any():
            return ""
        error = np.abs(output[0] - self.target)[self.is_known].mean()
        return f"{number(float(error))} off on average"

    def _coloured(self, values: np.ndarray) -> np.ndarray:
        span = max(self.high - self.low, 1e-12)
        shares = np.nan_to_num(np.clip((values - self.low) / span, 0, 1))
        return _scale()[(shares * 255).astype(int)]


@final
class Directions(Drawing):
    """Right, down and forward as red, green and blue."""

    @property
    def truth(self) -> np.ndarray:
        return self.of(self.target)

    def of(self, output: np.ndarray) -> np.ndarray:
        return _bytes((_unit(output).transpose(1, 2, 0) + 1) / 2)

    def note(self, output: np.ndarray) -> str:
        is_known = np.isfinite(self.target).all(0) & (np.abs(self.target).sum(0) > 0)
        if not is_known.any():
            return ""
        cosine = np.clip((_unit(output) * _unit(self.target)).sum(0)[is_known], -1, 1)
        return f"{np.degrees(np.arccos(cosine)).mean():.0f}° off on average"


def _unit(vectors: np.ndarray) -> np.ndarray:
    vectors = np.nan_to_num(vectors)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=0), 1e-12)


def _bytes(shares: np.ndarray) -> np.ndarray:
    return np.round(np.clip(np.nan_to_num(shares), 0, 1) * 255).astype(np.uint8)


@cache
def _palette() -> np.ndarray:
    """Colours that are told apart whatever one's vision is."""
    return np.array([unlabel_rgb(each) for each in qualitative.Safe]).round().astype(np.uint8)


@cache
def _scale() -> np.ndarray:
    """From near to far, [256, 3]: even in lightness."""
    sampled = sample_colorscale("Cividis", np.linspace(0, 1, 256).tolist())
    return np.array([unlabel_rgb(each) for each in sampled]).round().astype(np.uint8)
