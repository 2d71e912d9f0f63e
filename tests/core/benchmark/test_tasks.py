"""Losses and metrics against scikit-learn and plain numpy."""

import math

import numpy as np
import pytest
import torch
from sklearn import metrics as sklearn
from torch.nn import functional

from samgs_core.benchmark.tasks import Classification, Depth, Normals, Segmentation

SEGMENTATION = Segmentation("segmentation", "Segmentation", 5)
DEPTH = Depth("depth", "Depth")
NORMALS = Normals("normals", "Normals")
KINDS = Classification("kinds", "Kinds", 4)
TASKS = (SEGMENTATION, DEPTH, NORMALS, KINDS)
EMPTY = (
    (torch.randn(2, 5, 3, 3), torch.full((2, 3, 3), -1)),
    (torch.randn(2, 1, 3, 3), torch.zeros(2, 1, 3, 3)),
    (torch.randn(2, 3, 3, 3), torch.zeros(2, 3, 3, 3)),
    (torch.randn(2, 4), torch.full((2,), -1)),
)
PAIRS = list(zip(TASKS, EMPTY, strict=True))


def normal(*shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(sum(shape)))


def measured(task, output, target, batches=3):
    """The metrics by name, from batches of different sizes."""
    meter = task.meter()
    bounds = np.linspace(0, len(output), batches + 1).astype(int) ** 2 // len(output)
    for begin, end in zip(bounds[:-1], bounds[1:], strict=True):
        meter.add(output[begin:end], target[begin:end])
    return dict(zip([metric.key for metric in task.metrics], meter.values(), strict=True))


def labels(*shape, n_classes=5):
    source = torch.Generator().manual_seed(7)
    return torch.randint(-1, n_classes, shape, generator=source)


def test_segmentation_is_measured_as_scikit_learn_does():
    output, target = normal(7, 5, 4, 6), labels(7, 4, 6)
    told = measured(SEGMENTATION, output, target)
    counts = (target != -1).flatten()
    true, guess = target.flatten()[counts], output.argmax(1).flatten()[counts]
    overlap = sklearn.jaccard_score(true, guess, average="macro")
    assert told["miou"] == pytest.approx(100 * overlap, rel=1e-12)
    accuracy = sklearn.accuracy_score(true, guess)
    assert told["pixel-accuracy"] == pytest.approx(100 * accuracy, rel=1e-12)


def test_a_class_that_is_nowhere_does_not_count_and_one_that_is_only_put_out_counts_as_0():
    target = torch.tensor([[[0, 0], [1, 1]]])
    right = functional.one_hot(target, 5).permute(0, 3, 1, 2).float()
    assert measured(SEGMENTATION, right, target, 1)["miou"] == 100
    guess = torch.tensor([[[0, 0], [1, 3]]])
    put_out = functional.one_hot(guess, 5).permute(0, 3, 1, 2).float()
    told = measured(SEGMENTATION, put_out, target, 1)["miou"]
    assert told == pytest.approx(100 * np.mean([1, 1 / 2, 0]))
    assert told == pytest.approx(
        100 * sklearn.jaccard_score(target.flatten(), guess.flatten(), average="macro")
    )


def test_pixels_without_a_label_count_in_no_class():
    target = torch.tensor([[[0, -1], [1, -1]]])
    guess = torch.tensor([[[0, 3], [1, 4]]])
    output = functional.one_hot(guess, 5).permute(0, 3, 1, 2).float()
    assert measured(SEGMENTATION, output, target, 1) == {"miou": 100, "pixel-accuracy": 100}


def test_depth_is_measured_where_there_is_a_measurement():
    target = normal(7, 1, 4, 6)
    target[0, 0, 0, 0], target[0, 0, 0, 1] = torch.nan, torch.inf
    output = target.nan_to_num(1, 1) + 0.1 * normal(7, 1, 4, 6)
    true, guess = target.numpy().astype(float), output.numpy().astype(float)
    known = (true > 0) & np.isfinite(true)
    true, guess = true[known], guess[known]
    told = measured(DEPTH, output, target)
    assert told["rmse"] == pytest.approx(sklearn.root_mean_squared_error(true, guess), rel=1e-9)
    error = sklearn.mean_absolute_error(true, guess)
    assert told["absolute-error"] == pytest.approx(error, rel=1e-9)
    relative = sklearn.mean_absolute_percentage_error(true, guess)
    assert told["relative-error"] == pytest.approx(relative, rel=1e-6)
    loss = DEPTH.loss(output, target.squeeze(1))
    assert loss.item() == pytest.approx(error, rel=1e-5)


def test_normals_are_measured_by_their_angles():
    output = normal(9, 3, 4, 6)
    target = 5 * (output + 0.4 * normal(9, 3, 4, 7)[..., :6])
    target[:, :, 0] = 0
    one, other = (each.double().numpy().transpose(0, 2, 3, 1) for each in (output, target))
    known = (other != 0).any(-1)
    one, other = one[known], other[known]
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    cosines = (one * other).sum(1) / lengths
    angles = np.degrees(np.arccos(cosines))
    told = measured(NORMALS, output, target)
    assert told["mean-angle"] == pytest.approx(angles.mean(), rel=1e-5)
    assert told["median-angle"] == pytest.approx(np.median(angles), rel=1e-5)
    for bound in (11.25, 22.5, 30):
        share = 100 * (angles < bound).mean()
        assert told[f"within-{bound:g}"] == pytest.approx(share, abs=1e-9)
    assert 0 < told["within-11.25"] < told["within-30"]
    assert NORMALS.loss(output, target).item() == pytest.approx(1 - cosines.mean(), rel=1e-5)


def test_small_angles_are_small_and_an_output_of_zeros_is_no_answer():
    target = torch.tensor([0.0, 0.0, 1.0]).view(1, 3, 1, 1)
    near = torch.tensor([1e-3, 0.0, 1.0]).view(1, 3, 1, 1)
    told = measured(NORMALS, near, target, 1)
    assert told["mean-angle"] == pytest.approx(math.degrees(math.atan(1e-3)), rel=1e-5)
    zeros = torch.zeros_like(target)
    assert measured(NORMALS, zeros, target, 1)["mean-angle"] == 90
    assert NORMALS.loss(zeros, target).item() == 1


def test_classes_are_counted():
    output, target = normal(20, 4), labels(20, n_classes=4)
    counts = target != -1
    share = sklearn.accuracy_score(target[counts], output.argmax(1)[counts])
    assert measured(KINDS, output, target)["accuracy"] == pytest.approx(100 * share)
    loss = functional.cross_entropy(output, target, ignore_index=-1)
    assert KINDS.loss(output, target).item() == pytest.approx(loss.item(), rel=1e-6)


@pytest.mark.parametrize(("task", "examples"), PAIRS)
def test_where_nothing_is_to_be_learned_the_loss_is_0_and_no_metric_is_known(task, examples):
    output, target = examples[0].requires_grad_(), examples[1]
    loss = task.loss(output, target)
    loss.backward()
    assert loss.item() == 0
    assert (output.grad == 0).all()
    assert all(math.isnan(value) for value in measured(task, output.detach(), target, 1).values())
    assert all(math.isnan(value) for value in task.meter().values())


def test_targets_that_are_not_finite_leave_the_gradients_finite():
    for task, shape in ((DEPTH, (2, 1, 3, 3)), (NORMALS, (2, 3, 3, 3))):
        output, target = normal(*shape).requires_grad_(), normal(*shape).abs()
        target[0, :, 0] = torch.nan
        task.loss(output, target).backward()
        assert output.grad.isfinite().all()
        assert (output.grad[0, :, 0] == 0).all()


@pytest.mark.parametrize(("task", "examples"), PAIRS)
def test_outputs_that_are_not_finite_are_never_good(task, examples):
    target = torch.ones_like(examples[1])
    told = measured(task, torch.full_like(examples[0], torch.nan), target, 1)
    for metric in task.metrics:
        value = told[metric.key]
        assert math.isnan(value) or (metric.higher_is_better and value == 0)


def test_a_number_of_classes_is_checked():
    with pytest.raises(ValueError, match=r"Segmentation\.n_classes must be a whole number in \[2"):
        Segmentation("segmentation", "Segmentation", 1)
