"""The app and a browser, started for a benchmark and stopped after it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import QUIET, ROOT, free_port, wait_until_healthy

WINDOW = {"width": 1280, "height": 800}


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that answers."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app/main.py", f"--server.port={port}"]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def chromium(*options: str) -> Iterator[Browser]:
    """The installed browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*QUIET, *options]
        )
        yield browser
        browser.close()
