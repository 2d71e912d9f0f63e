"""What a run is given, checked: each refusal names the field, the rule and the value."""

from collections.abc import Sequence

import torch

from samgs_core.experiment import MAX_NUMBERS, Experiment
from samgs_core.record import Engine
from samgs_core.values import shown


def experiments_of(experiments: Sequence[Experiment]) -> tuple[Experiment, ...]:
    """The experiments, if they differ in their methods alone and their records fit in memory."""
    try:
        together = tuple(experiments)
    except TypeError:
        raise TypeError(f"experiments must be Experiment each; got {shown(experiments)}.") from None
    if not together:
        raise ValueError("experiments must hold an Experiment; got none.")
    first = together[0]
    for experiment in together:
        if not isinstance(experiment, Experiment):
            raise TypeError(f"experiment must be an Experiment; got {shown(experiment)}.")
        if experiment.of(first.method) != first:
            raise ValueError(
                f"experiments must differ in their methods alone; got {experiment} beside {first}."
            )
        _check_size(experiment)
    return together


def engine_of(engine: Engine | str | None) -> Engine | None:
    """The engine by its name; None for either."""
    if engine is None:
        return None
    if engine not in set(Engine):
        names = " or ".join(repr(each.value) for each in Engine)
        raise ValueError(f"engine must be {names}, or None for either; got {shown(engine)}.")
    return Engine(engine)


def device_of(device: str | torch.device) -> torch.device:
    """The device by its name."""
    try:
        return torch.device(device)
    except (RuntimeError, TypeError, ValueError) as refused:
        raise ValueError(
            f"device must be one of torch's, such as 'cpu'; got {shown(device)}."
        ) from refused


def _check_size(experiment: Experiment) -> None:
    n_tasks, dim = len(experiment.landscape.lower_bounds), len(experiment.starts[0])
    per_point = dim + n_tasks + 2 * n_tasks * dim + n_tasks * len(experiment.method.diagnostics)
    n_recorded = -(-experiment.steps // experiment.record_every) + 1
    n_numbers = len(experiment.starts) * n_recorded * per_point
    if n_numbers > MAX_NUMBERS:
        raise ValueError(
            f"Experiment.record_every must be large enough for the record to hold at most "
            f"{MAX_NUMBERS} numbers; got {experiment.record_every}, which makes {n_numbers}."
        )
