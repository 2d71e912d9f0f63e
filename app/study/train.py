"""What the page Train shows, as one value that equals its part of the link."""

from dataclasses import dataclass

from samgs_core import Method
from samgs_core.benchmark.glance import layer_names
from samgs_core.benchmark.problem import Benchmark
from samgs_core.benchmark.settings import Lane, Settings
from samgs_core.methods import LS, METHODS, SAMGS, UW
from samgs_core.params import Declared, param
from synthetic import Digits, Rooms
from synthetic.digits import SIDE

MAX_STEPS, MAX_SEEDS, MAX_BATCH = 2_000, 5, 64
MAX_LANES = 48
"""So many networks are trained for one screen at most."""
MAX_PIXELS = 2**20
"""Of all pictures of a benchmark together."""
MAX_WORK, MAX_JUDGED = 2**25, 2**28
"""Pixels times squared width of a batch of Rooms, and of its test set: about a second each."""
N_LOOKS = 10
"""How often the test set is looked at, at least, besides before the first step."""


def plain_method(kind: type[Method]) -> Method:
    """The method of this class with the values that a link leaves out: those for networks."""
    return SAMGS(gamma=0.9) if kind is SAMGS else kind()


@dataclass(frozen=True, kw_only=True)
class TrainSettings(Declared):
    """A benchmark, the methods that learn it and their numbers, the budget, and the seeds.

    ``methods`` holds one method of every class of the catalogue, in its order; ``drawn`` the
    classes that are trained. ``focused`` is the one whose gradients are shown; it is trained once
    more with the layers of ``split`` split.
    """

    key = "train"
    title = "Train"

    benchmark: Benchmark = Rooms()
    methods: tuple[Method, ...] = tuple(plain_method(kind) for kind in METHODS)
    drawn: tuple[type[Method], ...] = (LS, UW, SAMGS)
    focused: type[Method] = SAMGS
    split: tuple[str, ...] = ()
    steps: int = param(
        100, 1, MAX_STEPS, "Steps", "How many batches every network learns.", whole=True, step=20
    )
    batch: int = param(16, 2, MAX_BATCH, "Batch", "Examples in a batch.", whole=True, step=2)
    lr: float = param(2e-3, 1e-5, 0.1, "Learning rate", "The rate of Adam.", log=True)
    seed: int = param(
        0,
        0,
        1_000_000,
        "Seed",
        "Fixes the first weights and the batches, the same for every method.",
        whole=True,
        step=1,
    )
    seeds: int = param(
        1,
        1,
        MAX_SEEDS,
        "Number of seeds",
        "So many seeds, counted from the first: means and spreads are over all of them.",
        whole=True,
        step=1,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "drawn", tuple(kind for kind in METHODS if kind in self.drawn))
        if self.split:
            layers = layer_names(self.benchmark)
            split = tuple(name for name in layers if name in self.split)
            if len(split) < len(self.split) or len(split) == len(layers):
                rule = f"some of {', '.join(layers)}, but not all"
                raise ValueError(f"TrainSettings.split must be {rule}; got {self.split!r}.")
            object.__setattr__(self, "split", split)

    @property
    def all_seeds(self) -> tuple[int, ...]:
        """The seeds that are trained."""
        return tuple(range(self.seed, self.seed + self.seeds))

    @property
    def drawn_methods(self) -> tuple[Method, ...]:
        """The methods that are trained, with their numbers, in the catalogue's order."""
        return tuple(method for method in self.methods if type(method) in self.drawn)

    @property
    def focus(self) -> Method | None:
        """The method whose gradients are shown; the last if the focused one is not trained."""
        drawn = self.drawn_methods
        own = (method for method in drawn if type(method) is self.focused)
        return next(own, drawn[-1] if drawn else None)

    @property
    def gamma(self) -> float:
        """The threshold γ of SAM-GS, below which a similarity counts as a conflict."""
        return next(float(each.gamma) for each in self.methods if isinstance(each, SAMGS))

    @property
    def budget(self) -> Settings:
        """The budget of every network."""
        every = max(self.steps // N_LOOKS, 1)
        return Settings(steps=self.steps, batch=self.batch, lr=self.lr, eval_every=every)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """All networks that are trained, the methods' before the references."""
        tasks, focus = tuple(range(len(self.benchmark.tasks))), self.focus
        split = (focus,) if focus is not None and self.split else ()
        return tuple(
            lane
            for seed in self.all_seeds
            for lane in (
                *(Lane(method, tasks, seed) for method in self.drawn_methods),
                *(Lane(method, tasks, seed, self.split) for method in split),
                *(Lane(None, (task,), seed) for task in tasks),
            )
        )

    @property
    def refusal(self) -> str:
        """Why the page does not train this, as a sentence; nothing if it does."""
        if len(self.lanes) > MAX_LANES:
            n = len(self.lanes)
            return f"At most {MAX_LANES} networks are trained at once; these would be {n}. {FEWER}"
        pixels = n_pixels(self.benchmark)
        if pixels > MAX_PIXELS:
            return (
                f"All pictures together have at most {MAX_PIXELS:,} pixels here; these would have "
                f"{pixels:,}. Smaller or fewer pictures will do."
            )
        if isinstance(self.benchmark, Rooms):
            work = self.benchmark.size**2 * self.benchmark.width**2
            if self.batch * work > MAX_WORK or self.benchmark.n_test * work > MAX_JUDGED:
                return (
                    "A step, or a look at the test set, would take more than about a second here. "
                    "A smaller batch, width, size or test set will do."
                )
        return ""


def n_pixels(benchmark: Benchmark) -> int:
    """The pixels of all pictures together, as far as they are known beforehand."""
    if isinstance(benchmark, Rooms):
        return (benchmark.n_train + benchmark.n_test) * benchmark.size**2
    if isinstance(benchmark, Digits):
        return (benchmark.n_train + benchmark.n_test) * SIDE * (SIDE + benchmark.shift)
    return 0


FEWER = "Fewer methods or seeds will do."
