"""Data sets in folders: what the files hold is what is learned from, and every fault is told."""

import shutil

import numpy as np
import pytest
import torch

from samgs_core.benchmark import files
from samgs_core.benchmark.folder import FOLDERS, CityScapes, NYUv2
from samgs_core.benchmark.views import SCALES, View, draw, seen
from tests.core.benchmark.made_folders import H, W, make


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A folder of NYUv2's layout, and what was written into it; not to be changed."""
    root = tmp_path_factory.mktemp("nyuv2")
    return root, make(root, ("image", "label", "depth", "normal"), 13)


@pytest.fixture
def folder(whole, tmp_path):
    """A copy of it, to be spoilt."""
    shutil.copytree(whole[0], tmp_path / "copy")
    return tmp_path / "copy"


def test_the_files_are_the_examples(whole):
    root, written = whole
    benchmark = NYUv2(root=str(root))
    assert len(benchmark.train()) == 3 and len(benchmark.test()) == 2
    assert benchmark.train() is NYUv2(root=str(root)).train()
    x, (label, depth, normal) = benchmark.train().batch([2, 0])
    assert [part.dtype for part in (x, depth, normal)] == [torch.float32] * 3
    assert label.dtype == torch.int64 and label.min() == -1 and label.max() == 12
    for row, number in enumerate((2, 0)):
        for tensor, kind in ((x, "image"), (normal, "normal")):
            expected = written["train", kind, number].transpose(2, 0, 1)
            np.testing.assert_array_equal(tensor[row], expected)
        np.testing.assert_array_equal(label[row], written["train", "label", number])
        np.testing.assert_array_equal(depth[row], written["train", "depth", number][..., 0])


@pytest.mark.parametrize("labels", ["label_7", "label"])
def test_cityscapes_has_two_tasks_and_takes_the_labels_of_seven_classes(tmp_path, labels):
    written = make(tmp_path, ("image", labels, "depth"), 7)
    if labels == "label_7":  # the finer labels that lie beside them are not taken
        make(tmp_path / "finer", ("label",), 19)
        for part in ("train", "val"):
            shutil.copytree(tmp_path / "finer" / part / "label", tmp_path / part / "label")
    benchmark = CityScapes(root=str(tmp_path))
    _, (label, depth) = benchmark.test().batch([1])
    np.testing.assert_array_equal(label[0], written["val", labels, 1])
    np.testing.assert_array_equal(depth[0], written["val", "depth", 1][..., 0])
    assert [task.n_outputs for task in benchmark.tasks] == [7, 1]


@pytest.mark.parametrize("kind", FOLDERS)
def test_its_network_learns_a_step_of_every_task(kind, tmp_path):
    names = [each.folders[0] for each in kind.kinds]
    make(tmp_path, names, kind.kinds[1].n_classes)
    benchmark = kind(root=str(tmp_path), width=4)
    tasks = range(len(benchmark.tasks))
    network = benchmark.network(tasks, torch.Generator().manual_seed(0))
    x, targets = benchmark.train().batch([0, 1])
    outputs = zip(benchmark.tasks, network(x), targets, strict=True)
    losses = [task.loss(output, target) for task, output, target in outputs]
    sum(losses).backward()
    assert all(loss.isfinite() and loss > 0 for loss in losses)
    assert all(leaf.grad.isfinite().all() for leaf in network.parameters())
    assert all(leaf.grad.any() for leaf in network.trunk.parameters() if leaf.ndim > 1)


def spoil(path, array):
    path.parent.mkdir(exist_ok=True)
    np.save(path, array)


FAULTS = {
    "is not there": (
        lambda root: shutil.rmtree(root),
        r"NYUv2.root must be a folder with train and val; got '.*copy'\.",
    ),
    "lacks a part": (lambda root: shutil.rmtree(root / "val"), "there is no val in"),
    "lacks a kind": (
        lambda root: shutil.rmtree(root / "train" / "depth"),
        r"train.depth must be a folder; there is none\.",
    ),
    "is empty": (
        lambda root: [path.unlink() for path in (root / "val" / "image").iterdir()],
        r"val.image must hold files 0\.npy, 1\.npy, \.\.\.; there is none\.",
    ),
    "lacks a file": (
        lambda root: (root / "train" / "normal" / "2.npy").unlink(),
        r"train.normal must hold 3 files, as .*image does; it holds 2\.",
    ),
    "has a gap": (
        lambda root: (root / "train" / "label" / "1.npy").rename(root / "train/label/7.npy"),
        r"train.label must hold 0\.npy to 2\.npy; 1\.npy is missing\.",
    ),
    "has another shape": (
        lambda root: spoil(root / "train" / "image" / "1.npy", np.zeros((3, H, W))),
        r"1\.npy must hold an array of 32x40x3; it has 3x32x40\.",
    ),
    "has labels with a channel": (
        lambda root: spoil(root / "train" / "label" / "0.npy", np.zeros((H, W, 1))),
        r"0\.npy must hold an array of 32x40; it has 32x40x1\.",
    ),
    "has another type": (
        lambda root: spoil(root / "val" / "depth" / "0.npy", np.zeros((H, W, 1), dtype=np.uint8)),
        r"0\.npy must hold floating-point numbers; it has uint8\.",
    ),
    "has objects": (
        lambda root: spoil(root / "val" / "label" / "1.npy", np.full((H, W), None)),
        r"1\.npy must be a whole \.npy file of numbers: ",
    ),
    "was cut": (
        lambda root: (root / "val" / "image" / "1.npy").write_bytes(b"\x93NUMPY"),
        r"1\.npy must be a whole \.npy file of numbers: ",
    ),
    "has an archive": (
        lambda root: (
            np.savez(root / "x.npz", a=np.zeros(2)),
            (root / "x.npz").rename(root / "val" / "image" / "0.npy"),
        ),
        r"0\.npy must be a \.npy file with one array; it is an archive\.",
    ),
    "has an unknown label": (
        lambda root: spoil(root / "train" / "label" / "0.npy", np.full((H, W), 255.0)),
        r"0\.npy must hold whole numbers from -1 to 12; it has 255\.0\.",
    ),
    "has half a label": (
        lambda root: spoil(root / "train" / "label" / "0.npy", np.full((H, W), 0.5)),
        r"0\.npy must hold whole numbers from -1 to 12; it has 0\.5\.",
    ),
    "has a label that is no number": (
        lambda root: spoil(root / "train" / "label" / "0.npy", np.full((H, W), np.nan)),
        r"0\.npy must hold whole numbers from -1 to 12; it has nan\.",
    ),
    "has an image with a hole": (
        lambda root: spoil(root / "train" / "image" / "0.npy", np.full((H, W, 3), np.nan)),
        r"0\.npy must hold finite numbers\.",
    ),
}


FOUND_WHEN_READ = [*FAULTS][-4:]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_folder_that(fault, folder):
    spoilt, sentence = FAULTS[fault]
    spoilt(folder)
    with pytest.raises(ValueError, match=sentence):
        benchmark = NYUv2(root=str(folder))
        assert fault in FOUND_WHEN_READ
        benchmark.test().batch(range(2))
        benchmark.train().batch(range(3))


def test_pictures_too_small_for_the_network_are_refused(tmp_path):
    for part in ("train", "val"):
        for kind, channels in (("image", (3,)), ("label", ()), ("depth", (1,))):
            (tmp_path / part / kind).mkdir(parents=True)
            np.save(tmp_path / part / kind / "0.npy", np.zeros((16, 64, *channels)))
    with pytest.raises(ValueError, match="at least 32 pixels high and wide; got 16x64"):
        CityScapes(root=str(tmp_path))
    with pytest.raises(ValueError, match=r"CityScapes.root must be a folder with .*; got ''"):
        CityScapes()


def parts(batch):
    return (batch.x, *batch.targets)


def test_views_are_those_of_their_numbers_and_only_of_what_is_trained_on(whole):
    root, _ = whole
    plain, benchmark = NYUv2(root=str(root)), NYUv2(root=str(root), n_views=8)
    views = benchmark.train()
    assert len(views) == 24 and len(benchmark.test()) == 2
    first, as_it_is = views.batch([0, 1, 2]), plain.train().batch([0, 1, 2])
    for one, other in zip(parts(first), parts(as_it_is), strict=True):
        assert torch.equal(one, other)
    x = views.batch(range(24)).x
    assert torch.equal(x, views.batch(range(24)).x)
    assert len({tuple(picture.flatten().tolist()) for picture in x[0::3]}) > 4
    drawn = [draw(number, (H, W)) for number in range(200)]
    assert {view.scale for view in drawn} == set(SCALES)
    assert {view.is_mirrored for view in drawn} == {True, False}
    for scale, top, left, _ in drawn:
        assert 0 <= top <= H - int(H / scale) and 0 <= left <= W - int(W / scale)


def test_a_view_enlarges_and_mirrors_and_what_looks_larger_is_nearer():
    source = torch.Generator().manual_seed(0)
    image, normal = torch.rand(2, 3, 30, 60, generator=source)
    labels = torch.randint(-1, 13, (30, 60), generator=source)
    distances = torch.rand(30, 60, generator=source)
    given = [image, labels, distances, normal]
    same = seen(given, View(1.0, 0, 0, False))
    assert all(torch.equal(one, other) for one, other in zip(same, given, strict=True))
    flipped = seen(given, View(1.0, 0, 0, True))
    assert torch.equal(flipped[0], image.flip(2)) and torch.equal(flipped[1], labels.flip(1))
    facing = torch.stack([-normal[0], normal[1], normal[2]])
    assert torch.equal(flipped[3], facing.flip(2))
    large = seen(given, View(1.5, 4, 10, False))
    rows, columns = torch.arange(30) * 20 // 30 + 4, torch.arange(60) * 40 // 60 + 10
    assert torch.equal(large[1], labels[rows][:, columns])
    assert torch.equal(large[2], distances[rows][:, columns] / 1.5)
    torch.testing.assert_close(large[0][:, 0, 0], image[:, 4, 10])
    torch.testing.assert_close(large[0][:, -1, -1], image[:, 23, 49])
    assert [part.shape for part in large] == [part.shape for part in given]


def test_values_are_read_when_asked_for(whole, monkeypatch):
    examples, read = NYUv2(root=str(whole[0])).train(), []
    opened = files.opened
    monkeypatch.setattr(files, "opened", lambda path: read.append(path) or opened(path))
    examples.batch([1])
    assert {path.name for path in read} == {"1.npy"} and len(read) == 4
    assert isinstance(opened(read[0]), np.memmap)
