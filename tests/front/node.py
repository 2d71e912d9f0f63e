"""Node, which runs the scene's modules without a page."""

import os
import shutil
import subprocess

import pytest


def run_node(*arguments, told=""):
    """What Node writes for a module or with its options; fails with what it complains of."""
    node = shutil.which("node")
    if node is None and os.environ.get("CI") == "true":
        pytest.fail("The tests of the scene's modules need Node, and this machine has none.")
    if node is None:
        pytest.skip("This machine has no Node, so the scene's modules are not tested alone.")
    done = subprocess.run([node, *map(str, arguments)], input=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
