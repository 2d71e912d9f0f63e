"""What one Recon screen shows, as one value that equals its part of the link."""

from dataclasses import dataclass

from samgs_core import Method
from samgs_core.methods import LS, SAMGS, CAGrad, PCGrad
from samgs_core.params import Declared, param
from samgs_core.recon import Plan
from synthetic import PlantedDisagreement, Preset

RIVALS: tuple[Method, ...] = (LS(), PCGrad(), CAGrad(), SAMGS(gamma=0.9))
"""The surgery methods whose conflicts are counted beside those of the chosen one."""
MAX_SEEDS = 10


@dataclass(frozen=True, kw_only=True)
class ReconSettings(Declared):
    """A problem, how Recon watches and trains, the surgery method, the seeds, and a split by hand.

    ``split`` holds the layers that the visitor splits, ascending; None leaves the choice to Recon.
    """

    key = "recon"
    title = "Recon"

    problem: PlantedDisagreement = PlantedDisagreement()
    plan: Plan = Plan()
    method: Method = LS()
    split: tuple[int, ...] | None = None
    k: int = param(
        1, 1, 5, "Layers to split K", "How many layers Recon splits.", whole=True, step=1
    )
    seed: int = param(
        0,
        0,
        1_000_000,
        "Seed",
        "Fixes the examples, the start and the batches.",
        whole=True,
        step=1,
    )
    seeds: int = param(
        1,
        1,
        MAX_SEEDS,
        "Number of seeds",
        "So many seeds, counted from the first.",
        whole=True,
        step=1,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        layers = range(1, self.problem.n_layers + 1)
        if self.split is not None and self.split != tuple(n for n in layers if n in self.split):
            rule = f"layer numbers in [1, {len(layers)}], ascending"
            raise ValueError(f"ReconSettings.split must be {rule}; got {self.split!r}.")

    @property
    def all_seeds(self) -> tuple[int, ...]:
        """The seeds that are shown."""
        return tuple(range(self.seed, self.seed + self.seeds))

    @property
    def training(self) -> Plan:
        """The plan without what only reads the training: the threshold, the watching, the score."""
        return Plan(steps=self.plan.steps, lr=self.plan.lr, dtype=self.plan.dtype)

    @property
    def rivals(self) -> tuple[Method, ...]:
        """The surgery methods that are trained beside the chosen one."""
        return tuple(rival for rival in RIVALS if type(rival) is not type(self.method))

    def is_of(self, preset: Preset) -> bool:
        """Whether these are the settings that the preset speaks of; seeds and splits are free."""
        plain = ReconSettings(problem=preset.problem)
        chosen = (self.problem, self.plan, self.method, self.k)
        return chosen == (plain.problem, plain.plan, plain.method, plain.k)
