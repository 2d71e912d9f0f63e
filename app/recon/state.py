"""What there is of a Recon screen so far."""

from dataclasses import dataclass

from app.recon.orders import by_hand_of, lab_of, missing, needs_hand, orders, report_of, rivals_of
from app.recon.trainings import TRAININGS, Trainings
from app.study.recon import ReconSettings
from samgs_core.recon import Network, Report, Summary, TrainingLog


@dataclass(frozen=True, eq=False)
class SeedState:
    """What there is of one seed: the report, perhaps under way, and what comes after it."""

    report: Report
    is_finished: bool
    chosen: Network
    """The split that is shown: the one by hand, once there is any, else Recon's pick."""
    rivals: TrainingLog | None
    """The surgery methods, each without and with Recon's pick split."""


@dataclass(frozen=True, eq=False)
class LabState:
    """What there is so far of the settings' seeds."""

    settings: ReconSettings
    seeds: tuple[SeedState, ...]
    share: float
    seconds: float
    is_complete: bool

    @property
    def shown(self) -> tuple[SeedState, ...]:
        """The finished seeds; the first one, while it is under way."""
        finished = tuple(each for each in self.seeds if each.is_finished)
        return finished or self.seeds[:1]

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
        return not any(each.is_finished for each in self.seeds)


def look(settings: ReconSettings, trainings: Trainings = TRAININGS) -> LabState:
    """What there is now."""
    known = [trainings.peek(order) for order in orders(settings, trainings)]
    wanted = len(settings.all_seeds) * (3 if needs_hand(settings) else 2)
    seeds = [_seed(settings, seed, trainings) for seed in settings.all_seeds]
    return LabState(
        settings=settings,
        seeds=tuple(each for each in seeds if each is not None),
        share=min(1.0, sum(training.share for training in known if training) / wanted),
        seconds=sum(training.seconds for training in known if training),
        is_complete=missing(settings, trainings) is None,
    )


def _seed(settings: ReconSettings, seed: int, trainings: Trainings) -> SeedState | None:
    training = trainings.peek(lab_of(settings, seed))
    if training is None or training.log is None:
        return None
    report = report_of(settings, training)
    rivals = trainings.peek(rivals_of(settings, report)) if training.is_finished else None
    return SeedState(
        report=report,
        is_finished=training.is_finished,
        chosen=_chosen(settings, report, trainings),
        rivals=rivals.result() if rivals is not None and rivals.is_finished else None,
    )


def _chosen(settings: ReconSettings, report: Report, trainings: Trainings) -> Network:
    if settings.split is None:
        return report.log.network(report.lane(report.selected))
    lane = report.lane(settings.split)
    if lane in report.log.lanes:
        return report.log.network(lane)
    training = trainings.peek(by_hand_of(settings, report.seed))
    if training is None or not training.is_finished:
        lane = report.lane(report.selected)
        return report.log.network(lane)
    return training.result().network(lane)
