"""Recon: which layers do the tasks quarrel in, and what does it help to split them?"""

from samgs_core.recon.lab import recon, repeat, train
from samgs_core.recon.log import Lane, Network, TrainingLog
from samgs_core.recon.modules import conflict_scores
from samgs_core.recon.plan import Plan
from samgs_core.recon.report import SEVERE, Report, planned_lanes, trunk_size
from samgs_core.recon.scores import SCORES, Scores, cosines, rank_correlation
from samgs_core.recon.summary import Spread, Summary, spread

__all__ = [
    "SCORES",
    "SEVERE",
    "TrainingLog",
    "Lane",
    "Network",
    "Plan",
    "Report",
    "Scores",
    "Spread",
    "Summary",
    "conflict_scores",
    "cosines",
    "planned_lanes",
    "rank_correlation",
    "recon",
    "repeat",
    "spread",
    "train",
    "trunk_size",
]
