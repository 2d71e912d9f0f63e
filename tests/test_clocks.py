"""No clock that can be set: a machine's or a browser's time of day may jump, back as well.

What is shared is the exception: it outlives processes, and no other clock tells how long.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WALL = re.compile(
    r"\btime\.(time|time_ns|localtime|ctime|gmtime)\b|\bdatetime\b|\bfrom time import\b|"
    r"\bDate\.(now|parse)\b|\bnew Date\b|\bDate\("
)
FILES = [
    path
    for folder in ("app", "samgs_core", "synthetic")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".js")
]


def test_nothing_asks_what_time_of_day_it_is():
    assert len(FILES) > 200
    found = [path for path in FILES if WALL.search(path.read_text())]
    assert found == [ROOT / "app" / "share" / "store.py"]


@pytest.mark.parametrize(
    "line", ["import datetime", "time.time()", "Date.now()", "new Date()", "from time import time"]
)
def test_one_that_did_would_be_found(line):
    assert WALL.search(line)
