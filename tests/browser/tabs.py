"""Tabs of the browser: opened, watched for faults, and given from test to test."""

import re
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import expect

SLOW = 60_000
"""Milliseconds after which a picture counts as not coming."""

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
"""What makes a page one on a phone."""

EMPTY = "about:blank"
LONG = 30
"""Entries of a tab's history, of which a browser keeps fifty."""

KEEPS_HISTORY = "() => !String(window.history.pushState).includes('native code')"
"""Whether the page decides by itself what makes an entry of the history."""

REST, RESTING = "lessons", ".st-key-lesson-card-threshold"
"""A page of the app with little on it, and something that only it has."""
GO_ON = """path => {
  History.prototype.pushState.call(history, null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}"""


class Tabs:
    """The tabs of one kind of device, which share a store, so that the app's files load once.

    A tab rests on a page with little on it and goes on from there without loading anything, as by
    Back: a third of the work of opening the app.
    """

    def __init__(self, chromium, options):
        self.context, self.resting = chromium.new_context(**options), []

    def show(self, server, path, is_fresh, looks):
        """A tab of such looks that shows a page, and whose ``faults`` are noted.

        A fresh one loads the page, and nothing else is shown in it later without being loaded.
        """
        alike = [page for page in self.resting if page.looks == looks]
        page = (alike or self.resting or [None])[-1]
        if page is None:
            page = self._new(server)
        else:
            self.resting.remove(page)
        page.is_fresh = is_fresh
        if page.looks == looks and not is_fresh and not path.startswith(REST):
            go_on(page, path)
        else:
            page.goto(EMPTY)
            page.looks = width, height, color_scheme, reduced_motion = looks
            page.set_viewport_size({"width": width, "height": height})
            motion = {"color_scheme": color_scheme, "reduced_motion": reduced_motion}
            page.emulate_media(media="null", **motion)
            page.goto(f"{server}/{path}")
        return page

    def _new(self, server):
        page = self.context.new_page()
        page.looks, page.faults, page.n_heard = None, [], 0
        page.on("console", lambda message: _note_console(page, message))
        page.on("pageerror", lambda error: page.faults.append(f"page error: {error}"))
        page.on("request", lambda request: _note_foreign(page, request, server))
        page.on("websocket", lambda socket: socket.on("framereceived", lambda _: _hear(page)))
        return page

    def give_back(self, page, server):
        """Let a tab forget what it showed; one with a long history is closed."""
        page.unroute_all()
        is_app = page.url.startswith(server) and page.evaluate(KEEPS_HISTORY)
        if not is_app or page.evaluate("history.length") > LONG:
            page.close()
            return
        page.evaluate("sessionStorage.clear()")
        if page.is_fresh:
            page.goto(EMPTY)
            page.looks = None
        else:
            page.evaluate(GO_ON, f"/{REST}")
            page.locator(RESTING).wait_for(timeout=SLOW)
            settle(page)
        self.resting.append(page)


def go_on(page, path):
    """Show a page of the app in a tab at rest, as Back and Forward do."""
    before, until = page.n_heard, time.monotonic() + SLOW / 1000
    page.evaluate(GO_ON, f"/{path}")
    while page.n_heard == before:
        assert time.monotonic() < until, "the server did not answer"
        page.wait_for_timeout(20)


def _note_console(page, message):
    if message.type == "error" and not _is_question_below_a_page(message.location["url"]):
        page.faults.append(f"console: {message.text} {message.location['url']}")


def _is_question_below_a_page(url):
    """Streamlit asks below the address of a page first where its server is."""
    return re.fullmatch(
        r"/(vectors|methods|maps|lessons|recon|train|your-run)/_stcore/(health|host-config)",
        urlsplit(url).path,
    )


def _hear(page):
    page.n_heard += 1


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
