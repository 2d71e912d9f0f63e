"""What there is of a Recon screen so far, and the trainings that bring the rest."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from app.recon.jobs import JOBS, Job, Jobs, Order
from app.study.recon import ReconSettings
from samgs_core.recon import Lane, Network, Report, Summary, TrainingLog, planned_lanes

PAUSE = 0.25
"""Seconds from one look at a training to the next."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What there is of one seed: the report, perhaps under way, and what comes after it."""

    report: Report
    is_finished: bool
    chosen: Network
    """The split that is shown: the one by hand, once there is any, else Recon's pick."""
    rivals: TrainingLog | None
    """The surgery methods, each without and with Recon's pick split."""


@dataclass(frozen=True, eq=False)
class Found:
    """What there is so far of the settings' seeds."""

    settings: ReconSettings
    seen: tuple[Seen, ...]
    share: float
    seconds: float
    is_complete: bool

    @property
    def shown(self) -> tuple[Seen, ...]:
        """The finished seeds; the first one, while it is under way."""
        finished = tuple(each for each in self.seen if each.is_finished)
        return finished or self.seen[:1]

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports of the shown seeds."""
        return tuple(each.report for each in self.shown)

    @property
    def chosen(self) -> tuple[Network, ...]:
        """The split that is shown, of the shown seeds."""
        return tuple(each.chosen for each in self.shown)

    @property
    def is_by_hand(self) -> bool:
        """Whether the split that is shown was made by hand."""
        return self.chosen[0].lane.split == self.settings.split

    @property
    def rivals(self) -> tuple[TrainingLog, ...]:
        """The surgery methods of the seeds for which they are trained."""
        return tuple(each.rivals for each in self.shown if each.rivals is not None)

    @property
    def pick(self) -> tuple[int, ...]:
        """The layers that Recon picks, with most of the seeds."""
        picks = self.summary.picks
        return max(picks, key=picks.count)

    @property
    def summary(self) -> Summary:
        """The shown seeds together."""
        return Summary(self.reports)

    @property
    def is_partial(self) -> bool:
        """Whether not even the first seed is trained to the end."""
        return not any(each.is_finished for each in self.seen)


def follow(settings: ReconSettings, jobs: Jobs = JOBS) -> Generator[Found, None, None]:
    """What there is, again and again, until there is everything; does the work meanwhile."""
    yield look(settings, jobs)
    while (order := _missing(settings, jobs)) is not None:
        with jobs.watched(jobs.start(order)) as job:
            while not job.is_over.wait(PAUSE):
                yield look(settings, jobs)
        if job.error is not None:
            raise job.error
        yield look(settings, jobs)


def stop(settings: ReconSettings, jobs: Jobs = JOBS) -> None:
    """End the training that is under way, unless somebody else watches it."""
    order = _missing(settings, jobs)
    if order is not None:
        jobs.stop(order)


def look(settings: ReconSettings, jobs: Jobs = JOBS) -> Found:
    """What there is now."""
    known = [jobs.peek(order) for order in _orders(settings, jobs)]
    wanted = len(settings.all_seeds) * (3 if _needs_hand(settings) else 2)
    found = [_seen(settings, seed, jobs) for seed in settings.all_seeds]
    return Found(
        settings=settings,
        seen=tuple(each for each in found if each is not None),
        share=min(1.0, sum(job.share for job in known if job) / wanted),
        seconds=sum(job.seconds for job in known if job),
        is_complete=_missing(settings, jobs) is None,
    )


def _missing(settings: ReconSettings, jobs: Jobs) -> Order | None:
    """The first training that is not finished."""
    for order in _orders(settings, jobs):
        if not _is_finished(jobs.peek(order)):
            return order
    return None


def _orders(settings: ReconSettings, jobs: Jobs) -> Iterator[Order]:
    """The trainings in the order in which they are wanted: all of the first seed, then the others.

    The surgery methods need to know what Recon picks: they come once that is known.
    """
    first, *others = settings.all_seeds
    yield _lab(settings, first)
    yield from _after(settings, first, jobs)
    for seed in others:
        yield _lab(settings, seed)
    for seed in others:
        yield from _after(settings, seed, jobs)


def _after(settings: ReconSettings, seed: int, jobs: Jobs) -> Iterator[Order]:
    if _needs_hand(settings):
        yield _hand(settings, seed)
    job = jobs.peek(_lab(settings, seed))
    if job is not None and job.is_finished:
        yield _rivals(settings, _report(settings, job))


def _lab(settings: ReconSettings, seed: int) -> Order:
    lanes = planned_lanes(settings.problem, settings.k)
    return Order(settings.problem, settings.method, lanes, seed, settings.training)


def _hand(settings: ReconSettings, seed: int) -> Order:
    """The network that is split by hand."""
    lanes = (Lane(settings.split or (), settings.problem.width),)
    return Order(settings.problem, settings.method, lanes, seed, settings.training)


def _rivals(settings: ReconSettings, report: Report) -> Order:
    """Other surgery methods, without and with the report's choice."""
    lanes = tuple(
        report.lane(split)._replace(method=rival)
        for rival in settings.rivals
        for split in ((), report.selected)
    )
    return Order(settings.problem, settings.method, lanes, report.seed, settings.training)


def _needs_hand(settings: ReconSettings) -> bool:
    """Whether the split by hand is a network that Recon does not train anyway."""
    if settings.split is None:
        return False
    lane = Lane(settings.split, settings.problem.width)
    return lane not in planned_lanes(settings.problem, settings.k)


def _seen(settings: ReconSettings, seed: int, jobs: Jobs) -> Seen | None:
    job = jobs.peek(_lab(settings, seed))
    if job is None or job.log is None:
        return None
    report = _report(settings, job)
    rivals = jobs.peek(_rivals(settings, report)) if job.is_finished else None
    return Seen(
        report=report,
        is_finished=job.is_finished,
        chosen=_chosen(settings, report, jobs),
        rivals=rivals.log if rivals is not None and rivals.is_finished else None,
    )


def _chosen(settings: ReconSettings, report: Report, jobs: Jobs) -> Network:
    if settings.split is None:
        return report.log.network(report.lane(report.selected))
    lane = report.lane(settings.split)
    if lane in report.log.lanes:
        return report.log.network(lane)
    job = jobs.peek(_hand(settings, report.seed))
    if job is None or job.log is None or not job.is_finished:
        lane = report.lane(report.selected)
        return report.log.network(lane)
    return job.log.network(lane)


def _report(settings: ReconSettings, job: Job) -> Report:
    assert job.log is not None
    return Report(
        settings.problem, settings.method, settings.k, job.order.seed, settings.plan, job.log
    )


def _is_finished(job: Job | None) -> bool:
    return job is not None and job.is_finished
