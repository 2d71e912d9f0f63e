"""Maps in a real browser: a basin appears, is stopped, and is clicked."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.tabs import PHONE, SLOW, answer
from tests.browser.test_explore import expect_link, press


def note(page, title):
    return page.locator(".map-title", has_text=title)


def click_on(page, chart, across, up):
    """Click at a place of the chart, in shares of its width and of its height from below."""
    box = page.locator("rect.nsewdrag").nth(chart).bounding_box()
    page.mouse.move(box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"])
    page.wait_for_timeout(300)  # a click selects what the pointer has found
    page.mouse.down()
    page.mouse.up()


def test_the_study_comes_along_from_page_to_page(visit):
    page = visit("?methods=ls,sam-gs&steps=300&sam-gs.gamma=0.69&landscape.scale1=10")
    with answer(page):  # a number draws no links again
        page.get_by_role("slider", name="Threshold γ").first.press("ArrowRight")
    expect_link(page, lambda link: link["sam-gs.gamma"] == "0.7")
    copied = page.locator('[data-testid="stPageLink"] a', has_text="Maps").first
    copied.dispatch_event("pointerdown")  # as before it is opened elsewhere
    assert "sam-gs.gamma=0.7" in copied.get_attribute("href")
    n_entries = page.evaluate("history.length")
    for name in ("Maps", "Explore", "Methods", "Maps", "Recon", "Explore", "Explore"):
        with answer(page):
            page.locator('[data-testid="stPageLink"] a', has_text=name).first.click()
        expect(page.get_by_role("link", name=name).first).to_be_visible()
        study = {"methods": "ls,sam-gs", "steps": "300", "sam-gs.gamma": "0.7"}
        expect_link(page, lambda link, study=study: study.items() <= link.items())
        if name in ("Explore", "Maps"):  # every control says what the address says
            expect(page.get_by_role("slider", name="Scale of L₁").first).to_have_attribute(
                "aria-valuetext", "10"
            )
            expect(page.get_by_role("slider", name="Scale of L₂").first).to_have_attribute(
                "aria-valuetext", "1"
            )
    expect(page.get_by_role("slider", name="Threshold γ").first).to_have_value("0.7")
    assert page.evaluate("history.length") == n_entries + 6
    page.go_back()
    expect(page).to_have_url(re.compile("/recon.*sam-gs.gamma=0.7"))


def test_a_basin_appears_and_a_click_opens_its_start_in_explore(visit):
    page = visit("maps?steps=200&map.side=11&methods=ls,sam-gs")
    expect(note(page, "SAM-GS")).to_contain_text("%")
    expect(page.locator(".js-plotly-plot .heatmaplayer image").first).to_be_attached()
    expect(page.get_by_text("Try:", exact=True)).to_be_visible()
    link_of_heading = page.locator('[data-testid="stHeaderActionElements"]')
    expect(link_of_heading).to_have_count(1)
    page.get_by_role("heading", level=2).hover()
    expect(link_of_heading).to_be_hidden()
    click_on(page, 1, 0.5 / 11, 2.5 / 11)  # the first column, the third row
    expect_link(page, lambda link: link.get("starts") == "-11,-6.6")
    expect(page.locator('.score-chip.drawn[data-method="sam-gs"] b')).to_have_text("0/1")
    assert "/maps" not in page.url
    page.get_by_text("Starts", exact=True).click()
    expect(page.get_by_label("θ₂ of start 1")).to_have_value("-6.6")


def test_a_click_on_a_setting_opens_that_run_in_explore(visit):
    page = visit("maps?steps=50&methods=sam-gs&map.kind=sweep&map.x=sam-gs.gamma,0,1,3")
    expect(page.get_by_text("3 values of SAM-GS: Threshold γ")).to_be_visible()
    expect(page.locator("path.point")).to_have_count(3)
    box = page.locator("path.point").nth(1).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(300)
    page.mouse.down()
    page.mouse.up()
    expect_link(page, lambda link: link.get("sam-gs.gamma") == "0.5")
    expect(page.get_by_role("slider", name="Threshold γ").first).to_have_value("0.5")


def test_a_run_can_be_cancelled_keeps_what_is_done_and_goes_on(visit):
    page = visit("")
    page.goto(page.url.split("?")[0] + "maps?steps=50000&map.side=60&methods=sam-gs")
    expect(note(page, "SAM-GS")).to_contain_text("of 3,600 starts")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text(re.compile("Stopped at .* is drawn"))).to_be_visible()
    expect(note(page, "SAM-GS")).to_contain_text("of 3,600 starts")
    expect(page.locator(".js-plotly-plot .heatmaplayer image").first).to_be_attached()
    page.get_by_role("button", name="Run the rest").click()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text(re.compile("Stopped at .* is drawn"))).to_be_visible()


def test_gamma_redraws_the_regime_map(visit):
    page = visit("maps?map.kind=regimes&steps=20&map.side=5")
    expect(page.get_by_text("means about 20 to 1")).to_be_visible()
    with answer(page):
        press(page, "Threshold γ", "End", 1)
    expect(page.get_by_text("differ in length at all")).to_be_visible()
    expect_link(page, lambda link: link.get("sam-gs.gamma") == "1")
    steps = page.get_by_role("spinbutton", name="Steps")
    expect(steps).to_have_count(0)
    page.get_by_role("radio", name="Basins").click()  # which has more controls
    expect(steps).to_have_value("20", timeout=SLOW)
    page.get_by_role("link", name="Explore").click()
    expect(page.get_by_role("slider", name="Threshold γ").first).to_have_value("1")


def test_the_map_can_be_downloaded_as_numbers_and_as_a_page(visit):
    page = visit("maps?steps=20&map.side=5&methods=ls,sam-gs")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the numbers (CSV)").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("method,theta1_start") and len(lines) == 1 + 2 * 25
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the figure (HTML)").click()
    text = download.value.path().read_text()
    assert "<figcaption>" in text and "Settings: ?v=1&amp;methods=ls%2Csam-gs" in text


@pytest.mark.parametrize("kind", ["basins", "regimes", "sweep"])
def test_on_a_phone_nothing_sticks_out(visit, kind):
    path = f"maps?steps=20&map.side=5&map.kind={kind}"
    page = visit(path, **PHONE)
    expect(page.locator(".js-plotly-plot").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
