"""Asking one of the app's routes as a server would, without one."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from starlette.routing import Router


class Answer(NamedTuple):
    """What a route answered."""

    status: int
    headers: dict[str, str]
    sent: bytes

    @property
    def body(self):
        is_zipped = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.sent) if is_zipped else self.sent


def ask(routes, path, query="", method="GET", headers=(), body=b""):
    said = []
    scope = {"type": "http", "method": method, "path": path}
    scope["query_string"] = query.encode()
    scope["headers"] = [(name.encode(), value.encode()) for name, value in dict(headers).items()]

    async def hear():
        return {"type": "http.request", "body": body, "more_body": False}

    async def say(part):
        said.append(part)

    with ThreadPoolExecutor(1) as aside:  # a browser's test may have left a loop in this thread
        aside.submit(asyncio.run, Router(routes)(scope, hear, say)).result()
    headers = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return Answer(said[0]["status"], headers, b"".join(part.get("body", b"") for part in said[1:]))
