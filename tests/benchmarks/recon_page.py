"""How long does a visitor of the Recon page wait? ``python -m tests.benchmarks.recon_page``.

Prints for every preset, with one seed that nobody has asked for before, the seconds from pressing
its button to the first picture in Chromium and to the complete page; then the same for a layer that
is split by hand, and for all ten seeds of the first preset.
"""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from synthetic import PRESETS
from tests.benchmarks.serving import WINDOW, chromium, serving

PATIENCE = 300_000
FIRST = '[class*="st-key-recon-heat"] .main-svg >> nth=0'
AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def timed(page: Page, act: Callable[[], None]) -> tuple[float, float]:
    """Seconds until there is a new first picture, and until the page is complete."""
    page.evaluate("document.querySelectorAll('.main-svg').forEach(each => each.remove())")
    began = time.perf_counter()
    act()
    page.wait_for_selector(FIRST, timeout=PATIENCE, state="attached")
    first = time.perf_counter() - began
    page.wait_for_timeout(100)
    page.wait_for_selector(AT_REST, timeout=PATIENCE)
    expect(page.locator('[class*="st-key-recon-surgery"] .main-svg').first).to_be_attached()
    return first, time.perf_counter() - began


def measure(page: Page, address: str) -> None:
    """Print the times of one visit."""
    page.goto(f"{address}/recon?recon.seed=1000&recon.steps=20")
    page.wait_for_selector(FIRST, timeout=PATIENCE, state="attached")
    page.wait_for_selector(AT_REST, timeout=PATIENCE)
    print(f"{'':28}first picture, complete page (seconds)")
    acts = {each.title: each.title for each in (*PRESETS[1:], PRESETS[0])}
    acts |= {"split by hand": "Layer 3 shared", "ten seeds": "More seeds, up to 10"}
    for title, label in acts.items():
        button = page.get_by_role("button", name=label, exact=True)
        first, complete = timed(page, button.click)
        print(f"{title:28}{first:8.2f}{complete:8.2f}")


def main() -> None:
    """Start the app and a browser, and print the table."""
    with serving() as address, chromium() as browser:
        measure(browser.new_page(viewport=WINDOW), address)


if __name__ == "__main__":
    main()
