"""The scene's modules: their own tests, run by Node, and a linter."""

import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.front.node import run_node

ROOT = Path(__file__).parent.parent.parent
TESTS = sorted((Path(__file__).parent / "js").glob("*.test.mjs"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name.split(".")[0])
def test_the_modules_do_what_they_say(path):
    assert "# fail 0" in run_node("--test", "--test-reporter=tap", path)


def test_the_linter_finds_nothing():
    linter = Path(sysconfig.get_path("scripts")) / "oxlint"
    done = subprocess.run(
        [linter, "app", "tests/front/js"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
