"""The Vectors page in a browser, and what is read from it."""

from playwright.sync_api import expect

from app.study.link import decode
from tests.browser.scene_page import query_of
from tests.browser.tabs import SLOW


def drawn(page):
    expect(page.locator(".vectors[data-drawn]")).to_be_visible()
    return page


def settings_of(page):
    return decode(query_of(page)).study.vectors


def tip(page, task):
    return page.locator(".vectors-handle:not(.vectors-wheel)").nth(task - 1)


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def expect_link(page, check):
    """Wait until the address says what is expected of its settings, and return them."""
    told = []

    def fits():
        told[:] = [settings_of(page)]
        return check(told[0])

    for _ in range(SLOW // 50):
        if fits():
            return told[0]
        page.wait_for_timeout(50)
    raise AssertionError(f"the address says {told[0]}")
