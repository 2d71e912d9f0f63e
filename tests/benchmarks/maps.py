"""How long does a map take? Run with ``python -m tests.benchmarks.maps``.

Prints, for a grid of 40 x 40 starts, three methods and 1,000 steps, the seconds to the first cells
and to the whole picture: from opening the page in a browser that has never seen it, and from asking
for it on the open page. Then the seconds from a click on Cancel to the answer, and what a slider on
Explore takes, alone and while two other visitors' sweeps run.
"""

import time

from playwright.sync_api import Page

from tests.benchmarks.page import complete, slid
from tests.benchmarks.serving import WINDOW, chromium, rest, serving, visiting

LONG = "steps=50000&map.side=60&methods=ls,pcgrad,sam-gs&seed="
"""Takes minutes; the seed makes every visitor's map a new one."""


CELLS = ".heatmaplayer image"
FIRST = """() => {
  const src = () => document.querySelector('.heatmaplayer image').getAttribute('href');
  const before = src();
  let began = null;
  document.addEventListener('keydown', ({ key, timeStamp }) => {
    if (key === 'Enter') began ??= timeStamp;
  }, { capture: true });
  window.first = new Promise((done) => {
    const look = () => {
      if (src() !== before) setTimeout(() => done((performance.now() - began) / 1000));
      else requestAnimationFrame(look);
    };
    look();
  });
  window.whole = new Promise((done) => {
    let isRunning = false;
    const look = () => {
      const runs = document.querySelector('[data-testid="stProgress"]') !== null;
      if (isRunning && !runs) setTimeout(() => done((performance.now() - began) / 1000));
      else requestAnimationFrame(look);
      isRunning = runs;
    };
    look();
  });
}"""


STOPPED = """() => {
  let began = null;
  document.addEventListener('click', ({ timeStamp }) => { began = timeStamp; }, { capture: true });
  window.stopped = new Promise((done) => {
    const observer = new MutationObserver(() => {
      const told = document.querySelector('.stMainBlockContainer').textContent;
      if (told.includes('Stopped at')) done((performance.now() - began) / 1000);
    });
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
  });
}"""


def opening(page: Page, address: str) -> tuple[float, float]:
    """Seconds from opening the page to the first cells, and to the whole picture."""
    began = time.perf_counter()
    page.goto(f"{address}/maps?map.side=40")
    page.locator(CELLS).first.wait_for(state="attached", timeout=120_000)
    cells = time.perf_counter() - began
    page.get_by_role("link", name="Download the numbers").wait_for(timeout=120_000)
    page.locator(CELLS).nth(2).wait_for(state="attached")
    return cells, time.perf_counter() - began


def asking(page: Page, side: int) -> tuple[float, float]:
    """Seconds from the key that asks for another grid to its first cells, and to all of them."""
    rest(page)
    page.evaluate(FIRST)
    field = page.locator('input[aria-label="Starts per side"]')
    field.fill(str(side))
    field.press("Enter")
    return page.evaluate("() => window.first"), page.evaluate("() => window.whole")


def cancelling(page: Page, address: str, seed: int) -> float:
    """Seconds from the click on Cancel to the sentence that says so, as the page sees it."""
    page.goto(f"{address}/maps?{LONG}{seed}")
    page.locator(CELLS).nth(2).wait_for(state="attached", timeout=120_000)
    page.wait_for_timeout(5000)
    page.evaluate(STOPPED)
    page.get_by_role("button", name="Cancel").click()
    return page.evaluate("() => window.stopped")


def main() -> None:
    """Print the times."""
    with serving() as address, chromium() as browser:
        explore = browser.new_page(viewport=WINDOW)
        explore.goto(address)
        complete(explore)
        page = browser.new_page(viewport=WINDOW)
        cells, whole = opening(page, address)
        print(f"opening the page: first cells {cells:.1f} s, whole {whole:.1f} s")
        for side in (39, 41, 42):  # of 40 the numbers are there by now
            cells, whole = asking(page, side)
            print(f"{side} x {side} on the open page: cells {cells:.2f} s, whole {whole:.2f} s")
        answers = [cancelling(page, address, seed) for seed in (1, 2, 3)]
        print(f"cancel: longest of three {max(answers):.2f} s")
        page.close()
        print(f"slider on Explore, alone: {slid(explore)}")
        with visiting(address, "maps", f"{LONG}10"), visiting(address, "maps", f"{LONG}11"):
            time.sleep(5)
            print(f"slider on Explore, beside two sweeps: {slid(explore)}")


if __name__ == "__main__":
    main()
