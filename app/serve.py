"""Serves the explorer, in several processes if asked: ``surgery-explorer``.

Every process serves whole visitors. What a visitor sees is in the link, so another process can go
on where one was left: nobody needs the same process again.
"""

import argparse
import os
import secrets
import socket
import sys
import tempfile
from collections.abc import MutableMapping, Sequence
from typing import Any

import uvicorn
from uvicorn.supervisors import multiprocess

from app.runs.setting import HELPER, MAX_BY_ITSELF, PROCESSES, STOPS

APP = "app.main:app"
COOKIES = "STREAMLIT_SERVER_COOKIE_SECRET"
IS_SHARED_OUT = sys.platform == "linux"
"""Whether visitors are shared out among sockets that are bound to one address.

Of one socket for all, whoever is awake takes all that wait: of two processes one got three
quarters of a full room.
"""
OPTIONS = (socket.SO_REUSEADDR, *((socket.SO_REUSEPORT,) if IS_SHARED_OUT else ()))
"""Of such a socket; with the first a server can be started again at once where one has ended."""
HEALTHY = 60
"""Seconds after which a process that says nothing is replaced; a full room may hold it up."""


class Worker(multiprocess.Process):
    """A process that serves by a door of its own, and whose end is seen at once."""

    def start(self) -> None:
        """Start it, and leave its end of the pipe to it alone.

        Else its supervisor, which held it too, would wait ``HEALTHY`` seconds for a word of a
        process that ended just when it was asked for one.
        """
        super().start()
        self.child_conn.close()

    def target(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve, in the process itself, where the supervisor's socket is bound."""
        super().target(
            [door(each.family, each.getsockname()) for each in sockets or ()]
            if IS_SHARED_OUT
            else sockets
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until interrupted."""
    asked = _parser().parse_args(arguments)
    settings: dict[str, Any] = {
        "host": asked.host,
        "port": asked.port,
        "workers": asked.workers,
        "ws": "websockets-sansio",
        "ws_per_message_deflate": False,  # the proxy compresses files; messages are small
        "access_log": False,
        "server_header": False,
        "timeout_worker_healthcheck": HEALTHY,
    }
    with tempfile.TemporaryDirectory(prefix="surgery-") as folder:
        share(os.environ, asked.workers, folder)
        if asked.workers == 1:
            uvicorn.run(APP, **settings)
        else:
            serve_with_workers(uvicorn.Config(APP, **settings))


def serve_with_workers(config: uvicorn.Config) -> None:
    """Serve in several processes until interrupted."""
    multiprocess.Process = Worker  # type: ignore[misc]
    with config.bind_socket() as alone:  # it says where, or that somebody else is there
        family, address = alone.family, alone.getsockname()
    with door(family, address) as kept:
        multiprocess.Multiprocess(config, [kept]).run()


def door(family: int, address: Any) -> socket.socket:
    """A socket bound to an address, to which others may be bound beside it."""
    own = socket.socket(family)
    for option in OPTIONS:
        own.setsockopt(socket.SOL_SOCKET, option, 1)
    own.bind(address)
    return own


def share(environment: MutableMapping[str, str], workers: int, folder: str) -> None:
    """What all processes of a server have in common, said to each of them; what is said stays.

    ``folder`` is where they tell one another of pressed buttons. The cores are shared out among
    the processes that run sweeps, and pictures have one of their own where a core is left for it.
    """
    cores = os.cpu_count() or 1
    common = {
        PROCESSES: str(max(1, min(cores, MAX_BY_ITSELF) // workers)),
        HELPER: str(int(cores > workers)),
        COOKIES: secrets.token_hex(32),
        STOPS: folder,
    }
    environment.update((name, value) for name, value in common.items() if not environment.get(name))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("surgery-explorer", description="Serve the explorer.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen at")
    parser.add_argument("--port", type=_port, default=8501)
    parser.add_argument("--workers", type=_count, default=1, help="how many processes serve")
    return parser


def _port(text: str) -> int:
    return _whole(text, "a port", 65_535)


def _count(text: str) -> int:
    return _whole(text, "the number of processes", 64)


def _whole(text: str, name: str, most: int) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= most:
        rule = f"{name} must be a whole number in [1, {most}]"
        raise argparse.ArgumentTypeError(f"{rule}; got {text[:40]!r}")
    return int(text)


if __name__ == "__main__":
    main()
