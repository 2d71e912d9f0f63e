"""Runs on the field's test problems: edges of boxes, published ends, protocols."""

import numpy as np
import pytest

from samgs_core import SGD, Adam, Experiment, run
from samgs_core.methods import LS, MGDA, SAMGS, PCGrad
from synthetic import (
    CQF,
    EWQ,
    LANDSCAPES,
    ZDT1,
    OneOptimum,
    TwoOptima,
)


def path(landscape, method, optimizer, starts, steps):
    record = run(
        Experiment(
            landscape=landscape, method=method, optimizer=optimizer, starts=starts, steps=steps
        ),
        device="cpu",
    )
    return record.x


@pytest.mark.parametrize("landscape", [cls() for cls in LANDSCAPES if cls.box], ids=repr)
def test_a_run_never_leaves_the_box(landscape):
    low, high = np.array(landscape.box.corners)
    starts = landscape.starts[0].points
    for method in (LS(), MGDA(), SAMGS()):
        x = path(landscape, method, Adam(lr=0.3), starts, 200)
        assert (x >= low).all() and (x <= high).all()
        assert (x[:, 1] != x[:, 0]).any()


def test_a_run_slides_along_the_edge_to_the_best_point_on_it():
    x = path(ZDT1(), LS(), SGD(lr=0.01), ((0.6, 0.5),), 2_000)
    assert x[0, -1] == pytest.approx([0.25, 0.0], abs=1e-3)


def test_the_published_runs_of_torchjd_end_where_they_did():
    x = path(EWQ(), LS(), SGD(lr=0.0375), ((3.0, -2.0),), 50)
    assert x[0, -1] == pytest.approx([0.0608, -0.0406], abs=5e-5)
    x = path(EWQ(), MGDA(), SGD(lr=0.075), ((3.0, -2.0),), 50)
    assert x[0, -1] == pytest.approx([2.1518, 0.0], abs=5e-5)
    x = path(CQF(), PCGrad(), SGD(lr=0.0625), ((0.5, 0.5),), 200)
    assert x[0, -1] == pytest.approx([0.2217, 3.2414], abs=5e-5)


def test_presets_state_the_published_protocols():
    found = {
        (preset.title, preset.steps, len(preset.starts), preset.optimizer.lr)
        for cls in LANDSCAPES
        for preset in cls.presets()
    }
    assert found == {
        ("SAM-GS toy", 20_000, 7, 1e-3),
        ("SAM-GS toy", 21_000, 6, 1e-3),
        ("CAGrad toy", 100_000, 3, 1e-3),
        ("Nash-MTL toy", 35_000, 5, 1e-3),
        ("FAMO toy", 50_000, 5, 1e-3),
        ("PCGrad", 500_000, 1, 1e-3),
        ("TorchJD", 50, 5, 0.075),
        ("TorchJD", 200, 3, 0.125),
        ("TorchJD", 100, 4, 0.005),
    }
    scales = {preset.title: preset.landscape.scale1 for preset in OneOptimum.presets()}
    assert scales == {"SAM-GS toy": 1, "CAGrad toy": 1, "Nash-MTL toy": 0.1, "FAMO toy": 0.1}
    (published,) = TwoOptima.presets()
    assert published.starts == TwoOptima.starts[1].points
