"""A real browser among a crowd: a person who moves a slider, whatever becomes of the server."""

import asyncio
import shutil
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import Page, async_playwright, expect

from tests.browser.conftest import BROWSERS, QUIET

NAME = "sam-gs.gamma"
SLOW = 120_000
"""Milliseconds after which an answer counts as not coming: a killed server takes a while."""
DRAWN = """([name, value]) => {
  const link = document.querySelector(".scene")?.dataset.drawn;
  return link && Number(new URLSearchParams(link).get(name)) === Number(value);
}"""


async def look_on(address: str, until: asyncio.Event, every: float) -> str:
    """Move γ now and again until told to stop; what was seen, as a sentence.

    Raises ``AssertionError`` where slider, address and scene do not agree at last, where the page
    shows an exception, or where its scripts raised one.
    """
    expect.set_options(timeout=SLOW)
    async with async_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        faults: list[str] = []
        connections: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("websocket", lambda socket: connections.append(socket.url))
        await page.goto(f"{address}/?steps=60&methods=ls,sam-gs", timeout=SLOW)
        n = 0
        while not until.is_set():
            await _move(page, n)
            n += 1
            await asyncio.sleep(every)
        await _agrees(page)
        assert not await page.get_by_test_id("stException").count(), "an exception is shown"
        assert not faults, faults
        await browser.close()
    return f"a browser moved {n} times and connected {len(connections)} times: all agrees"


async def _move(page: Page, n: int) -> None:
    """Press an arrow key, which does nothing while nobody answers."""
    slider = page.get_by_role("slider", name="Threshold γ").first
    await expect(slider).to_be_enabled(timeout=SLOW)
    await slider.press("ArrowLeft" if n % 20 >= 10 else "ArrowRight", timeout=SLOW)


async def _agrees(page: Page) -> None:
    """Wait until the scene has drawn what the slider says, and the address says it."""
    slider = page.get_by_role("slider", name="Threshold γ").first
    await expect(slider).to_be_enabled(timeout=SLOW)
    value = await slider.input_value()
    await page.wait_for_function(DRAWN, arg=[NAME, value], timeout=SLOW)
    await page.wait_for_url(lambda url: _said(url) == float(value), timeout=SLOW)


def _said(url: str) -> float:
    return float(parse_qs(urlsplit(url).query).get(NAME, ["nan"])[0])
