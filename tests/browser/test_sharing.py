"""Share in real browsers: a QR code read from the screen, its link followed, and a vote."""

from io import BytesIO

import numpy as np
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from app.study.link import decode
from tests.browser.axe import barriers
from tests.browser.scene_page import SHORT, drawn, go, query_of
from tests.browser.tabs import settle

DISTANCE, WALL = 12.0, 2.5
"""Metres from the wall to the back row, and how wide the picture of a projector is on it."""


IS_DARK = "() => getComputedStyle(document.querySelector('[role=dialog]')).colorScheme == 'dark'"


def open_share(page, what="Link"):
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=what, exact=True).click()
    return dialog


def read(page):
    """What a camera reads that sees all of the screen."""
    picture = Image.open(BytesIO(page.screenshot())).convert("L")
    found = zxingcpp.read_barcodes(np.asarray(picture))
    return [code.text for code in found]


def test_the_qr_code_is_read_from_the_screen_and_leads_to_the_study(visit, server):
    page = drawn(visit(SHORT, is_settled=False, is_fresh=True))
    go(page, 120)
    dialog = open_share(page)
    code = dialog.locator(".share-code")
    expect(code).to_be_visible()
    link = dialog.locator("code").first.inner_text()
    assert link.startswith(f"{server}/c/") and read(page) == [link.upper()]
    module = code.bounding_box()["width"] / 33  # 25 modules, and 4 of white on either side
    assert module / 1280 * WALL >= DISTANCE / 1000  # a module's angle is a thousandth at least
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(IS_DARK)
    assert read(page) == [link.upper()]
    assert barriers(page, '[role="dialog"]') == []
    dialog.get_by_text("Begin at step 120, where the cursor stands").click()
    expect(dialog.locator("code").first).not_to_have_text(link)
    (link,) = read(page)
    path = link.removeprefix(f"{server}/".upper())
    other = drawn(visit(path, is_settled=False, is_fresh=True))
    assert query_of(other).pop("t") == "120"
    assert decode(query_of(other) | {"t": "120"}) == decode(query_of(page) | {"t": "120"})


def test_students_vote_on_phones_and_the_lecturer_reveals_the_run(visit, chromium):
    lecturer = drawn(visit(f"{SHORT}&screen.predict=yes", is_settled=False))
    dialog = open_share(lecturer, "Vote")
    dialog.get_by_role("button", name="Open the vote").click()
    tally = dialog.locator(".share-tally")
    expect(tally.locator("caption")).to_have_text("0 votes")
    (link,) = read(lecturer)
    lecturer.reload()
    drawn(lecturer).get_by_role("button", name="Vote", exact=True).click()
    expect(tally.locator("caption")).to_have_text("0 votes")
    for n, choice in enumerate(("SAM-GS", "SAM-GS"), 1):
        browser = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
        phone, again = browser.new_page(), browser.new_page()
        for tab in (phone, again):
            tab.goto(link)
        assert n > 1 or barriers(phone) == []
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        phone.get_by_role("button", name=choice, exact=True).tap()
        expect(phone.locator(".own")).to_have_text(f"Your vote: {choice}")
        expect(tally.locator("caption")).to_have_text("1 vote" if n == 1 else f"{n} votes")
        if n < 2:
            browser.close()
    assert tally.locator("td:last-child").all_inner_texts() == ["0", "0", "2"]
    again.get_by_role("button", name="PCGrad").tap()  # opened before, and voted elsewhere since
    expect(again.get_by_role("alert")).to_have_text("You have voted already: one vote each.")
    lecturer.keyboard.press("Escape")
    lecturer.get_by_role("button", name="Vote", exact=True).click()
    dialog.get_by_role("button", name="Reveal", exact=True).click()
    expect(dialog).to_be_hidden()
    settle(lecturer)
    lecturer.wait_for_function("() => document.querySelector('.scene').scene.clock.isPlaying")
    assert "screen.predict" not in query_of(lecturer) and query_of(lecturer)["play"] == "yes"
    phone.goto(link)
    phone.get_by_role("link", name="See the run").tap()
    drawn(phone)
    assert query_of(phone)["steps"] == "200" and "screen.predict" not in query_of(phone)
    browser.close()
