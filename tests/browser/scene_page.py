"""The scene in a browser, and what is read from it."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from app.study.link import decode
from samgs_core import run
from tests.browser.tabs import SLOW

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


def ground_pixel(page, point):
    """Where a point of parameter space is on the page."""
    x, y = scene(page, f"return s.stage.space.panel.toPixel({list(point)})")
    box = page.locator(".scene-space .scene-figure").bounding_box()
    return box["x"] + x, box["y"] + y


def lift(page, start, across, up):
    """Take a start by its handle and move it by so many pixels, without letting go."""
    box = page.get_by_role("button", name=f"Start {start} at").bounding_box()
    x, y = box["x"] + 22, box["y"] + 22
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + up, steps=4)
