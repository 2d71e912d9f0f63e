"""How long does a visitor of the Recon page wait? ``python -m tests.benchmarks.recon_page``.

Prints for every preset, with one seed that nobody has asked for before, the seconds from pressing
its button to the first picture in Chromium and to the complete page; then the same for a layer that
is split by hand, and for all ten seeds of the first preset.
"""

from playwright.sync_api import Page

from synthetic import PRESETS
from tests.benchmarks.serving import WINDOW, chromium, rest, serving

TIMES = """() => {
  const drawn = (name) => document.querySelector(`[class*="st-key-recon-${name}"] .main-svg`);
  const app = document.querySelector('[data-testid="stApp"]');
  document.querySelectorAll('.main-svg').forEach((each) => each.remove());
  let began = null;
  const begin = ({ timeStamp }) => { began = timeStamp; };
  document.addEventListener('click', begin, { capture: true, once: true });
  const when = (holds) => new Promise((done) => {
    const look = () => {
      if (began !== null && holds()) setTimeout(() => done((performance.now() - began) / 1000));
      else requestAnimationFrame(look);
    };
    look();
  });
  let hasRun = false;
  window.first = when(() => drawn('heat'));
  window.complete = when(() => {
    const runs = app.dataset.testScriptState !== 'notRunning';
    hasRun ||= runs;
    return hasRun && !runs && drawn('surgery');
  });
}"""


def timed(page: Page, label: str) -> tuple[float, float]:
    """Seconds from the click on a button to a new first picture, and to the complete page.

    The page itself takes the time: to look into it from outside holds it up.
    """
    rest(page)
    page.evaluate(TIMES)
    page.get_by_role("button", name=label, exact=True).click()
    return page.evaluate("() => window.first"), page.evaluate("() => window.complete")


def measure(page: Page, address: str) -> None:
    """Print the times of one visit."""
    page.goto(f"{address}/recon?recon.seed=1000&recon.steps=20")
    page.wait_for_selector('[class*="st-key-recon-surgery"] .main-svg', state="attached")
    print(f"{'':28}first picture, complete page (seconds)")
    acts = {each.title: each.title for each in (*PRESETS[1:], PRESETS[0])}
    acts |= {"split by hand": "Layer 3 shared", "ten seeds": "More seeds, up to 10"}
    for title, label in acts.items():
        first, complete = timed(page, label)
        print(f"{title:28}{first:8.2f}{complete:8.2f}")


def main() -> None:
    """Start the app and a browser, and print the table."""
    with serving() as address, chromium() as browser:
        measure(browser.new_page(viewport=WINDOW), address)


if __name__ == "__main__":
    main()
