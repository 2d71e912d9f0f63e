"""The scene without its files, with many methods, on a phone and with any study."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from samgs_core.methods import METHODS
from tests.browser.scene_page import SHORT, drawn, scene
from tests.browser.tabs import PHONE


def test_without_its_files_the_static_charts_stand_in_with_a_sentence(visit):
    page = drawn(visit(SHORT, is_settled=False, is_fresh=True))
    page.route("**/plotly.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("The living scene does not run here")).to_be_visible()
    expect(page.locator(".st-key-parameter-space .main-svg").first).to_be_visible()
    page.faults.clear()  # the browser says that the file was refused


def test_twelve_methods_are_drawn_in_one_scene(visit):
    keys = ",".join(method.key for method in METHODS[:12])
    page = drawn(visit(f"?{urlencode({'steps': 60, 'methods': keys})}", is_settled=False))
    assert scene(page, "return s.runs.n") == 84


def test_on_a_phone_it_is_a_column_with_targets_for_fingers(visit):
    page = drawn(visit(SHORT, **PHONE, is_settled=False))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tops = [page.locator(f".scene-{name}").first.bounding_box()["y"] for name in ("space", "loss")]
    assert tops[1] > tops[0] + 300
    for button in page.locator(".scene button:visible").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) > 43.9  # rounding of a zoomed page


@pytest.mark.parametrize(
    "query",
    [
        {"methods": "none"},
        {"landscape": "two-bowls", "optimizer": "sgd", "optimizer.lr": "100", "clip": "none"},
        {"landscape": "zdt3", "methods": "ls,uw"},
        {"steps": "1"},
    ],
    ids=str,
)
def test_whatever_the_study_the_keys_find_no_error(visit, query):
    page = drawn(visit(f"?{urlencode({'steps': '60'} | query)}", is_settled=False))
    page.locator(".scene").focus()
    for key in ("1", "s", "Home", "ArrowRight", "Space", "End", "Delete"):
        page.keyboard.press(key)
    expect(page.locator(".scene-readout h4")).to_be_visible()


def test_the_scene_comes_back_after_another_page(visit):
    page = drawn(visit(SHORT, is_settled=False))
    page.get_by_role("link", name="Methods").click()
    expect(page.locator(".scene")).to_have_count(0)
    page.get_by_role("link", name="Explore").first.click()
    drawn(page)
