"""The page Train without a browser and without other processes, and what is read from it."""

import re

from app.runs.workers import Workers
from tests.front.any_page import html, open_at, study_of

TINY = {
    "train.steps": "6",
    "train.batch": "4",
    "train.rooms.n_train": "16",
    "train.rooms.n_test": "16",
    "train.rooms.width": "4",
}


class Here:
    """In the place of a process: does what it is asked for in this one."""

    def __init__(self):
        self.asked = 0

    def ask(self, function, *args):
        self.asked += 1
        return function(*args)

    def start(self):
        pass

    def end(self):
        pass


def workers_here(monkeypatch, child=Here):
    """One worker in this process, for the page and its files."""
    monkeypatch.setattr("app.runs.workers.Child", child)
    workers = Workers(1)
    workers.start()
    for place in ("runs.running", "files.training"):
        monkeypatch.setattr(f"app.{place}.WORKERS", workers)
    return workers


def open_train(query=None):
    return open_at("train", TINY | (query or {}))


def settings_of(page):
    return study_of(page).train


def charts(page):
    """The names of the charts on the page."""
    ids = [each.proto.id for each in page.get("plotly_chart")]
    return {re.search(r"(?:train-curves|run-\w+)-(.+)-\d+$", each).group(1) for each in ids}


def rows(page):
    """The first table of the page by the titles of its rows."""
    table = re.search(r'<div class="train-table".*?</table>', html(page), re.DOTALL).group()
    found = {}
    for line in re.findall(r'<tr><th scope="row">(.*?)</tr>', table):
        title, *cells = (re.sub("<.*?>", "", each) for each in line.split("<td>"))
        found[title.strip()] = cells
    return found
