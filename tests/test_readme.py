"""The README is true: its example runs, and its commands are there as one line each."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import MagicMock

import pytest
import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from app.yours.words import RECORD
from samgs_core.method import Family
from samgs_core.methods import METHODS, SAMGS
from samgs_core.surgery import Surgery

README = (Path(__file__).parent.parent / "README.md").read_text()
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SETUP = "python3 -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt"


def test_the_library_example_runs_and_gives_what_its_comments_say(capsys):
    example, *_ = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names = {}
    exec(example, names)
    record = names["record"]
    assert record.x.shape == record.losses.shape == (7, 1001, 2)
    assert len(record.outcome) == 7
    assert capsys.readouterr().out == "7 of 7 starts reach the balanced optimum\n"


def test_the_example_of_merging_gives_what_its_comments_say():
    _, example, *_ = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names = {}
    exec(example, names)
    merged = names["merged"]
    assert merged.direction.tolist() == pytest.approx([1.2, 3.6])
    assert merged.operated.shape == (2, 2) and merged.diagnostics["equalised"]


def test_the_example_of_a_sweep_gives_what_its_comment_says(monkeypatch):
    first, _, example, *_ = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names = {}
    exec(first, names)
    with ThreadPoolExecutor(1) as pool:
        client = MagicMock()
        client.__enter__().get_executor.return_value = pool
        monkeypatch.setattr("distributed.Client", lambda address: client)
        exec(example, names)
    assert names["ends"].losses.shape == (3, 1, 7, 2)
    client.__enter__().get_executor.assert_called_once_with(pure=False)


def test_the_example_of_exports_gives_a_figure_and_its_caption(capsys):
    (example,) = [each for each in EXAMPLES if "picture" in each]
    names = {}
    exec(example, names)
    assert names["picture"].startswith(b"<?xml")
    assert "500 steps of Adam" in capsys.readouterr().out


def test_the_two_commands_do_all_the_set_up():
    lines = README.splitlines()
    assert f"{SETUP} && streamlit run app/main.py" in lines
    assert f"{SETUP} -r tests/requirements.txt && python -m pytest" in lines


def test_every_folder_and_file_that_is_named_exists():
    root = Path(__file__).parent.parent
    for name in re.findall(r"`((?:app|samgs_core|synthetic|tests)/[\w./]*)`", README):
        assert (root / name).exists(), name


class Network(nn.Module):
    """A trunk and two heads, as the README takes for granted."""

    def __init__(self):
        super().__init__()
        self.trunk = nn.Linear(3, 5)
        self.heads = nn.ModuleList(nn.Linear(5, 1) for _ in range(2))

    def forward(self, x):
        features = self.trunk(x).tanh()
        return [head(features) for head in self.heads]


def test_the_training_loop_runs_before_and_after_the_change():
    diff, _ = re.findall(r"```diff\n(.*?)```", README, re.DOTALL)
    for dropped in "+-":  # the loop as it was, then as it becomes
        lines = [line[1:] for line in diff.splitlines() if not line.startswith(dropped)]
        torch.manual_seed(0)
        network = Network()
        targets = (torch.ones(8, 1), -torch.ones(8, 1))
        names = {
            "torch": torch,
            "network": network,
            "batches": [(torch.randn(8, 3), targets)] * 3,
            "loss_of": nn.functional.mse_loss,
        }
        before = network.trunk.weight.clone()
        exec("\n".join(lines), names)
        assert not torch.equal(network.trunk.weight, before)
    assert set(names["report"].diagnostics) >= {"similarity", "equalised"}


def losses_of(network, batch):
    x, targets = batch
    pairs = zip(network(x), targets, strict=True)
    return [nn.functional.mse_loss(guess, target) for guess, target in pairs]


@pytest.fixture
def training():
    """The names that the examples of mixed precision and of processes take for granted."""
    torch.manual_seed(0)
    network = Network()
    return {
        "torch": torch,
        "device": "cpu",
        "network": network,
        "batch": (torch.randn(8, 3), (torch.ones(8, 1), -torch.ones(8, 1))),
        "losses_of": losses_of,
        "surgery": Surgery(SAMGS(gamma=0.9), network.trunk.parameters()),
        "optimizer": torch.optim.SGD(network.parameters(), lr=0.1),
        "Surgery": Surgery,
        "SAMGS": SAMGS,
        "DistributedDataParallel": DistributedDataParallel,
    }


def test_the_lines_that_record_and_those_that_read_are_true(training, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, diff = re.findall(r"```diff\n(.*?)```", README, re.DOTALL)
    network = training["network"]
    network.trunk = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 5))
    network.conv1, network.conv2 = network.trunk
    added = "\n".join(line[1:] for line in diff.splitlines() if not line.startswith("-"))
    before, after = added.split("...")
    exec(before, training)
    for _ in range(3):
        training["surgery"].backward(losses_of(network, training["batch"]))
    exec(after, training)
    examples = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (example,) = [each for each in examples if "Recording.load" in each]
    exec(example, training)
    assert training["recording"].layers == ("conv1", "conv2")
    assert training["recording"].gram.shape == (3, 2, 2)
    lines = RECORD.replace("net.", "network.").splitlines()
    names = {"network": network, "trunk": list(network.trunk.parameters())}
    exec("\n".join(lines[:-2]), names)
    names["surgery"].backward(losses_of(network, training["batch"]))
    exec(lines[-1], names)


def test_the_example_of_mixed_precision_takes_a_step_and_leaves_out_a_bad_one(training):
    (example,) = [each for each in EXAMPLES if "GradScaler" in each]
    trunk = training["network"].trunk.weight
    before = trunk.clone()
    exec(example, training)
    assert training["report"].is_finite and not torch.equal(trunk, before)
    before = trunk.clone()
    training["batch"] = (torch.full((8, 3), torch.inf), training["batch"][1])
    exec(example, training)
    assert not training["report"].is_finite and torch.equal(trunk, before)


def test_the_example_of_several_processes_takes_a_step(training, tmp_path):
    (example,) = [each for each in EXAMPLES if "DistributedDataParallel" in each]
    trunk = training["network"].trunk.weight
    before = trunk.clone()
    dist.init_process_group("gloo", f"file://{tmp_path}/meeting", rank=0, world_size=1)
    try:
        exec(example, training)
    finally:
        dist.destroy_process_group()
    assert not torch.equal(trunk, before)


def test_a_compiled_network_gives_the_gradients_of_a_plain_one(training):
    network, surgery, batch = (training[name] for name in ("network", "surgery", "batch"))
    surgery.backward(losses_of(network, batch))
    wanted = [parameter.grad.clone() for parameter in network.parameters()]
    network.zero_grad()
    again = Surgery(SAMGS(gamma=0.9), network.trunk.parameters())
    again.backward(losses_of(torch.compile(network, backend="aot_eager"), batch))
    torch.testing.assert_close([parameter.grad for parameter in network.parameters()], wanted)


def test_every_method_is_in_the_row_of_its_family():
    for family in Family:
        titles = [method.title for method in METHODS if method.family is family]
        assert f"| {family.value} | {', '.join(titles)} |" in README
