"""How long does a visitor wait? Run with ``python -m tests.benchmarks.page``.

Prints the seconds from starting the server to the first complete picture in Chromium, from opening
the page of a running server to the same, and from a slider's release to the new picture.
"""

import statistics
import time

from playwright.sync_api import Page, expect

from tests.benchmarks.serving import WINDOW, chromium, serving


def complete(page: Page) -> None:
    """Wait until the scene is drawn and SAM-GS has its score."""
    expect(page.locator(".scene[data-drawn]")).to_be_visible(timeout=60_000)
    score = page.locator('.score-chip[data-method="sam-gs"] b')
    expect(score).not_to_have_text("…", timeout=60_000)


def release(page: Page) -> float:
    """Seconds from one key press on the threshold's slider until the scene has drawn its runs."""
    scene = page.locator(".scene")
    before = scene.get_attribute("data-drawn")
    began = time.perf_counter()
    page.get_by_role("slider", name="Threshold γ").first.press("ArrowRight")
    expect(scene).not_to_have_attribute("data-drawn", before or "", timeout=60_000)
    return time.perf_counter() - began


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
            page.get_by_role("slider", name="Threshold γ").first.focus()
            times = [release(page) for _ in range(10)]
            print(f"slider to new picture, median of ten: {statistics.median(times):.2f} s")


if __name__ == "__main__":
    main()
