"""A replay of a method on a recording made with it equals what it did."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torchjd import aggregation
from torchjd.linalg import QuadprogProjector

from samgs_core import run
from samgs_core.methods import (
    DWA,
    FAMO,
    IMTLG,
    LS,
    METHODS,
    MGDA,
    RLW,
    SAMGS,
    SI,
    AlignedMTL,
    CAGrad,
    ConFIG,
    DualProj,
    FairGrad,
    NashMTL,
    PCGrad,
    UPGrad,
)
from samgs_core.recorder import CannotReplay, Recorder, Recording, replay
from tests.core.made_records import experiment
from tests.core.methods.pairs import theirs as theirs_of
from tests.core.recorder.networks import conv_net, recorded

REFUSED = ("graddrop", "excessmtl", "db-mtl", "moco")
EXACT = [cls() for cls in METHODS if cls.key not in (*REFUSED, "sam-gs")]
exact = pytest.mark.parametrize("method", EXACT, ids=lambda m: m.key)


def same_as_done(found, again, merged):
    np.testing.assert_allclose(again.gains, found.slopes, rtol=1e-7, atol=1e-12)
    np.testing.assert_allclose(again.lengths, found.merged_length, rtol=1e-7)
    np.testing.assert_allclose(again.lengths, merged.norm(dim=1).numpy(), rtol=1e-4)
    cosines = np.cos(np.radians(again.angles))
    np.testing.assert_allclose(cosines, found.alignment, atol=1e-7)
    for name, values in again.diagnostics.items():
        np.testing.assert_allclose(values, found.diagnostics[name], rtol=1e-9, atol=1e-12)


@exact
@pytest.mark.parametrize("n_tasks", [2, 3])
def test_it_is_what_the_method_did_its_memory_and_draws_included(method, n_tasks):
    found, _, merged = recorded(method, conv_net(n_tasks), steps=6)
    same_as_done(found, replay(found, method), merged)
    assert replay(found, method).note == ""


def test_twenty_two_methods_are_exact():
    assert len(EXACT) == 22


@pytest.mark.parametrize("key", REFUSED)
def test_a_method_that_inner_products_do_not_tell_refuses_with_a_sentence(key):
    method = next(cls() for cls in METHODS if cls.key == key)
    found = recorded(LS(), steps=2)[0]
    with pytest.raises(CannotReplay, match=rf"^{method.title} .* recording does not hold\.|tell\."):
        replay(found, method)


@pytest.mark.parametrize("variant", ["code", "paper"])
@pytest.mark.parametrize("similarity", ["auto", "minimum"])
def test_sam_gs_tells_its_regimes_and_its_step_where_it_equalises(variant, similarity):
    psi = np.sort(recorded(SAMGS(), conv_net(3), steps=6)[0].diagnostics["similarity"])
    method = SAMGS(gamma=float(psi[3]), variant=variant, similarity=similarity)
    found, _, merged = recorded(method, conv_net(3), steps=6)
    again = replay(found, method)
    for name, values in again.diagnostics.items():
        np.testing.assert_allclose(values, found.diagnostics[name], rtol=1e-4, err_msg=name)
    equalised = found.diagnostics["equalised"] == 1
    assert (np.isnan(again.lengths) == ~equalised).all()
    np.testing.assert_allclose(again.lengths[equalised], found.merged_length[equalised], rtol=1e-5)
    np.testing.assert_allclose(again.gains[equalised], found.slopes[equalised], rtol=1e-3)


@pytest.mark.parametrize("method", [RLW(), PCGrad()], ids=lambda m: m.key)
def test_draws_of_steps_that_were_not_recorded_are_made_too(method):
    network = conv_net(3)
    recorder = Recorder(every=3)
    found, _, merged = recorded(method, network, steps=8, recorder=recorder, seed=11)
    assert found.steps.tolist() == [0, 3, 6] and found.seed == 11
    same_as_done(found, replay(found, method), merged[::3])


def test_of_missing_steps_a_memory_knows_nothing_and_the_note_says_so():
    found = recorded(LS(), recorder=Recorder(every=2))[0]
    assert replay(found, DWA()).note == (
        "Not all steps were recorded: DWA remembers only those that were."
    )
    assert replay(found, MGDA()).note == ""


def test_a_step_that_is_not_finite_is_left_out_of_every_memory():
    found = recorded(FAMO(), steps=6)[0]
    gram = found.gram.copy()
    gram[2] = np.nan
    damaged = replay(replace(found, gram=gram), FAMO())
    kept = found.at([0, 1, 3, 4, 5])
    np.testing.assert_array_equal(np.delete(damaged.gains, 2, 0), replay(kept, FAMO()).gains)
    assert np.isnan(damaged.gains[2]).all()


def test_losses_below_their_bound_refuse_with_a_sentence():
    found = recorded(LS(), steps=2)[0]
    with pytest.raises(CannotReplay, match=r"SI needs losses above their lower bounds 1000\.0"):
        replay(found, SI(), lower_bounds=1e3)
    with pytest.raises(TypeError, match=r"replay\.method"):
        replay(found, "SI")
    with pytest.raises(ValueError, match=r"replay\.seed"):
        replay(found, SI(), seed=-1)


PROJECTOR = QuadprogProjector(norm_eps=0.0, reg_eps=0.0)
THEIRS = [
    (LS(), aggregation.SumWeighting(), 1, 1e-9),
    (MGDA(), aggregation.MGDAWeighting(epsilon=1e-9, max_iters=3_000), 3, 2e-2),
    (UPGrad(), aggregation.UPGradWeighting(projector=PROJECTOR), 3, 1e-5),
    (DualProj(), aggregation.DualProjWeighting(projector=PROJECTOR), 3, 1e-5),
    (CAGrad(c=0.5, rescale=0), aggregation.CAGradWeighting(c=0.5, norm_eps=1e-12), 3, 1e-3),
    (FairGrad(), aggregation.FairGradWeighting(alpha=2.0), 1, 1e-2),
    (NashMTL(), aggregation.NashMTL(n_tasks=3, max_norm=0.0), 1, 1e-2),
    (ConFIG(), aggregation.ConFIG(), 1, 1e-6),
    (IMTLG(), aggregation.IMTLGWeighting(), 3, 1e-4),
    (AlignedMTL(), aggregation.AlignedMTLWeighting(), 3, 1e-6),
]


@pytest.mark.parametrize(("method", "theirs", "times", "most"), THEIRS, ids=lambda v: str(v)[:12])
def test_on_the_stored_grams_it_agrees_with_torchjd(three_tasks, method, theirs, times, most):
    ours = replay(three_tasks, method)
    for gram, gains, length in zip(three_tasks.gram, ours.gains, ours.lengths, strict=True):
        gramian = torch.tensor(gram)
        if isinstance(theirs, aggregation.Aggregator):  # it takes gradients, not their Gramian
            root = torch.linalg.cholesky(gramian)
            wanted = root @ theirs_of(theirs, root)
        else:
            wanted = gramian @ (times * theirs_of(theirs, gramian))
        scale = length * np.sqrt(np.diag(gram))
        assert (abs(gains - wanted.numpy()) / scale).max() < most


@pytest.fixture(scope="module")
def three_tasks():
    return recorded(LS(), conv_net(3), steps=4)[0]


def test_a_run_of_the_engine_is_a_recording(tmp_path):
    for method in (CAGrad(), RLW(), FAMO()):
        record = run(experiment(method=method, steps=30, seed=4), device="cpu")
        found = Recording.of(record, 1)
        again = replay(found, method)
        np.testing.assert_allclose(again.gains, found.slopes, rtol=1e-6, atol=1e-9)
        np.testing.assert_array_equal(found.losses, record.losses[1])
        found.save(tmp_path / "run.npz")
        assert Recording.load(tmp_path / "run.npz").origin == f"{method.title} on Bowls, start 2"
    with pytest.raises(ValueError, match=r"Recording\.of\.start"):
        Recording.of(record, 2)
