"""The page Lessons: a card for each, which begins it on its page, and keeps one's own study."""

import re

from app.lessons.catalogue import CHALLENGES, LESSONS
from app.study.study import Study
from tests.front.any_page import html, open_at, press, study_of, texts


def test_every_lesson_and_every_challenge_has_a_card():
    said = html(page := open_at("lessons"))
    keys = re.findall(r'class="lesson-progress" data-lesson="([\w-]+)"', said)
    assert keys == [each.key for each in (*LESSONS, *CHALLENGES)]
    for lesson in LESSONS:
        assert lesson.question in said and f"{lesson.minutes} min" in said
    labels = {button.label for button in page.button}
    assert {f"Begin lesson {n}" for n in range(1, len(LESSONS) + 1)} <= labels
    assert {f"Begin challenge {n}" for n in range(1, len(CHALLENGES) + 1)} <= labels


def test_a_card_begins_its_lesson_and_the_way_back_to_ones_own_study_stays():
    page = open_at("lessons", {"steps": "30", "methods": "mgda", "screen.hide": "table"})
    press(page, "Begin lesson 4")
    begun = study_of(page)
    assert (begun.lesson.name, begun.lesson.step) == ("two-regimes", 1)
    assert begun.steps == Study().steps and begun.screen.is_predicting
    assert begun.screen.hide == ("table",)
    assert "took the place of your methods, settings and starts" in texts(page)
    press(page, "Back to my study")
    assert study_of(page).steps == 30 and study_of(page).lesson.name == "none"


def test_a_page_of_another_kind_shows_the_way_back_to_the_lesson():
    query = {"lesson": "two-regimes", "lesson.step": "2", "methods": "sam-gs"}
    page = open_at("vectors", query)
    links = [each.proto.label for each in page.get("page_link")]
    assert "Go on with the lesson on Explore" in links
