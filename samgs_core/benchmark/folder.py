"""The data sets of the papers, NYUv2 and CityScapes, from folders that are there already."""

from abc import ABC
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import ClassVar

from torch import Generator

from samgs_core.benchmark.files import InFiles, Kind
from samgs_core.benchmark.mtan import MTAN
from samgs_core.benchmark.problem import Benchmark, Network
from samgs_core.benchmark.task import Task
from samgs_core.benchmark.tasks import Depth, Normals, Segmentation
from samgs_core.params import param, text
from samgs_core.values import shown

TRAIN, TEST = "train", "val"
"""The two folders of a data set."""
SMALLEST = 32
"""The side of the smallest picture that the network takes."""


@dataclass(frozen=True)
class _OfFolder(Benchmark, ABC):
    """Pictures in ``train/`` and ``val/``, each with a folder of .npy files for every kind.

    Building one looks at every file and raises ``ValueError`` with a sentence about the first that
    is not as it must be; labels and numbers that are none are found when they are read.
    """

    root: str = text("", "a path", "Folder", "Where train and val lie.")
    width: int = param(
        64, 4, 128, "Width", "Maps of the network at full resolution.", whole=True, step=4
    )
    n_views: int = param(
        1, 1, 64, "Views", "Of an example to train on; 1: as it is.", whole=True, step=1
    )

    kinds: ClassVar[tuple[Kind, ...]]

    def __post_init__(self) -> None:
        super().__post_init__()
        rule = f"{type(self).__name__}.root must be a folder with {TRAIN} and {TEST}"
        if not self.root or not Path(self.root).is_dir():
            raise ValueError(f"{rule}; got {shown(self.root)}.")
        for name in (TRAIN, TEST):
            if not Path(self.root, name).is_dir():
                raise ValueError(f"{rule}; there is no {name} in {shown(self.root)}.")
        self.train(), self.test()

    def train(self) -> InFiles:
        return _examples(self, TRAIN)

    def test(self) -> InFiles:
        return _examples(self, TEST)

    def network(self, tasks: Sequence[int], generator: Generator) -> Network:
        return MTAN(self.tasks, tasks, self.width, generator)


@dataclass(frozen=True)
class NYUv2(_OfFolder):
    """NYU Depth v2 with 13 classes, as the field's repositories prepare it: rooms, three tasks.

    ``train/`` and ``val/`` of the folder (795 and 654 examples of 288 x 384 pixels there) hold
    ``image`` [H, W, 3] in [0, 1], ``label`` [H, W] from 0 to 12 with −1 where there is none,
    ``depth`` [H, W, 1] in metres with 0 where there is none, and ``normal`` [H, W, 3] with zeros
    where there is none; each with files 0.npy, 1.npy, ...

    Source: Silberman et al. 2012; preparation: Liu, Johns and Davison 2019, arXiv:1803.10704.
    """

    key = "nyuv2"
    title = "NYUv2"
    kinds = (
        Kind(("image",), 3),
        Kind(("label",), None, 13),
        Kind(("depth",), 1),
        Kind(("normal",), 3),
    )

    @property
    def tasks(self) -> tuple[Task, ...]:
        return (
            Segmentation("segmentation", "Segmentation", 13),
            Depth("depth", "Depth"),
            Normals("normals", "Normals"),
        )


@dataclass(frozen=True)
class CityScapes(_OfFolder):
    """CityScapes with 7 classes, as the field's repositories prepare it: streets, two tasks.

    ``train/`` and ``val/`` of the folder (2975 and 500 examples of 128 x 256 pixels there) hold
    ``image`` [H, W, 3] in [0, 1], ``label_7`` (or else ``label``) [H, W] from 0 to 6 with −1 where
    there is none, and ``depth`` [H, W, 1], inverse distances with 0 where there is none; each with
    files 0.npy, 1.npy, ...

    Source: Cordts et al. 2016, arXiv:1604.01685; preparation: Liu, Johns and Davison 2019,
    arXiv:1803.10704.
    """

    key = "cityscapes"
    title = "CityScapes"
    kinds = (Kind(("image",), 3), Kind(("label_7", "label"), None, 7), Kind(("depth",), 1))

    @property
    def tasks(self) -> tuple[Task, ...]:
        return (Segmentation("segmentation", "Segmentation", 7), Depth("depth", "Inverse depth"))


FOLDERS: tuple[type[Benchmark], ...] = (NYUv2, CityScapes)
"""The benchmarks whose examples lie in folders of one's own."""


@lru_cache(maxsize=4)
def _examples(benchmark: _OfFolder, part: str) -> InFiles:
    n_views = benchmark.n_views if part == TRAIN else 1
    examples = InFiles(Path(benchmark.root, part), benchmark.kinds, n_views)
    if min(examples.size) < SMALLEST:
        rule = f"at least {SMALLEST} pixels high and wide"
        found = "x".join(map(str, examples.size))
        raise ValueError(f"Pictures in {Path(benchmark.root, part)} must be {rule}; got {found}.")
    return examples
