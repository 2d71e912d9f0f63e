"""The living scene in a real browser: what it draws is what torch computed."""

import random

import numpy as np
import pytest
from playwright.sync_api import expect

from app.look.theme import DARK, LIGHT
from app.study.link import decode
from samgs_core.methods import SAMGS
from tests.browser.axe import barriers
from tests.browser.scene_page import (
    SCENE,
    SHORT,
    drawn,
    go,
    query_of,
    records_of,
    scene,
    told,
    wait_for_step,
)
from tests.browser.tabs import SLOW, settle


def expect_axes(page):
    """What is painted lies on the axes that Plotly drew."""
    ends = page.evaluate("""() => {
      const { space, loss, curves } = document.querySelector('.scene').scene.stage;
      return [space, loss, ...curves.kinds].map(({ panel }) => {
        const frame = panel.plot.querySelector('.bg') ?? panel.plot.querySelector('.nsewdrag');
        const [place, root] = [frame, panel.root].map((each) => each.getBoundingClientRect());
        const { xaxis, yaxis } = panel.plot._fullLayout;
        const [left, top] = panel.toPixel([xaxis.range[0], yaxis.range[1]]);
        const [right, bottom] = panel.toPixel([xaxis.range[1], yaxis.range[0]]);
        return [left + root.left - place.left, right + root.left - place.right,
          top + root.top - place.top, bottom + root.top - place.bottom];
      });
    }""")
    assert len(ends) == 6 and np.abs(np.array(ends)).max() < 1.5, ends


def test_heads_read_outs_and_arrows_are_those_of_the_record_at_ten_random_times(visit):
    page = drawn(visit(SHORT, is_settled=False))
    records = records_of(page)
    method, start = scene(page, "return [s.view.focus.method, s.view.focus.start]")
    focused = records[method]
    for index in random.Random(1).sample(range(200), 10):
        go(page, index)
        for m, record in enumerate(records):
            for b in range(7):
                for plane, true in (("space", record.x), ("loss", record.losses)):
                    expression = f"const p = s.stage.{plane}.panel; const run = {m} * 7 + {b};"
                    expression += f"return p.toPixel({true[b, index].tolist()}).map((v, i) => "
                    expression += f"v - s.stage.{plane}.head(run, s.clock.at)[i])"
                    assert np.abs(scene(page, expression)).max() < 0.5
        grads, operated = focused.grads[start, index], focused.operated[start, index]
        assert told(page, "losses") == pytest.approx(focused.losses[start, index], rel=1e-3)
        lengths = np.linalg.norm(grads, axis=1)
        assert told(page, "lengths") == pytest.approx(lengths, rel=1e-3)
        cosine = grads[0] @ grads[1] / lengths.prod()
        assert told(page, "angle")[0] == pytest.approx(np.degrees(np.arccos(cosine)), abs=0.06)
        psi = 2 * lengths.prod() / (lengths**2).sum()
        assert told(page, "similarity")[0] == pytest.approx(psi, abs=1e-4)
        regime = "equalise" if focused.diagnostics["equalised"][start, index] else "modulate"
        assert page.locator('.scene dd[data-name="own-equalised"]').inner_text() == regime
        arrows = {
            each["name"]: each["vector"]
            for each in scene(
                page, "return s.stage.arrows.drawn.map(({name, vector}) => ({name, vector}))"
            )
        }
        assert arrows["−g₁"] == pytest.approx(-grads[0], rel=1e-6)
        assert arrows["−g₂"] == pytest.approx(-grads[1], rel=1e-6)
        assert arrows["−g̃₁"] == pytest.approx(-operated[0], rel=1e-6)
        assert arrows["−g̃₂"] == pytest.approx(-operated[1], rel=1e-6)
        assert arrows["−d"] == pytest.approx(-operated.sum(0), rel=1e-5, abs=1e-5)
        move = focused.x[start, index + 1] - focused.x[start, index]
        assert arrows["Δθ"] == pytest.approx(move, abs=2e-6)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_focused_head_is_painted_in_its_colour_and_nothing_shuts_people_out(visit, theme):
    page = drawn(visit(SHORT, color_scheme=theme.name, is_settled=False))
    go(page, 120)
    colour = theme.colour(SAMGS)
    expected = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for plane in ("space", "loss"):
        expression = f"const {{panel: p}} = s.stage.{plane}; "
        expression += f"const [x, y] = s.stage.{plane}.head(s.view.run, 120);"
        expression += "const d = p.moving.getImageData(x * p.ratio, y * p.ratio, 1, 1).data;"
        assert scene(page, f"{expression} return [...d].slice(0, 3)") == pytest.approx(
            expected, abs=3
        )
    settle(page)
    assert barriers(page) == []


def test_the_default_scene_plays_by_itself_to_its_end(visit):
    page = drawn(visit(is_settled=False, reduced_motion="no-preference"))
    assert scene(page, "return s.header.autoplay")
    page.wait_for_function(f"() => {SCENE}.clock.isPlaying", timeout=SLOW)
    page.wait_for_function(
        f"() => !{SCENE}.clock.isPlaying && {SCENE}.clock.at === {SCENE}.clock.last",
        timeout=SLOW,
    )


def test_a_link_says_where_the_cursor_begins_and_whether_it_plays(visit):
    page = drawn(visit(f"{SHORT}&t=40", is_settled=False))
    page.wait_for_timeout(500)
    assert scene(page, "return [s.clock.isPlaying, s.clock.at]") == [False, 40]
    page.goto(page.url.split("?")[0] + f"{SHORT}&t=40&play=yes")
    drawn(page).wait_for_function(f"() => {SCENE}.clock.at > 41", timeout=SLOW)


def test_nothing_plays_for_those_who_ask_for_less_motion_and_all_lies_on_its_axes(visit):
    page = drawn(visit(is_settled=False))
    page.wait_for_timeout(600)
    assert scene(page, "return [s.clock.isPlaying, s.clock.at]") == [False, 1000]
    expect_axes(page)


def test_the_whole_story_can_be_told_with_the_keyboard(visit):
    page = drawn(visit(SHORT, is_settled=False))
    page.locator(".scene").focus()
    page.keyboard.press("Home")
    wait_for_step(page, 0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    wait_for_step(page, 51)
    page.keyboard.press("ArrowLeft")
    wait_for_step(page, 50)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("s")
    page.keyboard.press("End")
    expect(page.locator(".scene-readout h4")).to_have_text("LS (sum), start 3 of 7")
    expect(
        page.get_by_role("status").filter(has_text="LS (sum), start 3 of 7, step 200")
    ).to_be_attached()
    page.wait_for_url(lambda url: "focus=3" in url, timeout=SLOW)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys and symbols")).to_be_visible()
    page.keyboard.press("Escape")
    before = decode(query_of(page)).study.points[2]
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_url(lambda url: "starts=" in url, timeout=SLOW)
    after = decode(query_of(page)).study.points[2]
    assert after == pytest.approx((before[0], before[1] + 0.2), abs=1e-3)
    page.keyboard.press("Delete")
    expect(page.locator(".scene-handle")).to_have_count(6)
