"""The ends of a method's runs over several seeds, as lanes of one batch."""

from functools import lru_cache

from samgs_core.experiment import Experiment
from samgs_core.record import Engine
from samgs_core.sweep import Ends, Sweep, run_sweep


@lru_cache(maxsize=128)
def ends_of(experiment: Experiment, seeds: tuple[int, ...], engine: Engine) -> Ends:
    """How every start ends with every seed, [seeds, starts]; from memory if it was asked before.

    ``engine`` is what took the steps of the paths, so that they end where these do.
    """
    return run_sweep(Sweep(experiment, seeds=seeds), device="cpu", engine=engine)
