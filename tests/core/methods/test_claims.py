"""What the methods claim holds for all inputs, and what they do not claim fails for some."""

from functools import cache

import pytest
import torch

from samgs_core.counter_examples import counter_example
from samgs_core.method import Claim
from samgs_core.methods import METHODS, CAGrad
from tests.core.methods.built import VARIANTS, built, merged, rand, randn, skewed, steps

TOLERANCE = 1e-7


@cache
def history(n_tasks):
    """Three batches of all sorts of gradients, and positive losses for them."""
    grads = [built(n_tasks, 4, seed=10 * t) for t in range(3)]
    losses = [0.1 + 2 * rand(*g.shape[:2], seed=t) for t, g in enumerate(grads)]
    return grads, losses


@cache
def operated(method, n_tasks):
    """The operated gradients at the end of this history."""
    *_, (last, _) = steps(method, *history(n_tasks))
    return last


def unchanged(method, n_tasks):
    """The merged gradient there, which most claims compare with another."""
    return operated(method, n_tasks).sum(1)


def agree(found, expected, grads):
    """Whether merged gradients agree, as measured by their own and the gradients' lengths."""
    scale = expected.norm(dim=1) + grads.flatten(1).norm(dim=1)
    return bool(((found - expected).norm(dim=1) <= TOLERANCE * scale).all())


def raises_no_loss(method, n_tasks):
    grads, ours = history(n_tasks)[0][-1], operated(method, n_tasks)
    slopes = torch.einsum("btd,bd->bt", grads, ours.sum(1))
    longest = grads.norm(dim=2).amax(1, keepdim=True)
    scale = longest * (longest + ours.norm(dim=2).sum(1, keepdim=True))
    return bool((slopes >= -TOLERANCE * scale).all())


def ignores_the_order_of_tasks(method, n_tasks):
    grads, losses = history(n_tasks)
    rolled = merged(method, [g.roll(1, 1) for g in grads], [x.roll(1, 1) for x in losses])
    return agree(rolled, unchanged(method, n_tasks), grads[-1])


def scaled_by(method, n_tasks, *factors):
    """The merged gradients if every task is multiplied by its factor, loss and all.

    One for each set of factors, all from one batch, whose lanes do not meet.
    """
    grads, losses = history(n_tasks)
    scaled = merged(
        method,
        [torch.cat([each.unsqueeze(-1) * g for each in factors]) for g in grads],
        [torch.cat([each * x for each in factors]) for x in losses],
    )
    return scaled.chunk(len(factors))


def factors(n_tasks, seed):
    return torch.exp(randn(len(built(n_tasks, 4)), n_tasks, seed=seed))


def is_linear_in_the_scales(method, n_tasks):
    first, second = factors(n_tasks, 1), factors(n_tasks, 2)
    one, other, both = scaled_by(method, n_tasks, first, second, first + second)
    return agree(both, one + other, (first + second).unsqueeze(-1) * history(n_tasks)[0][-1])


def ignores_the_scales(method, n_tasks):
    (found,) = scaled_by(method, n_tasks, factors(n_tasks, 3))
    return agree(found, unchanged(method, n_tasks), history(n_tasks)[0][-1])


def turns_with_the_gradients(method, n_tasks):
    grads, losses = history(n_tasks)
    rotation = torch.linalg.qr(randn(4, 4, seed=5)).Q
    turned = merged(method, [g @ rotation for g in grads], losses)
    return agree(turned, unchanged(method, n_tasks) @ rotation, grads[-1])


def stops_only_where_all_can_balance(method, n_tasks):
    """Independent gradients, or one that is zero, cannot be balanced with weights above 0."""
    free = skewed(40, n_tasks, n_tasks + 2, seed=1)
    one_zero = free.clone()
    one_zero[:, 0] = 0
    nearly = free.clone()
    nearly[:, 1] = -nearly[:, 0] + 1e-2 * nearly[:, 1]
    grads, stops = torch.cat((free, one_zero, nearly)), False
    for past in ([grads], [grads, -0.9 * grads], [2 * grads, -grads, grads]):
        d = merged(method, past).norm(dim=1)
        stops |= bool((d < 1e-6 * past[-1].flatten(1).norm(dim=1)).any())
    return not stops


def draws_no_lots(method, n_tasks):
    grads, losses = history(n_tasks)
    found = merged(method, grads, losses, draws_seed=100)
    return bool((found == unchanged(method, n_tasks)).all())


def forgets(method, n_tasks):
    grads, losses = history(n_tasks)
    alone = merged(method, grads[-1:], losses[-1:], draws_seed=len(grads) - 1)
    return agree(alone, unchanged(method, n_tasks), grads[-1])


CHECKS = {
    Claim.NON_CONFLICTING: raises_no_loss,
    Claim.PERMUTATION_INVARIANT: ignores_the_order_of_tasks,
    Claim.LINEAR_UNDER_SCALING: is_linear_in_the_scales,
    Claim.SCALE_INVARIANT: ignores_the_scales,
    Claim.ROTATION_EQUIVARIANT: turns_with_the_gradients,
    Claim.STRONGLY_STATIONARY: stops_only_where_all_can_balance,
    Claim.DETERMINISTIC: draws_no_lots,
    Claim.STATELESS: forgets,
}


def name(value):
    return value.name if isinstance(value, Claim) else str(value)


def test_every_claim_has_a_check():
    assert set(CHECKS) == set(Claim)


@pytest.mark.parametrize("n_tasks", [2, 3])
@pytest.mark.parametrize("method", VARIANTS, ids=name)
def test_a_method_keeps_its_claims(method, n_tasks):
    for claim in method.claims(n_tasks):
        assert CHECKS[claim](method, n_tasks), claim


@pytest.mark.parametrize("claim", Claim, ids=name)
@pytest.mark.parametrize("method", [method() for method in METHODS], ids=name)
def test_just_the_properties_that_are_not_claimed_have_a_counter_example(method, claim):
    found = counter_example(method, claim)
    assert (found is None) == (claim in method.claims(2)), found


def test_cagrad_claims_to_raise_no_loss_just_from_radius_one_on():
    radii = {0.0: False, 0.99: False, 1.0: True, 2.0: True}
    for c, claims in radii.items():
        assert (Claim.NON_CONFLICTING in CAGrad(c=c).claims()) == claims
    mixed = CAGrad(c=torch.tensor([0.5, 1.5])).claims()
    assert not mixed & {Claim.NON_CONFLICTING, Claim.STRONGLY_STATIONARY}
