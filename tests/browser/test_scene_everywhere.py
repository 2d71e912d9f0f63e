"""The scene without its files, on a phone and with any study."""

from urllib.parse import urlencode

from playwright.sync_api import expect

from tests.browser.scene_page import SHORT, drawn
from tests.browser.tabs import PHONE, go_on
from tests.browser.test_address import expect_drawn

ODD = (
    {"methods": "none"},
    {"landscape": "two-bowls", "optimizer": "sgd", "optimizer.lr": "100", "clip": "none"},
    {"landscape": "zdt3", "methods": "ls,uw"},
    {"steps": "1"},
)


def test_without_its_files_the_static_charts_stand_in_with_a_sentence(visit):
    page = drawn(visit(SHORT, is_settled=False, is_fresh=True))
    page.route("**/plotly.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("The living scene does not run here")).to_be_visible()
    expect(page.locator(".st-key-parameter-space .main-svg").first).to_be_visible()
    page.faults.clear()  # the browser says that the file was refused


def test_on_a_phone_it_is_a_column_with_targets_for_fingers(visit):
    page = drawn(visit(SHORT, **PHONE, is_settled=False))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tops = [page.locator(f".scene-{name}").first.bounding_box()["y"] for name in ("space", "loss")]
    assert tops[1] > tops[0] + 300
    for button in page.locator(".scene button:visible").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) > 43.9  # rounding of a zoomed page


def test_whatever_the_study_the_keys_find_no_error(visit):
    page = drawn(visit("?steps=60&methods=ls", is_settled=False))
    for n, query in enumerate(ODD, 10):
        go_on(page, f"?{urlencode({'steps': n} | query)}")
        expect_drawn(page, "steps", query.get("steps", str(n)))
        page.locator(".scene").focus()
        for key in ("1", "s", "Home", "ArrowRight", "Space", "End", "Delete"):
            page.keyboard.press(key)
        expect(page.locator(".scene-readout h4")).to_be_visible()
