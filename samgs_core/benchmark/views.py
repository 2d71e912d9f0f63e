"""Other views of a picture and its targets: enlarged around a place, mirrored."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from torch import Tensor
from torch.nn.functional import interpolate

SCALES = (1.0, 1.2, 1.5)
"""How much a view enlarges, as in the field's repositories."""


class View(NamedTuple):
    """A part of a picture, enlarged to the whole."""

    scale: float
    top: int
    left: int
    is_mirrored: bool


def draw(number: int, size: tuple[int, ...]) -> View:
    """A view of a picture of this height and width, by chance of a number alone."""
    source = np.random.SeedSequence(number).generate_state(4).tolist()
    scale = SCALES[source[0] % len(SCALES)]
    top, left = (
        whole_side % (side - int(side / scale) + 1)
        for whole_side, side in zip(source[1:3], size, strict=True)
    )
    return View(scale, top, left, source[3] % 2 == 1)


def seen(pictures: Sequence[Tensor], view: View) -> list[Tensor]:
    """Pictures of one example in a view: image, labels, distances and, if they are there, normals.

    Images and normals [3, H, W] are interpolated bilinearly, labels and distances [H, W] take the
    nearest value. Distances are divided by the scale, for what looks larger looks nearer. (So they
    are in the field's repositories, for inverse distances too.) The normals of a mirrored view
    point to the other side.
    """
    image, labels, distances, *normals = (_enlarged(picture, view) for picture in pictures)
    made = [image, labels, distances / view.scale, *normals]
    if not view.is_mirrored:
        return made
    made = [picture.flip(-1) for picture in made]
    for normal in made[3:]:
        normal[0] = -normal[0]
    return made


def _enlarged(picture: Tensor, view: View) -> Tensor:
    """A part of [H, W] or [C, H, W] at the size of the whole."""
    size = picture.shape[-2:]
    if view.scale == 1:
        return picture
    height, width = (int(side / view.scale) for side in size)
    part = picture[..., view.top : view.top + height, view.left : view.left + width]
    if picture.ndim == 3:
        return interpolate(part[None], size=size, mode="bilinear", align_corners=True)[0]
    return interpolate(part[None, None].double(), size=size)[0, 0].to(picture.dtype)
