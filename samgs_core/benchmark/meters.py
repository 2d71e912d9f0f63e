"""Metrics of a whole test set, collected batch after batch without waiting for the device."""

import numpy as np
import torch
from torch import Tensor

from samgs_core.benchmark.task import Meter

IGNORED = -1
"""The label of what has no class."""
WITHIN = (11.25, 22.5, 30.0)
"""The degrees within which the field counts normals."""
NO_ANGLE = -1.0


class Overlap(Meter):
    """mIoU and pixel accuracy in per cent, from one confusion matrix of the whole test set.

        IoU of a class = true positives / (true + false positives + false negatives)

    The mean is over the classes that occur in the targets or in the outputs: one that is absent
    from both does not count, one that is put out and never there counts as 0. That is
    ``jaccard_score(average="macro")`` of scikit-learn.
    """

    def __init__(self, n_classes: int) -> None:
        self.n_classes = n_classes
        self.counts: Tensor | None = None  # [C * C + 1]: target by output, and what is ignored

    def add(self, output: Tensor, target: Tensor) -> None:
        n = self.n_classes
        label, guess = target.flatten(), output.argmax(1).flatten()
        cell = torch.where(label == IGNORED, n * n, label * n + guess)
        if self.counts is None:
            self.counts = torch.zeros(n * n + 1, dtype=torch.int64, device=output.device)
        self.counts.scatter_add_(0, cell, torch.ones_like(cell))

    def values(self) -> tuple[float, ...]:
        n = self.n_classes
        counts = np.zeros(n * n) if self.counts is None else self.counts[:-1].cpu().numpy()
        confusion = counts.reshape(n, n)
        hits, union = confusion.diagonal(), confusion.sum(0) + confusion.sum(1)
        union = union - hits
        occurs = union > 0
        if not occurs.any():
            return np.nan, np.nan
        overlap = hits[occurs] / union[occurs]
        return float(100 * overlap.mean()), float(100 * hits.sum() / confusion.sum())


class Sums(Meter):
    """A meter of sums over everything that counts, in double precision."""

    sums: Tensor | None = None

    def grow(self, *sums: Tensor) -> None:
        """Add the sums of one batch."""
        new = torch.stack([each.double() for each in sums])
        self.sums = new if self.sums is None else self.sums + new

    def totals(self) -> list[float]:
        """The sums; none if nothing was added."""
        return [] if self.sums is None else self.sums.tolist()


class Accuracy(Sums):
    """The share of the examples with a label whose class is right, in per cent."""

    def add(self, output: Tensor, target: Tensor) -> None:
        self.grow((output.argmax(1) == target).sum(), (target != IGNORED).sum())

    def values(self) -> tuple[float, ...]:
        hits, n = self.totals() or (0.0, 0.0)
        return (100 * hits / n if n else np.nan,)


class Distances(Sums):
    """RMSE, absolute error, and the absolute error relative to the distance.

    All three are means over the pixels with a measurement, wherever in the test set they are.
    """

    def add(self, output: Tensor, target: Tensor) -> None:
        target = target.reshape(output.shape)
        is_known = is_measured(target)
        known = target.where(is_known, 1.0).double()
        error = (output.double() - known).abs().where(is_known, 0.0)
        self.grow(error.square().sum(), error.sum(), (error / known).sum(), is_known.sum())

    def values(self) -> tuple[float, ...]:
        *totals, n = self.totals() or (0.0, 0.0, 0.0, 0.0)
        if not n:
            return np.nan, np.nan, np.nan
        square, absolute, relative = (total / n for total in totals)
        return square**0.5, absolute, relative


class Angles(Meter):
    """Mean and median angle in degrees, and the share within 11.25°, 22.5° and 30° in per cent.

    An output of zeros is 90° off. The median needs every angle, so all of them are kept, on the
    device in single precision.
    """

    def __init__(self) -> None:
        self.angles: list[Tensor] = []

    def add(self, output: Tensor, target: Tensor) -> None:
        output, target = output.float(), target.float()
        sine = torch.linalg.vector_norm(torch.linalg.cross(output, target, dim=1), dim=1)
        angle = torch.rad2deg(torch.atan2(sine, (output * target).sum(1)))
        angle = angle.where((output != 0).any(1), 90.0)
        self.angles.append(angle.where(has_direction(target), NO_ANGLE).flatten())

    def values(self) -> tuple[float, ...]:
        every = torch.cat(self.angles).cpu().numpy() if self.angles else np.empty(0, np.float32)
        angles = every[every != NO_ANGLE].astype(float)
        if not len(angles):
            return (np.nan,) * (2 + len(WITHIN))
        shares = (float(100 * (angles < bound).mean()) for bound in WITHIN)
        return float(angles.mean()), float(np.median(angles)), *shares


def is_measured(depth: Tensor) -> Tensor:
    """Where a depth is a measurement: finite and above 0."""
    return (depth > 0) & depth.isfinite()


def has_direction(normal: Tensor) -> Tensor:
    """Where a normal [N, 3, ...] is a direction, [N, ...]: finite and not zero."""
    return (normal != 0).any(1) & normal.isfinite().all(1)
