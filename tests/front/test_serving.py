"""How the app is served: several processes, what they share, and what answers say of themselves."""

import asyncio
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from functools import partial

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn import Config

from app import serve
from app.files.headers import HEADERS, Headers
from app.runs.setting import PROCESSES, STOPS, has_helper
from tests.browser.conftest import ROOT, free_port


def test_cores_are_shared_out_and_what_is_said_stays(monkeypatch):
    monkeypatch.setattr(serve.os, "cpu_count", lambda: 4)
    environment = {}
    serve.share(environment, 2, "folder")
    assert environment[PROCESSES] == "2" and environment[STOPS] == "folder"
    assert has_helper(environment)
    assert len(environment[serve.COOKIES]) == 64
    serve.share(environment, 8, "another")
    assert environment[PROCESSES] == "2" and environment[STOPS] == "folder"
    alone = {serve.COOKIES: ""}  # as a compose file says what nobody has said
    serve.share(alone, 16, "folder")
    assert not has_helper(alone)  # no core is left for it
    assert alone[PROCESSES] == "1" and alone[serve.COOKIES] != environment[serve.COOKIES]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--workers", "0"], "the number of processes must be a whole number in [1, 64]; got '0'"),
        (["--workers", "two"], "the number of processes must be a whole number in [1, 64]"),
        (["--port", "65536"], "a port must be a whole number in [1, 65535]; got '65536'"),
        (["--port", "9" * 400], "a port must be a whole number in [1, 65535]"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
    ],
)
def test_arguments_that_mean_nothing_are_told(arguments, sentence, capsys):
    with pytest.raises(SystemExit):
        serve.main(arguments)
    assert sentence in capsys.readouterr().err


def test_one_process_serves_by_itself_and_several_are_watched_by_their_ends(monkeypatch):
    served = []
    monkeypatch.setattr(serve.multiprocess, "Process", None)
    monkeypatch.setattr(serve.uvicorn, "run", lambda app, **told: served.append(told["workers"]))
    monkeypatch.setattr(serve.multiprocess, "Multiprocess", Watched)
    monkeypatch.setattr(serve.os, "environ", {})
    serve.main([f"--port={free_port()}"])
    port = free_port()
    serve.main(["--workers=2", f"--port={port}"])
    assert served == [1] and serve.multiprocess.Process is serve.Worker
    assert Watched.started == [(2, ("127.0.0.1", port))]


class Watched:
    """What starts and watches processes, and does neither."""

    started = []

    def __init__(self, config, sockets):
        self.start = (config.workers, sockets[0].getsockname())

    def run(self):
        self.started.append(self.start)


@pytest.mark.skipif(not serve.IS_SHARED_OUT, reason="only Linux shares visitors out")
def test_visitors_are_shared_out_among_processes_and_a_port_that_is_taken_is_refused():
    """Many doors at one address get about as many visitors each, whoever is awake."""
    with serve.door(socket.AF_INET, ("127.0.0.1", 0)) as kept:
        address = kept.getsockname()
        doors = [serve.door(kept.family, address) for _ in range(2)]
        for each in doors:
            each.listen(200)
            each.setblocking(False)
        visitors = [socket.create_connection(address) for _ in range(200)]
        came = [len(list(iter(partial(accepted, each), None))) for each in doors]
        command = [sys.executable, "-m", "app.serve", "--workers=2", f"--port={address[1]}"]
        refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        for each in (*doors, *visitors):
            each.close()
    assert sum(came) == 200 and min(came) > 50  # 100, give or take 7
    assert refused.returncode != 0 and "ddress already in use" in refused.stderr


def test_a_server_can_be_started_again_at_once_where_one_has_ended():
    """Though the system remembers for a minute the visitors whom that one has hung up on."""
    with serve.door(socket.AF_INET, ("127.0.0.1", 0)) as ended:
        address = ended.getsockname()
        ended.listen()
        with socket.create_connection(address) as visitor:
            ended.accept()[0].close()
            assert visitor.recv(1) == b""
    Config("", port=address[1]).bind_socket().close()


def accepted(door):
    """Closes a visitor's end; None if nobody waits."""
    with suppress(BlockingIOError):
        door.accept()[0].close()
        return True


class Silent(serve.Worker):
    """A process that answers nothing."""

    def target(self, sockets=None):
        signal.pause()


def test_a_process_that_ends_while_its_word_is_waited_for_is_not_waited_for():
    worker = Silent(Config(""), [])
    worker.start()
    worker.process.kill()
    assert worker.parent_conn.poll(30)  # at once, and not when time is up
    assert not worker.is_alive(30)


def test_answers_say_what_a_browser_may_load_and_keep_what_they_say_themselves():
    own = {"Referrer-Policy": "no-referrer"}
    route = Route("/", lambda request: PlainTextResponse("", headers=own))
    app = Starlette(routes=[route], middleware=[Middleware(Headers)])
    headers = asyncio.run(headers_of(app))
    for name, value in (HEADERS | own).items():
        assert headers[name.lower()] == value
    assert "http" not in HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "kind", "has_scene"),
    [
        ("/", "text/html", True),
        ("/explore", "text/html", True),
        ("/maps", "text/html", False),
        ("/explore", "text/plain", False),
    ],
)
def test_only_a_page_with_a_scene_says_what_the_scene_will_fetch(path, kind, has_scene):
    route = Route(path, lambda request: PlainTextResponse("", media_type=kind))
    app = Starlette(routes=[route], middleware=[Middleware(Headers)])
    assert ("link" in asyncio.run(headers_of(app, path))) is has_scene


async def headers_of(app, path="/"):
    """The headers of an app's answer to a plain question."""
    sent = []

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    await app(scope, receive, send)
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}
