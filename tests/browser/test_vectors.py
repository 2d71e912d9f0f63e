"""The Vectors page in a real browser: by pointer, touch and keyboard."""

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from app.look.theme import DARK, LIGHT
from app.study.link import decode
from app.vectors.outcome import outcomes
from app.vectors.words import row
from samgs_core import run
from tests.browser.axe import barriers
from tests.browser.scene_page import query_of
from tests.browser.tabs import PHONE, SLOW, answer
from tests.browser.vectors_page import drawn, expect_link, middle, settings_of, tip

FAST = "vectors?vectors.methods=ls,mgda"


def test_a_tip_that_is_dragged_is_followed_and_the_address_says_so(visit):
    page = drawn(visit(FAST))
    before, wheel = tip(page, 1).get_attribute("aria-label"), page.locator(".vectors-wheel")
    x, y = middle(tip(page, 1))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 50, steps=6)
    length = page.locator('.vectors td[data-name="‖d‖"]').first
    page.wait_for_function(  # while it is held the methods answer
        "() => { const { header, grads } = document.querySelector('.vectors').held;"
        " return String(header.grads[0]) === String(grads[0]) }",
        timeout=SLOW,
    )
    assert "vectors.g1" not in query_of(page)
    page.mouse.up()
    settings = expect_link(page, lambda told: told.g1 != decode({}).study.vectors.g1)
    found = outcomes(decode(query_of(page)).study)
    expect(length).to_have_text(row(found.methods[0], 0).length)
    assert tip(page, 1).get_attribute("aria-label") != before
    px, py = middle(tip(page, 1))
    assert abs(px - (x - 60)) < 4 and abs(py - (y - 50)) < 4
    x, y = middle(wheel)  # a quarter of a turn
    page.mouse.move(x, y)
    page.mouse.down()
    left = page.locator(".vectors-picture").bounding_box()["x"]
    page.mouse.move(2 * left + page.locator(".vectors-picture").bounding_box()["width"] - x, y)
    page.mouse.up()
    after = expect_link(page, lambda told: told.turned != 0)
    assert after.turned == pytest.approx(-90, abs=2)
    turned = np.array(settings.g1) @ [[0, -1], [1, 0]]
    assert np.array(after.g1) == pytest.approx(turned, abs=0.05)
    expect(page.locator('.vectors td[data-name="Turned"]').first).to_have_text("along")
    page.reload()
    drawn(page)
    assert settings_of(page) == after
    expect(page.locator('.vectors td[data-name="Turned"]').first).to_have_text("along")


def test_the_keyboard_does_all_that_the_pointer_does(visit):
    page = drawn(visit(FAST))
    plain = decode({}).study.vectors
    tip(page, 1).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    moved = expect_link(page, lambda told: all(np.array(told.g1) != plain.g1))  # by both keys
    assert np.array(moved.g1) - plain.g1 == pytest.approx([-0.03, -0.03])
    page.keyboard.press("Tab")
    expect(tip(page, 2)).to_be_focused()
    page.keyboard.press("+")
    longer = expect_link(page, lambda told: told.g2 != plain.g2)
    assert np.array(longer.g2) == pytest.approx(1.1 * np.array(plain.g2))
    page.keyboard.press("Tab")
    expect(page.locator(".vectors-wheel")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    assert expect_link(page, lambda told: told.turned != 0).turned == 5
    expect(page.locator(".vectors .scene-live")).to_contain_text("2 gradients")


def test_three_gradients_presets_lengths_and_the_way_back(visit):
    page = drawn(visit(FAST))
    page.get_by_role("button", name="Add g₃").click()
    third = expect_link(page, lambda told: told.g3 is not None)
    expect(page.locator(".vectors-handle:not(.vectors-wheel)")).to_have_count(3)
    expect(page.locator(".vectors thead th")).to_have_count(10)
    assert len(third.grads) == 3
    page.get_by_role("button", name="Remove g₃").click()
    expect_link(page, lambda told: told.g3 is None)
    page.get_by_role("button", name="Equal lengths").click()
    expect_link(page, lambda told: told.lengths == "equal")
    with answer(page):
        page.get_by_role("button", name="Opposite", exact=True).click()
    expect(page.locator(".vectors-words")).to_contain_text("No step at all: MGDA.")
    page.get_by_role("button", name="MGDA", exact=True).last.click()
    expect(page.get_by_role("button", name="Operated gradients: MGDA")).to_be_visible()
    expect(page.get_by_role("link", name="Open MGDA in Explore")).to_be_visible()
    page.go_back()
    expect_link(page, lambda told: told.lengths == "equal" and told.g3 is None)
    with page.expect_download() as download:
        page.get_by_role("button", name="SVG").first.click()
    assert "<svg" in download.value.path().read_text()


def test_explore_opens_its_gradients_here(visit):
    page = visit("?steps=60&methods=ls&t=20")
    expect(page.locator(".scene[data-drawn]")).to_be_visible()
    at = "document.querySelector('.scene').scene.stage.arrows.moment?.step"
    page.wait_for_function(f"() => {at} === 20", timeout=SLOW)
    page.get_by_role("button", name="To Vectors").click()
    drawn(page)
    study = decode(query_of(page)).study
    assert study.t == 20
    record = run(study.experiment(study.drawn_methods[0]))
    assert np.allclose(study.vectors.grads, record.grads[study.focus - 1, 20])


def test_on_a_phone_a_finger_moves_a_tip_and_nothing_sticks_out(visit):
    page = drawn(visit(FAST, **PHONE))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = tip(page, 2).bounding_box()
    assert box["width"] >= 44 and box["height"] >= 44
    x, y = middle(tip(page, 2))
    touch = page.context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x + 30, "y": y + 20}]),
        ("touchMove", [{"x": x + 40, "y": y + 40}]),
        ("touchEnd", []),
    ):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect_link(page, lambda told: told.g2 != decode({}).study.vectors.g2)


def test_fingerprints_set_the_arrows_and_all_is_open_to_assistive_technology(visit):
    page = drawn(visit(FAST, height=1300, is_fresh=True))
    expect(page.locator(".fingerprints[data-drawn]")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for part in (".vectors", ".fingerprints"):
            page.wait_for_function(
                f"() => document.querySelector('{part}').held.themeName === '{scheme}'",
                timeout=SLOW,
            )
            assert barriers(page, part) == []
    plane = page.locator(".fingerprints .nsewdrag").nth(1)
    plane.click(position={"x": 100, "y": 40})
    settings = expect_link(page, lambda told: told.g1 != decode({}).study.vectors.g1)
    assert np.prod(np.hypot(*np.array(settings.grads).T)) == pytest.approx(1)
    page.locator(".fingerprints select").first.select_option("mgda")
    expect(page.locator(".fingerprints .nsewdrag")).to_have_count(1)
    expect_link(page, lambda told: told.big is not None and told.big.key == "mgda")


def test_saved_pictures_are_white_and_their_words_dark_where_the_page_is_dark(visit):
    page = drawn(visit(FAST, height=1300, color_scheme="dark"))
    expect(page.locator(".fingerprints[data-drawn]")).to_be_visible()
    for part in (".vectors", ".fingerprints"):
        page.wait_for_function(f"document.querySelector('{part}').held.themeName === 'dark'")
    for bar in page.locator(".vectors-buttons").all():
        with page.expect_download() as download:
            bar.get_by_role("button", name="PNG").click()
        picture = Image.open(download.value.path()).convert("RGBA")
        corners = [
            picture.getpixel((x, y))
            for x in (2, picture.width - 3)
            for y in (2, picture.height - 3)
        ]
        assert {*corners} == {(255, 255, 255, 255)}
        with page.expect_download() as download:
            bar.get_by_role("button", name="SVG").click()
        text = download.value.path().read_text().lower()
        assert said_in(LIGHT.text, text) and said_in(LIGHT.page, text)
        assert not said_in(DARK.text, text) and not said_in(DARK.page, text)


def said_in(colour, svg):
    """Whether a picture uses a colour, as it is named here or by its three numbers."""
    numbers = ", ".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return colour.lower() in svg or f"rgb({numbers})" in svg
