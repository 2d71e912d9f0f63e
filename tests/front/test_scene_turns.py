"""A page waits for the scene's own question about its study, and for nobody else's."""

import threading
import time

from app.scene.turns import APPEARS, MOMENT, PATIENCE, Turns


def waited(turns, link="a"):
    began = time.monotonic()
    turns.give_way(link)
    return time.monotonic() - began


def test_a_page_waits_for_the_answer_and_a_moment_longer():
    turns, passed = Turns(), []

    def page():
        turns.give_way("a")
        passed.append(time.monotonic())

    waiting = threading.Thread(target=page)
    with turns.asked("a"):
        waiting.start()
        time.sleep(0.1)
        assert passed == []
        answered = time.monotonic()
    waiting.join()
    assert passed[0] - answered >= MOMENT


def test_a_page_waits_for_a_question_that_is_on_its_way():
    turns, passed = Turns(), []
    waiting = threading.Thread(target=lambda: passed.append(waited(turns)))
    waiting.start()
    time.sleep(APPEARS / 5)
    with turns.asked("a"):
        pass
    waiting.join()
    assert passed[0] >= MOMENT


def test_nobody_waits_for_another_study():
    turns = Turns()
    with turns.asked("b"):
        assert waited(turns) < PATIENCE


def test_a_page_waits_for_nobody_for_longer_than_its_patience():
    turns = Turns()
    with turns.asked("a"):
        assert waited(turns) >= PATIENCE


def test_links_of_long_ago_are_forgotten():
    turns = Turns()
    for number in range(1_000):
        with turns.asked(str(number)):
            pass
    assert len(turns.questions) < 300
