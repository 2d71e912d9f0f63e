"""Recon: watch joint training, find the layers that quarrel, split them, and train again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch

from samgs_core.layered import LayeredProblem
from samgs_core.method import Method
from samgs_core.methods.ls import LS
from samgs_core.recon.log import Lane, TrainingLog
from samgs_core.recon.plan import Plan
from samgs_core.recon.report import Report, planned_lanes
from samgs_core.recon.training import Training
from samgs_core.runner import Cancelled
from samgs_core.values import is_seed, shown, whole

PROGRESS_SECONDS = 0.1
JOINT = LS()
DEFAULT = Plan()


def recon(
    problem: LayeredProblem,
    method: Method = JOINT,
    k: int = 1,
    seed: int = 0,
    plan: Plan = DEFAULT,
    *,
    device: str | torch.device = "cpu",
    progress: Callable[[float, Report], bool | None] | None = None,
) -> Report:
    """Find the k layers of the problem's network that conflict most, and see what a split buys.

    The network is trained by the method with all layers shared, and watched for the first part of
    it. The k layers with the highest conflict score are split, one copy for each task, and it is
    trained again from the same start. As the networks are small, the controls are exhaustive: every
    single layer and every choice of k layers is split and trained too, all at once.

    ``progress`` is called about ten times a second with the share of the steps done and the report
    so far; if it returns False, the run stops with ``Cancelled``.

    Source: Shi, Li, Zhang, Chen and Wu 2023, arXiv:2302.11289, Algorithm 1.
    """
    tell = None if progress is None else lambda share, reports: progress(share, reports[0])
    return repeat(problem, method, k, (seed,), plan, device=device, progress=tell)[0]


def repeat(
    problem: LayeredProblem,
    method: Method = JOINT,
    k: int = 1,
    seeds: tuple[int, ...] = (0, 1, 2),
    plan: Plan = DEFAULT,
    *,
    device: str | torch.device = "cpu",
    progress: Callable[[float, tuple[Report, ...]], bool | None] | None = None,
) -> tuple[Report, ...]:
    """``recon`` for several seeds, which advance together: one report for each."""
    n = whole(k)
    if n is None or not 1 <= n <= problem.n_layers:
        raise ValueError(
            f"recon.k must be a whole number in [1, {problem.n_layers}]; got {shown(k)}."
        )
    k, seeds = n, tuple(seeds)

    def reports(logs: tuple[TrainingLog, ...]) -> tuple[Report, ...]:
        pairs = zip(seeds, logs, strict=True)
        return tuple(Report(problem, method, k, seed, plan, log) for seed, log in pairs)

    tell = None if progress is None else lambda share, so_far: progress(share, reports(so_far))
    lanes = planned_lanes(problem, k)
    return reports(train(problem, method, lanes, seeds, plan, device=device, progress=tell))


def train(
    problem: LayeredProblem,
    method: Method,
    lanes: tuple[Lane, ...],
    seeds: tuple[int, ...] = (0,),
    plan: Plan = DEFAULT,
    *,
    device: str | torch.device = "cpu",
    progress: Callable[[float, tuple[TrainingLog, ...]], bool | None] | None = None,
) -> tuple[TrainingLog, ...]:
    """Train any networks, for instance with layers split by hand: one log for each seed."""
    _check(problem, lanes, seeds)
    with _one_thread():
        trainings = [Training(problem, method, lanes, int(seed), plan, device) for seed in seeds]
        reported_at = 0.0  # so that the first step is reported
        for t in range(1, plan.steps + 1):
            for training in trainings:
                training.step()
            now = time.perf_counter()
            if progress is None or (now - reported_at < PROGRESS_SECONDS and t < plan.steps):
                continue
            reported_at = now
            if progress(t / plan.steps, _logs(trainings)) is False:
                raise Cancelled
        return _logs(trainings)


def _logs(trainings: list[Training]) -> tuple[TrainingLog, ...]:
    return tuple(training.log() for training in trainings)


def _check(problem: LayeredProblem, lanes: tuple[Lane, ...], seeds: tuple[int, ...]) -> None:
    layers = range(1, problem.n_layers + 1)
    for split in (lane.split for lane in lanes):
        if tuple(sorted(set(split) & set(layers))) != split:
            rule = f"ascending layer numbers in [1, {problem.n_layers}]"
            raise ValueError(f"Lane.split must be {rule}; got {shown(split)}.")
    for seed in seeds:
        if not is_seed(seed):
            raise ValueError(f"recon.seed must be a whole number in [0, 2³²); got {shown(seed)}.")


@contextmanager
def _one_thread() -> Iterator[None]:
    """One thread: the tensors are too small to share out."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
