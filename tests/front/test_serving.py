"""How the app is served: several processes, what they share, and what answers say of themselves."""

import asyncio
import signal

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn import Config

from app import serve
from app.files.headers import HEADERS, Headers
from app.runs.setting import PROCESSES, STOPS, has_helper


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


def test_what_serves_is_watched_by_its_end(monkeypatch):
    served = []
    monkeypatch.setattr(serve.multiprocess, "Process", None)
    monkeypatch.setattr(serve.uvicorn, "run", lambda *_, **told: served.append(told["workers"]))
    monkeypatch.setattr(serve.os, "environ", {})
    serve.main(["--workers", "2"])
    assert served == [2] and serve.multiprocess.Process is serve.Worker


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
