"""What a training on a benchmark is: the budget that all share, and what is one's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samgs_core.benchmark.problem import Benchmark
from samgs_core.method import Method
from samgs_core.params import Declared, choice, param
from samgs_core.values import is_seed, listed, shown

CONSTANT, HALVED = "constant", "halved"


@dataclass(frozen=True)
class Settings(Declared):
    """The budget, the same for every method: steps of Adam on batches of examples."""

    steps: int = param(
        400, 1, 10_000_000, "Steps", "How many batches are learned from.", log=True, whole=True
    )
    batch: int = param(16, 1, 4_096, "Batch", "Examples in a batch.", log=True, whole=True)
    lr: float = param(2e-3, 1e-7, 1.0, "Learning rate", "The rate of Adam.", log=True)
    schedule: str = choice(
        CONSTANT, (CONSTANT, HALVED), "Schedule", "Whether the rate is halved at half time."
    )
    clip_norm: float | None = param(
        None,
        1e-6,
        1e6,
        "Clip norm",
        "The longest that the merged gradient of the shared parameters may be.",
        log=True,
        optional=True,
    )
    eval_every: int = param(
        100, 1, 10_000_000, "Evaluate every", "Steps between two looks at the test set.", whole=True
    )
    record_every: int = param(
        1, 1, 1_000_000, "Record every", "Steps from one that is recorded to the next.", whole=True
    )

    def rate(self, t: int) -> float:
        """The learning rate of step t, counted from 0."""
        is_late = self.schedule == HALVED and 2 * t >= self.steps
        return self.lr / 2 if is_late else self.lr


@dataclass(frozen=True)
class Lane:
    """One training: a method and the numbers of its tasks, or no method and one task; a seed.

    The latter is a single-task reference. Of the layers of the trunk that are named in ``split``
    each task has a copy of its own. Raises ``TypeError`` or ``ValueError`` with the field, the rule
    and the value.
    """

    method: Method | None
    tasks: tuple[int, ...]
    seed: int = 0
    split: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("tasks", "split"):
            object.__setattr__(self, name, listed(getattr(self, name), f"Lane.{name}", "several"))
        if self.method is not None and not isinstance(self.method, Method):
            raise TypeError(f"Lane.method must be a method or None; got {shown(self.method)}.")
        if not is_seed(self.seed):
            raise ValueError(f"Lane.seed must be a whole number in [0, 2³²); got {self.seed!r}.")
        few, rule = len(self.tasks), "one, without a method" if self.method is None else "several"
        if (few == 1) != (self.method is None) or len(set(self.tasks)) != few or not few:
            raise ValueError(f"Lane.tasks must be {rule}; got {shown(self.tasks)}.")
        if self.split and self.method is None:
            raise ValueError(f"Lane.split must be empty for one task; got {shown(self.split)}.")

    def title(self, benchmark: Benchmark) -> str:
        """What it is called: the method, or the task that is learned alone."""
        if self.method is None:
            return f"{benchmark.tasks[self.tasks[0]].title} alone"
        return (
            f"{self.method.title}, split {', '.join(self.split)}"
            if self.split
            else (self.method.title)
        )

    def check(self, benchmark: Benchmark) -> None:
        """Raise ``ValueError`` if the benchmark has no such task."""
        known = range(len(benchmark.tasks))
        if not set(self.tasks) <= set(known):
            rule = f"numbers below {len(known)}"
            raise ValueError(f"Lane.tasks must be {rule}; got {shown(self.tasks)}.")


def lanes_of(
    benchmark: Benchmark,
    methods: Iterable[Method],
    seeds: Iterable[int],
    splits: Sequence[tuple[str, ...]] = ((),),
) -> tuple[Lane, ...]:
    """All lanes of a table, seed after seed: each task alone, then all tasks by every method.

    Every method learns all tasks once for each of the ``splits``, layers of the trunk of which each
    task has a copy of its own.
    """
    every, learned = tuple(range(len(benchmark.tasks))), tuple(methods)
    return tuple(
        lane
        for seed in seeds
        for lane in (
            *(Lane(None, (task,), seed) for task in every),
            *(Lane(method, every, seed, split) for split in splits for method in learned),
        )
    )
