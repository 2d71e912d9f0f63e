"""Predict, a student link, the projector and a frame in a real browser."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from app.study.embed import SIZES, snippet
from app.study.link import decode
from tests.browser.axe import barriers
from tests.browser.scene_page import SCENE, drawn, query_of, scene
from tests.browser.tabs import PHONE, SLOW, settle

STEPS = "?steps=200&methods=ls%2Csam-gs"
PREDICT = f"{STEPS}&screen.predict=yes"
CHIP = 'class="score-chip'
WINDOW = {"width": 1280, "height": 720}
TYPE = """() => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true });
  const own = (e) => [...e.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
  const all = [...document.querySelectorAll('.scene *')].filter((e) => own(e) && seen(e));
  return all.map((e) => [e.textContent.trim(), parseFloat(getComputedStyle(e).fontSize)]);
}"""
PAINTED = """() => {
  window.painted = [];
  const { fillText, stroke } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (...told) {
    window.painted.push(["type", parseFloat(this.font.match(/([0-9.]+)px/)[1])]);
    return fillText.apply(this, told);
  };
  CanvasRenderingContext2D.prototype.stroke = function (...told) {
    window.painted.push(["line", this.lineWidth]);
    return stroke.apply(this, told);
  };
}"""


def test_nothing_tells_of_the_runs_until_they_are_revealed_and_then_they_play(visit):
    page = visit(PREDICT, is_settled=False, is_fresh=True, **PHONE)
    asked = []

    def note(request):
        asked.append(request.url)

    page.on("request", note)
    drawn(page).reload()
    drawn(page)
    settle(page)
    assert scene(page, "return [s.clock.at, s.runs.n, s.clock.isPlaying]") == [0, 0, False]
    assert not [url for url in asked if "/detail?" in url or "/preview?" in url]
    assert all("screen.predict=yes" in url for url in asked if "/study?" in url)
    page.remove_listener("request", note)
    source = page.content()
    for told in (CHIP, "end elsewhere", "balanced optimum from", "Every run", "φ "):
        assert told not in source
    assert barriers(page) == []
    scene(page, "s.clock.play(); s.clock.go(50); return 0")  # as keys would
    page.locator(".scene").press("End")
    assert scene(page, "return [s.clock.at, s.clock.isPlaying]") == [0, False]
    page.get_by_role("button", name="Reveal").press("Enter")
    page.wait_for_url(lambda url: "predict" not in url, timeout=SLOW)
    expect(page.locator('.score-chip[data-method="sam-gs"]')).to_be_visible()
    page.wait_for_function(f"() => {SCENE}.clock.at === 200", timeout=SLOW)
    assert not scene(page, "return s.clock.isPlaying")  # calm
    page.go_back()
    expect(page.get_by_role("button", name="Reveal")).to_be_visible()
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="Reveal").tap()
    page.wait_for_function(f"() => {SCENE}.clock.isPlaying && {SCENE}.clock.at > 0", timeout=SLOW)
    expect(page.locator(".scene-readout dd").first).to_be_visible()


def test_a_student_link_hides_what_it_hides_after_reload_and_back(visit):
    link = f"{STEPS}&screen.hide=scores,verdict,numbers,table,pages&screen.lock=starts,methods"
    page = drawn(visit(link))

    def is_kept():
        expect(page.locator(".scene[data-drawn]")).to_be_visible()
        settle(page)
        source = page.content()
        told = (CHIP, "Same landscape", "Every run", "stPageLink")
        assert [each for each in told if each in source] == []
        numbers = page.locator(".scene-readout dd, .scene-live").all_inner_texts()
        assert {*numbers} <= {"", "…"}
        expect(page.get_by_role("button", name="To Vectors")).to_have_count(0)
        assert decode(query_of(page)).study.screen.lock == ("methods", "starts")

    is_kept()
    before = scene(page, "return s.header.starts")
    page.locator(".scene").press("Alt+ArrowUp")
    page.locator(".scene").press("a")
    assert scene(page, "return [s.drag.lifted, s.drag.starts.length]") == [None, len(before)]
    page.reload()
    is_kept()
    page.get_by_role("button", name="Choose a landscape").click()
    page.get_by_role("button", name="Two optima").click()
    page.wait_for_url(lambda url: "two-optima" in url, timeout=SLOW)
    is_kept()
    page.go_back()
    page.wait_for_url(lambda url: "two-optima" not in url, timeout=SLOW)
    is_kept()


def expect_readable(page):
    """Type is as large as it must be: in the page, on Plotly's axes, and painted on canvases."""
    page.wait_for_function("() => window.painted.some(([kind]) => kind === 'line')", timeout=SLOW)
    least = 0.03 * WINDOW["height"]
    assert [told for told in page.evaluate(TYPE) if told[1] < least] == []
    painted = page.evaluate("() => window.painted.splice(0)")
    assert [size for kind, size in painted if kind == "type" and size < least] == []


def test_on_a_projector_all_type_can_be_read_from_the_last_row(visit):
    page = drawn(visit(f"{STEPS}&screen.lock=starts", color_scheme="dark", **WINDOW))
    page.evaluate(f"() => {{ window.before = {SCENE}; {SCENE}.clock.go(120) }}")
    page.evaluate(PAINTED)
    page.locator(".scene").press("p")
    page.wait_for_url(lambda url: "screen.projector=yes" in url, timeout=SLOW)
    settle(page)
    assert page.evaluate(f"() => [{SCENE} === window.before, {SCENE}.clock.at]") == [True, 120]
    assert page.locator(".scene-place").bounding_box() == {"x": 0, "y": 0, **WINDOW}
    expect(page.locator("[data-testid=stPageLink], .score-chip")).to_have_count(0)
    expect(page.locator(".stSidebar")).to_be_hidden()
    page.evaluate("() => { window.painted = []; }")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"() => !{SCENE}.clock.isPlaying", timeout=SLOW)
    assert scene(page, "return s.view.header.methods.map(m => s.view.form.line(m).width)") == [5, 5]
    expect_readable(page)
    assert barriers(page) == []
    for picture in ("space", "loss", "angle", "similarity", "losses", "lengths"):
        page.locator(".scene").press("v")
        assert scene(page, "return s.view.form.picture") == picture
        expect(page.locator(".scene-figure:visible")).to_have_count(1)
        expect(page.get_by_role("button", name="Play")).to_be_in_viewport(ratio=1)
        expect_readable(page)
    page.wait_for_url(lambda url: "screen.picture=lengths" in url, timeout=SLOW)
    page.reload()
    assert scene(drawn(page), "return s.view.form.picture") == "lengths"
    page.get_by_role("button", name="Leave the projector").click()
    expect(page.locator(".score-chip").first).to_be_visible()
    expect(page.locator(".stSidebar")).to_be_visible()


@pytest.fixture
def slides(server, tmp_path):
    """The address of another site's page with a frame of each size."""
    study = decode({"steps": "200"}).study
    frames = "<br>".join(snippet(f"{server}/", study, size) for size in SIZES)
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Slides</title>{frames}")
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(tmp_path)))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{host.server_port}/"
    host.shutdown()
    host.server_close()


def test_a_frame_in_slides_shows_scene_and_transport_and_cuts_nothing_off(chromium, slides):
    page = chromium.new_page(viewport={"width": 1280, "height": 1120})
    page.goto(slides)
    for number, size in enumerate(SIZES):
        frame, place = page.frame_locator("iframe").nth(number), page.locator("iframe").nth(number)
        place.scroll_into_view_if_needed()
        expect(frame.locator(".scene[data-drawn]")).to_be_visible()
        outside = place.bounding_box()
        for part in (".scene-transport", ".scene-play", ".scene-space", ".scene-loss"):
            inside = frame.locator(part).bounding_box()
            assert inside["y"] + inside["height"] <= outside["y"] + size.height
            assert inside["x"] + inside["width"] <= outside["x"] + size.width
        assert frame.locator(".scene-space .scene-figure").bounding_box()["height"] > 200
        expect(frame.locator(".stSidebar, .score-chip, h2")).to_have_count(0)
        frame.get_by_role("button", name="To the first step").click()
        frame.get_by_role("button", name="Play").click()
        expect(frame.get_by_role("button", name="Pause")).to_be_visible()
    page.close()
