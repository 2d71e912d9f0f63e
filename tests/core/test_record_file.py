"""A record travels: through pickle, copies, torch and files, and damaged files are refused."""

import copy
import io
import pickle
import random

import numpy as np
import pytest
import torch

from samgs_core import Adam, Experiment, Outcome, Record, run
from samgs_core.methods import METHODS, SAMGS
from synthetic import LANDSCAPES, OneOptimum
from synthetic.formula import CustomLandscape


def made(method=None, **changes):
    settings = {
        "landscape": OneOptimum(scale1=0.3),
        "method": method or SAMGS(gamma=0.3),
        "optimizer": Adam(lr=0.1),
        "starts": ((-8.0, 5.0), (10.0, -3.0), (1e200, 1e200)),
        "steps": 7,
        "record_every": 3,
        "clip_norm": 1.0,
        "noise": 0.1,
    }
    with np.errstate(all="ignore"):
        return run(Experiment(**(settings | changes)), device="cpu")


def agree(found, wanted):
    assert (found.experiment, found.outcome, found.engine) == (
        wanted.experiment,
        wanted.outcome,
        wanted.engine,
    )
    names = ("steps", "x", "losses", "grads", "operated", "stopped_at")
    pairs = [(getattr(found, name), getattr(wanted, name)) for name in names]
    assert found.diagnostics.keys() == wanted.diagnostics.keys()
    pairs += [(found.diagnostics[name], wanted.diagnostics[name]) for name in wanted.diagnostics]
    for one, other in pairs:
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
        assert not one.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            one[0] = 0
    with pytest.raises(TypeError, match="item assignment"):
        found.diagnostics["more"] = 1


def by_torch(record):
    file = io.BytesIO()
    torch.save(record, file)
    file.seek(0)
    return torch.load(file, weights_only=False)


def by_file(folder):
    def travel(record):
        record.save(folder / "record.npz")
        return Record.load(folder / "record.npz")

    return travel


@pytest.fixture(params=["pickle", "deepcopy", "copy", "torch", "file"])
def travel(request, tmp_path):
    return {
        "pickle": lambda record: pickle.loads(pickle.dumps(record)),
        "deepcopy": copy.deepcopy,
        "copy": copy.copy,
        "torch": by_torch,
        "file": by_file(tmp_path),
    }[request.param]


def test_a_record_arrives_as_it_left_and_is_read_only(travel):
    record = made()
    assert record.outcome[0] is Outcome.FINISHED
    agree(travel(record), record)


def test_a_run_that_diverged_arrives_too(travel):
    record = made(optimizer=Adam(lr=1e3), starts=((1e308, 1e308),), clip_norm=None)
    agree(travel(record), record)


@pytest.mark.parametrize("method", METHODS, ids=lambda cls: cls.key)
def test_records_of_every_method_fit_into_a_file(method, tmp_path):
    record = made(method(), dtype="float32", clip_norm=None)
    agree(by_file(tmp_path)(record), record)


@pytest.mark.parametrize("landscape", [*LANDSCAPES, CustomLandscape], ids=lambda cls: cls.key)
def test_records_of_every_landscape_fit_into_a_file(landscape, tmp_path):
    record = made(landscape=landscape(), starts=landscape().starts[0].points[:2], steps=2)
    agree(by_file(tmp_path)(record), record)


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    record, path = made(), tmp_path / "record.npz"
    record.save(path)
    before = path.read_bytes()

    def full(*_, **__):
        raise OSError("No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(OSError, match="No space left"):
        record.save(path)
    assert path.read_bytes() == before and [each.name for each in tmp_path.iterdir()] == [path.name]


def test_no_file_is_not_found(tmp_path):
    with pytest.raises(FileNotFoundError):
        Record.load(tmp_path / "none.npz")


def foreign(path):
    """Files that are no records, with the reason for which each is refused."""
    path.write_bytes(b"")
    yield "it is damaged"
    path.write_text("no record")
    yield "it is damaged"
    path.write_bytes(pickle.dumps({"a": 1}))
    yield "it is damaged"
    with path.open("wb") as file:
        np.save(file, np.zeros(3))
    yield "it has no header"
    with path.open("wb") as file:
        np.savez(file, x=np.zeros(3))
    yield "it has no header"
    for text, reason in (
        (b'{"format": "other"}', "its header is another's"),
        (b"[1]", "it is damaged"),
        (b'{"format": "gradient-surgery record", "version": 2}', "its version is 2, not 1"),
        (b'{"format": "gradient-surgery record", "version": 1}', "it is damaged"),
    ):
        with path.open("wb") as file:
            np.savez(file, header=np.frombuffer(text, np.uint8))
        yield reason


def test_another_file_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "record.npz"
    for reason in foreign(path):
        with pytest.raises(ValueError, match=rf"^Record\.load\.path must be .*: {reason}"):
            Record.load(path)


def changed(path, change):
    """The file with its header's text or its arrays changed."""
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    change(arrays)
    with path.open("wb") as file:
        np.savez(file, **arrays)


def in_header(old, new):
    def change(arrays):
        text = arrays["header"].tobytes().decode().replace(old, new)
        arrays["header"] = np.frombuffer(text.encode(), np.uint8)

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (in_header("synthetic.one_optimum.OneOptimum", "os.path"), "its landscape os.path is not"),
        (in_header('"gamma": 0.3', '"gamma": 7'), "it is damaged .*SAMGS.gamma must lie in"),
        (in_header("FINISHED", "LOST"), "it is damaged"),
        (in_header('"torch"', '"abacus"'), "it is damaged"),
        (in_header('"steps": 7', '"steps": 8'), "its arrays do not belong to its experiment"),
        (lambda arrays: arrays.pop("x"), "its arrays do not belong"),
        (lambda arrays: arrays.update(x=arrays["x"][:1]), "its arrays do not belong"),
        (lambda arrays: arrays.update(more=arrays["x"]), "its arrays do not belong"),
        (lambda arrays: arrays.update(x=arrays["x"].astype("U9")), "its arrays do not belong"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(tmp_path, change, reason):
    path = tmp_path / "record.npz"
    made().save(path)
    changed(path, change)
    with pytest.raises(ValueError, match=rf"^Record\.load\.path must be .*: {reason}"):
        Record.load(path)


def test_five_hundred_damaged_files_are_refused_or_read_as_they_were(tmp_path):
    path, record, chance = tmp_path / "record.npz", made(), random.Random(3)
    record.save(path)
    whole = path.read_bytes()
    for _ in range(500):
        spoilt = bytearray(whole)
        if chance.random() < 0.3:
            del spoilt[chance.randrange(len(spoilt)) :]
        for _ in range(chance.randrange(1, 6)):
            if spoilt:
                spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        path.write_bytes(spoilt)
        try:
            found = Record.load(path)
        except ValueError as refused:
            assert str(refused).startswith("Record.load.path must be a file of Record.save; got")
        else:  # the damage hit a byte that means nothing, such as a date
            np.testing.assert_array_equal(found.x, record.x)
