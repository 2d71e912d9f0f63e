"""The scene's modules: their own tests, run by Node, a linter, and a checker of types."""

import os
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.front.node import run_node

ROOT = Path(__file__).parent.parent.parent
TESTS = sorted((Path(__file__).parent / "js").glob("*.test.mjs"))


PROGRAMS = Path(sysconfig.get_path("scripts"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name.split(".")[0])
def test_the_modules_do_what_they_say(path):
    assert "# fail 0" in run_node("--test", "--test-reporter=tap", path)


def test_the_linter_finds_nothing():
    done = subprocess.run(
        [PROGRAMS / "oxlint", "app", "tests/front/js"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_the_types_fit_and_those_that_do_not_are_found(tmp_path):
    modules = sorted((ROOT / "app").rglob("*.js"))
    assert len(modules) > 50
    assert mistakes(modules, tmp_path) == ""
    wrong = tmp_path / "wrong.js"
    wrong.write_text("class Clock { at = 0; }\nconsole.log(new Clock().later);\n")
    assert "Property 'later' does not exist on type 'Clock'" in mistakes([wrong], tmp_path)


def mistakes(modules, folder):
    """What the checker of types finds in modules; it keeps its own files in a folder."""
    config = Path(__file__).parent / "js" / "deno.json"
    done = subprocess.run(
        [PROGRAMS / "deno", "check", "--quiet", "--no-lock", "--config", config, *modules],
        env=os.environ | {"DENO_DIR": str(folder), "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    return done.stderr if done.returncode else ""
