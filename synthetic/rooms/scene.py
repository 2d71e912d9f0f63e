"""What stands in the rooms: drawn from a seed, in metres."""

from typing import NamedTuple

import numpy as np

from synthetic.draws import Stream

N_THINGS, N_PANELS = 4, 2
N_SURFACES = 4 + N_THINGS + N_PANELS
"""The floor, the left, right and back wall, then the things, then the panels."""
FLOOR, WALL, PANEL, BOX, BALL = range(5)
"""The kinds of surfaces."""
N_NUMBERS = 80
"""More than a room takes."""
NEAR, FAR = (1.6, 2.6), (3.6, 5.0)
"""Depths of the middles of near and of far boxes and balls."""


class Turn(NamedTuple):
    """A turn about the vertical: X = cos · x − sin · z, Z = sin · x + cos · z."""

    cos: np.ndarray
    sin: np.ndarray


class Room(NamedTuple):
    """Where floor and walls are, as seen from the camera: n rooms, each [n, 1]."""

    turn: Turn  # from the camera's axes to those along the walls
    height: np.ndarray  # of the camera above the floor
    left: np.ndarray  # distances of the walls
    right: np.ndarray
    back: np.ndarray


class Thing(NamedTuple):
    """A box or a ball on the floor of each of n rooms, each [n, 1]."""

    is_there: np.ndarray  # bool
    is_ball: np.ndarray  # bool
    is_far: np.ndarray  # bool
    x: np.ndarray  # of its middle, right of the camera
    z: np.ndarray  # and in front of it
    turn: Turn  # from the camera's axes to those along the sides of a box
    half_width: np.ndarray  # or the radius of a ball
    half_depth: np.ndarray
    height: np.ndarray  # of a box


class Panel(NamedTuple):
    """A rectangle on a wall of each of n rooms, each [n, 1]."""

    is_there: np.ndarray  # bool
    wall: np.ndarray  # 0: left, 1: right, 2: back
    along: np.ndarray  # its middle, along the wall
    above: np.ndarray  # and above the floor
    half_width: np.ndarray
    half_height: np.ndarray


class Scenes(NamedTuple):
    """The contents of n rooms."""

    room: Room
    things: tuple[Thing, ...]
    panels: tuple[Panel, ...]
    lamp: np.ndarray  # direction to the lamp in the camera's axes, unit vectors [n, 1, 3]
    colours: np.ndarray  # at random, one for each surface, [n, surfaces, 3], in [0, 1)


def scenes(seed: int, purpose: int, n: int, imbalance: float) -> Scenes:
    """n rooms. With more ``imbalance``, in [0, 1), balls and panels are rarer."""
    columns = iter(Stream(seed, purpose).uniform(n, N_NUMBERS).T[..., None])

    def between(low: float, high: float) -> np.ndarray:
        return low + (high - low) * next(columns)

    def turn(most: float) -> Turn:
        """At most 2 arctan(most) to either side, without a sine."""
        half = between(-most, most)
        square = half * half
        return Turn((1 - square) / (1 + square), 2 * half / (1 + square))

    def thing() -> Thing:
        is_there, is_ball = between(0, 1) < 0.85, between(0, 1) < (1 - imbalance) / 2
        is_far = between(0, 1) < 0.5
        z = np.where(is_far, between(*FAR), between(*NEAR))
        size = (between(0.35, 0.75), between(0.35, 0.75), between(0.5, 1.5))
        return Thing(is_there, is_ball, is_far, between(-0.6, 0.6) * z, z, turn(1.0), *size)

    def panel(room: Room) -> Panel:
        is_there, wall = between(0, 1) < 0.9 * (1 - imbalance), np.floor(between(0, 3))
        share = between(0.2, 0.8)
        on_back = share * (room.left + room.right) - room.left
        along = np.where(wall == 2, on_back, share * room.back)
        return Panel(is_there, wall, along, between(1.0, 2.5), between(0.5, 1.2), between(0.4, 1.0))

    walls = (between(2.0, 4.5), between(2.0, 4.5), between(5.0, 9.0))
    room = Room(turn(0.3), between(1.2, 1.8), *walls)
    things = tuple(thing() for _ in range(N_THINGS))
    panels = tuple(panel(room) for _ in range(N_PANELS))
    lamp = np.stack([between(-1, 1), between(-1.5, -0.5), -np.ones((n, 1))], axis=-1)
    colours = Stream(seed, purpose + 1).uniform(n, N_SURFACES, 3)
    return Scenes(room, things, panels, lamp / length(lamp), colours)


def length(vectors: np.ndarray) -> np.ndarray:
    """The lengths [..., 1] of vectors [..., 3]."""
    x, y, z = (vectors[..., k : k + 1] for k in range(3))
    return np.sqrt(x * x + y * y + z * z)
