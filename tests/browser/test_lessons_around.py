"""Around the lessons: cards and progress, leaving and coming back by the link, and worksheets."""

import json
from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from app.lessons.catalogue import LESSONS
from tests.browser.lesson_hands import PANEL, Keyboard, at_step, button, panel
from tests.browser.tabs import PHONE, answer


def test_a_lesson_is_begun_from_its_card_left_and_entered_again(visit):
    page = visit("lessons?steps=40")
    hands = Keyboard(page)
    hands.press(page.get_by_role("button", name="Begin lesson 4", exact=True))
    at_step(page, 1, 4)
    assert "lesson=two-regimes" in page.url and page.get_by_text("SAM-GS 7/7").count() == 0
    hands.press(button(page, "Next"))  # nobody is held up
    at_step(page, 2, 4)
    address = page.url

    hands.press(button(page, "Fold the lesson"))
    expect(button(page, "Next")).to_have_count(0)
    hands.press(button(page, "Unfold the lesson"))
    hands.press(button(page, "Move the lesson below the page"))
    expect(page.locator(".st-key-lesson-panel-below")).to_be_visible()
    with answer(page):
        hands.press(button(page, "Leave the lesson, and keep what is shown"))
    expect(panel(page)).to_have_count(0)
    assert "lesson" not in page.url and "methods=sam-gs" in page.url

    page.goto(address)  # another study: nothing of the tab's own is left
    at_step(page, 2, 4)
    page.get_by_role("link", name="Lessons", exact=True).click()
    card = page.locator(".st-key-lesson-card-two-regimes")
    expect(card.get_by_role("button", name="Go on at step 2 of 4")).to_be_visible()
    card.get_by_role("button", name="Go on at step 2 of 4").click()
    at_step(page, 2, 4)


def test_what_is_kept_of_the_progress_may_be_nonsense(visit):
    page = visit("lessons")
    kept = json.dumps({"fair": {"step": "x", "of": [], "isDone": False}, "threshold": None})
    for text in ("{", "null", "[]", kept):
        page.evaluate("(text) => localStorage.setItem('gradient-surgery.lessons', text)", text)
        page.reload()
        expect(page.get_by_role("button", name="Begin lesson 1", exact=True)).to_be_visible()
        assert page.locator(".lesson-progress button").count() == 0


def test_on_a_phone_the_panel_leaves_the_picture_in_sight(visit):
    page = visit("?lesson=why-not-add&lesson.step=2&methods=ls&focus=1&steps=60", **PHONE)
    at_step(page, 2, 5)
    figure = page.locator(".scene-loss .scene-figure")
    expect(figure).to_be_visible()
    page.wait_for_function(
        "([panel, figure]) => document.querySelector(figure).getBoundingClientRect().bottom"
        " <= document.querySelector(panel).getBoundingClientRect().top",
        arg=[PANEL, ".scene-loss .scene-figure"],
    )
    place = panel(page).bounding_box()
    assert place["width"] == 390 and place["y"] > 0.55 * 844


def test_a_worksheet_is_one_page(visit):
    page = visit("worksheets", is_settled=False, is_fresh=True)
    assert n_pages(page.pdf(prefer_css_page_size=True)) == len(LESSONS)
    page.goto(page.url + "?lesson=fair")
    expect(page.get_by_role("heading", name="Is this comparison fair?")).to_be_visible()
    assert n_pages(page.pdf(prefer_css_page_size=True)) == 1


def n_pages(pdf):
    return len(PdfReader(BytesIO(pdf)).pages)
