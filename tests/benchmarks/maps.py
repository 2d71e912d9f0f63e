"""How long does a map take? Run with ``python -m tests.benchmarks.maps``.

Prints the seconds from opening the page with a grid of 40 x 40 starts, three methods and 1,000
steps to the first pixels, to the first cells and to the whole picture; from a click on Cancel to
the answer; and what a slider on Explore takes, alone and while two other visitors' sweeps run.
"""

import statistics
import time

from playwright.sync_api import Page, expect

from tests.benchmarks.page import complete, release
from tests.benchmarks.serving import WINDOW, chromium, serving

LONG = "maps?steps=50000&map.side=60&methods=ls,pcgrad,sam-gs&seed="
"""Takes minutes; the seed makes every visitor's map a new one."""


def appearing(page: Page, address: str) -> tuple[float, float, float]:
    """Seconds to the first pixels of the page, to the first cells, and to the whole picture."""
    began = time.perf_counter()
    page.goto(f"{address}/maps?map.side=40")
    page.locator(".map-title").first.wait_for()
    axes = time.perf_counter() - began
    page.locator(".heatmaplayer image").first.wait_for(state="attached")
    cells = time.perf_counter() - began
    page.get_by_role("button", name="Download the numbers").wait_for(timeout=120_000)
    page.locator(".heatmaplayer image").nth(2).wait_for(state="attached")
    return axes, cells, time.perf_counter() - began


def cancelling(page: Page, address: str, seed: int) -> float:
    """Seconds from the click on Cancel to the sentence that says so."""
    page.goto(f"{address}/{LONG}{seed}")
    page.locator(".heatmaplayer image").first.wait_for(state="attached", timeout=120_000)
    began = time.perf_counter()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Stopped at").wait_for()
    return time.perf_counter() - began


def sliding(page: Page) -> str:
    """The median and the longest of eight moves of the threshold, on Explore."""
    times = [release(page) for _ in range(8)]
    return f"median {statistics.median(times):.2f} s, longest {max(times):.2f} s"


def main() -> None:
    """Print the times."""
    with serving() as address, chromium() as browser:
        explore = browser.new_page(viewport=WINDOW)
        explore.goto(address)
        complete(explore)
        pages = [browser.new_page(viewport=WINDOW) for _ in range(2)]
        axes, cells, whole = appearing(pages[0], address)
        print(f"first pixels {axes:.1f} s, first cells {cells:.1f} s, whole {whole:.1f} s")
        answers = [cancelling(pages[0], address, seed) for seed in (1, 2, 3)]
        print(f"cancel: longest of three {max(answers):.2f} s")
        explore.get_by_role("slider", name="Threshold γ").first.focus()
        print(f"slider on Explore, alone: {sliding(explore)}")
        for seed, page in enumerate(pages, 10):
            page.goto(f"{address}/{LONG}{seed}")
            expect(page.get_by_role("button", name="Cancel")).to_be_visible(timeout=60_000)
        print(f"slider on Explore, beside two sweeps: {sliding(explore)}")


if __name__ == "__main__":
    main()
