"""A step in the span of the gradients: the same inner products, the same answer."""

from dataclasses import dataclass

import pytest
import torch

from samgs_core import span
from samgs_core.method import Claim, Method
from samgs_core.methods import SAMGS, PCGrad


def gradients(n_tasks, dim, seed=0):
    generator = torch.Generator().manual_seed(seed)
    lengths = torch.logspace(-3, 3, n_tasks, dtype=torch.float64).unsqueeze(1)
    return lengths * torch.randn(n_tasks, dim, generator=generator, dtype=torch.float64)


SIZES = [(2, 2), (2, 5), (3, 40_000), (5, 100_000), (4, 3)]


@pytest.mark.parametrize(("n_tasks", "dim"), SIZES)
def test_the_coordinates_have_the_inner_products_of_the_gradients(n_tasks, dim):
    grads = gradients(n_tasks, dim)
    vectors = span.coordinates(grads)[0]
    lengths = grads.norm(dim=1)
    scale = lengths * lengths.unsqueeze(1)
    error = (vectors @ vectors.T - grads @ grads.T) / scale
    assert vectors.shape == (n_tasks, n_tasks)
    assert error.abs().max() < 1e-12


@pytest.mark.parametrize(("n_tasks", "dim"), SIZES)
def test_the_weights_make_of_the_gradients_what_was_made_of_the_coordinates(n_tasks, dim):
    grads = gradients(n_tasks, dim)
    vectors = span.coordinates(grads)
    wanted = torch.linspace(-1, 1, n_tasks, dtype=torch.float64) / grads.norm(dim=1)
    weights = span.weights(vectors, wanted @ vectors)[0]
    error = (weights - wanted) @ grads
    assert error.norm() < 1e-9


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_gradient_in_the_span_of_the_others_adds_no_coordinate(dtype):
    grads = gradients(2, 1000).to(dtype)
    grads = torch.stack([grads[0], torch.zeros_like(grads[0]), grads[1], -2 * grads[0]])
    vectors = span.coordinates(grads)
    assert torch.equal(vectors[0].diagonal() == 0, torch.tensor([False, True, False, True]))
    weights = span.weights(vectors, vectors.sum(1))[0]
    assert weights[1] == weights[3] == 0
    torch.testing.assert_close(weights.to(dtype) @ grads, grads.sum(0))


@pytest.mark.parametrize("scale", [1e-15, 1e15])
def test_neither_tiny_nor_huge_gradients_lose_their_angles(scale):
    grads = gradients(3, 50).float()
    expected = span.coordinates(grads)
    torch.testing.assert_close(span.coordinates(grads * scale) / scale, expected, rtol=1e-5, atol=0)


def test_a_gradient_that_is_not_finite_shows():
    grads = gradients(2, 50)
    grads[1, 7] = torch.nan
    vectors = span.coordinates(grads)
    assert not (span.weights(vectors, vectors.sum(1))[0] @ grads).isfinite().all()


@dataclass(frozen=True)
class Own(Method):
    """A method that commutes with rotations, or says so, and may keep or draw something."""

    state: tuple = ()
    draws: int = 0
    equivariant: bool = True

    def claims(self, n_tasks=2):
        return frozenset({Claim.ROTATION_EQUIVARIANT} if self.equivariant else ())

    def n_draws(self, n_tasks, dim):
        return self.draws * dim

    def init(self, grads):
        return tuple(grads[index] for index in self.state)

    def operate(self, grads, losses, state, draws):
        return grads, state


FIRST_TASK, FIRST_COORDINATE = (slice(None), 0), (slice(None), slice(None), 0)


def test_a_method_is_run_in_the_span_if_it_cannot_tell_the_difference():
    assert span.is_enough(PCGrad(), 3)
    assert span.is_enough(Own(state=(FIRST_COORDINATE,)), 2)
    assert not span.is_enough(SAMGS(), 2)
    assert not span.is_enough(Own(equivariant=False), 2)
    assert not span.is_enough(Own(state=(FIRST_COORDINATE, FIRST_TASK)), 2)
    assert not span.is_enough(Own(draws=1), 2)
