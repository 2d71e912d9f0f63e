"""How long does a survey take? Run with ``python -m tests.benchmarks.fronts``.

Prints, for every landscape, the milliseconds of processor time on one thread for a survey with the
front computed (as if no closed form of it were known), and what was found.
"""

import statistics
import time

import numpy as np
import torch

from samgs_core import Landscape
from samgs_core.survey import Survey, survey
from synthetic import LANDSCAPES
from synthetic.formula import CustomLandscape


def without_facts(kind: type[Landscape]) -> Landscape:
    """The landscape, made to forget its Pareto set."""
    return type(kind.__name__, (kind,), {"pareto_set": lambda self, n: None})()


def timed(landscape: Landscape, repeats: int = 5) -> tuple[float, Survey]:
    """The median milliseconds of a survey, and the survey."""
    found, times = survey(landscape), []
    for _ in range(repeats):
        began = time.process_time()
        survey(landscape)
        times.append(time.process_time() - began)
    return 1e3 * statistics.median(times), found


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    print(f"{'landscape':18}{'ms':>6}{'front':>8}{'local':>8}{'resolution':>13}")
    for kind in (*LANDSCAPES, CustomLandscape):
        milliseconds, found = timed(without_facts(kind))
        sizes = [(~np.isnan(each).any(-1)).sum() for each in (found.pareto_set, found.local_set)]
        print(f"{kind.key:18}{milliseconds:6.0f}{sizes[0]:8}{sizes[1]:8}{found.resolution:13.1e}")


if __name__ == "__main__":
    main()
