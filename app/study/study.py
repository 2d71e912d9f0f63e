"""A study: everything one screen shows, as one value that equals its link."""

from dataclasses import dataclass, replace
from functools import cached_property

from app.study.atlas import Atlas
from app.study.contoured import CONTOURED
from app.study.lesson import LessonPlace
from app.study.recon import ReconSettings
from app.study.screen import Screen
from app.study.train import TrainSettings
from app.study.vectors import VectorsSettings
from app.study.yours import YourRunSettings
from samgs_core import Adam, Experiment, Landscape, Method, Optimizer
from samgs_core.experiment import DTYPES
from samgs_core.methods import LS, METHODS, SAMGS, PCGrad
from samgs_core.params import Declared, choice, param
from synthetic import OneOptimum

MAX_STARTS = 24
MAX_COORDINATE = 100.0
MAX_STEPS = 50_000
MAX_SEEDS = 10
MAX_RECORDED = 2_000
"""Recorded steps per run; longer runs keep every n-th step."""


@dataclass(frozen=True, kw_only=True)
class Study(Declared):
    """One landscape, the settings of every method, which are drawn, and what guides the eye.

    ``methods`` holds one method of every class of the catalogue, in its order; ``drawn`` the
    classes whose runs are on the screen, ``focused`` the one whose run is told in full. ``starts``
    of None are the landscape's own. ``atlas``, ``recon``, ``vectors``, ``train`` and ``yours`` are
    the settings of the pages Maps, Recon, Vectors, Train and Your run, ``card`` the method whose
    card is open on the page Methods. ``lesson`` is the lesson that goes along, ``screen`` says what
    the pages leave out and in which form they show the rest.
    """

    key = "study"
    title = "Study"

    landscape: Landscape = OneOptimum()
    methods: tuple[Method, ...] = tuple(method() for method in METHODS)
    drawn: tuple[type[Method], ...] = (LS, PCGrad, SAMGS)
    optimizer: Optimizer = Adam(lr=0.02)
    starts: tuple[tuple[float, ...], ...] | None = None
    steps: int = param(
        1_000, 1, MAX_STEPS, "Steps", "How many steps every run takes.", whole=True, step=100
    )
    clip: float | None = param(
        1.0,
        0.001,
        1_000.0,
        "Clip norm",
        "Longer merged gradients are cut to this length, for every method alike.",
        log=True,
        optional=True,
    )
    noise: float = param(
        0.0, 0.0, 10.0, "Gradient noise", "Standard deviation of noise on every task gradient."
    )
    seed: int = param(
        0,
        0,
        2**32 - 1,
        "Seed",
        "Fixes the noise and the draws of random methods.",
        whole=True,
        step=1,
    )
    seeds: int = param(
        1,
        1,
        MAX_SEEDS,
        "Seeds",
        "So many seeds, counted from the first: means, spreads and sweeps are over all of them; "
        "paths are those of the first.",
        whole=True,
        step=1,
    )
    precision: str = choice(
        "float64", DTYPES, "Precision", "Double precision, or single as most training uses."
    )
    contours: str = choice(
        "sum",
        tuple(each.key for each in CONTOURED),
        "Contours",
        "Which loss the contour lines show.",
    )
    layer: str = choice(
        "none",
        ("none", "angle", "magnitude"),
        "Shade the conflict of",
        "Angle: the gradients are more than 90° apart. Magnitude: their similarity ψ is below γ.",
    )
    focus: int = param(
        2, 1, MAX_STARTS, "Focused start", "The start whose curves are drawn.", whole=True, step=1
    )
    focused: type[Method] = SAMGS
    t: int | None = param(
        None,
        0,
        MAX_STEPS,
        "Step of the cursor",
        "The step where the scene begins; without one, the last.",
        whole=True,
        optional=True,
        step=1,
    )
    play: str = choice("no", ("no", "yes"), "Play", "Whether the scene goes on from that step.")
    atlas: Atlas = Atlas()
    recon: ReconSettings = ReconSettings()
    vectors: VectorsSettings = VectorsSettings()
    train: TrainSettings = TrainSettings()
    yours: YourRunSettings = YourRunSettings()
    card: type[Method] | None = None
    lesson: LessonPlace = LessonPlace()
    screen: Screen = Screen()

    def __post_init__(self) -> None:
        super().__post_init__()
        drawn = tuple(method for method in METHODS if method in self.drawn)
        object.__setattr__(self, "drawn", drawn)
        starts = self.starts
        if starts is not None:
            starts = tuple(tuple(float(value) for value in point) for point in starts)
            _check_starts(starts)
            own = starts == self.landscape.starts[0].points
            object.__setattr__(self, "starts", None if own else starts)
        if self.focus > len(self.points):
            object.__setattr__(self, "focus", len(self.points))
        if self.t is not None and self.t > self.steps:
            object.__setattr__(self, "t", self.steps)

    @property
    def points(self) -> tuple[tuple[float, ...], ...]:
        """The starts: the study's own, else the landscape's first set."""
        return self.landscape.starts[0].points if self.starts is None else self.starts

    @property
    def pictured(self) -> "Study":
        """What the paths depend on: without further seeds, focus, cursor, screen, other pages."""
        plain = Study()
        pages = ("atlas", "recon", "vectors", "train", "yours", "card", "lesson")
        eyes = ("seeds", "focus", "focused", "t", "play", "screen")
        return replace(self, **{name: getattr(plain, name) for name in (*eyes, *pages)})

    @property
    def drawn_methods(self) -> tuple[Method, ...]:
        """The drawn methods with their settings, in the catalogue's order."""
        return tuple(method for method in self.methods if type(method) in self.drawn)

    @property
    def all_seeds(self) -> tuple[int, ...]:
        """The seeds that means and sweeps are over; those beyond the last go on from 0."""
        return tuple((self.seed + place) % 2**32 for place in range(self.seeds))

    @property
    def record_every(self) -> int:
        """Of how many steps one is recorded."""
        return -(-self.steps // MAX_RECORDED)

    @property
    def gamma(self) -> float:
        """The threshold γ of SAM-GS, below which a similarity counts as a conflict."""
        return next(float(each.gamma) for each in self.methods if isinstance(each, SAMGS))

    def experiment(self, method: Method) -> Experiment:
        """The experiment that shows ``method`` under this study's rules."""
        return self._first_experiment.of(method)

    @cached_property
    def _first_experiment(self) -> Experiment:
        return Experiment(
            landscape=self.landscape,
            method=self.methods[0],
            optimizer=self.optimizer,
            starts=self.points,
            steps=self.steps,
            record_every=self.record_every,
            clip_norm=self.clip,
            noise=self.noise,
            seed=self.seed,
            dtype=self.precision,
        )


def _check_starts(starts: tuple[tuple[float, ...], ...]) -> None:
    if not 1 <= len(starts) <= MAX_STARTS:
        raise ValueError(f"Study.starts must hold 1 to {MAX_STARTS} points; got {len(starts)}.")
    for point in starts:
        if len(point) != 2 or not all(abs(value) <= MAX_COORDINATE for value in point):
            raise ValueError(
                f"Study.starts must be pairs of numbers in [−{MAX_COORDINATE:g}, "
                f"{MAX_COORDINATE:g}]; got {point}."
            )
