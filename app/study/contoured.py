"""The losses whose contours can be drawn."""

from typing import NamedTuple


class Contoured(NamedTuple):
    """A loss whose contours can be drawn: a weighted sum of the two."""

    key: str
    label: str
    weights: tuple[float, float]


CONTOURED = (
    Contoured("sum", "L₁ + L₂", (1.0, 1.0)),
    Contoured("mean", "(L₁ + L₂) / 2", (0.5, 0.5)),
    Contoured("L1", "L₁", (1.0, 0.0)),
    Contoured("L2", "L₂", (0.0, 1.0)),
)
