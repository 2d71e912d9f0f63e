"""An experiment: everything that determines a run, as one value."""

import math
from copy import copy
from dataclasses import dataclass, fields
from functools import cached_property

from samgs_core.landscape import Landscape
from samgs_core.method import Method
from samgs_core.optimizers import Optimizer
from samgs_core.values import count, is_seed, real, shown, whole

DTYPES = ("float64", "float32")
MAX_STEPS = 10**12
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
        for field in PARTS:
            _check_part(field, getattr(self, field))
        starts = _points(self.starts)
        widths = {len(point) for point in starts}
        _require(len(widths) == 1 and widths != {0}, "starts", "hold points of one size", starts)
        finite = all(math.isfinite(value) for point in starts for value in point)
        _require(finite, "starts", "be finite", starts)
        for field in ("steps", "record_every"):
            number = count(getattr(self, field), f"Experiment.{field}", 1, MAX_STEPS)
            object.__setattr__(self, field, number)
        clip = real(self.clip_norm)
        holds = self.clip_norm is None or (clip is not None and 0 < clip < math.inf)
        _require(holds, "clip_norm", "be above 0 or None", self.clip_norm)
        noise = real(self.noise)
        holds = noise is not None and 0 <= noise < math.inf
        _require(holds, "noise", "be 0 or more", self.noise)
        _require(is_seed(self.seed), "seed", "be a whole number in [0, 2³²)", self.seed)
        is_known = isinstance(self.dtype, str) and self.dtype in DTYPES
        _require(is_known, "dtype", f"be one of {DTYPES}", self.dtype)
        plain = {"starts": starts, "clip_norm": clip, "noise": noise, "seed": whole(self.seed)}
        for field, value in plain.items():
            object.__setattr__(self, field, value)

    def of(self, method: Method) -> "Experiment":
        """The same experiment with another method."""
        _check_part("method", method)
        other = copy(self)  # what was checked once is not checked again
        object.__setattr__(other, "method", method)
        return other

    def __hash__(self) -> int:
        return self._hash

    def __getstate__(self) -> dict[str, object]:
        """Copies and other processes count their own hash."""
        return {name: value for name, value in vars(self).items() if name != "_hash"}

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(getattr(self, field.name) for field in fields(self)))

    @property
    def recorded_steps(self) -> tuple[int, ...]:
        """The step numbers a record keeps: every ``record_every``-th from 0, and the last."""
        return (*range(0, self.steps, self.record_every), self.steps)


PARTS = {"landscape": Landscape, "method": Method, "optimizer": Optimizer}


def _check_part(field: str, part: object) -> None:
    """Raise ``TypeError`` if a part is not of its field's kind."""
    kind = PARTS[field]
    if not isinstance(part, kind):
        example = " (an instance, not the class)" if isinstance(part, type) else ""
        rule = f"Experiment.{field} must be of the kind {kind.__name__}{example}"
        raise TypeError(f"{rule}; got {shown(part)}.")


def _points(starts: object) -> tuple[tuple[float, ...], ...]:
    """The starts as plain numbers; raises ``ValueError`` if they are none."""
    try:
        rows = [list(point) for point in starts]  # type: ignore[attr-defined]
    except TypeError:
        rows = [[None]]
    points = tuple(tuple(map(real, row)) for row in rows)
    is_plain = all(value is not None for point in points for value in point)
    _require(is_plain, "starts", "hold points of numbers", starts)
    return points  # type: ignore[return-value]


def _require(holds: bool, field: str, rule: str, value: object) -> None:
    if not holds:
        raise ValueError(f"Experiment.{field} must {rule}; got {shown(value)}.")
