"""A real server and a real browser, shared by all browser tests."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from app.runs.setting import PROCESSES
from app.share.store import FOLDER
from tests.browser.tabs import KEEPS_HISTORY, SLOW, Tabs, settle

ROOT = Path(__file__).parent.parent.parent
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
THRIFTY = ["--js-flags=--no-opt", "--in-process-gpu"]
"""Nothing is drawn by a GPU; and tabs that live for a minute are worth what Maglev compiles in
passing, but not a whole optimising compiler."""
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first that is installed; the shell opens a page with a sixth of the work of a whole one."""
expect.set_options(timeout=SLOW)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of the app, started as the README starts it, with one process for maps."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app/main.py"]
    options = [f"--server.port={port}"]
    place = {FOLDER: str(tmp_path_factory.mktemp("sharing")), PROCESSES: "1"}
    process = subprocess.Popen([*command, *options], cwd=ROOT, env=os.environ | place)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_until_healthy(address, process):
    """Wait until the server answers, at most a minute."""
    for _ in range(600):
        assert process.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer within a minute")


@pytest.fixture(scope="session")
def chromium():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("The browser tests need Chromium, and this machine has none.")
        pytest.skip("This machine has no Chromium, so the browser tests are left out.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *THRIFTY])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tabs_of(chromium):
    """The tabs of a kind of device, by what makes it one for Playwright."""
    return cache(lambda options: Tabs(chromium, dict(options)))


@pytest.fixture
def visit(server, tabs_of):
    """Open a page of the app; at the end, assert that nothing went wrong on any of them.

    The pages of a test are tabs of one visitor, of whom the next test knows nothing. Nothing plays
    by itself on them unless asked: that takes half a core for seconds. A fresh page is loaded;
    others may be a live tab's next one.
    """
    opened = []

    def open_page(
        path="",
        width=1280,
        height=800,
        color_scheme="light",
        reduced_motion="reduce",
        is_settled=True,
        is_fresh=False,
        **device,
    ):
        tabs = tabs_of(tuple(sorted(device.items())))
        looks = width, height, color_scheme, reduced_motion
        page = tabs.show(server, path, is_fresh, looks)
        opened.append((tabs, page))
        if is_settled:
            settle(page)
            page.wait_for_function(KEEPS_HISTORY)
        return page

    yield open_page
    try:
        for _, page in opened:
            assert page.locator('[data-testid="stException"]').count() == 0
            assert page.faults == []
    except BaseException:
        for _, page in opened:
            page.close()
        raise
    finally:
        for context in {page.context for _, page in opened}:
            context.set_storage_state({})
    for tabs, page in opened:
        tabs.give_back(page, server)
