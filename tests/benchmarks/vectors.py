"""What does a dragged arrow cost? Run with ``python -m tests.benchmarks.vectors``.

Prints, for the six methods of the first screen and for all, with two gradients and with three: the
processor time of one answer of the route on one thread, the bytes that travel, and how long it
takes in a browser from a move of the pointer to the painted answer, the median of forty moves.
"""

import random
import statistics
import time
from urllib.parse import urlencode

import torch
from playwright.sync_api import Browser
from starlette.requests import Request

from app.vectors.routes import routes
from samgs_core.methods import METHODS
from tests.benchmarks.serving import WINDOW, chromium, serving

MOVES = 40
ALL = {"vectors.methods": ",".join(method.key for method in METHODS)}
THREE = {"vectors.g3": "0.3,0.9"}
STUDIES = {"six": {}, "all": ALL, "six, three": THREE, "all, three": {**ALL, **THREE}}
NOTING = """() => {
  const { held } = document.querySelector('.vectors');
  const [show, change] = [held.loader.show, held.change.bind(held)];
  let at = 0;
  window.waited = [];
  held.change = (...told) => { at = performance.now(); return change(...told); };
  held.loader.show = (message) => { show(message); window.waited.push(performance.now() - at); };
}"""


def answered(study: dict[str, str]) -> tuple[float, int]:
    """The median milliseconds of processor time, and the bytes of an answer."""
    endpoint, times, size = routes()[0].endpoint, [], 0
    for _ in range(MOVES):
        g1 = f"{random.uniform(-1, 1):.4f},{random.uniform(-1, 1):.4f}"
        query = urlencode({**study, "vectors.g1": g1}).encode()
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": query}
        began = time.process_time()
        size = len(endpoint(Request({**scope, "server": ("app", 80), "scheme": "http"})).body)
        times.append(1e3 * (time.process_time() - began))
    return statistics.median(times), size


def painted(browser: Browser, address: str, study: dict[str, str]) -> float:
    """The median milliseconds from a move of the pointer to the painted answer."""
    page = browser.new_page(viewport=WINDOW)
    page.goto(f"{address}/vectors?{urlencode(study)}")
    page.locator(".vectors[data-drawn]").wait_for()
    page.evaluate(NOTING)
    box = page.locator(".vectors-handle").first.bounding_box() or {}
    x, y = box["x"] + 22, box["y"] + 22
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, MOVES + 1):
        page.mouse.move(x - 2 * step, y - step)
        page.wait_for_function(f"window.waited.length >= {step}")
    page.mouse.up()
    waited = page.evaluate("window.waited")
    page.close()
    return statistics.median(waited)


def main() -> None:
    """Print the table."""
    torch.set_num_threads(1)
    print(f"{'methods':14}{'server ms':>11}{'bytes':>8}{'to paint ms':>13}")
    with serving() as address, chromium() as browser:
        for name, study in STUDIES.items():
            cost, size = answered(study)
            print(f"{name:14}{cost:11.1f}{size:8}{painted(browser, address, study):13.0f}")


if __name__ == "__main__":
    main()
