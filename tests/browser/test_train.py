"""The page Train in a real browser: from the click to the table, cancelled, shared, on a phone."""

import re
from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.tabs import PHONE, settle

DIGITS = {"train.benchmark": "digits", "train.steps": "30"}
TINY = {**DIGITS, "train.steps": "4", "train.methods": "ls,sam-gs"}
LONG = {**DIGITS, "train.steps": "2000", "train.methods": "ls", "train.seed": "7"}
DONE = "On the test set, after 30 steps"
PATIENT = 200_000
"""Milliseconds: networks learn when nobody else wants the processors, and tests always do."""


def address(query):
    return f"train?{urlencode(query)}"


def visit_trained(visit, **device):
    """A page whose networks have learnt."""
    page = visit(address(TINY), is_settled=False, **device)
    expect(table(page).locator("tbody tr")).to_have_count(3, timeout=PATIENT)
    settle(page)
    return page


def table(page):
    return page.locator(".train-table").first


def test_a_preset_is_trained_from_the_click_to_the_table_and_shared(visit):
    page = visit_trained(visit)
    page.get_by_role("button", name="Two digits").click()
    expect(page.get_by_text(re.compile(r"after \d+ of 300 steps"))).to_be_visible(timeout=PATIENT)
    page.get_by_text("Training", exact=True).click()
    steps = page.get_by_role("spinbutton", name="Steps")
    steps.fill("30")
    steps.press("Enter")
    expect(page.get_by_text(DONE)).to_be_visible(timeout=PATIENT)
    settle(page)
    expect(table(page).locator("tbody tr")).to_have_count(4)
    expect(page.locator(".train-examples img")).to_have_count(4)
    for name in ("metric-left", "loss-right", "angle", "similarity", "ranking"):
        chart = page.locator(f'[class*="st-key-"][class*="-{name}-"] .main-svg').first
        expect(chart).to_be_attached()
    told = table(page).inner_text()

    another = visit(address(DIGITS))  # a tab has a session of its own
    expect(another.get_by_text(DONE)).to_be_visible()
    assert table(another).inner_text() == told
    with another.expect_download() as download:
        another.get_by_role("link", name="Download its recording").click()
    assert download.value.suggested_filename == "recording.npz"
    another.get_by_role("link", name="Open SAM-GS in Your run").click()
    expect(another.get_by_text("SAM-GS on the page Train, step 30")).to_be_visible()


def test_cancel_keeps_what_is_done_and_the_rest_is_run_when_asked(visit):
    page = visit(address(LONG), is_settled=False)
    expect(page.get_by_text(re.compile(r"after \d+ of 2,000 steps"))).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Stopped at")).to_be_visible()
    settle(page)
    expect(table(page).locator("tbody tr")).not_to_have_count(0)
    page.get_by_role("button", name="Run the rest").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    page.get_by_role("button", name="Split dense").click()
    expect(page.get_by_role("button", name="Join dense")).to_be_visible()
    assert "train.split=dense" in page.url
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Stopped at")).to_be_visible()


def test_on_a_phone_nothing_sticks_out_and_tables_scroll_by_themselves(visit):
    page = visit_trained(visit, **PHONE, color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    place = table(page).bounding_box()
    assert place["x"] >= 0 and place["x"] + place["width"] <= 390
    for link in page.get_by_role("link", name="Download").all():
        assert link.bounding_box()["height"] >= 44
