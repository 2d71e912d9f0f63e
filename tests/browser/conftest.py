"""A real server and a real browser, shared by all browser tests."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from app.runs.setting import PROCESSES
from app.share.store import FOLDER

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
BRIEF = "--js-flags=--no-opt --no-maglev"
"""Pages that live for seconds are not worth optimising for: a sixth of a browser's work."""
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first that is installed; the shell opens a page with a sixth of the work of a whole one."""
SLOW = 60_000
"""Milliseconds after which a picture counts as not coming."""

EMPTY = "about:blank"
LONG = 30
"""Entries of a tab's history, of which a browser keeps fifty."""

KEEPS_HISTORY = "() => !String(window.history.pushState).includes('native code')"
"""Whether the page decides by itself what makes an entry of the history."""

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
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, BRIEF])
        yield browser
        browser.close()


class Tabs:
    """The tabs of one kind of device: a tab that showed the app before shows it in half the time.

    They share a store, so that the app's files are loaded once.
    """

    def __init__(self, chromium, options):
        self.context, self.waiting = chromium.new_context(**options), []

    def take(self, server):
        """An empty tab, whose ``faults`` are noted."""
        if self.waiting:
            return self.waiting.pop()
        page = self.context.new_page()
        page.faults = []
        page.on("console", lambda message: _note_console(page, message))
        page.on("pageerror", lambda error: page.faults.append(f"page error: {error}"))
        page.on("request", lambda request: _note_foreign(page, request, server))
        return page

    def give_back(self, page):
        """Let a tab forget what it showed; one with a long history is closed."""
        page.unroute_all()
        if page.url != EMPTY:
            page.evaluate("sessionStorage.clear()")
            page.goto(EMPTY)
        if page.evaluate("history.length") > LONG:
            page.close()
        else:
            self.waiting.append(page)


@pytest.fixture(scope="session")
def tabs_of(chromium):
    """The tabs of a kind of device, by what makes it one for Playwright."""
    return cache(lambda options: Tabs(chromium, dict(options)))


@pytest.fixture
def visit(server, tabs_of):
    """Open a page of the app; at the end, assert that nothing went wrong on any of them.

    The pages of a test are tabs of one visitor, of whom the next test knows nothing. Nothing plays
    by itself on them unless asked: that takes half a core for seconds.
    """
    opened = []

    def open_page(
        path="",
        width=1280,
        height=800,
        color_scheme="light",
        reduced_motion="reduce",
        is_settled=True,
        **device,
    ):
        tabs = tabs_of(tuple(sorted(device.items())))
        page = tabs.take(server)
        opened.append((tabs, page))
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        page.goto(f"{server}/{path}")
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
        tabs.give_back(page)


def _note_console(page, message):
    if message.type == "error" and not _is_question_below_a_page(message.location["url"]):
        page.faults.append(f"console: {message.text} {message.location['url']}")


def _is_question_below_a_page(url):
    """Streamlit asks below the address of a page first where its server is."""
    return re.fullmatch(
        r"/(vectors|methods|maps|lessons|recon|train|your-run)/_stcore/(health|host-config)",
        urlsplit(url).path,
    )


def _note_foreign(page, request, server):
    address = urlsplit(request.url)
    is_web = address.scheme in ("http", "https", "ws", "wss")
    if is_web and address.netloc != urlsplit(server).netloc:
        page.faults.append(f"request to {address.netloc}")


def settle(page):
    """Wait until the page has answered: connected, and all drawn but the scores of the others."""
    app = '[data-testid="stApp"]'
    expect(page.locator(app)).to_have_attribute("data-test-connection-state", "CONNECTED")
    page.wait_for_timeout(100)  # a change needs a moment until the server hears of it
    at_rest = f'{app}[data-test-script-state="notRunning"]'
    scoring = '[data-stale="false"] .score-row[aria-busy="true"]'
    page.locator(f"{at_rest}, {app}:has({scoring})").first.wait_for(timeout=SLOW)


@contextmanager
def answer(page):
    """Do something on the page, and wait for the answer."""
    yield
    settle(page)
