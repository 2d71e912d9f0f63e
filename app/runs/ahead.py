"""Makes the code of steps before anybody waits for it: ``python -m app.runs.ahead``.

For a server that many will use at once. Without it, code is made when it is first wanted. One or
more keys of landscapes, as in links, make it for those alone.
"""

import sys
import time

import numpy as np
import torch

from app.study.landscapes import PICKABLE
from app.study.study import Study
from samgs_core import Experiment
from samgs_core.native.library import build
from samgs_core.native.spec import spec_of
from samgs_core.step_rule import rule_of
from samgs_core.tally import criteria_of


def main() -> None:
    """Make all code for the outer optimiser and the clipping of the first screen."""
    wanted = [each for each in PICKABLE if not sys.argv[1:] or each.key in sys.argv[1:]]
    for landscape in wanted:
        study = Study(landscape=landscape())
        began, n_made = time.perf_counter(), 0
        for method in study.methods:
            n_made += made(study.experiment(method))
        took = time.perf_counter() - began
        print(f"{landscape.title}: {n_made} of {len(study.methods)} methods, {took:.0f} s")


def made(experiment: Experiment) -> bool:
    """Whether the code of an experiment's runs and sweeps could be made."""
    x = torch.tensor(experiment.starts[:1], dtype=torch.float64)
    rule = rule_of(experiment, x)
    plain = spec_of(rule, x)
    if not plain.is_fit:
        return False
    try:
        build(plain)
        build(spec_of(rule, x, criteria_of([experiment], np.zeros(1, int), x)))
    except RuntimeError as refused:
        print(f"  {experiment.method.title} stays in torch: {str(refused).splitlines()[0][:90]}")
        return False
    return True


if __name__ == "__main__":
    main()
