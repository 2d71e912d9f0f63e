"""Several seeds: sweeps over starts × seeds, and the seed itself as an axis of sweeps."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from app.maps.layers import arranged, axes_of, n_seeds, sweep_layers, values_of
from app.maps.sweep import SweepMap
from app.runs.records import survey_of
from app.study.link import decode, encode
from app.study.quantities import quantities
from samgs_core.sweep import run_sweep
from samgs_core.yardsticks import yardstick_of

QUERY = {
    "methods": "ls,rlw",
    "steps": "20",
    "starts": "-3,7.5;8,5",
    "noise": "0.3",
    "map.kind": "sweep",
    "map.metric": "loss",
}


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Every sweep is done when it is asked for."""

    class Done:
        origins: set = set()
        version, failure = 1, ""

        def __init__(self, sweep):
            self.sweep, self.ends = sweep, run_sweep(sweep, device="cpu")

        def snapshot(self):
            return self.ends

        def done(self):
            return True

    monkeypatch.setattr("app.maps.layers.job_of", Done)


def study_of(query):
    linked = decode(QUERY | query)
    assert not linked.notices
    return linked.study


def losses(study, method):
    """L₁ + L₂ at the ends of a method's runs, by another way."""
    (own,) = [each for each in study.drawn_methods if each.key == method]
    from samgs_core import run

    return run(study.experiment(own), device="cpu").losses[:, -1].sum(-1)


def measured(study, place):
    axes, survey = axes_of(study, study.atlas), survey_of(study.landscape)
    layer = sweep_layers(study, axes)[place]
    ends = arranged(layer.job.snapshot(), axes, layer.method)
    n = len(axes.values[0])
    return axes, values_of(ends, yardstick_of("loss"), survey, study.steps, n)


def test_a_sweep_is_over_all_starts_and_seeds():
    study = study_of({"seeds": "3", "seed": "4", "map.x": "clip,0.1,10,2"})
    axes, values = measured(study, 0)
    assert values.shape == (3, 6) and n_seeds(study, axes) == 3
    alone = [replace(study, seed=seed, clip=0.1) for seed in (4, 5, 6)]
    expected = np.concatenate([losses(each, "ls") for each in alone])
    np.testing.assert_allclose(values[0], expected)
    survey = survey_of(study.landscape)
    layers = sweep_layers(study, axes)
    curves = SweepMap().picture(study, study.atlas, layers, survey).values
    assert curves.n_runs == 6
    np.testing.assert_allclose(curves.curves[0].summary.middle[0], np.median(expected))
    words = SweepMap().words(study, curves)
    assert "2 starts × 3 seeds each" in words and "medians over the starts × seeds" in words
    assert "seeds 4 to 6" in SweepMap().made_from(study, curves)
    rows = list(csv.DictReader(io.StringIO(SweepMap().table(study, study.atlas, layers, curves))))
    assert [row["seed"] for row in rows[:6]] == ["4", "4", "5", "5", "6", "6"]
    assert float(rows[0]["loss1_end"]) + float(rows[0]["loss2_end"]) == pytest.approx(expected[0])


@pytest.mark.parametrize("names", [("seed", "clip"), ("clip", "seed")])
def test_the_seed_is_an_axis_beside_another_number(names):
    spans = {"seed": "seed,2,4,3", "clip": "clip,0.1,10,2"}
    study = study_of({"map.x": spans[names[0]], "map.y": spans[names[1]], "seeds": "2"})
    axes, values = measured(study, 1)
    assert n_seeds(study, axes) == 1
    at_seed, at_clip = 1, 0  # seed 3, clip norm 0.1
    place = (at_seed, at_clip) if names[0] == "seed" else (at_clip, at_seed)
    assert values.shape == ((3, 3, 2))
    expected = losses(replace(study, seed=3, clip=0.1), "rlw")
    np.testing.assert_allclose(values[place], expected)


def test_the_seed_alone_is_an_axis_and_matters_only_where_there_is_chance():
    study = study_of({"map.x": "seed,2,4,3", "noise": "0"})
    _, fixed = measured(study, 0)
    _, random = measured(study, 1)
    assert fixed.shape == random.shape == (3, 2)
    assert np.ptp(fixed, axis=0).max() == 0 < np.ptp(random, axis=0).min()
    np.testing.assert_allclose(random[2], losses(replace(study, seed=4), "rlw"))
    (seed,) = [each for each in quantities(study) if each.name == "seed"]
    assert seed.suggested() == (0, 9) and seed.put(study, 7.0).seed == 7


def test_seeds_are_in_the_link_and_change_no_path():
    study = study_of({"seeds": "5"})
    assert encode(study)["seeds"] == "5" and study.all_seeds == (0, 1, 2, 3, 4)
    assert study.pictured == study_of({}).pictured
    assert study_of({"seed": str(2**32 - 1), "seeds": "2"}).all_seeds == (2**32 - 1, 0)
