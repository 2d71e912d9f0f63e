"""The engine of the gradient-surgery explorer: methods, outer optimisers, runs and records."""

from samgs_core.experiment import Experiment
from samgs_core.landscape import Goal, Landscape, Preset, StartSet, Window
from samgs_core.merging import Merged, merge
from samgs_core.method import Claim, Method
from samgs_core.optimizers import OPTIMIZERS, SGD, Adam, Momentum, Optimizer, RMSProp
from samgs_core.record import Engine, Outcome, Record
from samgs_core.runner import Cancelled, run, run_together
from samgs_core.sweep import Axis, Ends, Sweep, run_sweep

__all__ = [
    "OPTIMIZERS",
    "SGD",
    "Adam",
    "Axis",
    "Cancelled",
    "Claim",
    "Ends",
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
    "Sweep",
    "Window",
    "merge",
    "run",
    "run_sweep",
    "run_together",
]
