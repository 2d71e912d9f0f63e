"""Processes beside the page's own: whether they are there, and end with it."""

import subprocess
import sys
import time
from pathlib import Path


def is_there(pid):
    """Whether a process runs, or sleeps; one that ended and that nobody asks about does not."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def assert_it_ends_with_its_page(script):
    """Kill a page's process; the script makes it one, and prints the number of the one beside."""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as page:
        pid = int(page.stdout.readline())
        page.kill()
    until = time.monotonic() + 20
    while is_there(pid):
        assert time.monotonic() < until, "it stayed"
        time.sleep(0.05)
