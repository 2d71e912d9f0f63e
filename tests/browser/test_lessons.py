"""Every lesson from begin to end in a browser, by keyboard or by touch.

A walk takes ten seconds, so only as many are walked as have every page and every kind of question,
in turn by keyboard and by touch; with ``EVERY_HAND=1`` every lesson is, with both.
Without a browser the check of every lesson is answered in tests/front.
"""

import os
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from app.lessons.catalogue import LESSONS
from app.lessons.parts import PARTS
from app.lessons.questions import Choice, Deed, Number
from app.study.link import encode
from app.study.study import Study
from tests.browser.axe import barriers
from tests.browser.lesson_hands import (
    PANEL,
    Keyboard,
    Touch,
    at_step,
    button,
    panel,
    wait_for_deed,
)
from tests.browser.tabs import PHONE, SLOW, settle

IS_KEPT = """([lesson, at]) => {
  const kept = JSON.parse(localStorage.getItem("gradient-surgery.lessons") ?? "{}")[lesson];
  return kept?.isDone && kept.step === at.step && kept.of === at.of;
}"""
VERDICT = '[data-testid="stAlert"]'


def kinds(lesson):
    """The pages and the kinds of question of a lesson."""
    return {step.page for step in lesson.steps} | {type(step.asks) for step in lesson.steps}


def with_every_kind(lessons):
    """A few lessons that have every kind, each with the most of what those before have not."""
    wanted = set().union(*map(kinds, lessons))
    while wanted:
        most = max(lessons, key=lambda lesson: len(kinds(lesson) & wanted))
        yield most
        wanted -= kinds(most)


WALKED = list(with_every_kind(LESSONS))
BY_KEYBOARD, BY_TOUCH = WALKED[::2], WALKED[1::2]
if os.environ.get("EVERY_HAND") == "1":
    BY_KEYBOARD = BY_TOUCH = LESSONS


def address_of(lesson, n=1):
    page = lesson.step(n).page
    return f"{'' if page == 'explore' else page}?{urlencode(encode(lesson.at(Study(), n)))}"


def check_looks(page, lesson, step):
    """What the step points at is there, nothing is cut off, and everybody can use the panel."""
    for name in step.look_at:
        expect(page.locator(PARTS[name]).first).to_be_attached(timeout=SLOW)
    assert panel(page).evaluate("p => p.scrollWidth <= p.clientWidth"), lesson.key
    assert barriers(page, PANEL) == [], lesson.key


def predict(page, hands, question):
    if isinstance(question, Choice):
        hands.choose(0)
    else:
        hands.type("1")
    hands.press(button(page, "Record my prediction"))
    expect(panel(page).get_by_text("Recorded: ")).to_be_visible()


def verdict(page, word):
    """What the panel says of the last answer."""
    said = panel(page).locator(VERDICT)
    expect(said).to_contain_text(f"{word}:", timeout=SLOW)
    expect(panel(page).locator(".katex").first).to_be_visible()
    return said.inner_text().partition(":")[2].strip().rstrip(".")


def check(page, hands, question):
    """Answer wrong, hear what is right, and answer that."""
    if isinstance(question, Deed):
        hands.press(button(page, "Check what is shown"))
        verdict(page, "Not so")
        do(page, hands)
        hands.press(button(page, "Check what is shown"))
    elif isinstance(question, Choice):
        found = answer_wrong(page, hands, len(question.options))
        hands.choose(question.options.index(found))
        hands.press(button(page, "Check"))
    elif isinstance(question, Number):
        hands.type("0.9")
        hands.press(button(page, "Check"))
        hands.type(verdict(page, "Not so"))
        hands.press(button(page, "Check"))
    else:
        mark = panel(page).get_by_role("button", name="Mark the cursor’s step")
        hands.press(mark)  # at the last step
        hands.move_cursor(int(re.sub(r"\D", "", verdict(page, "Not so"))))
        hands.press(mark)
    verdict(page, "Right")


def answer_wrong(page, hands, n):
    """Choose until it is wrong; what is right instead."""
    for place in range(n):
        hands.choose(place)
        hands.press(button(page, "Check"))
        said = panel(page).locator(VERDICT)
        expect(said).to_be_visible(timeout=SLOW)
        if "Not so" in said.inner_text():
            return verdict(page, "Not so")
    raise AssertionError("every answer is right")


def do(page, hands):
    if "/vectors" in page.url:
        hands.align_gradients()
    else:
        hands.bring_starts_together()
        wait_for_deed(page, r"1\.9(%2C|,)-6")
        settle(page)


def walk(page, hands, lesson):
    """From the first step to the last, every prediction recorded and every check answered."""
    n_steps = len(lesson.steps)
    for n, step in enumerate(lesson.steps, 1):
        at_step(page, n, n_steps)
        if step.page in ("maps", "recon"):
            settle(page)
        check_looks(page, lesson, step)
        if step.recalls:
            expect(panel(page).get_by_text("You predicted")).to_be_visible()
        if step.asks is not None:
            (check if step.asks.is_check else predict)(page, hands, step.asks)
        if n < n_steps:
            hands.press(button(page, re.compile("Next|Go on anyway")))
    page.wait_for_function(IS_KEPT, arg=[lesson.key, {"step": n_steps, "of": n_steps}])


@pytest.mark.parametrize("lesson", BY_KEYBOARD, ids=lambda lesson: lesson.key)
def test_a_lesson_by_keyboard_alone(visit, lesson):
    page = visit(address_of(lesson))
    walk(page, Keyboard(page), lesson)


@pytest.mark.parametrize("lesson", BY_TOUCH, ids=lambda lesson: lesson.key)
def test_a_lesson_by_touch_on_a_phone(visit, lesson):
    page = visit(address_of(lesson), **PHONE)
    walk(page, Touch(page), lesson)
