"""Asking for the files of the pages, and the links to them."""

import re
from html import unescape
from urllib.parse import urlencode

from app.files.link import PLACE
from app.files.routes import route
from samgs_core.sweep import run_sweep
from tests.front.any_page import html
from tests.front.asking import ask


def get(name, query):
    text = query if isinstance(query, str) else urlencode(query)
    return ask([route()], f"/{PLACE}/{name}", text)


def links(page):
    """The names and the queries of the files that a page without a browser links to."""
    found = re.findall(r'<a class="download" download href="(.*?)">', html(page))
    place = f"./{PLACE}/"
    assert all(each.startswith(place) for each in found)
    return [tuple(unescape(each).removeprefix(place).split("?")) for each in found]


class Here:
    """In the place of the processes: runs one piece of a map whenever somebody waits."""

    def __init__(self):
        self.jobs = []

    def look_at(self, jobs):
        self.jobs = [job for job in jobs if not job.done()]

    def wait(self, seconds):
        piece = self.jobs[0].take_out()
        self.jobs[0].put_in(piece, run_sweep(piece.sweep, device="cpu"))
