"""Which trainings a Recon screen needs, in the order in which they are wanted."""

from collections.abc import Iterator

from app.recon.trainings import Order, Training, Trainings
from app.study.recon import ReconSettings
from samgs_core.recon import Lane, Report, planned_lanes


def missing(settings: ReconSettings, trainings: Trainings) -> Order | None:
    """The first training that is not finished."""
    for order in orders(settings, trainings):
        training = trainings.peek(order)
        if training is None or not training.is_finished:
            return order
    return None


def orders(settings: ReconSettings, trainings: Trainings) -> Iterator[Order]:
    """All of the first seed, then the others.

    The surgery methods need to know what Recon picks: they come once that is known.
    """
    first, *others = settings.all_seeds
    yield lab_of(settings, first)
    yield from _after(settings, first, trainings)
    for seed in others:
        yield lab_of(settings, seed)
    for seed in others:
        yield from _after(settings, seed, trainings)


def _after(settings: ReconSettings, seed: int, trainings: Trainings) -> Iterator[Order]:
    if needs_hand(settings):
        yield by_hand_of(settings, seed)
    training = trainings.peek(lab_of(settings, seed))
    if training is not None and training.is_finished:
        yield rivals_of(settings, report_of(settings, training))


def lab_of(settings: ReconSettings, seed: int) -> Order:
    """The networks that Recon plans for one seed."""
    lanes = planned_lanes(settings.problem, settings.k)
    return Order(settings.problem, settings.method, lanes, seed, settings.training)


def by_hand_of(settings: ReconSettings, seed: int) -> Order:
    """The network that is split by hand."""
    lanes = (Lane(settings.split or (), settings.problem.width),)
    return Order(settings.problem, settings.method, lanes, seed, settings.training)


def rivals_of(settings: ReconSettings, report: Report) -> Order:
    """Other surgery methods, without and with the report's choice."""
    lanes = tuple(
        report.lane(split)._replace(method=rival)
        for rival in settings.rivals
        for split in ((), report.selected)
    )
    return Order(settings.problem, settings.method, lanes, report.seed, settings.training)


def needs_hand(settings: ReconSettings) -> bool:
    """Whether the split by hand is a network that Recon does not train anyway."""
    if settings.split is None:
        return False
    lane = Lane(settings.split, settings.problem.width)
    return lane not in planned_lanes(settings.problem, settings.k)


def report_of(settings: ReconSettings, training: Training) -> Report:
    """What a training tells so far, read as the settings say."""
    assert training.log is not None
    return Report(
        settings.problem,
        settings.method,
        settings.k,
        training.order.seed,
        settings.plan,
        training.log,
    )
