"""The panel without its page: every step says, asks and marks what the lesson holds."""

import re

import pytest

from app.lessons.catalogue import CHALLENGES, LESSONS
from app.lessons.lesson import MAX_WORDS
from app.lessons.memory import MEMORY
from app.lessons.parts import PARTS
from app.lessons.questions import Choice, Deed, Number, StepMark
from app.lessons.text import TERMS, plain
from app.study.lesson import CHALLENGE_KEYS, LESSON_KEYS, MAX_STEP
from app.study.study import Study
from tests.front.any_page import press, study_of
from tests.front.lesson_runs import BY_KEY, panel_at, shown, told

ALL = (*LESSONS, *CHALLENGES)
STEPS = [(lesson.key, n) for lesson in LESSONS for n in range(1, len(lesson.steps) + 1)]
CHECKS = [(key, n) for key, n in STEPS if (asks := BY_KEY[key].step(n).asks) and asks.is_check]
CHEAP = ("angle-or-length", "two-regimes")


def test_the_link_knows_every_lesson():
    assert tuple(lesson.key for lesson in LESSONS) == LESSON_KEYS
    assert tuple(challenge.key for challenge in CHALLENGES) == CHALLENGE_KEYS
    assert max(len(lesson.steps) for lesson in ALL) <= MAX_STEP


@pytest.mark.parametrize("lesson", ALL, ids=lambda lesson: lesson.key)
def test_a_lesson_is_short_asks_first_and_ends_with_a_check(lesson):
    asked = [step.asks for step in lesson.steps if step.asks is not None]
    assert asked[-1] is lesson.steps[-1].asks and asked[-1].is_check
    if not lesson.is_challenge:
        assert 3 <= lesson.minutes <= 6 and lesson.alone and lesson.needs
        assert not asked[0].is_check or lesson.key == "fair"
        assert any(step.recalls for step in lesson.steps)
        assert asked[-1].reason and asked[-1].formula
    for step in lesson.steps:
        assert len(plain(step.text).split()) <= MAX_WORDS
        assert set(step.look_at) <= set(PARTS)
        assert set(re.findall(r"\[\[([^|\]]+)", step.text)) <= set(TERMS)
        assert not step.recalls or lesson.step(step.recalls).asks is not None


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.key)
def test_texts_have_no_numbers_of_results(lesson):
    """What is computed comes through fields: digits in texts are settings, said in the data."""
    settings = {"0", "1", "−1", "5", "7", "10", "0.1", "0.6", "2", "90"}
    for step in lesson.steps:
        words = plain(step.text) + plain(step.asks.reason if step.asks else "")
        numbers = re.findall(r"−?\d+(?:\.\d+)?", re.sub(r"\{\w+\}", "", words))
        assert set(numbers) <= settings


def test_beginning_a_lesson_again_changes_nothing():
    for lesson in ALL:
        for n, step in enumerate(lesson.steps, 1):
            if step.sets is not None and not lesson.is_challenge:
                once = lesson.at(Study(), n)
                assert lesson.at(once, n) == once


def answers(key, n):
    """A wrong and the right answer to the check of a step, as the panel keeps them."""
    question, study = BY_KEY[key].step(n).asks, shown(key, n)
    right = question.right(study)
    if isinstance(question, Choice):
        return (right + 1) % len(question.options), right
    if isinstance(question, Number):
        return question.low if right > 0.5 * question.high else question.high, right
    assert isinstance(question, StepMark)
    return right + 50, right


@pytest.mark.parametrize(("key", "n"), CHECKS)
def test_a_check_says_right_or_not_and_gives_the_reason_both_times(key, n):
    question = BY_KEY[key].step(n).asks
    page = panel_at(key, n)
    if isinstance(question, Deed):
        press(page, "Check what is shown")
        assert "Not so" in page.warning[0].value and question.formula in latex(page)
        return
    for answer, word in zip(answers(key, n), ("Not so", "Right"), strict=True):
        page.session_state[MEMORY].answers[key, n] = answer
        page.run()
        said = [each.value for each in (*page.warning, *page.success)]
        assert len(said) == 1 and said[0].startswith(f"**{word}")
        assert question.formula in latex(page)
        assert "{" not in told(page).replace(question.formula, "")


def latex(page):
    return "\n".join(each.value for each in page.get("latex"))


@pytest.mark.parametrize("key", CHEAP)
def test_every_step_is_told_and_a_prediction_comes_back(key):
    lesson = BY_KEY[key]
    for n, step in enumerate(lesson.steps, 1):
        page = panel_at(key, n)
        assert "{" not in told(page) and "[[" not in told(page)
        if step.recalls:
            page.session_state[MEMORY].answers[key, step.recalls] = 0
            page.run()
            assert f"You predicted “{lesson.step(step.recalls).asks.options[0]}”" in told(page)


def test_next_and_back_walk_and_leaving_keeps_what_is_shown():
    page = panel_at("two-regimes", 2)
    before = study_of(page)
    press(page, "Next")
    assert study_of(page).lesson.step == 3 and study_of(page).pictured == before.pictured
    press(page, "Back")
    press(page, "Back")
    assert study_of(page).lesson.step == 1 and study_of(page).screen.is_predicting
    press(page, "Next")
    assert not study_of(page).screen.is_predicting
    press(page, "Leave the lesson, and keep what is shown")
    assert study_of(page).lesson.name == "none" and study_of(page).drawn == before.drawn
    assert not page.radio and not page.button


def test_a_step_of_another_landscape_offers_to_set_it_again():
    page = panel_at("two-regimes", 2, landscape="two-optima")
    assert "is not what this step speaks of" in told(page)
    press(page, "Set it again")
    assert study_of(page).landscape == Study().landscape and "equalises at" in told(page)


def test_on_a_projector_there_is_no_panel():
    page = panel_at("two-regimes", 2, **{"screen.projector": "yes"})
    assert not page.button and study_of(page).lesson.step == 2


def test_a_link_past_the_end_shows_the_last_step():
    page = panel_at("two-regimes", 4, **{"lesson.step": "12"})
    assert "Step 4 of 4" in " ".join(each.proto.body for each in page.get("html"))
    press(page, "Back")
    assert study_of(page).lesson.step == 3


def test_pressing_without_an_answer_says_so():
    page = panel_at("two-regimes", 1)
    press(page, "Record my prediction")
    assert "No answer yet" in told(page)
    page.radio[0].set_value(2).run()
    press(page, "Record my prediction")
    assert "No answer yet" not in told(page) and "Recorded: At no step." in told(page)
