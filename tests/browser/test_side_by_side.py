"""Two scenes with one cursor in a real browser."""

import numpy as np
from playwright.sync_api import expect

from app.study.link import decode, study_beside
from samgs_core import run
from tests.browser.axe import barriers
from tests.browser.scene_page import SCENE, drawn, query_of
from tests.browser.tabs import SLOW, settle

LINK = "?steps=200&methods=ls%2Csam-gs&screen.beside=landscape.scale1%2C0.5"
SETTING = "Scale of L₁"
BOTH = f"[{SCENE}, {SCENE}.companion]"
ENDS = """([scene, run]) => ["space", "loss"].map((name) => {
  const { stage, view } = scene === 0 ? FIRST : FIRST.companion;
  return stage[name].panel.toValue(stage[name].head(run, view.runs.last));
})""".replace("FIRST", SCENE)


def both(page, expression):
    """A value of each of the scenes."""
    return page.evaluate(f"() => {BOTH}.map((s) => {expression})")


def ready(page):
    """The page once both scenes are there."""
    expect(page.locator(".scene[data-drawn]")).to_have_count(2)
    settle(page)
    return page


def test_two_scenes_show_two_values_under_one_cursor(visit):
    page = ready(visit(LINK))
    study = decode(query_of(page)).study
    for number, each in enumerate((study, study_beside(study))):
        scene = page.locator(".scene").nth(number)
        value = "1" if number == 0 else "0.5"
        expect(scene.locator(".scene-label h3")).to_have_text(f"{SETTING}: {value}")
        expect(scene.locator(".scene-label output")).to_contain_text("SAM-GS")
        for m, method in enumerate(each.drawn_methods):
            record = run(each.experiment(method))
            for start in range(7):
                ends = page.evaluate(ENDS, [number, 7 * m + start])
                assert np.abs(np.array(ends[0]) - record.x[start, -1]).max() < 0.01
    assert page.locator(".scene-transport:visible").count() == 1
    page.get_by_role("slider", name="Step", exact=True).press("Home")
    page.locator(".scene").nth(1).press("Shift+ArrowRight")  # the second hears keys, too
    assert both(page, "s.clock.at") == [50, 50]
    heads = both(page, "s.stage.space.head(8, s.clock.at)")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"() => {SCENE}.clock.at > 60", timeout=SLOW)
    assert both(page, "s.stage.space.cursor.at > 50") == [True, True]
    assert both(page, "s.stage.space.head(8, 60)") != heads
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("group", name="Focused method").get_by_text("LS (sum)").click()
    assert both(page, "s.view.method.key") == ["ls", "ls"]
    assert barriers(page) == []
    page.get_by_role("slider", name=SETTING).press("ArrowRight")
    expect(page.locator(".scene-label h3").first).to_have_text(f"{SETTING}: 2")
    expect(page.locator(".scene-label h3").nth(1)).to_have_text(f"{SETTING}: 0.5")
    ready(page)
    page.locator(".scene").nth(1).press("p")  # a picture for each, and time below both
    page.wait_for_url(lambda url: "screen.projector=yes" in url, timeout=SLOW)
    expect(page.locator(".scene-figure:visible")).to_have_count(2)
    boxes = [box.bounding_box() for box in page.locator(".scene-figure:visible").all()]
    assert boxes[0]["y"] == boxes[1]["y"] and min(box["height"] for box in boxes) > 400
    place = page.locator(".scene-transport").first.bounding_box()
    assert place["width"] > 1200 and place["y"] + place["height"] <= 800
    page.locator(".scene").first.press("p")
    ready(page)
    sizes = "[...s.root.querySelectorAll('.xtick text')].map(t => getComputedStyle(t).fontSize)"
    assert {size for each in both(page, sizes) for size in each} == {"12px"}
    page.get_by_role("button", name="Choose a landscape").click()  # one without that setting
    page.get_by_role("button", name="Two bowls").click()
    expect(page.locator(".scene")).to_have_count(1)
    drawn(page)
    assert "beside" not in page.url
