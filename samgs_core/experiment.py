"""An experiment: everything that determines a run, as one value."""

import math
from dataclasses import dataclass

from samgs_core.landscape import Landscape
from samgs_core.method import Method
from samgs_core.optimizers import Optimizer

DTYPES = ("float64", "float32")
MAX_NUMBERS = 2**29
"""The most numbers one record may hold (4 GiB in double precision)."""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One landscape, one method, one outer optimiser and some starts; compared by value.

    ``starts`` holds B points of D coordinates. ``record_every`` keeps every n-th step, and always
    the last point. ``clip_norm`` clips the merged gradient to that length, for every method alike;
    None does not clip. ``noise`` is the standard deviation of Gaussian noise on every task
    gradient; its draws depend on ``seed`` alone and are shared by all starts, so that
    methods can be compared on the same noise. Raises ``ValueError`` with the field, the rule and
    the value.
    """

    landscape: Landscape
    method: Method
    optimizer: Optimizer
    starts: tuple[tuple[float, ...], ...]
    steps: int
    record_every: int = 1
    clip_norm: float | None = None
    noise: float = 0.0
    seed: int = 0
    dtype: str = "float64"

    def __post_init__(self) -> None:
        starts = tuple(tuple(float(value) for value in point) for point in self.starts)
        object.__setattr__(self, "starts", starts)
        widths = {len(point) for point in starts}
        _require(len(widths) == 1 and widths != {0}, "starts", "hold points of one size", starts)
        finite = all(math.isfinite(value) for point in starts for value in point)
        _require(finite, "starts", "be finite", starts)
        _require(_is_count(self.steps), "steps", "be a whole number of at least 1", self.steps)
        rule = "be a whole number of at least 1"
        _require(_is_count(self.record_every), "record_every", rule, self.record_every)
        clip = self.clip_norm
        _require(clip is None or 0 < clip < math.inf, "clip_norm", "be above 0 or None", clip)
        _require(0 <= self.noise < math.inf, "noise", "be 0 or more", self.noise)
        is_seed = isinstance(self.seed, int) and 0 <= self.seed < 2**32
        _require(is_seed, "seed", "be a whole number in [0, 2³²)", self.seed)
        _require(self.dtype in DTYPES, "dtype", f"be one of {DTYPES}", self.dtype)

    @property
    def recorded_steps(self) -> tuple[int, ...]:
        """The step numbers a record keeps: every ``record_every``-th from 0, and the last."""
        return (*range(0, self.steps, self.record_every), self.steps)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _require(holds: bool, field: str, rule: str, value: object) -> None:
    if not holds:
        shown = repr(value)
        shown = shown if len(shown) <= 80 else f"{shown[:77]}..."
        raise ValueError(f"Experiment.{field} must {rule}; got {shown}.")
