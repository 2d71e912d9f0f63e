"""Your run in a real browser: the example, a file of a visitor's, and a step among the vectors."""

import re
import zipfile

import numpy as np
import pytest
from playwright.sync_api import expect

from app.yours.opened import EXAMPLE
from samgs_core.recorder import Recording
from tests.browser.axe import barriers
from tests.browser.tabs import SLOW, answer
from tests.front.recordings import HOSTILE, content_of, three_tasks

PICTURES = ".js-plotly-plot"


def row(page, name):
    """What the table at the cursor says in a row."""
    cells = page.get_by_test_id("stTable").locator("tr").filter(has_text=re.compile(f"^{name}"))
    return cells.first.locator("td").last


def upload(page, name, content):
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator('input[type="file"]').set_input_files(file)


@pytest.fixture(scope="module")
def kept():
    return Recording.load(EXAMPLE)


def test_a_recording_is_opened_read_and_taken_to_the_vectors(visit, kept, tmp_path):
    page = visit("your-run?run.step=300", is_fresh=True)  # to upload takes its cookie
    expect(page.locator(PICTURES)).to_have_count(8, timeout=SLOW)
    expect(row(page, "step")).to_have_text("300")
    expect(row(page, "angle")).to_have_text(f"{kept.angles[300, 0]:.0f}°")
    expect(page.get_by_text("equalised 22 % of the steps")).to_have_count(1)
    thumb = page.get_by_role("slider", name="Step of the cursor")
    with answer(page):
        thumb.press("ArrowRight")
    expect(row(page, "step")).to_have_text("301")
    expect(page).to_have_url(re.compile("run.step=301"))
    lines = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].map(each => "
        "(each.layout.shapes || []).some(shape => shape.x0 === 301))"
    )
    assert sum(lines) == 5  # losses, angle, ψ, lengths, layers

    upload(page, "mine.npz", content_of(three_tasks(HOSTILE), tmp_path))
    expect(page.get_by_text("mine.npz: 40 recorded steps of 391")).to_be_visible()
    expect(page.locator(PICTURES)).to_have_count(9)
    assert page.locator("a[href*='b.example']").count() == 0
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Figure (PDF)").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    dialog.get_by_role("tab", name="Data").click()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="All data (ZIP)").click()
    assert "recording.npz" in zipfile.ZipFile(download.value.path()).namelist()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    random = three_tasks()
    page.get_by_role("link", name="Open this step in Vectors").click()
    expect(page).to_have_url(re.compile("/vectors.*vectors.g1="), timeout=SLOW)
    expected = f"{np.degrees(np.arccos(random.cosines[-1, 0])):.1f}°"
    expect(page.get_by_text(expected).first).to_be_visible(timeout=SLOW)
    page.go_back()
    expect(page.get_by_text("mine.npz: 40 recorded steps of 391")).to_be_visible(timeout=SLOW)

    upload(page, "bad.npz", b"\x80\x04\x95 no recording")
    expect(page.get_by_text("bad.npz was not opened.")).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_is_as_wide_as_the_screen_and_open_to_assistive_technology(visit, scheme):
    page = visit("your-run", 390, 844, color_scheme=scheme)
    expect(page.locator(PICTURES)).to_have_count(8, timeout=SLOW)
    width = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth")
    assert width <= 390
    assert barriers(page, '[data-testid="stMain"]') == []
