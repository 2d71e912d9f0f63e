"""The living scene in a real browser: what it draws is what torch computed."""

import random
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from app.figures.paths import is_inside
from app.look.theme import DARK, LIGHT
from app.study.link import decode
from samgs_core import run
from samgs_core.methods import METHODS, SAMGS
from tests.browser.conftest import SLOW, settle

SHORT = "?steps=200&methods=ls%2Cpcgrad%2Csam-gs"
"""Not the default study, so nothing plays by itself; and short, so that it is scored soon."""

ROSENBROCK = {
    "steps": 60,
    "methods": "ls",
    "landscape": "formula",
    "landscape.l1": "(1 - x)^2 + 100*(y - x^2)^2",
    "landscape.l2": "1 + x^2 + (y + 2)^2",
}

SCENE = "document.querySelector('.scene').scene"


def scene(page, expression):
    """A value of the scene's own state."""
    return page.evaluate(f"() => {{ const s = {SCENE}; {expression} }}")


def drawn(page):
    """The page once its scene is there; it does not wait until all other methods are scored."""
    expect(page.locator(".scene[data-drawn]")).to_be_visible()
    return page


def go(page, index):
    """Move the cursor, and wait until arrows and numbers have had their turn."""
    scene(page, f"s.clock.go({index})")
    page.wait_for_function(f"() => !{SCENE}.turns.next", timeout=SLOW)


def query_of(page):
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def records_of(page):
    study = decode(query_of(page)).study
    return [run(study.experiment(method)) for method in study.drawn_methods]


def told(page, name):
    """A number of the read-outs, or several."""
    text = page.locator(f'.scene dd[data-name="{name}"]').inner_text()
    return [float(part.strip(" °").replace("−", "-")) for part in text.split(", ")]


def wait_for_step(page, step):
    expect(page.get_by_role("slider", name="Step", exact=True)).to_have_value(str(step))


def pixel_of_head(page, plane, run_, index):
    """Where a head is on the page."""
    x, y = scene(page, f"return s.stage.{plane}.head({run_}, {index})")
    box = page.locator(f".scene-{plane} .scene-figure").bounding_box()
    return box["x"] + x, box["y"] + y


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
def test_the_head_of_the_focused_run_is_painted_in_its_colour(visit, theme):
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


def test_what_is_painted_lies_on_the_axes_that_plotly_drew(visit):
    page = visit("?steps=1000&focus=3")
    expect(page.locator(".scene[data-drawn]")).to_be_visible()
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


def test_the_default_scene_plays_by_itself_to_its_end(visit):
    page = drawn(visit(is_settled=False))
    assert scene(page, "return s.header.autoplay")
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


def test_nothing_plays_by_itself_for_those_who_ask_for_less_motion(visit):
    page = drawn(visit(reduced_motion="reduce", is_settled=False))
    page.wait_for_timeout(600)
    assert scene(page, "return [s.clock.isPlaying, s.clock.at]") == [False, 1000]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_explore_shuts_people_out(visit, scheme):
    page = visit("?steps=100", color_scheme=scheme)
    expect(page.locator(".scene[data-drawn]")).to_be_visible()
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    told = [f"{each['help']}: {each['nodes'][0]['html'][:200]}" for each in serious]
    assert not serious, told


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


def test_the_cursor_follows_the_pointer_over_a_curve_and_goes_back(visit):
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


def test_a_click_on_a_path_focuses_its_run(visit):
    page = drawn(visit(SHORT, is_settled=False))
    run_ = 7 * 1 + 6  # PCGrad from the last start
    page.mouse.click(*pixel_of_head(page, "space", run_, 150))
    expect(page.locator(".scene-readout h4")).to_contain_text("start 7 of 7")


def test_a_dragged_start_is_previewed_and_then_computed(visit):
    page = drawn(visit(SHORT, is_settled=False))
    go(page, 150)
    before = page.locator(".scene").get_attribute("data-drawn")
    looked_at = scene(page, "return [s.clock.index, s.view.focus.method, s.view.focus.start]")
    handle = page.get_by_role("button", name="Start 3 at")
    box = handle.bounding_box()
    x, y = box["x"] + 22, box["y"] + 22
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 25, steps=5)
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
    box = page.get_by_role("button", name="Start 2 at").bounding_box()
    x, y = box["x"] + 22, box["y"] + 22
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 25, steps=3)
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


def ground_pixel(page, point):
    """Where a point of parameter space is on the page."""
    x, y = scene(page, f"return s.stage.space.panel.toPixel({list(point)})")
    box = page.locator(".scene-space .scene-figure").bounding_box()
    return box["x"] + x, box["y"] + y


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


def test_the_help_opens_by_a_button_and_closes_by_a_key(visit):
    page = drawn(visit(SHORT, is_settled=False))
    page.get_by_role("button", name="Keys and symbols", exact=True).click()
    dialog = page.get_by_role("dialog", name="Keys and symbols")
    expect(dialog).to_contain_text("the merged gradient, before clipping")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("Home")
    wait_for_step(page, 0)


def test_the_copied_link_holds_focus_and_time_with_and_without_a_clipboard(visit):
    page = drawn(visit(SHORT, is_settled=False, permissions=("clipboard-write", "clipboard-read")))
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


def test_what_a_number_means_is_told_where_it_stands(visit):
    page = drawn(visit(SHORT + "&clip=none", is_settled=False))
    go(page, 200)
    assert page.locator('.scene dd[data-name="clip"]').inner_text().startswith("off")
    assert page.locator('.scene dd[data-name="move"]').inner_text() == "last step"
    term = page.locator(".scene dt").filter(has_text="regime")
    expect(term).to_have_attribute("aria-description", re.compile("Ψ below γ equalises"))
    term.hover()
    shown = "e => getComputedStyle(e, '::after').content"
    assert "Ψ below γ equalises" in term.evaluate(shown)


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


def test_without_its_files_the_static_charts_stand_in_with_a_sentence(visit):
    page = drawn(visit(SHORT, is_settled=False))
    page.route("**/plotly.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("The living scene does not run here")).to_be_visible()
    expect(page.locator(".st-key-parameter-space .main-svg").first).to_be_visible()
    page.faults.clear()  # the browser says that the file was refused


def test_twelve_methods_are_drawn_in_one_scene(visit):
    keys = ",".join(method.key for method in METHODS[:12])
    page = drawn(visit(f"?{urlencode({'steps': 60, 'methods': keys})}", is_settled=False))
    assert scene(page, "return s.runs.n") == 84


def test_on_a_phone_it_is_a_column_with_targets_for_fingers(visit):
    page = drawn(
        visit(SHORT, width=390, height=844, has_touch=True, is_mobile=True, is_settled=False)
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tops = [page.locator(f".scene-{name}").first.bounding_box()["y"] for name in ("space", "loss")]
    assert tops[1] > tops[0] + 300
    for button in page.locator(".scene button:visible").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) > 43.9  # rounding of a zoomed page


@pytest.mark.parametrize(
    "query",
    [
        {"methods": "none"},
        {"landscape": "two-bowls", "optimizer": "sgd", "optimizer.lr": "100", "clip": "none"},
        {"landscape": "zdt3", "methods": "ls,uw"},
        {"steps": "1"},
    ],
    ids=str,
)
def test_whatever_the_study_the_keys_find_no_error(visit, query):
    page = drawn(visit(f"?{urlencode({'steps': '60'} | query)}", is_settled=False))
    page.locator(".scene").focus()
    for key in ("1", "s", "Home", "ArrowRight", "Space", "End", "Delete"):
        page.keyboard.press(key)
    expect(page.locator(".scene-readout h4")).to_be_visible()


def test_the_scene_comes_back_after_another_page(visit):
    page = drawn(visit(SHORT, is_settled=False))
    page.get_by_role("link", name="Methods").click()
    expect(page.locator(".scene")).to_have_count(0)
    page.get_by_role("link", name="Explore").first.click()
    drawn(page)
