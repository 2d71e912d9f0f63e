"""How long does a visitor wait? Run with ``python -m tests.benchmarks.page``.

Prints the seconds from starting the server to the first complete picture in Chromium, from opening
the page of a running server to the same, and from a slider's release to the new picture.
"""

import shutil
import statistics
import subprocess
import sys
import time

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import QUIET, ROOT, free_port, wait_until_healthy


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
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app/main.py", f"--server.port={port}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        began = time.perf_counter()
        server = subprocess.Popen(command, cwd=ROOT)
        try:
            wait_until_healthy(address, server)
            healthy = time.perf_counter() - began
            page = browser.new_page(viewport={"width": 1280, "height": 800})
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
        finally:
            server.terminate()
            browser.close()


if __name__ == "__main__":
    main()
