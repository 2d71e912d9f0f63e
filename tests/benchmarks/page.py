"""How long does a visitor wait? Run with ``python -m tests.benchmarks.page``.

Prints the seconds from starting the server to the first complete picture in Chromium, from opening
the page of a running server to the same, and from a slider's key to the new picture.
"""

import statistics
import time

from playwright.sync_api import Page, expect

from tests.benchmarks.serving import WINDOW, chromium, rest, serving, timed


def complete(page: Page) -> None:
    """Wait until the scene is drawn and SAM-GS has its score."""
    expect(page.locator(".scene[data-drawn]")).to_be_visible(timeout=60_000)
    score = page.locator('.score-chip[data-method="sam-gs"] b')
    expect(score).not_to_have_text("…", timeout=60_000)


def slid(page: Page) -> str:
    """The median and the longest of eight moves of the threshold's slider, to the new picture."""
    slider = page.get_by_role("slider", name="Threshold γ").first
    slider.focus()
    times: list[float] = []
    for _ in range(8):
        rest(page)
        with timed(page, times):
            slider.press("ArrowRight")
    return f"median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms"


def main() -> None:
    """Print the times."""
    with chromium() as browser:
        began = time.perf_counter()
        with serving() as address:
            healthy = time.perf_counter() - began
            page = browser.new_page(viewport=WINDOW)
            page.goto(address)
            complete(page)
            print(f"server ready after {healthy:.1f} s, first complete picture after ", end="")
            print(f"{time.perf_counter() - began:.1f} s")
            began = time.perf_counter()
            page.reload()
            complete(page)
            print(f"opening the page again: {time.perf_counter() - began:.2f} s")
            print(f"slider to new picture: {slid(page)}")


if __name__ == "__main__":
    main()
