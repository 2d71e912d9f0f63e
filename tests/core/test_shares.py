"""Shares of the steps of a run: in conflict, in a regime, clipped; its distance to the front."""

from dataclasses import replace

import numpy as np
import torch

from samgs_core import run
from samgs_core.methods import SAMGS
from samgs_core.metrics import (
    clipped_share,
    conflict_rate,
    front_distance,
    live,
    regime_share,
)
from samgs_core.step_rule import clip
from tests.core.made_records import experiment, record_of


def test_the_conflict_rate_is_the_share_of_steps_in_conflict():
    agree, oppose = [(1.0, 0.0), (1.0, 1.0)], [(1.0, 0.0), (-1.0, 1.0)]
    record = record_of([[agree, oppose, oppose, agree], [agree] * 4])
    np.testing.assert_array_equal(conflict_rate(record), [0.5, 0])


def test_copies_after_a_run_has_stopped_are_not_counted():
    agree, oppose = [(1.0, 0.0), (1.0, 1.0)], [(1.0, 0.0), (-1.0, 1.0)]
    record = record_of([[agree, agree, oppose, oppose, oppose]], stopped_at=[1])
    equalised = {"equalised": np.array([[True, False, True, True, True]])}
    assert live(record).tolist() == [[True, True, False, False, False]]
    assert conflict_rate(record) == [0]
    ran = replace(record.experiment, method=SAMGS())
    assert regime_share(replace(record, experiment=ran, diagnostics=equalised)) == [0.5]


def test_the_regime_share_is_the_mean_of_the_diagnostic():
    record = run(experiment(method=SAMGS(gamma=0.5)), device="cpu")
    share = regime_share(record)
    np.testing.assert_array_equal(share, record.diagnostics["equalised"].mean(axis=1))
    assert ((share > 0) & (share < 1)).any()


def test_methods_without_regimes_have_no_share():
    assert np.isnan(regime_share(run(experiment(), device="cpu"))).all()


def test_the_clipped_share_counts_the_steps_that_the_clip_shortens():
    lengths = np.array([4.0, 4.9, 5.0, 5.1])  # the clip of the runner adds 10⁻⁶ to the length
    grads = np.zeros((1, 4, 2, 2))
    grads[0, :, 0, 1] = lengths
    record = record_of(grads, clip_norm=5.0)
    merged = torch.from_numpy(record.merged)
    assert (clip(merged, 5.0) != merged).any(-1).tolist() == [[False, False, True, True]]
    assert clipped_share(record) == [0.5]


def test_without_a_clip_norm_there_is_no_clipped_share():
    assert np.isnan(clipped_share(run(experiment(), device="cpu"))).all()


def test_the_distance_to_the_front_is_taken_at_every_recorded_step():
    record = run(experiment(), device="cpu")
    corner = record.losses.reshape(-1, 2).min(axis=0, keepdims=True)
    expected = np.linalg.norm(record.losses - corner[0], axis=-1)
    np.testing.assert_allclose(front_distance(record, corner), expected, rtol=1e-12)
