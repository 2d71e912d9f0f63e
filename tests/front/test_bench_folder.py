"""``python -m app.bench nyuv2 --root FOLDER``: a data set of one's own, by the same protocol."""

import re
from pathlib import Path

import pytest

from app.bench.__main__ import KNOWN, main
from app.bench.arguments import asked
from tests.core.benchmark.made_folders import make


def test_a_folder_is_learned_from_and_one_that_is_none_is_told(tmp_path, capsys):
    make(tmp_path / "nyuv2", ("image", "label", "depth", "normal"), 13)
    small = "--seeds 1 --steps 1 --batch 2 --processes 1 --no-references --set nyuv2.width=4"
    out = ["--out", str(tmp_path / "out"), "--methods", "ls", *small.split()]
    assert main(["nyuv2", "--root", str(tmp_path / "nyuv2"), *out]) == 0
    printed = capsys.readouterr().out
    assert all(word in printed for word in ("Segmentation", "Depth", "Normals", "LS"))
    for benchmark, root, sentence in (
        ("nyuv2", tmp_path, "NYUv2.root must be a folder with train and val; there is no train"),
        ("nyuv2", tmp_path / "none", "NYUv2.root must be a folder with train and val; got "),
        ("rooms", tmp_path, "Rooms has size, n_train"),
    ):
        with pytest.raises(SystemExit):
            main([benchmark, "--root", str(root), *out[:4]])
        assert sentence in capsys.readouterr().err


def test_the_commands_of_the_readme_are_understood(tmp_path):
    make(tmp_path, ("image", "label", "depth", "normal"), 7)  # enough for either
    readme = (Path(__file__).parent.parent.parent / "README.md").read_text()
    commands = re.findall(r"^python -m app\.bench (\w+ --root FOLDER .*)$", readme, re.MULTILINE)
    made = [
        asked([*command.replace("FOLDER", str(tmp_path)).split(), f"--out={tmp_path}"], KNOWN)
        for command in commands
    ]
    assert [wanted.benchmark.key for wanted in made] == ["nyuv2", "cityscapes"]
    for wanted, n_train in zip(made, (795, 2975), strict=True):
        assert wanted.settings.steps == 200 * (n_train // wanted.settings.batch)
        assert wanted.settings.eval_every == n_train // wanted.settings.batch
        assert wanted.benchmark.n_views == 8 and wanted.benchmark.width == 64
