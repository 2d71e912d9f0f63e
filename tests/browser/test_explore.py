"""Explore in a real browser, used as a person would."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import expect

from samgs_core.methods import LS, METHODS, RLW, SAMGS, ConFIG, GradVac, PCGrad, SDMGrad
from tests.browser.scene_page import SCENE, scene
from tests.browser.tabs import PHONE, SLOW, answer, go_on, settle
from tests.front.explore_page import garbage_links

PANELS = 6
"""Pictures of the scene: two planes and four curves."""
EXTREMES = {
    "?steps=99&optimizer=sgd&optimizer.lr=100&clip=none&landscape=two-bowls": "diverge from",
    "?sam-gs.gamma=0": "SAM-GS reach the balanced optimum from two to four",
    "?steps=1&noise=2&precision=float32&starts=0,0": "Same landscape, same start, 1 step",
}
"""Links, and what the page says of them."""


def score(page, key):
    return page.locator(f'.score-chip[data-method="{key}"] b')


def chip(page, method, state):
    return page.locator(f'.score-chip.{state}[data-method="{method.key}"]')


def settings_of(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def pill(page, method):
    """What draws or hides a method; the scene has buttons of the same names."""
    return page.locator("button[data-rac]").get_by_text(method.title, exact=True)


def expect_link(page, holds):
    """Wait until the link's settings hold: the browser hears of a new link after the server."""
    page.wait_for_url(lambda url: holds(settings_of(url)), timeout=SLOW)


def expect_scene(page, n_methods):
    """Wait until the scene has drawn its axes and the runs of so many methods."""
    expect(page.locator(".scene[data-drawn]")).to_be_visible()
    expect(page.locator(".scene-figure .main-svg:first-of-type")).to_have_count(PANELS)
    chips = page.get_by_role("group", name="Focused method").get_by_role("button")
    expect(chips).to_have_count(n_methods)


def press(page, label, key, times):
    slider = page.get_by_role("slider", name=label).first
    slider.focus()
    for _ in range(times):
        slider.press(key)


def test_the_first_screen_is_complete_without_a_click_and_can_be_downloaded(visit):
    page = visit()
    expect(score(page, "sam-gs")).to_have_text("7/7")
    expect(score(page, "ls")).to_have_text("2/7")
    expect(score(page, "pcgrad")).to_have_text("0/7")
    expect(score(page, "cagrad")).to_have_text("7/7")
    for key in (method.key for method in METHODS):
        expect(score(page, key)).not_to_have_text("…")
    expect_scene(page, 3)
    expect(page.get_by_text("SAM-GS reaches the balanced optimum from all seven")).to_be_visible()
    expect(page.get_by_role("button", name="Same rules for all")).to_be_visible()
    page.get_by_text("Every run").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all runs (CSV)").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("method,start,theta1_start") and len(lines) == 22


def test_a_pasted_link_restores_everything(visit):
    query = {
        "v": "1",
        "landscape": "two-bowls",
        "landscape.ratio": "7",
        "methods": "ls,mgda,sam-gs",
        "sam-gs.gamma": "0.35",
        "sam-gs.variant": "paper",
        "optimizer": "momentum",
        "optimizer.lr": "0.005",
        "steps": "300",
        "clip": "none",
        "starts": "0.5,2;-1,-1.5",
        "contours": "L1",
        "focus": "1",
        "seed": "5",
        "noise": "0.5",
    }
    page = visit(f"?{urlencode(query)}")
    expect(page.get_by_text("it inherits the units of the losses").first).to_be_visible()
    expect(page.get_by_role("combobox", name="Outer optimiser")).to_have_value("SGD with momentum")
    expect(page.get_by_role("slider", name="Threshold γ").first).to_have_value("0.35")
    for key in ("ls", "mgda", "sam-gs"):
        expect(page.locator(f'.score-chip.drawn[data-method="{key}"]')).to_be_visible()
    expect(page.locator('.score-chip.undrawn[data-method="pcgrad"]')).to_be_visible()
    expect_link(page, lambda link: link == query)
    page.reload()
    expect(score(page, "ls")).to_be_visible()
    expect_link(page, lambda link: link == query)


def test_a_link_with_garbage_says_so_and_never_shows_an_exception(visit):
    page = visit("?v=1&sam-gs.gamma=high&landscape=moon&hello=%3Cscript%3E")
    expect(page.get_by_text("sam-gs.gamma must be a number in [0, 1]; got “high”")).to_be_visible()
    expect(page.get_by_text("landscape must be one of")).to_be_visible()
    expect(page.get_by_text("hello is no setting;")).to_be_visible()
    expect(score(page, "sam-gs")).to_have_text("7/7")
    for query in garbage_links(6):
        go_on(page, f"?{urlencode(query)}")
        settle(page)
        expect(score(page, "sam-gs")).to_have_text(re.compile(r"^(\d+/\d+|–)$"))
        assert page.locator('[data-testid="stException"]').count() == 0, query


def test_starts_can_be_added_moved_and_removed(visit):
    page = visit("?steps=50&methods=ls&starts=-8,5;6,2")
    with answer(page):
        page.get_by_text("Starts", exact=True).click()
    page.get_by_role("button", name="Add a start", exact=True).click()
    expect(page.get_by_text("3 of at most 24 starts")).to_be_visible()
    field = page.get_by_label("θ₁ of start 3")
    field.fill("4.25")
    field.press("Enter")
    expect_link(page, lambda link: link["starts"].split(";")[2].startswith("4.25,"))
    settle(page)
    page.evaluate(f"{SCENE}.drag.moveTo(2, [-3, 2]); {SCENE}.drag.send();")  # as a hand does
    expect(field).to_have_value("-3")
    page.get_by_role("button", name="Undo").click()
    expect(field).to_have_value("4.25")
    for left in (2, 1):
        page.get_by_role("button", name="Remove start 1").click()
        expect(page.get_by_text(f"{left} of at most 24 starts")).to_be_visible()
    expect_link(page, lambda link: link["starts"].startswith("4.25,"))
    page.get_by_role("button", name="Jitter").click()
    expect_link(page, lambda link: not link["starts"].startswith("4.25,"))


def test_a_landscape_can_be_picked_and_brings_its_own_starts(visit):
    page = visit("?steps=50")
    with answer(page):
        page.get_by_role("button", name="Choose a landscape").click()
        page.get_by_role("button", name="Two optima").click()
    expect_link(page, lambda link: link == {"v": "1", "landscape": "two-optima", "steps": "50"})
    page.get_by_text("Starts", exact=True).click()
    expect(page.get_by_text("6 of at most 24 starts")).to_be_visible()
    expect_scene(page, 3)


def test_methods_can_be_drawn_and_hidden(visit):
    page = visit("?methods=none&steps=50")
    expect(page.get_by_text("No method is drawn: pick one under Methods.")).to_be_visible()
    picked = [LS, PCGrad, SAMGS, RLW, GradVac, SDMGrad, ConFIG]
    for method in picked:
        if method is RLW:  # this and the next ones wait behind a button
            page.get_by_role("button", name=re.compile(r"\d+ more")).click()
        with answer(page):
            pill(page, method).click()
        expect(chip(page, method, "drawn")).to_be_visible()
    expect(page.get_by_role("button", name="20 more, 4 drawn")).to_be_visible()
    expect_scene(page, len(picked))
    pill(page, RLW).click()
    expect(chip(page, RLW, "undrawn")).to_be_visible()
    expect_scene(page, len(picked) - 1)
    expect_link(page, lambda link: link.get("methods") == keys(m for m in picked if m is not RLW))


def keys(methods):
    order = [method.key for method in METHODS]
    return ",".join(sorted((method.key for method in methods), key=order.index))


def test_all_methods_can_be_drawn_at_once(visit):
    page = visit(f"?steps=50&methods={keys(METHODS)}")
    for method in METHODS:
        expect(chip(page, method, "drawn").locator("img.swatch")).to_be_visible()
    expect_scene(page, len(METHODS))
    assert scene(page, "return s.runs.n") == 7 * len(METHODS)


def test_extremes_are_shown_and_explained(visit):
    page = visit("?steps=20&methods=ls", is_settled=False)
    for query, words in EXTREMES.items():
        go_on(page, query)
        expect(page.locator('[data-testid="stMarkdown"]').get_by_text(words).first).to_be_visible()
        expect(page.locator(".scene[data-drawn]")).to_be_visible()


def test_on_a_phone_everything_is_there_one_below_the_other(visit):
    page = visit(**PHONE)
    expect_scene(page, 3)
    for figure in page.locator(".scene-figure").all():
        box = figure.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
