"""The tree keeps its own rules: lint, format and types."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    ["ruff check .", "ruff format --check .", "mypy"],
)
def test_the_tree_is_clean(command):
    done = subprocess.run(
        [sys.executable, "-m", *command.split()], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_longer_than_a_reader_can_hold():
    folders = [ROOT / name for name in ("app", "samgs_core", "synthetic", "tests")]
    kinds = (".py", ".js", ".mjs", ".css", ".cpp")
    files = [path for root in folders for path in root.rglob("*") if path.suffix in kinds]
    assert len(files) > 100
    lengths = {str(path): len(path.read_text().splitlines()) for path in files}
    assert {path: n for path, n in lengths.items() if n > 250} == {}


def test_no_style_sheet_asks_the_whole_page_what_it_holds():
    """It would have a browser look at all of the page again whatever changes on it."""
    asks = re.compile(r"\.(?:stApp|stMain|stMainBlockContainer):has\(|:has\(h2\)")
    sheets = list((ROOT / "app").rglob("*.css"))
    assert len(sheets) > 10 and asks.search(".stApp:has(.a) h2 { margin: 0; }")
    assert [path.name for path in sheets if asks.search(path.read_text())] == []
