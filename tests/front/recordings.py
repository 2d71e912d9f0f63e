"""Recordings made of random gradients, as visitors bring them."""

import numpy as np

from samgs_core.recorder import Recording

HOSTILE = ("<b>a</b>", "[b](http://b.example)", "*c* $x$ `d`")


def three_tasks(names=("a", "b", "c"), layers=("first", "second"), n_steps=40, **more):
    """Every tenth step of a training of unknown method."""
    random = np.random.default_rng(1)
    rows = random.normal(size=(n_steps, len(layers), len(names), 5))
    gram = rows @ rows.swapaxes(2, 3)
    return Recording(
        steps=np.arange(n_steps) * 10,
        losses=random.random((n_steps, len(names))),
        gram=gram.sum(1),
        names=names,
        layer_gram=gram,
        layers=layers,
        layer_sizes=(5,) * len(layers),
        **more,
    )


def content_of(recording, folder):
    """The bytes of its file."""
    recording.save(folder / "run.npz")
    return (folder / "run.npz").read_bytes()
