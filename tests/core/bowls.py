"""Two bowls, and an experiment on them that is short."""

from dataclasses import dataclass

import torch

from samgs_core import SGD, Experiment, Landscape
from samgs_core.methods import LS


@dataclass(frozen=True)
class Bowls(Landscape):
    """Two bowls in the plane, with centres (1, 0) and (−1, 0), the second so steep."""

    key = "bowls"
    title = "Bowls"
    lower_bounds = (-1.0, -1.0)
    steepness: float = 1.0

    def losses(self, x):
        first, second = ((x - centre).square().sum(1) for centre in self.centres(x))
        return torch.stack([first, self.steepness * second], dim=1)

    def centres(self, x):
        return x.new_tensor([[1.0, 0.0], [-1.0, 0.0]])


def experiment(**changes):
    settings = {
        "landscape": Bowls(),
        "method": LS(),
        "optimizer": SGD(lr=0.1),
        "starts": ((0.5, 2.0), (-3.0, 1.0)),
        "steps": 20,
    }
    return Experiment(**settings | changes)
