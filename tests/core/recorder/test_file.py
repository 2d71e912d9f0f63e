"""A file of a recorder: whole, safe to read whoever wrote it, and what was flushed stays."""

import io
import json
import pickle
import zipfile

import numpy as np
import pytest

from samgs_core.methods import LS, SAMGS, CAGrad
from samgs_core.recorder import Recorder, Recording, archive
from samgs_core.surgery import Surgery
from tests.core.recorder.networks import conv_net, long_recording, recorded


@pytest.fixture(scope="module")
def found():
    return recorded(SAMGS(gamma=0.9), conv_net(3), steps=4)[0]


@pytest.fixture(scope="module")
def content(found, tmp_path_factory):
    path = tmp_path_factory.mktemp("files") / "run.npz"
    found.save(path)
    return path.read_bytes()


def load(tmp_path, content):
    (tmp_path / "other.npz").write_bytes(content)
    return Recording.load(tmp_path / "other.npz")


def test_a_file_holds_all_that_was_recorded(found, content, tmp_path):
    again = load(tmp_path, content)
    for name in ("steps", "losses", "gram", "layer_gram", "slopes", "merged_length", "is_finite"):
        np.testing.assert_array_equal(getattr(again, name), getattr(found, name))
    for name in ("names", "layers", "layer_sizes", "method", "seed", "lower_bounds", "precision"):
        assert getattr(again, name) == getattr(found, name), name
    assert again.method == SAMGS(gamma=0.9) and again.lr is None
    assert set(again.diagnostics) == set(found.diagnostics)
    with pytest.raises(ValueError, match="read-only"):
        again.gram[0] = 0


def test_of_a_training_that_is_killed_what_was_flushed_stays(tmp_path):
    network, path = conv_net(), tmp_path / "run.npz"
    recorder = Recorder(path=path, flush_every=3)
    surgery = Surgery(LS(), network.shared, recorder=recorder)
    sizes = []
    for _ in range(8):
        surgery.backward(network.losses())
        sizes.append(len(Recording.load(path).steps) if path.exists() else 0)
    assert sizes == [0, 0, 3, 3, 3, 6, 6, 6]
    assert [each.name for each in tmp_path.iterdir()] == ["run.npz"]


def test_a_write_that_fails_leaves_the_older_file_as_it_was(found, tmp_path, monkeypatch):
    path = tmp_path / "run.npz"
    found.save(path)
    before = path.read_bytes()
    monkeypatch.setattr(np, "savez", lambda file, **arrays: file.write(b"half") and 1 / 0)
    with pytest.raises(ZeroDivisionError):
        found.save(path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["run.npz"]


def repacked(content, method=zipfile.ZIP_STORED, **changes):
    """The file with other parts, by their names; None leaves a part out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", method) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        for name, part in (parts | changes).items():
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def npy(array, **more):
    file = io.BytesIO()
    np.save(file, array, **more)
    return file.getvalue()


def with_header(content, **changes):
    arrays = np.load(io.BytesIO(content))
    header = json.loads(arrays["header"].tobytes()) | changes
    return repacked(
        content, **{"header.npy": npy(np.frombuffer(json.dumps(header).encode(), "u1"))}
    )


class Boom:
    def __reduce__(self):
        return (exec, ("raise SystemExit('executed')",))


FILES = {
    "text": lambda c: b"step,loss\n",
    "empty": lambda c: b"",
    "cut": lambda c: c[: len(c) // 2],
    "pickle": lambda c: pickle.dumps(Boom()),
    "pickle within": lambda c: repacked(
        c, **{"losses.npy": npy(np.array([Boom()], dtype=object), allow_pickle=True)}
    ),
    "another npz": lambda c: repacked(c, **{"header.npy": None}),
    "another header": lambda c: with_header(c, format="record"),
    "another version": lambda c: with_header(c, version=2),
    "an unknown method": lambda c: with_header(c, method={"key": "no", "numbers": {}}),
    "a method out of range": lambda c: with_header(
        c, method={"key": "sam-gs", "numbers": {"gamma": 7}}
    ),
    "one task": lambda c: with_header(c, names=["a"]),
    "names alike": lambda c: with_header(c, names=["a", "a", "b"]),
    "a name that is long": lambda c: with_header(c, names=["a", "b", "c" * 1000]),
    "a layer too many": lambda c: with_header(c, layers=["a"], layer_sizes=[1]),
    "no losses": lambda c: repacked(c, **{"losses.npy": None}),
    "steps that fall": lambda c: repacked(c, **{"steps.npy": npy(np.arange(4)[::-1].copy())}),
    "steps far away": lambda c: repacked(c, **{"steps.npy": npy(np.arange(4) + 2**62)}),
    "texts": lambda c: repacked(c, **{"losses.npy": npy(np.full((4, 3), "x"))}),
    "another shape": lambda c: repacked(c, **{"losses.npy": npy(np.zeros((4, 2)))}),
    "a shape of terabytes": lambda c: repacked(
        c, **{"losses.npy": npy(np.zeros((4, 3))).replace(b"(4, 3)", b"(4000000000000, 3)")}
    ),
    "a deep header": lambda c: repacked(
        c, **{"header.npy": npy(np.frombuffer(b"[" * 100_000, "u1"))}
    ),
    "a zip bomb": lambda c: repacked(
        c, zipfile.ZIP_DEFLATED, **{"losses.npy": b"\0" * (9 * 2**20)}
    ),
    "many parts": lambda c: repacked(c, **{f"{n}.npy": b"" for n in range(70)}),
}


@pytest.mark.parametrize("kind", FILES)
def test_damaged_foreign_and_huge_files_are_refused_with_a_sentence(
    kind, content, tmp_path, monkeypatch
):
    monkeypatch.setattr(archive, "MAX_BYTES", 8 * 2**20)
    with pytest.raises(ValueError, match=r"^Recording\.load\.path must be a recording; got .*\.$"):
        load(tmp_path, FILES[kind](content))


def test_damage_anywhere_is_refused_or_harmless(content, tmp_path):
    random = np.random.default_rng(0)
    for _ in range(100):
        damaged = bytearray(content)
        damaged[random.integers(len(content))] ^= int(random.integers(1, 256))
        try:
            load(tmp_path, bytes(damaged))
        except ValueError as error:
            assert "Recording.load.path" in str(error)


def test_a_method_that_is_not_of_the_catalogue_is_left_out(found, tmp_path):
    class Own(CAGrad):
        pass

    named = recorded(Own(), steps=1)[0]
    assert named.method == Own() and set(named.diagnostics) == {"weights"}
    named.save(tmp_path / "own.npz")
    again = Recording.load(tmp_path / "own.npz")
    assert again.method is None and again.diagnostics == {}


def test_a_hundred_thousand_steps_of_twenty_layers_fit_in_a_file_that_is_opened(tmp_path):
    long_recording(100_000, 20).save(tmp_path / "long.npz")
    assert (tmp_path / "long.npz").stat().st_size < 64 * 2**20
    again = Recording.load(tmp_path / "long.npz")
    assert again.conflicts.shape == (1,) and again.scores().rate.shape == (20,)
