"""Nothing lies over anything else, and nothing is cut off, at the sizes that people have."""

import pytest
from playwright.sync_api import expect

from samgs_core.methods import METHODS
from tests.browser.tabs import PHONE, answer
from tests.browser.test_explore import chip, expect_link

TWELVE = "ls,uw,dwa,graddrop,pcgrad,upgrad,mgda,cagrad,nash-mtl,imtl-g,aligned-mtl,sam-gs"
RULES = '.stMain [data-testid="stPopover"] button'
CAPTION = '[data-testid="stMarkdownContainer"]:has(> p > .term)'


def whole(page):
    """The page once its last part has come, which is the scene."""
    expect(page.locator(".scene[data-drawn]")).to_be_visible()
    return page


def box(page, selector):
    """Left, top, right and bottom of the first that is found, in pixels."""
    place = page.locator(selector).first.bounding_box()
    return (
        place["x"],
        place["y"],
        place["x"] + place["width"],
        place["y"] + place["height"],
    )


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def lines(page, selector):
    """How many lines of text a paragraph has."""
    return page.locator(selector).first.evaluate(
        "p => Math.round(p.offsetHeight / parseFloat(getComputedStyle(p).lineHeight))"
    )


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (820, 1180)])
def test_the_heading_is_in_one_line_and_clear_of_signs_and_arrows(visit, width, height):
    page = whole(visit("?steps=20", width=width, height=height, is_fresh=True))
    assert lines(page, "h2") == 1
    title, rules = box(page, "h2"), box(page, RULES)
    links = box(page, '[data-testid="stPageLink"]')
    for one, other in ((title, rules), (title, links), (links, rules)):
        assert not overlap(one, other)
    # The sign is there for moments only: one of its kind stays where the page would put it.
    page.evaluate(
        "() => { const sign = document.createElement('div');"
        " sign.dataset.testid = 'stStatusWidget'; sign.textContent = 'Running';"
        " document.querySelector('[data-testid=stHeader]').append(sign) }"
    )
    sign = box(page, '[data-testid="stStatusWidget"]:has-text("Running")')
    assert not overlap(rules, sign) and sign[1] > height / 2 and sign[3] <= height
    page.locator('[data-testid="stSidebarCollapseButton"] button').dispatch_event("click")
    arrow = page.get_by_test_id("stExpandSidebarButton")
    expect(arrow).to_be_visible()
    place = page.evaluate(  # of the words, not of the box around them
        "() => { const words = document.createRange();"
        " words.selectNodeContents(document.querySelector('h2'));"
        " const { left, top, right, bottom } = words.getBoundingClientRect();"
        " return [left, top, right, bottom] }"
    )
    assert not overlap(place, box(page, '[data-testid="stExpandSidebarButton"]'))


def test_a_long_formula_is_shown_whole_and_clear_of_what_follows(visit):
    page = whole(visit("?landscape=formula&steps=20"))
    formulas = page.locator(".stSidebar .katex-display")
    expect(formulas).to_have_count(2)
    for at in (0, 1):
        widths = formulas.nth(at).evaluate("f => [f.scrollWidth, f.clientWidth]")
        assert widths[0] <= widths[1]
    last = formulas.nth(1).bounding_box()
    after = page.get_by_text("Half-width", exact=True).bounding_box()
    assert last["y"] + last["height"] <= after["y"]


def test_the_caption_of_twelve_methods_has_three_lines_at_most(visit):
    page = visit(f"?methods={TWELVE}")
    expect(page.locator(CAPTION)).to_be_visible()
    assert lines(page, f"{CAPTION} > p") <= 3


def test_a_term_is_explained_to_whoever_reaches_it_with_the_keyboard(visit):
    page = whole(visit("?steps=20"))
    term = page.locator(".term").first
    note = term.locator(".show-me")
    expect(note).to_be_hidden()
    term.focus()
    expect(note).to_be_visible()
    assert note.evaluate("n => getComputedStyle(n, '::before').content") == (
        f'"{note.get_attribute("data-meaning")}"'
    )
    page.keyboard.press("Tab")
    expect(note).to_be_focused()


def test_a_press_on_a_score_draws_the_method_and_another_hides_it(visit):
    page = whole(visit("?steps=20"))
    mgda = next(method for method in METHODS if method.key == "mgda")
    with answer(page):
        chip(page, mgda, "undrawn").click()
    expect(chip(page, mgda, "drawn")).to_be_visible()
    expect(chip(page, mgda, "drawn")).to_be_focused()
    expect_link(page, lambda link: link["methods"] == "ls,pcgrad,mgda,sam-gs")
    page.keyboard.press("Enter")
    expect(chip(page, mgda, "undrawn")).to_be_visible()
    expect_link(page, lambda link: "methods" not in link)


def test_on_a_phone_controls_leave_the_picture_in_sight_and_other_scores_come_after_it(visit):
    page = whole(visit("?steps=20", **PHONE, is_fresh=True))
    figure = page.locator(".scene-figure").first.bounding_box()
    others = page.locator(".score-chip.undrawn").first.bounding_box()
    assert others["y"] > figure["y"] + figure["height"]
    page.get_by_test_id("stExpandSidebarButton").click()
    sheet = page.locator(".stSidebar")
    expect(sheet).to_have_attribute("data-collapsed", "false")
    page.wait_for_timeout(500)  # it slides
    place = sheet.bounding_box()
    assert place["y"] >= 0.45 * 844 and place["width"] == 390
