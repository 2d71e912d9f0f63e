"""Reports to draw: finished, of several seeds, at their first step, and diverged."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from samgs_core.methods import LS, CAGrad
from samgs_core.recon import Lane, Plan, TrainingLog, recon, repeat, train
from synthetic import PlantedDisagreement

PROBLEM = PlantedDisagreement()
PLAN = Plan(steps=120)
HAND = Lane((2, 4), 8)


class Stop(Exception):
    """The first report is enough."""


@lru_cache(maxsize=1)
def finished():
    return repeat(PROBLEM, LS(), 1, (0, 1, 2), PLAN)


@lru_cache(maxsize=1)
def first_step():
    reports = []

    def keep(share, report):
        reports.append(report)
        raise Stop

    try:
        recon(PROBLEM, plan=PLAN, progress=keep)
    except Stop:
        return (reports[0],)


def diverged(from_step=30):
    """The finished reports, with nothing but NaN from some step on."""

    def spoilt(log):
        products, losses = log.products.copy(), log.test_losses.copy()
        products[from_step:] = losses[log.tested > from_step] = np.nan
        return TrainingLog(log.lanes, products, log.tested, losses)

    return tuple(replace(report, log=spoilt(report.log)) for report in finished())


STATES = {
    "finished": lambda: finished()[:1],
    "seeds": finished,
    "first step": first_step,
    "diverged": diverged,
    "never finite": lambda: diverged(from_step=0),
}


def picks(reports):
    return [report.log.network(report.lane(report.selected)) for report in reports]


@lru_cache(maxsize=1)
def by_hand():
    logs = train(PROBLEM, LS(), (HAND,), (0, 1, 2), PLAN)
    return [log.network(HAND) for log in logs]


@lru_cache(maxsize=1)
def rivals():
    lanes = tuple(Lane(split, 8, CAGrad()) for split in ((), (1,)))
    return train(PROBLEM, LS(), lanes, (0, 1, 2), PLAN)
