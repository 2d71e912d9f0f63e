"""The scene under a person's hands: pointer, keys, buttons and fingers."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np
import pytest
from playwright.sync_api import expect

from app.figures.paths import is_inside
from app.study.link import decode
from samgs_core.methods import SAMGS
from tests.browser.scene_page import (
    ROSENBROCK,
    SCENE,
    SHORT,
    drawn,
    go,
    ground_pixel,
    lift,
    pixel_of_head,
    query_of,
    records_of,
    scene,
    told,
    wait_for_step,
)
from tests.browser.tabs import SLOW, settle

CLIPBOARD = ("clipboard-write", "clipboard-read")


def test_a_click_on_a_path_focuses_its_run_and_the_cursor_follows_the_pointer_over_a_curve(visit):
    page = drawn(visit(SHORT, is_settled=False))
    go(page, 40)
    page.locator(".scene-curve .scene-figure").first.hover()
    assert scene(page, "return s.clock.cursor.at") not in (40, 200)
    page.locator(".scene-readout").hover()
    wait_for_step(page, 40)
    curve = page.locator(".scene-curve .scene-figure").first
    curve.click(position={"x": 120, "y": 60})
    page.locator(".scene-readout").hover()
    page.wait_for_function(f"() => !{SCENE}.turns.next", timeout=SLOW)
    assert scene(page, "return s.clock.cursor.at") == scene(page, "return s.clock.at") != 40
    run_ = 7 * 1 + 6  # PCGrad from the last start
    page.mouse.click(*pixel_of_head(page, "space", run_, 150))
    expect(page.locator(".scene-readout h4")).to_contain_text("start 7 of 7")


def test_a_dragged_start_is_previewed_and_then_computed(visit):
    page = drawn(visit(SHORT, is_settled=False))
    go(page, 150)
    before = page.locator(".scene").get_attribute("data-drawn")
    looked_at = scene(page, "return [s.clock.index, s.view.focus.method, s.view.focus.start]")
    lift(page, 3, 40, 25)
    page.wait_for_function(f"() => {SCENE}.preview.grids.size === 3", timeout=SLOW)
    assert scene(page, "return s.drag.lifted") == 2
    page.mouse.up()
    expect(page.locator(".scene")).not_to_have_attribute("data-drawn", before)
    assert scene(page, "return s.drag.lifted") is None
    moved = scene(page, "return s.header.starts[2]")
    page.wait_for_timeout(1_000)  # a change of focus would be told by now
    settle(page)
    assert (
        scene(page, "return [s.clock.index, s.view.focus.method, s.view.focus.start]") == looked_at
    )
    assert scene(page, "return s.header.starts[2]") == moved
    record = records_of(page)[0]
    assert record.x[2, 0] == pytest.approx(moved)
    go(page, 200)
    end = scene(page, "return s.stage.space.panel.toValue(s.stage.space.head(2, 200))")
    assert end == pytest.approx(record.x[2, -1], abs=0.01)


def test_a_start_that_is_put_back_can_be_dragged_again(visit):
    page = drawn(visit(SHORT + "&starts=-8%2C5%3B6%2C2", is_settled=False))
    lift(page, 2, 40, 25)
    assert scene(page, "return s.drag.lifted") == 1
    scene(page, "s.drag.moveTo(1, [6, 2]); s.drag.send();")
    assert scene(page, "return [s.drag.lifted, s.drag.starts[1]]") == [None, [6, 2]]


def test_a_slider_is_followed_before_the_page_has_heard_of_it(visit):
    page = drawn(visit(SHORT, is_settled=False))
    settle(page)
    scene(
        page,
        "window.links = []; const { show } = s.loader; s.loader.show = async (message) => "
        "{ window.links.push([message.header.link, s.page.link]); await show(message); }",
    )
    slider = page.get_by_role("slider", name="Threshold γ").first
    for step in range(1, 11):  # where the machine is busy the page may be first
        slider.press("ArrowRight")
        gamma = f"{0.1 + step / 100:.2g}"
        page.wait_for_url(lambda url, gamma=gamma: f"sam-gs.gamma={gamma}&" in f"{url}&")
        page.wait_for_function(
            f"value => !{SCENE}.sync.isAhead && {SCENE}.header.link.includes(value) "
            f"&& {SCENE}.page.link.includes(value)",
            arg=f"gamma={gamma}",
            timeout=SLOW,
        )
        if any(f"gamma={gamma}" not in page_ for _, page_ in page.evaluate("() => window.links")):
            break
    else:
        pytest.fail("the scene never followed the slider before the page")
    assert gamma in scene(page, "return s.header.threshold.label")
    record = next(r for r in records_of(page) if isinstance(r.experiment.method, SAMGS))
    assert record.experiment.method.gamma == float(gamma)
    start = scene(page, "return s.view.focus.start")
    assert scene(page, "return s.runs.header.methods[s.view.focus.method].key") == "sam-gs"
    go(page, 200)
    assert told(page, "losses") == pytest.approx(record.losses[start, -1], abs=0.01)


def test_a_start_is_added_where_it_is_asked_for_and_never_by_a_mere_click(visit):
    page = drawn(visit(SHORT, is_settled=False))
    page.mouse.click(*ground_pixel(page, (-9.5, 9.5)))
    page.wait_for_timeout(500)
    expect(page.locator(".scene-handle")).to_have_count(7)
    add = page.get_by_role("button", name="+ Add a start")
    add.click()
    expect(add).to_have_attribute("aria-pressed", "true")
    page.mouse.click(*ground_pixel(page, (-9.5, 9.5)))
    expect(page.locator(".scene-handle")).to_have_count(8)
    expect(add).to_have_attribute("aria-pressed", "false")
    page.wait_for_url(lambda url: "starts=" in url and "focus=8" in url, timeout=SLOW)
    assert decode(query_of(page)).study.points[7] == pytest.approx((-9.5, 9.5), abs=0.1)
    page.get_by_role("button", name="− Remove").click()
    expect(page.locator(".scene-handle")).to_have_count(7)


def test_the_help_opens_by_a_button_and_what_a_number_means_is_told_where_it_stands(visit):
    page = drawn(visit(SHORT + "&clip=none", is_settled=False))
    go(page, 200)
    assert page.locator('.scene dd[data-name="clip"]').inner_text().startswith("off")
    assert page.locator('.scene dd[data-name="move"]').inner_text() == "last step"
    term = page.locator(".scene dt").filter(has_text="regime")
    expect(term).to_have_attribute("aria-description", re.compile("Ψ below γ equalises"))
    term.hover()
    shown = "e => getComputedStyle(e, '::after').content"
    assert "Ψ below γ equalises" in term.evaluate(shown)
    page.get_by_role("button", name="Keys and symbols", exact=True).click()
    dialog = page.get_by_role("dialog", name="Keys and symbols")
    expect(dialog).to_contain_text("the merged gradient, before clipping")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("Home")
    wait_for_step(page, 0)


def test_the_copied_link_holds_focus_and_time_with_and_without_a_clipboard(visit):
    page = drawn(visit(SHORT, is_settled=False, is_fresh=True, permissions=CLIPBOARD))
    page.locator(".scene").focus()
    page.keyboard.press("2")
    go(page, 40)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    told = {name: value[0] for name, value in parse_qs(urlsplit(link).query).items()}
    assert (told["focus-method"], told["focus"], told["t"]) == ("pcgrad", "2", "40")
    assert "play" not in told
    page.evaluate("() => { delete Navigator.prototype.clipboard; }")
    go(page, 200)
    page.locator(".scene").focus()
    page.keyboard.press("l")
    field = page.get_by_role("textbox", name="Link, selected")
    expect(field).to_be_focused()
    assert "&t=" not in field.input_value() and "focus-method=pcgrad" in field.input_value()
    assert page.evaluate("getSelection().toString()") == field.input_value()


def test_runs_that_leave_the_picture_are_counted_and_marked(visit):
    query = "?steps=60&landscape=two-bowls&optimizer=sgd&optimizer.lr=100&clip=none&methods=ls"
    page = drawn(visit(query, is_settled=False))
    outside = scene(page, "return s.stage.space.nOutside()")
    record = records_of(page)[0]
    window = record.experiment.landscape.window
    assert outside == (~is_inside(record.x[:, -1], window)).sum() > 0


def test_losses_that_span_decades_have_logarithmic_axes_until_asked_otherwise(visit):
    page = drawn(visit(f"?{urlencode(ROSENBROCK)}", is_settled=False))
    axes = page.get_by_label("axes")
    expect(axes).to_have_value("log")
    losses = records_of(page)[0].losses[2, 30]
    true = scene(page, f"return s.stage.loss.panel.toPixel({np.log10(losses).tolist()})")
    head = scene(page, "return s.stage.loss.head(2, 30)")
    assert np.abs(np.subtract(true, head)).max() < 0.5
    axes.select_option("linear")
    page.wait_for_function(f"() => !{SCENE}.view.header.loss.isLog", timeout=SLOW)
    true = scene(page, f"return s.stage.loss.panel.toPixel({losses.tolist()})")
    assert np.abs(np.subtract(true, scene(page, "return s.stage.loss.head(2, 30)"))).max() < 0.5
