"""How smooth is the scene? Run with ``python -m tests.benchmarks.scene``.

Prints sizes, frame rates of playback, and how long a scrub, a drag, a release and a slider take
until the picture has changed, in headless Chromium. Other work on the machine makes them longer.
"""

import statistics
import time

from playwright.sync_api import Browser, Page, expect

from app.runs.records import survey_of
from app.runs.results import result
from app.scene.binary import zipped
from app.scene.ground import ground
from app.scene.message import message
from app.scene.payload import scene
from app.study.link import decode
from samgs_core.methods import METHODS
from tests.benchmarks.serving import WINDOW, chromium, rest, serving, timed

FOUR = "?methods=ls,pcgrad,cagrad,sam-gs"
TWELVE = f"?methods={','.join(method.key for method in METHODS[:11])},sam-gs"
SCENE = "document.querySelector('.scene').scene"

PLAYBACK = f"""async () => {{
  const {{ clock }} = {SCENE};
  const gaps = [];
  clock.go(0);
  clock.play();
  await new Promise((done) => {{
    let last = null;
    const frame = (now) => {{
      if (last !== null) gaps.push(now - last);
      last = now;
      if (clock.isPlaying) requestAnimationFrame(frame);
      else done();
    }};
    requestAnimationFrame(frame);
  }});
  return gaps;
}}"""
SCRUB = """async () => {
  const range = document.querySelector('.scene-range');
  const times = [];
  for (let i = 0; i < 40; i += 1) {
    range.value = String((i * 197) % 1000);
    const began = performance.now();
    range.dispatchEvent(new Event('input'));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - began);
  }
  return times;
}"""
DRAG = """async () => {
  const handle = document.querySelectorAll('.scene-handle')[2];
  const box = handle.getBoundingClientRect();
  const [x, y] = [box.left + 22, box.top + 22];
  const send = (kind, dx) => handle.dispatchEvent(new PointerEvent(kind,
    { clientX: x + dx, clientY: y + dx / 2, button: 0, pointerId: 1, bubbles: true }));
  handle.setPointerCapture = () => {};
  send('pointerdown', 0);
  const times = [];
  for (let i = 0; i < 40; i += 1) {
    const began = performance.now();
    send('pointermove', 10 + i);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - began);
  }
  send('pointercancel', 0);
  return times;
}"""
HEAP = "() => { gc(); return performance.memory.usedJSHeapSize; }"


def main() -> None:
    """Print the figures."""
    sizes()
    options = ("--js-flags=--expose-gc", "--enable-precise-memory-info")
    with serving() as address, chromium(*options) as browser:
        smoothness("default scene", opened(browser, address))
        smoothness("twelve methods", opened(browser, f"{address}/{TWELVE}"))
        page = opened(browser, f"{address}/{FOUR}")
        dragging(page)
        changes(page)
        heap(page)


def sizes() -> None:
    """The bytes of the default scene."""
    study = decode({}).study
    survey = survey_of(study.landscape)
    found = [result(study, each, lambda share: None) for each in study.drawn_methods]
    sent = len(message(scene(study, survey, found, "sam-gs")))
    once = len(zipped(ground(study)))
    print(f"default scene: {sent / 1e3:.0f} kB, and its ground, once: {once / 1e3:.0f} kB")


def opened(browser: Browser, address: str) -> Page:
    """A page whose scene is drawn and all of whose methods are scored, so that it rests."""
    page = browser.new_page(viewport=WINDOW)
    page.goto(address)
    expect(page.locator(".scene[data-drawn]")).to_be_visible(timeout=120_000)
    rest(page)
    page.wait_for_function(f"() => !{SCENE}.clock.isPlaying")
    return page


def smoothness(name: str, page: Page) -> None:
    """Playback and scrubbing of a page."""
    tell(f"{name}, playback, gap between frames", page.evaluate(PLAYBACK))
    tell(f"{name}, scrub to paint", page.evaluate(SCRUB))


def dragging(page: Page) -> None:
    """From a pointer's move to the painted preview, once the grid is there."""
    page.get_by_role("button", name="Start 3 at").hover()
    began = time.perf_counter()
    page.wait_for_function(f"() => {SCENE}.preview.grids.size === 4", timeout=120_000)
    print(f"four methods, previews ready after {time.perf_counter() - began:.1f} s")
    tell("four methods, move to painted preview", page.evaluate(DRAG))


def changes(page: Page) -> None:
    """From a start's release, and from a slider's key, to the exact picture."""
    handle = page.get_by_role("button", name="Start 3 at")
    releases, slides, in_a_row = [], [], []
    for way in (30, -30, 30, -30, 30):
        rest(page)
        box = handle.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 22, box["y"] + 22)
        page.mouse.down()
        page.mouse.move(box["x"] + 22 + way, box["y"] + 22, steps=3)
        with timed(page, releases):
            page.mouse.up()
    slider = page.get_by_role("slider", name="Threshold γ").first
    slider.focus()
    for _ in range(10):
        rest(page)
        with timed(page, slides):
            slider.press("ArrowRight")
    for _ in range(10):
        with timed(page, in_a_row):
            slider.press("ArrowLeft")
    tell("four methods, release to exact picture", releases)
    tell("slider of one method to repaint", slides)
    tell("the same, one key after the other", in_a_row)


def heap(page: Page) -> None:
    """Memory before and after a hundred interactions."""
    before = page.evaluate(HEAP)
    for i in range(100):
        page.evaluate(
            f"() => {{ {SCENE}.clock.go({i * 7}); {SCENE}.focusOn({{ start: {i % 7} }}); }}"
        )
    page.wait_for_timeout(1500)
    after = page.evaluate(HEAP)
    print(f"heap: {before / 1e6:.1f} MB before and {after / 1e6:.1f} MB after 100 interactions")


def tell(name: str, times: list[float]) -> None:
    """The median and the 95th percentile, in milliseconds."""
    ordered = sorted(times)
    late = ordered[int(0.95 * (len(ordered) - 1))]
    print(f"{name}: median {statistics.median(times):.1f} ms, 95 % below {late:.1f} ms")


if __name__ == "__main__":
    main()
