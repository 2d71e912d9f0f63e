"""The address in a real browser: pages show what it says, and Back undoes what added an entry."""

from playwright.sync_api import expect

from tests.browser.scene_page import SCENE, lift, query_of, scene
from tests.browser.tabs import answer, settle
from tests.browser.test_explore import expect_link, press, score, settings_of
from tests.browser.test_maps import click_on, note


def gamma(page):
    return page.get_by_role("slider", name="Threshold γ").first


def steps(page):
    return page.get_by_label("Steps", exact=True).first


def expect_drawn(page, name, value):
    """Wait until the scene shows a study whose link has this value; None for a default."""
    page.wait_for_function(
        """([name, value]) => {
            const link = document.querySelector(".scene")?.dataset.drawn;
            return link !== undefined && new URLSearchParams(link).get(name) === value;
        }""",
        arg=[name, value],
    )


def expect_entries(page, n):
    """Wait until the tab's history is so long; the address changes before its entry is added."""
    settle(page)
    page.wait_for_function("n => history.length === n", arg=n)


def pick_landscape(page, key):
    page.get_by_role("button", name="Choose a landscape").click()
    with answer(page):
        page.locator(f".st-key-landscape-card-{key} button").click()


def test_back_and_forward_show_what_the_address_says(visit):
    page = visit("?steps=120&methods=ls,sam-gs", is_fresh=True)
    with answer(page):
        press(page, "Threshold γ", "ArrowRight", 3)
    expect_link(page, lambda link: link.get("sam-gs.gamma") == "0.13")
    n_entries = page.evaluate("history.length")
    pick_landscape(page, "two-optima")
    expect_link(page, lambda link: link.get("landscape") == "two-optima")
    expect_drawn(page, "landscape", "two-optima")  # the controls are drawn by then, too
    expect_entries(page, n_entries + 1)
    expect(page.locator('.score-row[aria-busy="true"]')).to_have_count(0)  # no press is lost
    with answer(page):
        press(page, "Threshold γ", "ArrowRight", 5)
    expect_link(page, lambda link: link.get("sam-gs.gamma") == "0.18")
    expect_entries(page, n_entries + 1)  # a drag has no entry of its own
    with answer(page):
        page.go_back()
    expect(gamma(page)).to_have_value("0.13")
    expect_drawn(page, "landscape", None)
    expect_drawn(page, "sam-gs.gamma", "0.13")
    expect(page.get_by_text("One optimum").first).to_be_visible()
    assert settings_of(page.url)["sam-gs.gamma"] == "0.13"
    with answer(page):
        page.go_forward()
    expect(gamma(page)).to_have_value("0.18")
    expect_drawn(page, "landscape", "two-optima")
    with answer(page):
        page.go_back()
    page.go_back()
    assert page.url == "about:blank"  # one press for each entry, and no more


def test_back_after_a_preset_restores_all_that_it_changed(visit):
    page = visit("?landscape=ewq&steps=90&methods=ls&clip=2&starts=0.5,0.5")
    n_entries = page.evaluate("history.length")
    with answer(page):
        page.locator(".st-key-presets button").first.click()
    expect_link(page, lambda link: link.get("steps") != "90" and link.get("starts") != "0.5,0.5")
    expect_entries(page, n_entries + 1)
    with answer(page):
        page.go_back()
    expect(steps(page)).to_have_value("90")
    link = settings_of(page.url)
    assert (link["clip"], link["starts"], link["landscape"]) == ("2", "0.5,0.5", "ewq")
    expect_drawn(page, "starts", "0.5,0.5")
    with answer(page):
        page.go_forward()
    expect(steps(page)).not_to_have_value("90")


def test_back_from_a_map_s_cell_shows_the_map_again(visit):
    page = visit("maps?steps=100&map.side=11&methods=ls,sam-gs")
    expect(note(page, "SAM-GS")).to_contain_text("%")
    expect(page.locator(".js-plotly-plot .heatmaplayer image").first).to_be_attached()
    click_on(page, 1, 0.5 / 11, 2.5 / 11)
    expect(page.locator('.score-chip.drawn[data-method="sam-gs"] b')).to_be_visible()
    with answer(page):
        page.go_back()
    expect(note(page, "SAM-GS")).to_contain_text("%")
    assert "/maps?" in page.url and "starts" not in settings_of(page.url)
    with answer(page):
        page.go_forward()
    expect_link(page, lambda link: link.get("starts") == "-11,-6.6")


def test_a_link_in_a_live_page_moves_widgets_scene_and_words(visit, server):
    page = visit("?steps=120&methods=ls,sam-gs")
    page.goto(f"{server}/?steps=80&methods=ls,pcgrad,sam-gs&sam-gs.gamma=0.7&focus-method=ls")
    expect(gamma(page)).to_have_value("0.7")
    expect(steps(page)).to_have_value("80")
    expect(page.get_by_text("Same landscape, same seven starts, 80 steps.")).to_be_visible()
    expect_drawn(page, "sam-gs.gamma", "0.7")
    chips = page.get_by_role("group", name="Focused method")
    expect(chips.get_by_role("button", name="LS")).to_have_attribute("aria-pressed", "true")


def test_a_reload_in_the_middle_of_a_run_loses_nothing(visit):
    page = visit("?steps=9000&methods=dwa&dwa.temperature=1.7", is_settled=False)
    page.wait_for_timeout(1_500)
    page.reload()
    expect(page.get_by_text("9,000 steps.")).to_be_visible(timeout=60_000)
    expect(steps(page)).to_have_value("9000")
    expect_drawn(page, "dwa.temperature", "1.7")


def test_two_tabs_show_two_studies_and_drag_the_same_start_each_for_itself(visit):
    one, two = visit("?steps=60&methods=ls"), visit("?steps=70&methods=sam-gs")
    ways = {one: (40, 25), two: (-30, 20)}
    for page, way in ways.items():
        page.bring_to_front()
        lift(page, 3, *way)
    for page in ways:
        page.mouse.up()
    moved = {}
    for page in ways:
        page.wait_for_function(f"() => {SCENE}.drag.lifted === null")
        page.wait_for_function("() => new URLSearchParams(location.search).has('starts')")
        settle(page)
        moved[page] = scene(page, "return s.header.starts")
        said = [[float(v) for v in p.split(",")] for p in query_of(page)["starts"].split(";")]
        assert moved[page] == said
    assert moved[one][2] != moved[two][2]
    assert moved[one][:2] == moved[two][:2] and moved[one][3:] == moved[two][3:]
    with answer(two):
        press(two, "Threshold γ", "ArrowRight", 4)
    expect_link(two, lambda link: link.get("sam-gs.gamma") == "0.14")
    with answer(one):
        pick_landscape(one, "two-bowls")
    expect_link(one, lambda link: link.get("landscape") == "two-bowls")
    assert "landscape" not in settings_of(two.url)
    assert settings_of(one.url) == {
        "v": "1", "landscape": "two-bowls", "methods": "ls", "steps": "60",
    }  # fmt: skip
    expect(steps(one)).to_have_value("60")
    expect(steps(two)).to_have_value("70")
    expect(score(two, "sam-gs")).to_be_visible()


def test_undo_is_one_press_away_on_every_page(visit):
    page = visit("?steps=60&methods=ls", is_fresh=True)
    pick_landscape(page, "two-optima")
    with answer(page):
        page.get_by_role("button", name="Undo").click()
    expect_drawn(page, "landscape", None)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
