"""What the camera of Rooms sees agrees with geometry, worked out another way."""

import numpy as np
import pytest

from synthetic.rooms.rays import hits, rays
from synthetic.rooms.rendering import see
from synthetic.rooms.scene import N_SURFACES, Room, Scenes, Thing, Turn, scenes

SIZE = 32
U, V = rays(SIZE)


def column(value):
    return np.array([[value]])


def turn(angle):
    return Turn(column(np.cos(angle)), column(np.sin(angle)))


def room(angle=0.0, height=1.5, left=2.0, right=3.0, back=6.0):
    return Room(turn(angle), *map(column, (height, left, right, back)))


def thing(is_ball, x, z, *, angle=0.0, half_width=0.5, half_depth=0.4, height=1.0, is_far=False):
    flags = (column(True), column(is_ball), column(is_far))
    sizes = map(column, (half_width, half_depth, height))
    return Thing(*flags, column(x), column(z), turn(angle), *sizes)


def scene(*things, **of_room):
    lamp = np.array([[[0.0, -0.6, -0.8]]])
    return Scenes(room(**of_room), things, (), lamp, np.full((1, N_SURFACES, 3), 0.5))


def points(depth):
    """Where the rays are at a depth, or at P of them, [P, 3]."""
    return np.stack([U, V, np.ones_like(U)], axis=-1) * np.reshape(depth, (-1, 1))


def test_an_empty_room_that_faces_the_camera_has_the_depths_of_its_planes():
    met = hits(scene(), U, V)
    for pixel, (u, v) in enumerate(zip(U, V, strict=True)):
        ways = [
            (1.5 / v if v > 0 else np.inf, 0, (0, -1, 0)),
            (2.0 / -u if u < 0 else np.inf, 1, (1, 0, 0)),
            (3.0 / u if u > 0 else np.inf, 2, (-1, 0, 0)),
            (6.0, 3, (0, 0, -1)),
        ]
        depth, surface, normal = min(ways)
        assert met.depth[0, pixel] == pytest.approx(depth, rel=1e-12)
        assert met.surface[0, pixel] == surface
        np.testing.assert_allclose(met.normal[0, pixel], normal, atol=1e-15)
    assert set(met.surface.flat) == {0, 1, 2, 3}


@pytest.mark.parametrize("angle", [-0.5, 0.3])
def test_every_point_of_a_turned_room_lies_on_one_plane_and_within_the_others(angle):
    met = hits(scene(angle=angle), U, V)
    x, y, z = points(met.depth[0]).T
    across, forward = np.cos(angle) * x - np.sin(angle) * z, np.sin(angle) * x + np.cos(angle) * z
    to_go = np.stack([1.5 - y, across + 2.0, 3.0 - across, 6.0 - forward])
    np.testing.assert_allclose(to_go[met.surface[0], np.arange(len(U))], 0, atol=1e-12)
    assert to_go.min() > -1e-12
    np.testing.assert_allclose(met.place[0], np.stack([across, y, forward], axis=-1), atol=1e-12)


def test_a_ball_is_seen_where_a_ray_comes_nearer_to_its_middle_than_its_radius():
    centre, radius = np.array([0.4, 1.5 - 0.5, 2.5]), 0.5
    met = hits(scene(thing(True, 0.4, 2.5)), U, V)
    direction = points(1.0) / np.linalg.norm(points(1.0), axis=-1, keepdims=True)
    misses_by = np.linalg.norm(np.cross(direction, centre), axis=-1)
    is_ball = met.surface[0] == 4
    np.testing.assert_array_equal(is_ball, misses_by < radius)
    outwards = points(met.depth[0])[is_ball] - centre
    np.testing.assert_allclose(np.linalg.norm(outwards, axis=-1), radius, rtol=1e-12)
    np.testing.assert_allclose(met.normal[0][is_ball], outwards / radius, atol=1e-12)
    assert (np.sum(outwards * direction[is_ball], axis=-1) < 0).all()  # the side that faces us
    assert is_ball.sum() > 50


@pytest.mark.parametrize("angle", [0.0, 0.6, -1.2])
def test_a_box_is_seen_where_a_walk_along_the_ray_first_comes_inside(angle):
    met = hits(scene(thing(False, -0.3, 2.5, angle=angle)), U, V)
    is_box = met.surface[0] == 4

    def depth_inside(at):
        """How far inside the box points are, in shares of its half sizes; below 0 outside."""
        x, y, z = at[..., 0] + 0.3, at[..., 1] - 1.0, at[..., 2] - 2.5
        across = np.cos(angle) * x - np.sin(angle) * z
        forward = np.sin(angle) * x + np.cos(angle) * z
        return 1 - np.max(np.abs([across / 0.5, y / 0.5, forward / 0.4]), axis=0)

    walk = np.stack([depth_inside(points(t)) for t in np.arange(1.0, 4.0, 0.002)])
    comes_inside = walk.max(0)
    assert (comes_inside[~is_box] < 1e-9).all() and (comes_inside[is_box] > -0.01).all()
    assert is_box.sum() > 50
    np.testing.assert_allclose(depth_inside(points(met.depth[0]))[is_box], 0, atol=1e-12)
    before = depth_inside(points(0.999 * met.depth[0]))
    assert (before[is_box] < 0).all()
    behind = points(met.depth[0]) - 1e-3 * met.normal[0]
    assert (depth_inside(behind)[is_box] > 0).mean() > 0.99  # but at an edge
    np.testing.assert_allclose(np.linalg.norm(met.normal[0], axis=-1), 1, rtol=1e-12)


def test_what_is_nearer_hides_what_is_behind_it():
    near, far = thing(True, 0.0, 2.0), thing(False, 0.0, 4.0, height=1.4, is_far=True)
    seen = see(scene(far, near), SIZE, np.zeros((1, SIZE**2, 3)), cues=1.0, noise=0.0)
    ball, box = seen.classes[0] == 4, seen.classes[0] == 5
    assert ball.sum() > 20 and box.sum() > 20
    assert seen.depth[0][ball].max() < 2.1 < 3.5 < seen.depth[0][box].min()


def test_normals_are_those_of_the_surface_through_the_neighbouring_points():
    size = 64
    drawn = scenes(3, 0, 16, 0.0)
    u, v = rays(size)
    met = hits(drawn, u, v)
    shape = (16, size, size)
    at = np.stack([u * met.depth, v * met.depth, met.depth], axis=-1).reshape(*shape, 3)
    surface, normal = met.surface.reshape(shape), met.normal.reshape(*shape, 3)
    down, right = at[:, 2:, 1:-1] - at[:, :-2, 1:-1], at[:, 1:-1, 2:] - at[:, 1:-1, :-2]
    across = np.cross(right, down)
    across /= np.linalg.norm(across, axis=-1, keepdims=True)
    middle = normal[:, 1:-1, 1:-1]
    around = [
        (
            surface[:, a : a + size - 2, b : b + size - 2],
            normal[:, a : a + size - 2, b : b + size - 2],
        )
        for a, b in ((0, 1), (2, 1), (1, 0), (1, 2))
    ]
    same = np.all([s == surface[:, 1:-1, 1:-1] for s, _ in around], axis=0)
    bend = np.max([np.abs(n - middle).max(-1) for _, n in around], axis=0)
    is_flat = same & (bend < 1e-12)
    alike = np.abs(np.sum(across * middle, axis=-1))
    assert is_flat.mean() > 0.7 and (alike[is_flat] > 1 - 1e-9).all()
    is_round = same & (bend > 1e-12) & (bend < 0.2)
    assert is_round.sum() > 500 and (alike[is_round] > 0.98).all()
    facing = np.sum(met.normal * np.stack([u, v, np.ones_like(u)], axis=-1), axis=-1)
    assert facing.max() < 1e-12  # no surface is seen from behind
