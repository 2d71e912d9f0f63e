"""What the rays of a pinhole camera meet first, and how far away."""

from typing import NamedTuple

import numpy as np

from synthetic.rooms.scene import N_THINGS, Panel, Room, Scenes, Thing, Turn

SPREAD = 0.75
"""How far the rays go aside at the edge of the picture, for each metre forward."""
FAR_AWAY = np.inf
LEFT, RIGHT, BACK = 1, 2, 3
"""Numbers of the walls among the surfaces; the floor is 0."""
FIRST_THING = 4
FIRST_PANEL = FIRST_THING + N_THINGS


class Hits(NamedTuple):
    """What P rays of n cameras meet. The axes are the camera's: right, down, forward."""

    surface: np.ndarray  # which, int64 [n, P]
    depth: np.ndarray  # along the axis of the camera, in metres, [n, P]
    normal: np.ndarray  # unit vectors towards the camera's side, [n, P, 3]
    place: np.ndarray  # the point in the axes of the room, [n, P, 3]


def rays(size: int) -> tuple[np.ndarray, np.ndarray]:
    """How far right and down each ray goes for a metre forward, [size²] each, row by row."""
    middle = (2 * np.arange(size) + 1 - size) * (SPREAD / size)
    return np.tile(middle, size), np.repeat(middle, size)


def hits(scenes: Scenes, u: np.ndarray, v: np.ndarray) -> Hits:
    """What the rays (u, v, 1) meet in n rooms, u and v [P]."""
    depth, surface, normal = _room(scenes.room, u, v)
    for number, thing in enumerate(scenes.things, start=FIRST_THING):
        nearer, its_normal = _thing(thing, scenes.room.height, u, v)
        is_nearer = nearer < depth
        depth = np.where(is_nearer, nearer, depth)
        surface = np.where(is_nearer, number, surface)
        normal = np.where(is_nearer[..., None], its_normal, normal)
    turn = scenes.room.turn
    x, z = _turned(turn, u * depth, depth)
    place = np.stack([x, v * depth, z], axis=-1)
    for number, panel in enumerate(scenes.panels, start=FIRST_PANEL):
        on_it = _is_on(panel, scenes.room.height, surface, place)
        surface = np.where(on_it, number, surface)
    return Hits(surface, depth, normal, place)


def _room(room: Room, u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, ...]:
    """Depth, surface and normal of an empty room."""
    across, forward = _turned(room.turn, u, np.ones_like(u))  # of the rays, in the room's axes
    cos, sin = room.turn
    zero, one = np.zeros_like(cos), np.ones_like(cos)
    distances = [
        _to_plane(room.height, v),
        _to_plane(room.left, -across),
        _to_plane(room.right, across),
        _to_plane(room.back, forward),
    ]
    normals = [(zero, -one, zero), (cos, zero, -sin), (-cos, zero, sin), (-sin, zero, -cos)]
    depth = np.broadcast_to(FAR_AWAY, distances[1].shape)
    surface = np.zeros(depth.shape, dtype=np.int64)
    for number, distance in enumerate(distances):
        surface = np.where(distance < depth, number, surface)
        depth = np.minimum(depth, distance)
    table = np.stack([np.concatenate(normal, axis=-1) for normal in normals], axis=1)
    return depth, surface, np.take_along_axis(table, surface[..., None], axis=1)


def _thing(thing: Thing, height: np.ndarray, u: np.ndarray, v: np.ndarray) -> tuple:
    """Depth and normal of a box or a ball; infinitely far where the ray misses it."""
    ball, box = _ball(thing, height, u, v), _box(thing, height, u, v)
    depth, normal = (
        np.where(thing.is_ball.reshape(-1, *[1] * (of_ball.ndim - 1)), of_ball, of_box)
        for of_ball, of_box in zip(ball, box, strict=True)
    )
    return np.where(thing.is_there, depth, FAR_AWAY), normal


def _ball(thing: Thing, height: np.ndarray, u: np.ndarray, v: np.ndarray) -> tuple:
    """The nearer root of |t (u, v, 1) − centre|² = radius²."""
    radius = thing.half_width
    x, y, z = thing.x, height - radius, thing.z
    square, along = u * u + v * v + 1, u * x + v * y + z
    left_over = along * along - square * (x * x + y * y + z * z - radius * radius)
    with np.errstate(invalid="ignore"):
        depth = np.where(left_over > 0, (along - np.sqrt(left_over)) / square, FAR_AWAY)
        normal = np.stack([u * depth - x, v * depth - y, depth - z], axis=-1)
    return depth, normal / radius[..., None]


def _box(thing: Thing, height: np.ndarray, u: np.ndarray, v: np.ndarray) -> tuple:
    """Where the ray has entered all three slabs before it leaves one of them."""
    cos, sin = thing.turn
    across, forward = _turned(thing.turn, u, np.ones_like(u))
    x, z = _turned(thing.turn, thing.x, thing.z)
    zero, one = np.zeros_like(cos), np.ones_like(cos)
    slabs = [
        (across, x, thing.half_width, (cos, zero, -sin)),
        (v, height - thing.height / 2, thing.height / 2, (zero, one, zero)),
        (forward, z, thing.half_depth, (sin, zero, cos)),
    ]
    enter, leave, side = zero, one * FAR_AWAY, np.zeros((1, 1), dtype=np.int64)
    for number, (ray, middle, half, _) in enumerate(slabs):
        with np.errstate(divide="ignore"):
            first, last = (middle - half) / ray, (middle + half) / ray
        is_later = (low := np.minimum(first, last)) > enter
        enter, leave = np.maximum(enter, low), np.minimum(leave, np.maximum(first, last))
        side = np.where(is_later, 2 * number + (ray > 0), side)
    axes = np.stack([sign * np.stack(axis, axis=-1) for *_, axis in slabs for sign in (1, -1)], 2)
    normal = np.take_along_axis(axes[:, 0], side[..., None], axis=1)
    return np.where((enter < leave) & (enter > 0), enter, FAR_AWAY), normal


def _is_on(panel: Panel, height: np.ndarray, surface: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Which points lie on the panel."""
    x, y, z = place[..., 0], place[..., 1], place[..., 2]
    aside = np.where(panel.wall == BACK - LEFT, x, z) - panel.along
    up = height - y - panel.above
    is_inside = (np.abs(aside) < panel.half_width) & (np.abs(up) < panel.half_height)
    return panel.is_there & (surface == panel.wall + LEFT) & is_inside


def _to_plane(distance: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """How far a ray goes to a plane at this distance that it comes nearer to by ``towards``."""
    with np.errstate(divide="ignore"):
        return np.where(towards > 0, distance / towards, FAR_AWAY)


def _turned(turn: Turn, x: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return turn.cos * x - turn.sin * z, turn.sin * x + turn.cos * z
