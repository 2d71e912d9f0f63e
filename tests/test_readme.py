"""The README is true: its example runs, and its commands are there as one line each."""

import re
from pathlib import Path

import torch
from torch import nn

from samgs_core.method import Family
from samgs_core.methods import METHODS

README = (Path(__file__).parent.parent / "README.md").read_text()
SETUP = "python3 -m venv .venv && . .venv/bin/activate && pip install -r requirements.txt"


def test_the_library_example_runs_and_gives_what_its_comments_say(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    names = {}
    exec(example, names)
    record = names["record"]
    assert record.x.shape == record.losses.shape == (7, 1001, 2)
    assert len(record.outcome) == 7
    assert capsys.readouterr().out == "7 of 7 starts reach the balanced optimum\n"


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
    (diff,) = re.findall(r"```diff\n(.*?)```", README, re.DOTALL)
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


def test_every_method_is_in_the_row_of_its_family():
    for family in Family:
        titles = [method.title for method in METHODS if method.family is family]
        assert f"| {family.value} | {', '.join(titles)} |" in README
