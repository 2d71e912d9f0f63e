"""Examples in folders of numbered .npy files, one folder for each kind of picture."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from samgs_core.benchmark.meters import IGNORED
from samgs_core.benchmark.problem import Batch
from samgs_core.benchmark.views import View, draw, seen


class Kind(NamedTuple):
    """One kind of picture, and where it lies."""

    folders: tuple[str, ...]
    """Names that the folder may have; the first that is there is taken."""
    n_channels: int | None = None
    """The last axis of an array [H, W, channels]; None: [H, W], of labels."""
    n_classes: int = 0
    """Labels lie from 0 below it, and −1 is ignored."""

    def check(self, array: np.ndarray, size: tuple[int, ...], path: Path) -> None:
        """Raise ``ValueError`` if an array is not of this kind and of this height and width."""
        rule = "x".join(map(str, self._shape(size)))
        if array.shape != self._shape(size):
            found = "x".join(map(str, array.shape)) or "no axis"
            raise ValueError(f"{path} must hold an array of {rule}; it has {found}.")
        is_label = self.n_channels is None
        if not (np.issubdtype(array.dtype, np.floating) or is_label and array.dtype.kind in "iu"):
            numbers = "whole or floating-point numbers" if is_label else "floating-point numbers"
            raise ValueError(f"{path} must hold {numbers}; it has {array.dtype}.")

    def tensor(self, array: np.ndarray, path: Path) -> Tensor:
        """Labels [H, W] int64, distances [H, W] or another [channels, H, W], both float32.

        Raises ``ValueError`` if a label is none, or a number of an image or normal is not finite.
        """
        if self.n_channels is None:
            with np.errstate(invalid="ignore"):  # of what is no number, which is refused
                labels = array.astype(np.int64)
            is_one = (labels == array) & (labels >= IGNORED) & (labels < self.n_classes)
            if not is_one.all():
                rule = f"whole numbers from {IGNORED} to {self.n_classes - 1}"
                raise ValueError(f"{path} must hold {rule}; it has {array[~is_one][0]}.")
            return torch.from_numpy(labels)
        moved = np.moveaxis(array, -1, 0).astype(np.float32, order="C")
        if self.n_channels == 1:
            return torch.from_numpy(moved[0])  # where they are not finite there is no distance
        if not np.isfinite(moved).all():
            raise ValueError(f"{path} must hold finite numbers.")
        return torch.from_numpy(moved)

    def _shape(self, size: tuple[int, ...]) -> tuple[int, ...]:
        return size if self.n_channels is None else (*size, self.n_channels)


class InFiles:
    """The examples of a folder: ``<kind>/<number>.npy`` for every kind, numbered from 0.

    The first kind is the input, the others are the targets. Everything is looked at once, when this
    is built: the files that must be there, their shapes and types. Values are read when asked for,
    without pickle. With ``n_views`` > 1 every example is seen in so many ways: as it is, and
    otherwise enlarged by 1, 1.2 or 1.5 around a place and mirrored or not, by chance of its number.

    Raises ``ValueError`` with the file and the rule.
    """

    def __init__(self, folder: Path, kinds: Sequence[Kind], n_views: int = 1) -> None:
        self.kinds, self.n_views = tuple(kinds), n_views
        self.folders = [_folder(folder, kind) for kind in kinds]
        self.n = _count(self.folders)
        self.size = opened(self.folders[0] / "0.npy").shape[:2]
        for kind, place in zip(self.kinds, self.folders, strict=True):
            for number in range(self.n):
                path = place / f"{number}.npy"
                kind.check(opened(path), self.size, path)

    def __len__(self) -> int:
        return self.n * self.n_views

    def batch(self, indices: Sequence[int]) -> Batch:
        """Those with these numbers: all examples as they are come first, then their other views."""
        x, *targets = zip(*map(self._example, indices), strict=True)
        return Batch(torch.stack(x), tuple(map(torch.stack, targets)))

    def _example(self, index: int) -> Iterable[Tensor]:
        which, number = divmod(int(index), self.n)
        paths = [place / f"{number}.npy" for place in self.folders]
        pictures = [
            kind.tensor(opened(path), path) for kind, path in zip(self.kinds, paths, strict=True)
        ]
        view: View | None = draw(int(index), self.size) if which else None
        return pictures if view is None else seen(pictures, view)


def opened(path: Path) -> np.ndarray:
    """The array of a file, on disk; raises ``ValueError`` with the file if there is none."""
    try:
        array: Any = np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError:
        raise ValueError(f"{path} must be there; it is not.") from None
    except (OSError, ValueError, EOFError) as error:
        raise ValueError(f"{path} must be a whole .npy file of numbers: {error}") from None
    if not isinstance(array, np.ndarray):
        raise ValueError(f"{path} must be a .npy file with one array; it is an archive.")
    return array


def _folder(within: Path, kind: Kind) -> Path:
    """The folder of a kind of pictures."""
    places = [within / name for name in kind.folders]
    for place in places:
        if place.is_dir():
            return place
    raise ValueError(f"{' or '.join(map(str, places))} must be a folder; there is none.")


def _count(folders: Sequence[Path]) -> int:
    """How many examples there are: as many in all folders, numbered from 0 without a gap."""
    names = [{path.name for path in folder.glob("*.npy")} for folder in folders]
    n = len(names[0])
    if n == 0:
        raise ValueError(f"{folders[0]} must hold files 0.npy, 1.npy, ...; there is none.")
    for folder, found in zip(folders, names, strict=True):
        missing = [f"{k}.npy" for k in range(n) if f"{k}.npy" not in found]
        if len(found) != n:
            told = f"{n} files, as {folders[0]} does"
            raise ValueError(f"{folder} must hold {told}; it holds {len(found)}.")
        if missing:
            raise ValueError(f"{folder} must hold 0.npy to {n - 1}.npy; {missing[0]} is missing.")
    return n
