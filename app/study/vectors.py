"""What the Vectors page shows: task gradients in the plane, and what methods need beside them."""

from dataclasses import dataclass
from math import hypot
from typing import Any

from samgs_core import Method
from samgs_core.methods import LS, METHODS, MGDA, SAMGS, CAGrad, NashMTL, PCGrad
from samgs_core.params import Declared, choice, param

MAX_ENTRY = 1_000.0
MAX_REPEATS = 100
SIX = (LS, PCGrad, MGDA, CAGrad, NashMTL, SAMGS)
TASKS = (1, 2, 3)

Vector = tuple[float, float]


def _loss(default: float, task: int) -> float:
    label, help = f"Loss L{'₁₂₃'[task - 1]}", f"The loss of task {task}."
    return param(default, -MAX_ENTRY, MAX_ENTRY, label, help, step=0.1)


def _bound(task: int) -> float:
    label = f"Lower bound of L{'₁₂₃'[task - 1]}"
    help = "Methods that need positive losses are given the loss minus this."
    return param(0.0, -MAX_ENTRY, MAX_ENTRY, label, help, step=0.1)


@dataclass(frozen=True, kw_only=True)
class VectorsSettings(Declared):
    """Two or three task gradients, what some methods need beside them, and how all is drawn.

    ``drawn`` are the methods whose merged gradients are on the screen; ``big`` is the one whose
    fingerprint is shown large. Each loss must lie above its lower bound; ``has_room`` says whether
    it does.
    """

    key = "vectors"
    title = "Vectors"

    g1: Vector = (-0.9, -0.2)
    g2: Vector = (0.25, -0.5)
    g3: Vector | None = None
    drawn: tuple[type[Method], ...] = SIX
    big: type[Method] | None = None
    loss1: float = _loss(1.0, 1)
    loss2: float = _loss(1.0, 2)
    loss3: float = _loss(1.0, 3)
    bound1: float = _bound(1)
    bound2: float = _bound(2)
    bound3: float = _bound(3)
    repeats: int = param(
        1,
        1,
        MAX_REPEATS,
        "The same gradients, n times",
        "What methods with memory make of them at the n-th step; 1 is their first step.",
        whole=True,
        step=1,
    )
    lengths: str = choice(
        "true",
        ("true", "equal"),
        "Lengths of arrows",
        "True: as they are. Equal: all alike, since under Adam only the direction counts.",
    )
    operated: str = choice(
        "no",
        ("no", "yes"),
        "Operated gradients",
        "What the focused method makes of each gradient; their sum is its merged gradient.",
    )
    colour: str = choice(
        "worst",
        ("worst", "share"),
        "Colour",
        "Worst: the cosine of the step with the gradient of the task that is worse off. "
        "Share: how much of the step is task 1’s.",
    )
    turned: float = param(
        0.0, -180.0, 180.0, "Turned by", "How far all gradients were turned together, in degrees."
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("g1", "g2", "g3"):
            vector = getattr(self, name)
            if vector is not None or name != "g3":
                object.__setattr__(self, name, check_vector(f"VectorsSettings.{name}", vector))
        drawn = tuple(method for method in METHODS if method in self.drawn)
        object.__setattr__(self, "drawn", drawn)

    @property
    def grads(self) -> tuple[Vector, ...]:
        """The task gradients, two or three."""
        return (self.g1, self.g2) if self.g3 is None else (self.g1, self.g2, self.g3)

    @property
    def losses(self) -> tuple[float, ...]:
        """A loss for each gradient."""
        return (self.loss1, self.loss2, self.loss3)[: len(self.grads)]

    @property
    def bounds(self) -> tuple[float, ...]:
        """A lower bound of each loss."""
        return (self.bound1, self.bound2, self.bound3)[: len(self.grads)]

    def has_room(self, task: int) -> bool:
        """Whether the loss of a task, counted from 1, lies above its lower bound."""
        return getattr(self, f"loss{task}") > getattr(self, f"bound{task}")

    @property
    def longest(self) -> float:
        """The length of the longest gradient."""
        return max(hypot(*each) for each in self.grads)


def check_vector(owner: str, vector: Any) -> Vector:
    """The vector as two floats; raises ``ValueError`` with the rule if it is none."""
    is_pair = isinstance(vector, tuple) and len(vector) == 2
    if not is_pair or not all(abs(value) <= MAX_ENTRY for value in vector):
        rule = f"be two numbers in [−{MAX_ENTRY:g}, {MAX_ENTRY:g}]"
        raise ValueError(f"{owner} must {rule}; got {vector!r}.")
    return float(vector[0]), float(vector[1])
