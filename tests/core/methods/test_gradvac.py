"""GradVac: the angle it restores and the targets it learns."""

import torch

from samgs_core.methods import GradVac
from tests.core.methods.built import randn, steps


def cosine(a, b):
    return torch.cosine_similarity(a, b, dim=-1)


def test_a_corrected_gradient_has_its_target_cosine_and_the_others_are_left_alone():
    method = GradVac(beta=0.3)
    history = [randn(200, 2, 4, seed=t) for t in range(6)]
    target = method.init(history[0]).target
    corrected = 0
    for grads, (operated, state) in zip(history, steps(method, history), strict=True):
        before, other = cosine(grads, grads.flip(1)), grads.flip(1)
        below = before < target
        torch.testing.assert_close(cosine(operated, other)[below], target[below])
        torch.testing.assert_close(operated[~below], grads[~below])
        torch.testing.assert_close(state.target, 0.7 * target + 0.3 * before)
        target, corrected = state.target, corrected + int(below.sum())
    assert 500 < corrected < 2000


def test_lasting_conflict_is_tolerated_in_the_end():
    grads = torch.tensor([[[1.0, 0.0], [-0.5, 0.8]]], dtype=torch.float64)
    *_, (operated, state) = steps(GradVac(), [grads] * 60)
    torch.testing.assert_close(state.target, cosine(grads, grads.flip(1)))
    torch.testing.assert_close(operated, grads)


def test_with_three_tasks_the_last_visited_cosine_is_at_least_its_target():
    method = GradVac(beta=0.2)
    history = [randn(100, 3, 5, seed=t) for t in range(3)]
    draws = torch.tensor([[0.0, 0.1, 0.2], [0.1, 0.0, 0.2], [0.1, 0.2, 0.0]], dtype=torch.float64)
    state = method.init(history[0])
    last = [2, 2, 1]  # the order that these draws stand for: each task visits this one last
    for grads in history:
        targets = state.targets
        operated, state = method.operate(grads, grads[:, :, 0], state, draws.flatten())
        for task, other in enumerate(last):
            found = cosine(operated[:, task], grads[:, other])
            assert (found >= targets[:, task, other] - 1e-9).all()
        assert state.targets.diagonal(dim1=1, dim2=2).eq(0).all()
