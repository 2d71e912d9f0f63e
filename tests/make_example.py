"""Makes the recording that the page Your run shows first: ``python -m tests.make_example``.

A small network reads pictures of two handwritten digits side by side (those that scikit-learn
brings along): one task names the left digit, the other says whether the right one is even. Both
share three layers. SAM-GS merges their gradients, Adam takes the steps.
"""

from pathlib import Path

import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from samgs_core.methods import SAMGS
from samgs_core.recorder import Recorder
from samgs_core.surgery import Surgery

PLACE = Path(__file__).parent.parent / "app" / "yours" / "digits.npz"
STEPS, BATCH, SEED = 600, 64, 0


class TwoDigits(nn.Module):
    """Three shared layers, and a head for each task."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 16, 3, padding=1)
        self.dense = nn.Linear(16 * 2 * 4, 48)
        self.left, self.right = nn.Linear(48, 10), nn.Linear(48, 2)

    def losses(self, pictures: Tensor, digits: Tensor) -> list[Tensor]:
        """The mean losses of pictures [n, 1, 8, 16] of digits [n, 2]."""
        hidden = self.conv1(pictures).relu()
        hidden = nn.functional.max_pool2d(self.conv2(hidden).relu(), 4)
        hidden = self.dense(hidden.flatten(1)).relu()
        even = 1 - digits[:, 1] % 2
        return [
            cross_entropy(self.left(hidden), digits[:, 0]),
            cross_entropy(self.right(hidden), even),
        ]

    @property
    def layers(self) -> dict[str, nn.Module]:
        """The shared layers by name."""
        return {"conv1": self.conv1, "conv2": self.conv2, "dense": self.dense}


def train(steps: int = STEPS) -> Recorder:
    """The recorder of so many steps."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    data = load_digits()
    images, labels = torch.tensor(data.images / 16).float(), torch.tensor(data.target)
    network = TwoDigits()
    optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
    recorder = Recorder(
        layers=network.layers, names=("left digit", "right is even"), optimizer=optimizer
    )
    shared = [leaf for layer in network.layers.values() for leaf in layer.parameters()]
    surgery = Surgery(SAMGS(gamma=0.7), shared, lower_bounds=0.0, recorder=recorder)
    for _ in range(steps):
        picks = torch.randint(len(images), (2, BATCH))
        pictures = torch.cat([images[picks[0]], images[picks[1]]], dim=2).unsqueeze(1)
        optimizer.zero_grad()
        surgery.backward(network.losses(pictures, labels[picks].T))
        optimizer.step()
    return recorder


if __name__ == "__main__":
    train().save(PLACE)
    print(f"{PLACE}: {PLACE.stat().st_size:,} bytes")
