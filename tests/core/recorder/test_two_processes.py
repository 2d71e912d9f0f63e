"""Two processes that train together record the inner products of their mean gradients."""

import multiprocessing
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist

from samgs_core.methods import SAMGS, PCGrad
from samgs_core.recorder import Recorder, Recording
from samgs_core.surgery import Surgery
from tests.core.recorder.networks import direct, transformer

ROOT = Path(__file__).parent.parent.parent.parent
METHODS = (PCGrad(), SAMGS())


def one_of_two(rank, folder):
    torch.set_num_threads(1)
    dist.init_process_group("gloo", f"file://{folder}/meeting", rank=rank, world_size=2)
    for method in METHODS:
        network = transformer(3)
        recorder = Recorder(layers=network.layers)
        surgery = Surgery(method, network.shared, process_group=dist.group.WORLD, recorder=recorder)
        surgery.backward(network.losses(slice(rank, None, 2)))
        recorder.save(f"{folder}/{method.key}-{rank}.npz")
    dist.destroy_process_group()


def both(folder):
    """Two processes of one that has not computed anything yet, so that it can be forked."""
    context = multiprocessing.get_context("fork")
    parts = [context.Process(target=one_of_two, args=(rank, folder)) for rank in range(2)]
    for part in parts:
        part.start()
    for part in parts:
        part.join(100)
    raise SystemExit(any(part.exitcode for part in parts))


def test_both_record_the_inner_products_of_the_mean_gradients(tmp_path):
    script = f"import sys; from {__name__} import both; both(sys.argv[1])"
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=True, timeout=120)
    network = transformer(3)
    halves = [network.losses(slice(rank, None, 2)) for rank in range(2)]
    losses = [(a + b) / 2 for a, b in zip(*halves, strict=True)]
    wanted = direct(losses, network.shared)
    for method in METHODS:
        for rank in range(2):
            found = Recording.load(tmp_path / f"{method.key}-{rank}.npz")
            np.testing.assert_allclose(found.gram[0], wanted, rtol=1e-5)
            np.testing.assert_allclose(found.losses[0], [each.item() for each in losses], rtol=1e-6)
            np.testing.assert_allclose(found.layer_gram.sum(1), found.gram, rtol=1e-14)
