"""The engine of the gradient-surgery explorer: methods, outer optimisers, runs and records."""

from samgs_core.experiment import Experiment
from samgs_core.landscape import Goal, Landscape, Preset, StartSet, Window
from samgs_core.merging import Merged, merge
from samgs_core.method import Claim, Method
from samgs_core.optimizers import OPTIMIZERS, SGD, Adam, Momentum, Optimizer, RMSProp
from samgs_core.record import Engine, Outcome, Record
from samgs_core.runner import Cancelled, run, run_together

__all__ = [
    "OPTIMIZERS",
    "SGD",
    "Adam",
    "Cancelled",
    "Claim",
    "Engine",
    "Experiment",
    "Goal",
    "Landscape",
    "Merged",
    "Method",
    "Momentum",
    "Optimizer",
    "Outcome",
    "Preset",
    "RMSProp",
    "Record",
    "StartSet",
    "Window",
    "merge",
    "run",
    "run_together",
]
