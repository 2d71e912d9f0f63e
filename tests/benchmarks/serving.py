"""The app and a browser, started for a benchmark and stopped after it."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from app.runs.setting import HELPER, PROCESSES
from tests.browser.conftest import BROWSERS, QUIET, ROOT, free_port, wait_until_healthy
from tests.browser.proxied import proxied

WINDOW = {"width": 1280, "height": 800}
PAINTED = """() => {
  let began = null;
  const begin = (event) => { began ??= event.timeStamp; };
  for (const kind of ['keydown', 'pointerup']) {
    document.addEventListener(kind, begin, { capture: true, once: true });
  }
  window.painted = new Promise((done) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    });
    observer.observe(document.querySelector('.scene'), { attributeFilter: ['data-drawn'] });
  });
}"""


class Server(NamedTuple):
    """A server that answers, and the processes that were started for it."""

    address: str
    pids: tuple[int, ...]


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that answers."""
    with served() as server:
        yield server.address


@contextmanager
def served(workers: int = 0) -> Iterator[Server]:
    """A server as README starts it, or with some workers."""
    plain = ("streamlit", "run", "app/main.py")
    command = ("app.serve", f"--workers={workers}") if workers else plain
    with _started(command, "--port" if workers else "--server.port") as (port, pid):
        yield Server(f"http://127.0.0.1:{port}", (pid,))


@contextmanager
def deployed(servers: int) -> Iterator[Server]:
    """So many servers behind the proxy, as compose.yaml starts them."""
    with ExitStack() as stack:
        said = {PROCESSES: "1", HELPER: "0"}
        started = [
            stack.enter_context(_started(("app.serve",), "--port", said)) for _ in range(servers)
        ]
        ports, pids = zip(*started, strict=True)
        folder = Path(stack.enter_context(TemporaryDirectory()))
        address, proxy = stack.enter_context(proxied(ports, folder))
        yield Server(address, (*pids, proxy))


@contextmanager
def _started(
    command: Sequence[str], option: str, said: Mapping[str, str] | None = None
) -> Iterator[tuple[int, int]]:
    """The port and the process of a server that answers."""
    port = free_port()
    arguments = [sys.executable, "-m", *command, f"{option}={port}"]
    process = subprocess.Popen(arguments, cwd=ROOT, env={**os.environ, **(said or {})})
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(90)  # a supervisor may be waiting for a worker that was killed


@contextmanager
def chromium(*options: str) -> Iterator[Browser]:
    """The installed browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS))),
            args=[*QUIET, *options],
        )
        yield browser
        browser.close()


@contextmanager
def visiting(address: str, page: str, query: str) -> Iterator[None]:
    """A visitor of a page whose browser runs on a machine of its own: it hears all that is sent."""
    ask = BackMsg()
    ask.rerun_script.query_string = query
    ask.rerun_script.page_name = page
    stream = f"{address.replace('http', 'ws')}/_stcore/stream"
    with connect(stream, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        socket.send(ask.SerializeToString())
        hearing = threading.Thread(target=_hear, args=(socket,), daemon=True)
        hearing.start()
        yield
    hearing.join(10)


def _hear(socket: ClientConnection) -> None:
    with suppress(ConnectionClosed):
        while True:
            socket.recv()


def rest(page: Page) -> None:
    """Wait until the page has drawn all that the last change brought."""
    app = page.locator('[data-testid="stApp"]')
    page.wait_for_timeout(500)  # it may not have begun yet
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=120_000)
    page.wait_for_timeout(500)


@contextmanager
def timed(page: Page, times: list[float]) -> Iterator[None]:
    """Milliseconds from the page's next key or release until another study has been painted.

    The page itself takes the time: to look into it from outside holds it up.
    """
    page.evaluate(PAINTED)
    yield
    times.append(page.evaluate("() => window.painted"))
