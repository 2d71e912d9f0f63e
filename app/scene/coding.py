"""Small whole numbers for what is only looked at: positions, angles and similarities."""

from typing import NamedTuple

import numpy as np

from samgs_core.landscape import Window

FINE, COARSE = 65_535, 255
"""The code of a value that is missing, in two bytes and in one; other codes are below it."""
LARGEST = 1e30


class Frame(NamedTuple):
    """What a coded plane covers: its window and as much again on every side.

    A code c stands for ``low + c · step``: in a picture of 500 pixels, for a fiftieth of one.
    """

    low: tuple[float, float]
    step: tuple[float, float]


def frame(window: Window) -> Frame:
    """The frame of a plane that shows a window."""
    low, high = np.array(window.corners)
    reach = high - low
    step = 3 * reach / (FINE - 1)
    return Frame(tuple((low - reach).tolist()), tuple(step.tolist()))


def coded_plane(points: np.ndarray, frame: Frame) -> np.ndarray:
    """Points [..., 2] in two bytes each; what lies beyond the frame is put on its rim."""
    low, step = np.array(frame.low), np.array(frame.step)
    near = np.clip(points, low, low + step * (FINE - 1))  # before dividing: losses may be huge
    return _coded((near - low) / step, FINE, np.uint16)


def differences(codes: np.ndarray) -> np.ndarray:
    """Coded points [..., E, 2] as they travel: the first, then what each adds to the one before.

    Differences are taken modulo 2¹⁶. Steps are short, so these compress to half of the codes.
    """
    return np.diff(codes, axis=-2, prepend=np.zeros_like(codes[..., :1, :]))


def coded_share(values: np.ndarray) -> np.ndarray:
    """Values in [0, 1] in one byte."""
    return _coded(values * (COARSE - 1), COARSE, np.uint8)


def single(values: np.ndarray) -> np.ndarray:
    """Values in single precision; those that do not fit become the largest that are sent."""
    return np.clip(values, -LARGEST, LARGEST).astype(np.float32)


def _coded(values: np.ndarray, missing: int, kind: type) -> np.ndarray:
    codes = np.clip(np.rint(values), 0, missing - 1)
    codes[np.isnan(codes)] = missing
    return codes.astype(kind)
