"""From a seed to pictures, classes, depths and normals."""

from typing import Any, NamedTuple, TypeAlias

import numpy as np

from synthetic.draws import Stream
from synthetic.rooms.paint import kinds, picture
from synthetic.rooms.rays import hits, rays
from synthetic.rooms.scene import BOX, Scenes, scenes

Nested: TypeAlias = Any
"""An array, or a tuple of them or of such tuples."""
CLASSES = ("floor", "wall", "panel", "near box", "near ball", "far box", "far ball")
"""Names of the classes, by number."""
CHUNK = 32
"""Rooms rendered at a time: what they need fits into the processor's cache."""


class Rendered(NamedTuple):
    """What n cameras see."""

    image: np.ndarray  # float32 [n, 3, H, W] in [0, 1]
    classes: np.ndarray  # int64 [n, H, W]
    depth: np.ndarray  # float32 [n, H, W], metres along the axis of the camera
    normal: np.ndarray  # float32 [n, 3, H, W], unit vectors; axes right, down, forward


def render(
    seed: int, purpose: int, n: int, size: int, *, cues: float, imbalance: float, noise: float
) -> Rendered:
    """n rooms of size x size pixels; ``purpose`` tells sets of one seed apart.

    Uses whole numbers and the operations that are exact by IEEE 754 alone (no sine, no power, no
    sum of unknown order), so that the bytes are the same on any machine.
    """
    drawn = scenes(seed, 3 * purpose, n, imbalance)
    grains = Stream(seed, 3 * purpose + 2)
    parts = []
    for start in range(0, n, CHUNK):
        some = slice(start, start + CHUNK)
        grain = grains.bell(min(CHUNK, n - start), size * size, 3)
        parts.append(see(_some(drawn, some), size, grain, cues=cues, noise=noise))
    return Rendered(*map(np.concatenate, zip(*parts, strict=True)))


def see(scenes: Scenes, size: int, grain: np.ndarray, *, cues: float, noise: float) -> Rendered:
    """What the cameras of these rooms see; ``grain`` [n, size², 3] is noise of variance 1."""
    met = hits(scenes, *rays(size))
    kind, is_far = kinds(scenes, met)
    image = picture(scenes, met, kind, cues, noise, grain)
    n, n_far = len(kind), len(CLASSES) - BOX - 2
    return Rendered(
        _planes(image, size),
        np.where(is_far, kind + n_far, kind).reshape(n, size, size),
        met.depth.astype(np.float32).reshape(n, size, size),
        _planes(met.normal, size),
    )


def _planes(values: np.ndarray, size: int) -> np.ndarray:
    """[n, P, 3] as float32 [n, 3, H, W]."""
    return np.ascontiguousarray(values.astype(np.float32).transpose(0, 2, 1)).reshape(
        -1, 3, size, size
    )


def _some(nested: Nested, some: slice) -> Nested:
    """Those rooms of a tuple of tuples of arrays."""
    if isinstance(nested, np.ndarray):
        return nested[some]
    made = tuple(_some(part, some) for part in nested)
    return type(nested)(*made) if hasattr(nested, "_fields") else made
