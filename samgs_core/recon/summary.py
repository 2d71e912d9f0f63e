"""Several seeds of Recon on one problem, as means: what do they say together?"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from samgs_core.recon.report import Report
from samgs_core.recon.scores import rank_correlation


class Spread(NamedTuple):
    """A mean over seeds and its standard error (NaN for one seed)."""

    mean: float
    error: float


@dataclass(frozen=True, eq=False)
class Summary:
    """The reports of several seeds, which share all their settings."""

    reports: tuple[Report, ...]

    @property
    def picks(self) -> tuple[tuple[int, ...], ...]:
        """The layers that Recon selected with each seed."""
        return tuple(report.selected for report in self.reports)

    @cached_property
    def score(self) -> np.ndarray:
        """The score that selects, the mean over seeds, [layers]."""
        return np.mean([report.scores.of(report.plan.score) for report in self.reports], axis=0)

    @property
    def late_rate(self) -> np.ndarray:
        """Share of steps in the last quarter with a cosine below S in each layer, [layers]."""
        return np.mean([report.late_rate for report in self.reports], axis=0)

    @cached_property
    def test_loss(self) -> Mapping[str, Spread]:
        """Test loss of each variant."""
        return self._of_variants(lambda report: report.test_loss)

    @cached_property
    def conflict_share(self) -> Mapping[str, Spread]:
        """Share of severe conflicts of each variant."""
        return self._of_variants(lambda report: report.conflict_share)

    @property
    def left_share(self) -> Spread:
        """The mechanical control of the share of severe conflicts."""
        return spread(report.left_share for report in self.reports)

    @cached_property
    def split_gain(self) -> np.ndarray:
        """Test loss saved by splitting each layer alone, the mean over seeds, [layers]."""
        return np.mean([report.split_gain for report in self.reports], axis=0)

    @property
    def agreement(self) -> float:
        """Rank correlation of the mean score with the mean gain of splitting each layer alone."""
        return rank_correlation(self.score, self.split_gain)

    @property
    def misleads(self) -> bool:
        """Whether a higher score does not go with a higher gain: an agreement of 0 or less."""
        return not self.agreement > 0

    def _of_variants(self, values: Callable[[Report], Mapping[str, float]]) -> Mapping[str, Spread]:
        rows = [values(report) for report in self.reports]
        return MappingProxyType({name: spread(row[name] for row in rows) for name in rows[0]})


def spread(values: Iterable[float]) -> Spread:
    """Mean and standard error of one value for each seed."""
    numbers = np.array(list(values))
    n = len(numbers)
    return Spread(float(numbers.mean()), float(numbers.std(ddof=1) / n**0.5) if n > 1 else np.nan)
