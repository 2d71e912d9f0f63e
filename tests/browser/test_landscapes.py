"""Landscapes in a real browser: chosen by their pictures, typed, shared, seen as a surface."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.tabs import answer
from tests.browser.test_explore import expect_link, expect_scene

QUICK = "steps=30&methods=ls,pcgrad,sam-gs"


def type_in(page, name, formula):
    field = page.get_by_role("textbox", name=name)
    with answer(page):
        field.fill(formula)
        field.press("Enter")


def test_a_formula_is_typed_run_and_shared(visit):
    page = visit(f"?landscape=formula&{QUICK}")
    type_in(page, "L₁ =", "log(x) + y^2")
    type_in(page, "L₂ =", "(x - 1)^2 + sin(y)")
    expect_link(page, lambda link: link.get("landscape.l2") == "(x - 1)^2 + sin(y)")
    expect(page.locator("section .katex").first).to_contain_text("ln")
    expect(page.get_by_text("undefined here")).to_be_visible()
    expect_scene(page, 3)
    for method in ("ls", "pcgrad", "sam-gs"):
        expect(page.locator(f'.score-chip.drawn[data-method="{method}"]')).to_be_visible()
    told = page.get_by_text("Same landscape, same five starts").text_content()
    second = visit(f"?{urlsplit(page.url).query}")
    expect(second.get_by_role("textbox", name="L₁ =")).to_have_value("log(x) + y^2")
    expect(second.get_by_text("Same landscape, same five starts")).to_have_text(told)
    expect_scene(second, 3)


def test_an_error_points_at_its_character_and_moves_neither_picture_nor_controls(visit):
    page = visit(f"?landscape=formula&{QUICK}")
    expect_scene(page, 3)
    page.locator(".scene").evaluate("scene => { scene.dataset.seen = 'before'; }")
    type_in(page, "L₂ =", "x + * y")
    expect(page.locator(".unread pre")).to_have_text("x + * y\n    ^")
    expect(page.get_by_text("The formula that is drawn stays")).to_be_visible()
    expect(page.get_by_role("textbox", name="L₂ =")).to_have_value("x + * y")
    expect_scene(page, 3)
    expect(page.locator(".scene[data-seen=before]")).to_be_visible()
    assert "landscape.l2" not in page.url
    type_in(page, "L₂ =", "x^2 + (y - 1)^2")
    expect(page.locator(".unread pre")).to_have_count(0)
    expect(page.locator('.score-row[aria-busy="true"]')).to_have_count(0)  # scores take lines
    places = [page.locator(".scene"), page.get_by_text("Half-width", exact=True)]
    places += [page.get_by_role("textbox", name="L₂ =")]
    before = [place.bounding_box() for place in places]
    told = page.get_by_role("alert").filter(has_text="is drawn stays")
    for typed in ("x + foo", "𝑥² + 日本", "x^2 + y^2 + 1/2x", "שלום x"):
        type_in(page, "L₁ =", typed)
        expect(told).to_contain_text(typed)
        expect_scene(page, 3)
        assert [place.bounding_box() for place in places] == before, typed
        assert told.bounding_box()["y"] < before[2]["y"]


def test_a_landscape_is_chosen_by_its_picture_with_the_keyboard(visit):
    page = visit(f"?{QUICK}", width=390, height=844, is_fresh=True)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("button", name="Choose a landscape").press("Enter")
    card = page.get_by_role("button", name="Two bowls The sum ends near")
    picture = card.evaluate("card => getComputedStyle(card, '::before').backgroundImage")
    assert picture.startswith('url("data:image/png;base64,')
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["height"] >= 44
    with answer(page):
        card.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect_link(page, lambda link: link.get("landscape") == "two-bowls" and "starts" not in link)
    expect(page.get_by_text("Same landscape, same five starts")).to_be_attached()


def test_a_preset_a_layer_and_the_surface(visit):
    page = visit(f"?landscape=ewq&{QUICK}")
    with answer(page):
        page.get_by_role("button", name="TorchJD").click()
    expect_link(page, lambda link: link.get("optimizer") == "sgd" and link.get("clip") == "none")
    with answer(page):
        page.get_by_role("radio", name="angle").click()
    expect_link(page, lambda link: link.get("layer") == "angle")
    expect(page.get_by_text("angle conflict: more than 90° apart")).to_be_visible()
    assert page.locator(".st-key-surface").count() == 0
    page.get_by_text("In 3-D").click()
    expect(page.locator(".st-key-surface canvas").first).to_be_visible()
