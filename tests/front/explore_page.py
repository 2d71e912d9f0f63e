"""The Explore page without a browser, and what is read from it."""

import re

from app.link import decode
from samgs_core.methods import METHODS
from tests.front.any_page import html, open_at, query_of

SHORT = {"steps": "60"}


def open_page(query=None):
    return open_at("explore", query)


def study_of(page):
    return decode(query_of(page)).study


def words(page):
    return next(each.value for each in page.markdown if each.value.startswith("Same landscape"))


def scores(page):
    """The score of every method on the page, by its key."""
    chips = re.findall(r'data-method="([\w-]+)".*?<b>(.*?)</b>', html(page))
    return dict(chips[-len(METHODS) :])
