"""The tasks of the papers' benchmarks: segmentation, depth, surface normals, classification."""

from abc import ABC
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from samgs_core.benchmark import meters
from samgs_core.benchmark.meters import IGNORED
from samgs_core.benchmark.task import Meter, Metric, Task
from samgs_core.values import count

MAX_CLASSES = 10_000


@dataclass(frozen=True)
class _OfClasses(Task, ABC):
    """A task with one score for each class and labels from 0; the label −1 is ignored."""

    key: str
    title: str
    n_classes: int

    def __post_init__(self) -> None:
        count(self.n_classes, f"{type(self).__name__}.n_classes", 2, MAX_CLASSES)

    @property
    def n_outputs(self) -> int:
        return self.n_classes

    def loss(self, output: Tensor, target: Tensor) -> Tensor:
        total = functional.cross_entropy(output, target, ignore_index=IGNORED, reduction="sum")
        return _mean(total, target != IGNORED)


@dataclass(frozen=True)
class Segmentation(_OfClasses):
    """A class for every pixel: output [N, C, H, W], target [N, H, W] with −1 where none is known.

    The loss is the cross entropy, the mean over the pixels with a label.
    """

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return (
            Metric("miou", "mIoU", "%", True),
            Metric("pixel-accuracy", "pixel accuracy", "%", True),
        )

    def meter(self) -> Meter:
        return meters.Overlap(self.n_classes)


@dataclass(frozen=True)
class Classification(_OfClasses):
    """A class for every example: output [N, C], target [N], by cross entropy and accuracy."""

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return (Metric("accuracy", "accuracy", "%", True),)

    def meter(self) -> Meter:
        return meters.Accuracy()


@dataclass(frozen=True)
class Depth(Task):
    """A distance for every pixel: output [N, 1, H, W], target alike or [N, H, W].

    A target of 0 or less, or one that is not finite, is no measurement and does not count. The loss
    is the absolute error, the mean over the pixels with a measurement.
    """

    key: str
    title: str

    @property
    def n_outputs(self) -> int:
        return 1

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return (
            Metric("rmse", "RMSE", "", False),
            Metric("absolute-error", "absolute error", "", False),
            Metric("relative-error", "relative error", "", False),
        )

    def loss(self, output: Tensor, target: Tensor) -> Tensor:
        target = target.reshape(output.shape)
        is_known = meters.is_measured(target)
        error = (output - target.where(is_known, 0.0)).abs()
        return _mean(error.where(is_known, 0.0).sum(), is_known)

    def meter(self) -> Meter:
        return meters.Distances()


@dataclass(frozen=True)
class Normals(Task):
    """The direction in which the surface faces: output and target [N, 3, H, W], of any length.

    A target of zeros is no direction and does not count. The loss is 1 minus the cosine of output
    and target, the mean over the pixels with a direction; an output of zeros has the cosine 0.
    """

    key: str
    title: str

    @property
    def n_outputs(self) -> int:
        return 3

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return (
            Metric("mean-angle", "mean angle", "°", False),
            Metric("median-angle", "median angle", "°", False),
            *(
                Metric(f"within-{bound:g}", f"within {bound:g}°", "%", True)
                for bound in meters.WITHIN
            ),
        )

    def loss(self, output: Tensor, target: Tensor) -> Tensor:
        is_known = meters.has_direction(target)
        target = target.where(is_known.unsqueeze(1), 0.0)  # for NaN would come into the gradients
        miss = 1 - functional.cosine_similarity(output, target, dim=1)
        return _mean(miss.where(is_known, 0.0).sum(), is_known)

    def meter(self) -> Meter:
        return meters.Angles()


def _mean(total: Tensor, counts: Tensor) -> Tensor:
    """A total over what counts as a mean; 0 where nothing counts. Does not wait for the device."""
    return total / torch.clamp(counts.sum(), min=1)
