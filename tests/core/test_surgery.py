"""Surgery in a training loop: the batched engine's direction, in a real network's ``grad``."""

import gc
import io
import weakref

import pytest
import torch
from torch import nn

from samgs_core.methods import LS, METHODS, SAMGS, UW, PCGrad
from samgs_core.surgery import Surgery

BOUND = -0.5
methods = pytest.mark.parametrize("method", [cls() for cls in METHODS], ids=lambda m: m.key)
task_counts = pytest.mark.parametrize("n_tasks", [2, 3])


class Network(nn.Module):
    """A trunk and a head for each task, with data of its own."""

    def __init__(self, n_tasks=2, dtype=torch.float64):
        super().__init__()
        torch.manual_seed(1)
        self.trunk = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 6), nn.Tanh())
        self.heads = nn.ModuleList(nn.Linear(6, 2) for _ in range(n_tasks))
        self.to(dtype)
        self.x = torch.randn(32, 4, dtype=dtype)
        self.y = torch.stack([torch.randn(32, 2, dtype=dtype) * 2**k for k in range(n_tasks)])

    def losses(self):
        features = self.trunk(self.x)
        pairs = zip(self.heads, self.y, strict=True)
        return [(head(features) - y).square().mean() for head, y in pairs]

    @property
    def shared(self):
        return list(self.trunk.parameters())


def flat(tensors):
    return torch.cat([tensor.detach().reshape(-1) for tensor in tensors])


def grads_of(module):
    """Copies of all ``grad`` of a module."""
    return [None if p.grad is None else p.grad.clone() for p in module.parameters()]


class Engine:
    """The method as the batched engine runs it, on the whole gradients in double precision."""

    def __init__(self, method, seed=0, bound=BOUND):
        self.method, self.bound, self.state = method, bound, None
        self.generator = torch.Generator().manual_seed(seed)

    def step(self, losses, shared):
        """The task gradients [T, D] and the merged gradient [D]."""
        rows = [flat(torch.autograd.grad(loss, shared, retain_graph=True)) for loss in losses]
        grads = torch.stack(rows)[None].double()
        seen = flat(losses)[None].double()
        if self.method.needs_positive_losses():
            seen = seen - self.bound
        if self.state is None:
            self.state = self.method.init(grads)
        n_draws = self.method.n_draws(*grads.shape[1:])
        draws = torch.rand(n_draws, generator=self.generator, dtype=shared[0].dtype).double()
        operated, self.state = self.method.operate(grads, seen, self.state, draws)
        return grads[0], operated.sum(1)[0]


@methods
@task_counts
def test_over_six_steps_the_merged_gradient_is_that_of_the_engine(method, n_tasks):
    network, engine = Network(n_tasks), Engine(method, seed=3)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    surgery = Surgery(method, network.shared, lower_bounds=BOUND, seed=3)
    for _ in range(6):
        optimizer.zero_grad()
        _, wanted = engine.step(network.losses(), network.shared)
        report = surgery.backward(network.losses())
        found = flat(parameter.grad for parameter in network.shared)
        assert (found - wanted).norm() <= 1e-8 * wanted.norm()
        assert set(report.diagnostics) == set(method.diagnostics)
        for name, value in report.diagnostics.items():
            expected = getattr(engine.state, name)[0]
            torch.testing.assert_close(value, expected, rtol=1e-6, atol=1e-9)
        optimizer.step()


@methods
def test_in_single_precision_it_is_that_of_the_engine_but_for_rounding(method):
    network, engine = Network(dtype=torch.float32), Engine(method)
    surgery = Surgery(method, network.shared, lower_bounds=BOUND)
    for _ in range(3):
        network.zero_grad()
        _, wanted = engine.step(network.losses(), network.shared)
        surgery.backward(network.losses())
        found = flat(parameter.grad for parameter in network.shared)
        assert found.dtype == torch.float32
        assert (found - wanted).norm() <= 1e-4 * wanted.norm()


@methods
@pytest.mark.parametrize("factor", [1.0, 3.0, 0.0, -1.0, -3.0, -1 - 1e-5])
def test_parallel_opposite_and_zero_gradients_give_what_they_give_in_the_engine(method, factor):
    network, engine = Network(), Engine(method, bound=-1e3)
    surgery = Surgery(method, network.shared, lower_bounds=-1e3)

    def losses():
        first, other = network.losses()
        return [first, factor * first + 1e-6 * (factor < -1) * other]

    grads, wanted = engine.step(losses(), network.shared)
    surgery.backward(losses())
    found = flat(parameter.grad for parameter in network.shared)
    assert found.isfinite().all()
    assert (found - wanted).norm() <= 1e-7 * grads.norm()


@pytest.mark.parametrize(
    ("method", "optimizer"),
    [
        (SAMGS(gamma=0.9), lambda parameters: torch.optim.Adam(parameters, lr=0.01)),
        (PCGrad(), lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.5)),
    ],
    ids=["sam-gs, Adam", "pcgrad, SGD"],
)
@task_counts
def test_two_hundred_training_steps_lower_every_loss(method, optimizer, n_tasks):
    network = Network(n_tasks, torch.float32)
    surgery, optimizer = Surgery(method, network.shared), optimizer(network.parameters())
    history = []
    for _ in range(200):
        optimizer.zero_grad()
        history.append(surgery.backward(network.losses()).losses)
        optimizer.step()
    assert (history[-1] < 0.9 * history[0]).all()


@methods
def test_a_head_gets_exactly_its_plain_gradient(method):
    network = Network()
    sum(network.losses()).backward()
    wanted = grads_of(network.heads)
    network.zero_grad()
    Surgery(method, network.shared, lower_bounds=BOUND).backward(network.losses())
    for found, expected in zip(grads_of(network.heads), wanted, strict=True):
        assert torch.equal(found, expected)


def test_with_the_sum_as_the_method_nothing_changes():
    network = Network()
    sum(network.losses()).backward()
    wanted = grads_of(network)
    network.zero_grad()
    Surgery(LS(), network.shared).backward(network.losses())
    torch.testing.assert_close(grads_of(network), wanted)


def test_gradients_add_up_until_they_are_zeroed():
    network = Network()
    surgery = Surgery(PCGrad(), network.shared)
    surgery.backward(network.losses())
    once, kept = grads_of(network), [parameter.grad for parameter in network.shared]
    surgery.backward(network.losses())
    torch.testing.assert_close(grads_of(network), [2 * grad for grad in once])
    assert all(p.grad is grad for p, grad in zip(network.shared, kept, strict=True))


@pytest.mark.parametrize("method", [PCGrad(), SAMGS()], ids=str)
def test_what_no_loss_depends_on_keeps_its_grad_and_what_one_depends_on_is_zero_for_the_others(
    method,
):
    a, b, c, d = (torch.ones(3, dtype=torch.float64, requires_grad=True) for _ in range(4))
    d.grad = torch.full_like(d, 7.0)
    losses = [(a * torch.tensor([1.0, 2.0, 3.0])).sum() ** 2, (a * b).sum() ** 2]
    grads = torch.zeros(1, 2, 6, dtype=torch.float64)
    for k, loss in enumerate(losses):
        for i, parameter in enumerate((a, b)):
            grad = torch.autograd.grad(loss, parameter, retain_graph=True, allow_unused=True)[0]
            if grad is not None:
                grads[0, k, 3 * i : 3 * i + 3] = grad
    operated, _ = method.operate(grads, grads[:, :, 0], method.init(grads), grads.new_zeros(0))
    Surgery(method, [a, c, b, d]).backward(losses)
    torch.testing.assert_close(torch.cat([a.grad, b.grad]), operated.sum(1)[0])
    assert c.grad is None
    assert torch.equal(d.grad, torch.full_like(d, 7.0))


def test_frozen_parameters_are_left_alone():
    network, without = Network(), Network()
    for net in (network, without):
        net.trunk[0].weight.requires_grad_(False)
    Surgery(SAMGS(), network.shared).backward(network.losses())
    Surgery(SAMGS(), network.shared[1:]).backward(without.losses())
    assert network.trunk[0].weight.grad is None
    assert len(network.shared) == 4


def test_the_graph_is_freed():
    network = Network()
    losses = network.losses()
    Surgery(SAMGS(), network.shared).backward(losses)
    for loss in losses:
        with pytest.raises(RuntimeError, match="second time"):
            loss.backward()


def test_no_activation_of_the_trunk_outlives_the_step_and_none_at_all_the_losses():
    network = Network()
    surgery = Surgery(SAMGS(), network.shared)
    hidden = network.trunk[:2](network.x)
    features = network.trunk[2:](hidden)
    errors = [head(features) - y for head, y in zip(network.heads, network.y, strict=True)]
    losses = [error.square().mean() for error in errors]
    alive = [weakref.ref(tensor) for tensor in (hidden, *errors)]
    del hidden, features, errors
    gc.collect()
    assert all(ref() is not None for ref in alive)
    report = surgery.backward(losses)
    gc.collect()
    assert alive[0]() is None
    del losses
    gc.collect()
    assert [ref() for ref in alive] == [None] * 3
    assert not report.losses.requires_grad


def test_a_backward_pass_that_fails_leaves_every_shared_grad_as_it_was():
    network = Network()
    network.trunk[0].bias.grad = torch.ones(8, dtype=torch.float64)
    losses = network.losses()
    losses[1].backward(inputs=[network.heads[1].bias])  # frees the second head
    before = grads_of(network.trunk)
    with pytest.raises(RuntimeError, match="second time"):
        Surgery(SAMGS(), network.shared).backward(losses)
    for found, expected in zip(grads_of(network.trunk), before, strict=True):
        assert (found is None and expected is None) or torch.equal(found, expected)


@methods
@pytest.mark.parametrize("n_steps", [0, 3])
def test_a_saved_surgery_goes_on_as_if_it_had_never_stopped(method, n_steps):
    network = Network(n_tasks=3)
    surgery = Surgery(method, network.shared, lower_bounds=BOUND, seed=5)
    for _ in range(n_steps):
        surgery.backward(network.losses())
    file = io.BytesIO()
    torch.save(surgery.state_dict(), file)
    file.seek(0)
    again = Surgery(method, network.shared, lower_bounds=BOUND, seed=6)
    again.backward(network.losses())
    again.load_state_dict(torch.load(file))
    for _ in range(2):
        found = []
        for each in (surgery, again):
            network.zero_grad()
            each.backward(network.losses())
            found.append(flat(parameter.grad for parameter in network.shared))
        assert torch.equal(*found)


def on_a_vector(rows):
    """Losses whose gradients by the returned vector are these rows."""
    x = torch.zeros(len(rows[0]), requires_grad=True)
    return x, [(x * torch.tensor(row)).sum() for row in rows]


def test_the_seed_alone_decides_the_draws():
    found = []
    for t, seed in enumerate((0, 0, *range(1, 9))):
        torch.manual_seed(t)
        x, losses = on_a_vector([[1.0, 0.5, -0.2], [-0.8, 0.6, 0.1], [0.2, -1.0, 0.7]])
        Surgery(PCGrad(), [x], seed=seed).backward(losses)
        found.append(x.grad)
    assert torch.equal(found[0], found[1])
    assert any(not torch.equal(found[0], other) for other in found[2:])


def test_parameters_of_several_precisions_are_merged_in_the_widest():
    found = []
    for dtype in (torch.bfloat16, torch.float32):
        x = torch.zeros(3, dtype=dtype, requires_grad=True)
        y = torch.zeros(2, requires_grad=True)
        rows = [[0.5, 1.0, 2.0, 0.7, 1e-3], [-0.25, -4.0, 1.0, 0.3, 2e-3]]
        losses = [(torch.cat([x.float(), y]) * torch.tensor(row)).sum() for row in rows]
        Surgery(PCGrad(), [x, y]).backward(losses)
        assert (x.grad.dtype, y.grad.dtype) == (dtype, torch.float32)
        found.append((x.grad, y.grad))
    (rounded, alike), (x_grad, y_grad) = found
    assert torch.equal(alike, y_grad)
    assert torch.equal(rounded, x_grad.bfloat16())


def test_a_grad_has_the_strides_of_its_parameter():
    torch.manual_seed(0)
    filters = torch.randn(4, 3, 2, 2).to(memory_format=torch.channels_last).requires_grad_()
    twin = filters.detach().contiguous().requires_grad_()
    x = torch.randn(5, 3, 6, 6)
    for weight in (filters, twin):
        maps = torch.conv2d(x, weight)
        Surgery(PCGrad(), [weight]).backward([maps.square().mean(), maps.sin().mean()])
    assert filters.grad.stride() == filters.stride() != twin.grad.stride()
    torch.testing.assert_close(filters.grad, twin.grad, check_stride=False)


def test_automatic_mixed_precision_does_not_reach_the_surgery():
    found = []
    for enabled in (False, True):
        x, losses = on_a_vector([[1.0, 0.5, -0.2], [-0.8, 0.6, 0.1]])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=enabled):
            Surgery(PCGrad(), [x]).backward(losses)
        found.append(x.grad)
    assert torch.equal(*found)


def test_a_parameter_that_is_named_twice_counts_once():
    network, twice = Network(), Network()
    Surgery(SAMGS(), network.shared).backward(network.losses())
    Surgery(SAMGS(), twice.shared * 2).backward(twice.losses())
    torch.testing.assert_close(grads_of(twice), grads_of(network))


def test_the_losses_may_be_one_tensor():
    network, stacked = Network(), Network()
    Surgery(PCGrad(), network.shared).backward(network.losses())
    Surgery(PCGrad(), stacked.shared).backward(torch.stack(stacked.losses()))
    torch.testing.assert_close(grads_of(stacked), grads_of(network))


def test_one_lower_bound_may_stand_for_all():
    network = Network()
    reports = [
        Surgery(UW(), network.shared, lower_bounds=bounds).backward(network.losses())
        for bounds in (-2.0, [-2.0, -2.0])
    ]
    torch.testing.assert_close(reports[0].diagnostics, reports[1].diagnostics)


LEAF = torch.ones(2, requires_grad=True)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((SAMGS, [LEAF]), TypeError, r"Surgery\.method must be a method, such as SAMGS\(\)"),
        (
            (SAMGS(gamma=torch.tensor([0.1, 0.2])), [LEAF]),
            ValueError,
            r"Surgery\.method\.gamma must be one number; got tensor",
        ),
        ((PCGrad(), []), ValueError, r"Surgery\.shared must hold a trainable parameter; got 0"),
        ((PCGrad(), [("weight", LEAF)]), TypeError, r"Surgery\.shared\[0\] must be a tensor"),
        ((PCGrad(), [LEAF * 2]), ValueError, r"Surgery\.shared\[0\] must be a leaf"),
        (
            (PCGrad(), [LEAF, torch.ones(2, dtype=torch.complex64, requires_grad=True)]),
            ValueError,
            r"Surgery\.shared\[1\] must be real numbers; got torch\.complex64",
        ),
        (
            (PCGrad(), [LEAF, torch.ones(2, device="meta", requires_grad=True)]),
            ValueError,
            r"Surgery\.shared must lie on one device; got \['cpu', 'meta'\]",
        ),
        (
            (UW(), [LEAF]),
            ValueError,
            r"Surgery\.lower_bounds must be given, because UW needs positive losses; got None",
        ),
    ],
)
def test_a_surgery_that_cannot_work_says_why(arguments, error, message):
    with pytest.raises(error, match=message):
        Surgery(*arguments)


@pytest.mark.parametrize(
    ("losses", "message"),
    [
        (lambda a, b: a, r"Surgery\.losses must be two or more; got 1"),
        (lambda a, b: [a], r"Surgery\.losses must be two or more; got 1"),
        (lambda a, b: [a, 2.0], r"Surgery\.losses\[1\] must be a scalar tensor; got 2\.0"),
        (lambda a, b: [LEAF * 2, b], r"Surgery\.losses\[0\] must be a scalar tensor; got"),
        (
            lambda a, b: [a, b.detach()],
            r"Surgery\.losses\[1\] must depend on a trainable parameter",
        ),
    ],
)
def test_losses_that_cannot_be_used_are_named(losses, message):
    network = Network()
    with pytest.raises(ValueError, match=message):
        Surgery(PCGrad(), network.shared).backward(losses(*network.losses()))
    assert grads_of(network) == [None] * 8


def test_the_number_of_tasks_stays_the_same():
    network = Network(n_tasks=3)
    surgery = Surgery(SAMGS(), network.shared)
    surgery.backward(network.losses())
    with pytest.raises(ValueError, match=r"Surgery\.losses must be 3, as before; got 2"):
        surgery.backward(network.losses()[:2])


def test_a_loss_that_is_not_above_its_lower_bound_is_an_error():
    network = Network()
    with pytest.raises(ValueError, match=r"losses must lie above their lower bounds \[0\.0, 50"):
        Surgery(UW(), network.shared, lower_bounds=(0.0, 50.0)).backward(network.losses())
    with pytest.raises(ValueError, match=r"lower_bounds must be one number or one for each loss"):
        Surgery(UW(), network.shared, lower_bounds=(0, 0, 0)).backward(network.losses())


def test_a_thawed_parameter_is_an_error():
    network = Network()
    network.trunk[0].weight.requires_grad_(False)
    surgery = Surgery(SAMGS(), network.shared)
    network.trunk[0].weight.requires_grad_(True)
    with pytest.raises(ValueError, match=r"Surgery\.shared must stay frozen where it was"):
        surgery.backward(network.losses())


def test_a_sparse_gradient_is_an_error():
    table = nn.Embedding(5, 2, sparse=True)
    rows = table(torch.tensor([0, 1]))
    with pytest.raises(ValueError, match=r"Surgery\.shared\[0\] must have a dense gradient"):
        Surgery(PCGrad(), table.parameters()).backward([rows.sum(), rows.square().sum()])
    assert table.weight.grad is None


def test_a_state_of_another_kind_is_an_error():
    network = Network()
    surgery = Surgery(SAMGS(), network.shared)
    surgery.backward(network.losses())
    state = surgery.state_dict()
    with pytest.raises(ValueError, match=r"state_dict must be of 'pcgrad'; got sam-gs"):
        Surgery(PCGrad(), network.shared).load_state_dict(state)
    with pytest.raises(
        ValueError, match=r"state_dict must hold a tensor of the shape \(1, 2, 32\)"
    ):
        Surgery(SAMGS(), network.shared[:1]).load_state_dict(state)
