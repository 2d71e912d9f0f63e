"""Rooms: the papers' benchmark of pictures in miniature, rendered from a seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Generator

from samgs_core.benchmark.nets import UNet
from samgs_core.benchmark.problem import Benchmark, InMemory, Network
from samgs_core.benchmark.task import Task
from samgs_core.benchmark.tasks import Depth, Normals, Segmentation
from samgs_core.params import choice, param
from synthetic.rooms.rendering import CLASSES, render

TRAIN, TEST = 0, 1
"""What the rooms of a seed are for."""


@dataclass(frozen=True)
class Rooms(Benchmark):
    """Rooms with boxes and balls on the floor and panels on the walls: what is where, how far?

    A pinhole camera at the height of the eyes looks into a room of random size. Image [3, H, W] in
    [0, 1]. Segmentation [H, W]: floor, wall, panel, and boxes and balls, near and far ones apart
    (their middles lie 1.6 to 2.6 m and 3.6 to 5 m away). Depth [H, W] along the camera's axis.
    Normals [3, H, W], unit vectors; the axes are right, down, forward. Light comes from the camera
    and from a lamp; there is texture and noise. Everything is drawn from the seed and is the same,
    byte for byte, on any machine.

    What the tasks quarrel about can be set:

    - *Different cues*: at 1 the colour names the kind of a surface, whatever light falls on it, and
      the light falls off with the distance, whatever colour it falls on: what one task needs the
      other has to ignore. At 0 colours are drawn at random and the light is even, so that all tasks
      have to read the outlines. In between, colours and light are mixed.
    - *Unit of depth* u: depth is given in metres times u (100: centimetres). So is the network's
      output, which is multiplied by u: the loss of depth and its gradient are u times as long, and
      nothing else is changed.
    - *Imbalance* b: a thing is a ball with probability (1 − b) / 2, or else a box, and each of two
      panels is there with probability 0.9 (1 − b).
    """

    size: int = param(32, 32, 64, "Size", "Pixels along a side.", whole=True, step=8)
    n_train: int = param(512, 16, 4096, "Examples", "To train on.", whole=True, step=16, log=True)
    n_test: int = param(128, 16, 2048, "Test examples", "To be judged by.", whole=True, step=16)
    cues: float = param(
        1.0, 0.0, 1.0, "Different cues", "1: colour tells the class, light the depth; 0: outlines."
    )
    depth_unit: float = param(
        1.0, 0.01, 100.0, "Unit of depth", "Depth is in metres times this.", log=True
    )
    imbalance: float = param(0.0, 0.0, 0.95, "Imbalance", "How much rarer balls and panels are.")
    noise: float = param(0.05, 0.0, 0.5, "Noise", "Standard deviation, beside white = 1.")
    normals: str = choice(
        "with", ("with", "without"), "Surface normals", "As a third task, as in NYUv2."
    )
    width: int = param(16, 4, 64, "Width", "Maps of the network, full size.", whole=True, step=4)
    seed: int = param(0, 0, 9999, "Data seed", "What the rooms are drawn from.", whole=True, step=1)

    key = "rooms"
    title = "Rooms"
    classes = CLASSES

    @property
    def tasks(self) -> tuple[Task, ...]:
        tasks = (
            Segmentation("segmentation", "Segmentation", len(CLASSES)),
            Depth("depth", "Depth"),
        )
        return (*tasks, Normals("normals", "Normals")) if self.normals == "with" else tasks

    def train(self) -> InMemory:
        return _examples(self, TRAIN)

    def test(self) -> InMemory:
        return _examples(self, TEST)

    def network(self, tasks: Sequence[int], generator: Generator) -> Network:
        scales = (1.0, self.depth_unit, 1.0)
        return UNet(self.tasks, tasks, self.width, generator, scales=scales)


@lru_cache(maxsize=4)
def _examples(rooms: Rooms, purpose: int) -> InMemory:
    rendered = render(
        rooms.seed,
        purpose,
        rooms.n_train if purpose == TRAIN else rooms.n_test,
        rooms.size,
        cues=rooms.cues,
        imbalance=rooms.imbalance,
        noise=rooms.noise,
    )
    image, classes, depth, normal = map(torch.from_numpy, rendered)
    targets = (classes, depth * rooms.depth_unit, normal)
    return InMemory(image, targets[: len(rooms.tasks)])
