"""Experiments that differ in their methods alone run as one batch and give the same records."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from samgs_core import SGD, Adam, Cancelled, Experiment, Landscape, run, run_together
from samgs_core.methods import LS, METHODS, SAMGS, PCGrad


@dataclass(frozen=True)
class Valleys(Landscape):
    """Two or three bowls in the plane, one of them deep, so that gradients quarrel."""

    n_tasks: int = 2

    key = "valleys"
    title = "Valleys"

    @property
    def lower_bounds(self):
        return (-1.0,) * self.n_tasks

    def losses(self, x):
        centres = x.new_tensor([[2.0, 0.5], [-1.0, 0.0], [0.0, -3.0]])[: self.n_tasks]
        depths = x.new_tensor([9.0, 0.5, 1.0])[: self.n_tasks]
        return (x.unsqueeze(1) - centres).square().sum(2) * depths


def experiments(n_tasks=2, **changes):
    shared = Experiment(
        landscape=Valleys(n_tasks),
        method=LS(),
        optimizer=Adam(lr=0.05),
        starts=((0.5, 2.0), (-3.0, 1.0), (2.0, -2.0)),
        steps=7,
        record_every=5,
        clip_norm=1.0,
        noise=0.1,
        seed=3,
    )
    return [replace(shared, method=method(), **changes) for method in METHODS]


@pytest.mark.parametrize("n_tasks", [2, 3])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_record_is_that_of_a_run_alone(n_tasks, dtype):
    asked = experiments(n_tasks, dtype=dtype)
    for experiment, together in zip(asked, run_together(asked), strict=True):
        alone = run(experiment)
        assert together.experiment == experiment and together.outcome == alone.outcome
        for name in ("steps", "x", "losses", "grads", "operated", "stopped_at"):
            found, expected = getattr(together, name), getattr(alone, name)
            np.testing.assert_allclose(found, expected, rtol=1e-5 if dtype == "float32" else 1e-10)
            assert found.shape == expected.shape and not found.flags.writeable
        assert together.diagnostics.keys() == alone.diagnostics.keys()
        for name, found in together.diagnostics.items():
            assert found.shape == alone.diagnostics[name].shape


def test_a_run_that_diverges_leaves_the_others_alone():
    asked = experiments(clip_norm=None, noise=0.0, optimizer=SGD(lr=1e3), steps=90)
    records = run_together(asked)
    assert [each.outcome for each in records] == [run(each).outcome for each in asked]
    assert len({each.outcome for each in records}) > 1


def test_what_differs_in_more_than_the_method_is_refused():
    first, second = experiments()[:2]
    with pytest.raises(ValueError, match=r"experiments must differ in their methods alone; got"):
        run_together([first, replace(second, steps=13)])


def test_progress_goes_from_nothing_to_all_and_can_stop_the_run(monkeypatch):
    monkeypatch.setattr("samgs_core.runner.PROGRESS_SECONDS", 0.0)
    asked = [replace(experiments()[0], method=method) for method in (LS(), PCGrad(), SAMGS())]
    shares = []
    run_together(asked, progress=shares.append)
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    with pytest.raises(Cancelled):
        run_together(asked, progress=lambda share: share < 0.5)


def test_the_landscape_is_asked_once_a_step(monkeypatch):
    asked_for = []
    losses = Valleys.losses
    monkeypatch.setattr(
        Valleys, "losses", lambda self, x: asked_for.append(len(x)) or losses(self, x)
    )
    run_together(experiments()[:4])
    assert asked_for == [12] * 8
