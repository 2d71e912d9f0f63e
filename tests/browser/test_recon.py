"""The Recon page in a real browser."""

import re

from playwright.sync_api import expect

from synthetic import PRESETS
from tests.browser.tabs import PHONE, answer, settle

PICTURES = ("heat", "ranking", "outcome", "truth", "histogram", "surgery")
QUICK = "recon?recon.steps=40"


def picture(page, name):
    return page.locator(f'[class*="st-key-recon-{name}"] .main-svg').first


def box(page, layer):
    return page.get_by_role("button", name=re.compile(rf"^Layer {layer} (split|shared)$"))


def query(page, name):
    return page.evaluate(f"new URL(location).searchParams.get('{name}')")


def shadow(page, layer):
    """How the box of a layer is doubled."""
    return box(page, layer).evaluate("box => getComputedStyle(box).boxShadow")


CURVES = '[class*="st-key-recon-outcome"] .scatterlayer path.js-line'
OUTLINES = f"[...document.querySelectorAll('{CURVES}')].map(line => line.getAttribute('d')).join()"
"""The outlines of all test losses that are drawn, as JavaScript."""


def test_presets_are_opened_trained_and_held_to_what_they_promise(visit):
    page = visit(QUICK)
    presets = {preset.key: preset for preset in PRESETS}
    for key, misleads in (("different-eyes", False), ("hidden-in-the-middle", True)):
        page.get_by_role("button", name=presets[key].title, exact=True).click()
        expect(page.get_by_text("with this seed.")).to_be_visible()
        settle(page)
        expect(page.get_by_text("As expected")).to_be_visible()
        for name in PICTURES:
            expect(picture(page, name)).to_be_attached()
        expect(page.get_by_text("The score misleads here")).to_have_count(int(misleads))


def test_there_is_a_picture_before_the_training_is_over_and_stop_keeps_it(visit):
    page = visit("methods")
    page.goto(page.url.replace("methods", "recon?recon.steps=2000&recon.seed=41&recon.seeds=10"))
    expect(page.get_by_text("So far:")).to_be_visible()
    expect(picture(page, "heat")).to_be_attached()
    page.get_by_role("button", name="Stop training").click()
    expect(page.get_by_text("Stopped; what was done is kept.")).to_be_visible()
    expect(picture(page, "heat")).to_be_attached()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()


def test_a_box_splits_its_layer_by_hand_and_the_curves_are_drawn_again(visit):
    page = visit(f"{QUICK}&recon.seed=1")
    before = page.evaluate(OUTLINES)
    assert "none" in [shadow(page, layer) for layer in range(1, 6)]
    with answer(page):
        box(page, 4).click()
    expect(page.get_by_text("Your split")).to_be_visible()
    expect(box(page, 4)).to_have_text("Layer 4 split")
    assert shadow(page, 4) != "none"
    assert "4" in query(page, "recon.split")
    expect(page.locator('[class*="st-key-recon-outcome"]').get_by_text("yours")).to_be_visible()
    page.wait_for_function(f"before => {OUTLINES} !== before", arg=before)


def test_the_network_is_split_by_keyboard_alone(visit):
    page = visit(QUICK)
    shared = page.get_by_role("button", name=re.compile("^Layer . shared$")).last
    name = shared.inner_text()
    shared.focus()
    page.keyboard.press("Enter")
    split = page.get_by_role("button", name=name.replace("shared", "split"), exact=True)
    expect(split).to_be_visible()
    settle(page)
    assert query(page, "recon.split") is not None
    expect(split).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def test_the_link_opens_the_same_screen_again(visit):
    page = visit(f"{QUICK}&recon.split=2,5&recon.layer=3&recon.method=cagrad&recon.score=energy")
    assert [box(page, n).inner_text().split()[-1] for n in range(1, 6)] == [
        "shared",
        "split",
        "shared",
        "shared",
        "split",
    ]
    expect(page.get_by_role("radio", name="energy")).to_be_checked()


def test_all_numbers_can_be_downloaded_and_every_formula_is_set_without_an_error(visit):
    page = visit(QUICK)
    for label, head in (
        ("Download all networks (CSV)", "seed,network,method,split,width,"),
        ("Download the pictures’ numbers (CSV)", "picture,series,seed,x,y"),
    ):
        with page.expect_download() as download:
            page.get_by_role("link", name=label).click()
        lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
        assert lines[0].startswith(head) and len(lines) > 10
    page.get_by_role("tab", name="Explanations").click()
    page.get_by_text("When does splitting a layer help the next step?").click()
    expect(page.locator(".katex-display").first).to_be_visible()
    assert page.locator(".katex-error").count() == 0


def test_on_a_phone_nothing_sticks_out(visit):
    page = visit(QUICK, **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for layer in range(1, 6):
        size = box(page, layer).bounding_box()
        assert size["x"] >= 0 and size["x"] + size["width"] <= 390 and size["height"] >= 44
    links = page.get_by_role("link", name="Download")
    expect(links).to_have_count(2)
    for link in links.all():
        assert link.bounding_box()["height"] >= 44
