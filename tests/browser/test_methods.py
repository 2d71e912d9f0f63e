"""The Methods page in a real browser."""

import pytest
from playwright.sync_api import expect

from samgs_core.methods import METHODS
from tests.browser.tabs import PHONE, settle
from tests.browser.test_explore import expect_link


def card(page, key):
    return page.locator(f".st-key-card-{key}")


def dialog(page):
    return page.get_by_role("dialog")


def open_card(page, title):
    page.get_by_role("button", name=f"Open {title}", exact=True).click()
    expect(dialog(page).locator(".katex-display")).to_have_count(2)


def expect_settings(page, **expected):
    """Wait for a link with these settings and no others."""
    expect_link(page, lambda link: link == {"v": "1"} | expected)


def test_every_method_has_a_card_and_its_look(visit):
    page = visit("methods")
    for method in METHODS:
        expect(card(page, method.key)).to_be_visible()
        width = card(page, method.key).locator("img.swatch").evaluate("i => i.naturalWidth")
        assert width > 0
    open_card(page, METHODS[-1].title)
    expect(dialog(page).get_by_text(METHODS[-1].title).first).to_be_visible()
    assert page.locator(".katex-error").count() == 0


def test_a_card_is_searched_opened_and_closed_and_the_link_follows(visit):
    page = visit("methods")
    page.get_by_role("searchbox", name="Search").fill("bargain")
    expect(card(page, "pcgrad")).to_have_count(0)
    expect(card(page, "nash-mtl")).to_be_visible()
    open_card(page, "Nash-MTL")
    expect_settings(page, method="nash-mtl")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect_settings(page)
    expect(card(page, "nash-mtl")).to_be_visible()  # what was searched for is still there
    settle(page)  # the entry of the history comes with the answer
    page.go_back()
    expect(dialog(page).get_by_text("Nash-MTL").first).to_be_visible()


def test_explore_opens_with_the_method_and_leads_back_with_the_study(visit):
    page = visit("methods?method=moco&steps=50")
    expect(dialog(page).get_by_text("Counter-examples")).to_be_visible()
    dialog(page).get_by_role("link", name="Open in Explore").click()
    expect(page.locator('.score-chip.drawn[data-method="moco"]')).to_be_visible()
    expect(page.locator(".score-chip.drawn")).to_have_count(4)
    study = {"methods": "ls,pcgrad,moco,sam-gs", "steps": "50", "focus-method": "moco"}
    expect_settings(page, **study)
    page.get_by_role("link", name="Methods").click()
    expect(card(page, "ls")).to_be_visible()
    page.get_by_role("link", name="Explore").click()
    expect_settings(page, **study)


def test_the_comparison_can_be_downloaded(visit):
    page = visit("methods")
    page.get_by_role("tab", name="Compare").click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the comparison (CSV)").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("method,family,") and len(lines) == 1 + len(METHODS)


def test_an_unknown_method_is_said_to_be_unknown(visit):
    page = visit("methods?method=%3Cb%3Emoon")
    expect(page.get_by_text("got “<b>moon”")).to_be_visible()
    expect(card(page, "ls")).to_be_visible()


@pytest.mark.parametrize("path", ["methods", "methods?method=cagrad"])
def test_on_a_phone_nothing_sticks_out(visit, path):
    page = visit(path, **PHONE)
    expect(page.get_by_role("link", name="Methods")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    if "=" in path:
        box = dialog(page).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
