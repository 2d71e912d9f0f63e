"""Colours, light, texture and noise: the picture of what the rays meet."""

import numpy as np

from synthetic.draws import mixed
from synthetic.rooms.rays import FIRST_PANEL, FIRST_THING, Hits
from synthetic.rooms.scene import BALL, BOX, FLOOR, PANEL, WALL, Scenes

PALETTE = np.array(
    [(0.55, 0.45, 0.35), (0.75, 0.75, 0.65), (0.3, 0.5, 0.8), (0.8, 0.35, 0.3), (0.35, 0.7, 0.4)]
)
"""The colour of floor, wall, panel, box and ball where colours name the kind."""
GRAIN = 0.4
"""Side of the cubes of which the texture is made, in metres."""
HALF_LIGHT = 3.0
"""Distance in metres at which the light has fallen to a half, where it falls off."""


def kinds(scenes: Scenes, hits: Hits) -> tuple[np.ndarray, np.ndarray]:
    """What the rays meet, int64 [n, P], and whether it is a thing far away, bool [n, P]."""
    kind = np.where(hits.surface == 0, FLOOR, WALL)
    is_far = np.zeros(kind.shape, dtype=bool)
    for number, thing in enumerate(scenes.things, start=FIRST_THING):
        is_it = hits.surface == number
        kind = np.where(is_it, np.where(thing.is_ball, BALL, BOX), kind)
        is_far |= is_it & thing.is_far
    return np.where(hits.surface >= FIRST_PANEL, PANEL, kind), is_far


def picture(
    scenes: Scenes, hits: Hits, kind: np.ndarray, cues: float, noise: float, grain: np.ndarray
) -> np.ndarray:
    """Red, green and blue, [n, P, 3] in [0, 1].

    With ``cues`` = 1 the colour names the kind and the light falls off with the square of the
    distance; with 0 every surface has a colour at random and the light is even. ``grain``
    [n, P, 3] is noise of variance 1, of which the picture gets ``noise`` times as much.
    """
    own = np.take_along_axis(scenes.colours, hits.surface[..., None], axis=1)
    colour = cues * PALETTE[kind] + (1 - cues) * (0.2 + 0.7 * own)
    square = hits.place * hits.place
    distance = (square[..., 0] + square[..., 1] + square[..., 2]) / HALF_LIGHT**2
    falling = 2.5 / (1 + distance)
    light = cues * falling + (1 - cues)
    shade = _shade(hits.normal, scenes.lamp) * _texture(hits) * light
    return np.clip(colour * shade[..., None] + noise * grain, 0, 1)


def _shade(normal: np.ndarray, lamp: np.ndarray) -> np.ndarray:
    """Light from everywhere, and as much again from the lamp where a surface faces it."""
    facing = normal * lamp
    return 0.6 + 0.5 * np.maximum(facing[..., 0] + facing[..., 1] + facing[..., 2], 0)


def _texture(hits: Hits) -> np.ndarray:
    """Cubes of the room's space, each a little lighter or darker; those of a surface alike."""
    cells = np.floor(hits.place / GRAIN + 1000.5).astype(np.int64)
    return 0.85 + 0.3 * mixed(hits.surface, cells[..., 0], cells[..., 1], cells[..., 2])
