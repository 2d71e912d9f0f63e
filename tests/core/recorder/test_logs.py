"""What others log becomes the recording that it tells of."""

import io
import sys

import numpy as np
import pytest

from samgs_core.methods import LS, SI, UPGrad
from samgs_core.recorder import CannotReplay, Recording, replay
from tests.core.recorder.networks import conv_net, recorded


def table(found, with_losses=True):
    """A recording as a table in the documented columns."""
    columns = {"step": found.steps, "lr": np.full(len(found.steps), 0.5)}
    for k, name in enumerate(found.names):
        columns[f"norm_{name}"] = found.lengths[:, k]
        if with_losses:
            columns[f"loss_{name}"] = found.losses[:, k]
    for n, (i, j) in enumerate(found.pairs):
        columns[f"cosine_{found.names[j]}_{found.names[i]}"] = found.cosines[:, n]
        for m, layer in enumerate(found.layers):
            columns[f"{layer}/cosine_{found.names[i]}_{found.names[j]}"] = found.layer_cosines[
                :, m, n
            ]
    for m, layer in enumerate(found.layers):
        for k, name in enumerate(found.names):
            columns[f"{layer}/norm_{name}"] = np.sqrt(found.layer_gram[:, m, k, k])
    rows = [
        ",".join(columns),
        *(",".join(map(repr, map(float, row))) for row in zip(*columns.values(), strict=True)),
    ]
    return "\n".join(rows).encode()


@pytest.fixture(scope="module")
def found():
    return recorded(LS(), conv_net(3), steps=4)[0]


def test_a_table_of_lengths_and_cosines_is_a_recording(found):
    again = Recording.from_csv(io.BytesIO(table(found)))
    np.testing.assert_allclose(again.gram, found.gram, rtol=1e-9)
    np.testing.assert_allclose(again.layer_gram, found.layer_gram, rtol=1e-9)
    np.testing.assert_array_equal(again.losses, found.losses)
    assert again.names == found.names and again.layers == found.layers
    assert again.lr.tolist() == [0.5] * 4 and again.method is None
    np.testing.assert_allclose(
        replay(again, UPGrad()).gains, replay(found, UPGrad()).gains, rtol=1e-6
    )


def test_without_losses_a_method_that_needs_them_refuses(found):
    again = Recording.from_csv(io.BytesIO(table(found, with_losses=False)))
    assert not again.has_losses and again.is_finite.all()
    with pytest.raises(CannotReplay, match=r"SI needs losses, and the recording has none\."):
        replay(again, SI())


def test_two_tasks_need_one_column_and_spreadsheets_may_use_semicolons(tmp_path):
    text = "step;norm_a;norm_b;cosine\n0;1;2;0.5\n10;3;;-1\n"
    (tmp_path / "log.csv").write_text(text, encoding="utf-8-sig")
    again = Recording.from_csv(tmp_path / "log.csv")
    assert again.gram[0].tolist() == [[1, 1], [1, 4]]
    assert again.is_finite.tolist() == [True, False]


TABLES = {
    b"": "no header",
    b"\xff\xfe\x00": "no table",
    b"a,b,c\n1,2,3": "no column step",
    b"step,norm_a,cosine\n0,1,1": "norm_<task> of two",
    b"step,norm_a,norm_b\n0,1,1": "no column cosine_a_b",
    b"step,norm_a,norm_b,cosine\n0,1,1": "unequal lengths",
    b"step,norm_a,norm_b,cosine\n0,1,1,x": "no number",
    b"step,norm_a,norm_b,cosine\n0,1,1,3": "beyond 1",
    b"step,norm_a,norm_b,cosine\n0,1,-1,0": "below 0",
    b"step,norm_a,norm_b,cosine\n1,1,1,0\n1,1,1,0": "do not ascend",
    b"step,norm_a,norm_b,cosine\n0.5,1,1,0": "whole numbers",
    b"step,norm_a,norm_b,cosine\n": "whole numbers",
}


@pytest.mark.parametrize("content", TABLES, ids=TABLES.values())
def test_another_table_is_refused_with_what_it_lacks(content):
    with pytest.raises(ValueError, match=rf"^Recording\.from_csv must .*{TABLES[content]}"):
        Recording.from_csv(io.BytesIO(content))


def test_scalars_of_tensorboard_are_read_where_its_package_is(found, tmp_path, monkeypatch):
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(tmp_path)) as writer:
        for step, length in zip(found.steps, found.lengths, strict=True):
            for name, value in zip("ab", length, strict=False):
                writer.add_scalar(f"norm_{name}", value, step)
            if step:
                writer.add_scalar("cosine_a_b", 0.25, step)
    again = Recording.from_tensorboard(tmp_path)
    np.testing.assert_allclose(again.lengths, found.lengths[:, :2], rtol=1e-6)
    assert again.is_finite.tolist() == [False, True, True, True]
    monkeypatch.setitem(sys.modules, "tensorboard.backend.event_processing", None)
    with pytest.raises(ImportError, match=r"from_tensorboard needs the package tensorboard\."):
        Recording.from_tensorboard(tmp_path)
