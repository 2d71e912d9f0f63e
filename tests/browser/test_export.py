"""What is taken along, in a real browser: the dialog with its files, and the page that plays."""

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from app.export.library import page as replay_of
from app.files.runs import runs
from app.study.link import decode

QUERY = {"steps": "120", "methods": "ls,sam-gs"}
STATE = "document.getElementById('data').replay"
AT = f"(run) => [{STATE}.runs.x, {STATE}.runs.losses].map((p) => {STATE}.runs.point(p, run, 120))"


def test_the_dialog_shows_the_figure_and_gives_the_files(visit):
    page = visit("?steps=120&methods=ls,sam-gs", color_scheme="dark")
    page.emulate_media(media="print")
    expect(page.locator(".stSidebar")).to_be_hidden()
    expect(page.get_by_role("button", name="Export")).to_be_hidden()
    assert np.median(printed(page), (0, 1)).tolist() == [255, 255, 255]
    assert (printed(page).sum(-1) < 120).mean() < 0.1  # words and lines
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog")
    picture = dialog.locator("img.preview")
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('img.preview').naturalWidth > 700")
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Figure (SVG)").click()
    text = download.value.path().read_text()
    assert "<dc:description>" in text and "fill: #ffffff" in text and "SAM-GS" in text
    dialog.get_by_text("Column, 3.25 in").click()
    page.wait_for_function("document.querySelector('img.preview')?.naturalWidth < 400")
    dialog.get_by_role("tab", name="Data").click()
    with page.expect_download() as download:
        dialog.get_by_role("link", name="All data (ZIP)").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    dialog.get_by_role("tab", name="References").click()
    expect(dialog.get_by_text("@software").first).to_be_visible()


def printed(page):
    """What is seen of a page, as colours [rows, columns, 3]."""
    return np.array(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), dtype=int)


@pytest.fixture
def offline(chromium, tmp_path):
    """The page that plays, opened from a file without a network; nothing went wrong at the end."""
    study = decode(QUERY).study
    text = replay_of(study)
    assert len(text.encode()) < 2.5e6
    (tmp_path / "replay.html").write_text(text)
    context = chromium.new_context(offline=True, reduced_motion="reduce")
    page, told = context.new_page(), []
    page.on("request", lambda request: told.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(f"file://{tmp_path}/replay.html")
    yield study, page
    assert [each for each in told if not each.startswith(("data:", "file://"))] == []
    assert sum(each.startswith("file://") for each in told) == 1
    context.close()


def test_a_study_plays_from_a_file_without_a_network(offline):
    study, page = offline
    for m, each in enumerate(runs(study)):
        for start in range(len(study.points)):
            x, losses = page.evaluate(AT, m * len(study.points) + start)
            np.testing.assert_allclose(x, each.record.x[start, -1], rtol=1e-6)
            np.testing.assert_allclose(losses, each.record.losses[start, -1], rtol=1e-6)
    readout, slider = page.locator("#readout"), page.get_by_role("slider", name="Step")
    expect(readout).to_contain_text("step 120 of 120 · SAM-GS, start 2: L₁")
    page.keyboard.press("Home")
    expect(readout).to_contain_text("step 0 of 120")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("1")
    page.keyboard.press("s")
    expect(readout).to_contain_text("step 50 of 120 · LS (sum), start 3")
    page.get_by_role("button", name="Play").click()
    expect(readout).not_to_contain_text("step 50 ")
    page.get_by_role("button", name="Pause").click()
    assert float(slider.input_value()) > 50
    slider.fill("20")
    expect(readout).to_contain_text("step 20 of 120")
    at = page.evaluate(f"{STATE}.planes[0].at(...{STATE}.runs.point({STATE}.runs.x, 0, 20))")
    page.locator("#space").hover(position={"x": at[0], "y": at[1]})
    expect(page.locator("#tip")).to_contain_text("start 1: L₁")
    expect(page.locator("figcaption")).to_contain_text("Settings: ?v=1&methods=ls%2Csam-gs")
