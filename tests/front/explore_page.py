"""The Explore page without a browser, and what is read from it."""

import random
import re
from types import SimpleNamespace
from unittest.mock import patch

from app.study import put as door
from tests.front.any_page import html, open_at

SHORT = {"steps": "60"}


def open_page(query=None):
    return open_at("explore", query)


def go(page, query):
    """Have the browser go to another address of the page, as Back and Forward do."""
    went = SimpleNamespace(is_history_navigation=True, session_id="")
    with patch.object(door, "get_script_run_ctx", lambda: went):
        page.query_params.clear()
        page.query_params |= query
        page.run()
    assert not page.exception, query


def words(page):
    """The caption, without the marks that explain its terms."""
    said = next(each.value for each in page.markdown if each.value.startswith("Same landscape"))
    return re.sub(r"<[^>]*>", "", said)


def scores(page):
    """The score of every method on the page, by its key."""
    return dict(re.findall(r'data-method="([\w-]+)".*?<b>(.*?)</b>', html(page)))


def garbage_links(n):
    """Links of settings that are given nonsense; short runs, for the default would take long."""
    chance = random.Random(0)
    names = ["v", "landscape", "landscape.scale1", "methods", "sam-gs.gamma", "optimizer", "starts"]
    names += ["optimizer.lr", "clip", "noise", "seed", "focus", "contours", "precision"]
    values = ["", "-1", "nan", "inf", "1e999", "none", "1,2", "0", "99999999", "two-optima", "ls"]
    values += ["ls,,", ";;", "<b>", "![x](http://192.0.2.1/x.png)", "'; --"]
    values += ["\u202e", "٣", "a" * 500]
    for _ in range(n):
        query = {chance.choice(names): chance.choice(values) for _ in range(chance.randint(1, 5))}
        yield {"methods": "ls"} | query | {"steps": "20"}
