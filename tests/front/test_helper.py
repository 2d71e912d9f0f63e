"""A process that answers in place of the page's own: it may be late, die or be away."""

import operator
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.runs import helper as places
from app.runs.helper import MOST, PATIENCE, Away, Helper
from tests.front.processes import assert_it_ends_with_its_page, is_there


def answered(helper, function, *args, seconds=60):
    """What it answers, once it is there."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            return helper.ask(function, *args)
        except Away:
            time.sleep(0.01)
    raise AssertionError("it did not come")


@pytest.fixture(scope="module")
def helper():
    helper = Helper(os.getpid)
    yield helper
    helper.end()


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(places, "RETRY", 0.0)


def test_nobody_waits_for_its_start_and_then_everybody_gets_their_own_answer(helper):
    with pytest.raises(Away):
        helper.ask(os.getpid)
    assert answered(helper, os.getpid) != os.getpid()
    with ThreadPoolExecutor(4) as askers:
        numbers = range(200)
        assert list(askers.map(lambda n: helper.ask(operator.neg, n), numbers)) == [
            -n for n in numbers
        ]


def test_what_goes_wrong_there_is_said_here(helper):
    answered(helper, os.getpid)
    with pytest.raises(ValueError, match="invalid literal for int"):
        helper.ask(int, "seven")
    assert helper.ask(int, "7") == 7


def test_what_is_printed_there_is_no_answer(helper):
    assert answered(helper, print, "printed on purpose") is None
    assert helper.ask(abs, -1) == 1


def test_one_that_is_killed_takes_no_answer_along_and_is_started_again(helper, at_once):
    pid = answered(helper, os.getpid)
    killing = threading.Timer(0.2, os.kill, (pid, signal.SIGKILL))
    began = time.monotonic()
    killing.start()
    with pytest.raises(Away):
        helper.ask(time.sleep, 600)
    assert time.monotonic() - began < PATIENCE
    assert answered(helper, os.getpid) != pid
    assert not is_there(pid)


def test_nobody_waits_for_long_and_a_late_answer_is_nobody_else_s(helper, monkeypatch):
    answered(helper, os.getpid)
    monkeypatch.setattr(places, "PATIENCE", 0.01)
    began = time.monotonic()
    for _ in range(3 * MOST):
        with pytest.raises(Away):
            helper.ask(time.sleep, 0.1)
        assert len(helper.asked) <= MOST
    assert time.monotonic() - began < 2
    monkeypatch.undo()
    assert answered(helper, abs, -3) == 3


def test_one_that_cannot_be_made_ready_is_away(at_once):
    broken = Helper(operator.neg)  # which wants a number
    while broken.process is None or broken.asked:
        with pytest.raises(Away):
            broken.ask(os.getpid)
        time.sleep(0.01)
    with pytest.raises(Away):
        broken.ask(os.getpid)
    broken.end()


def test_it_ends_with_the_page_s_process():
    script = "import os, time; from app.runs.helper import Away, Helper\nhelper = Helper(os.getpid)"
    script += "\nwhile True:\n try: print(helper.ask(os.getpid), flush=True)"
    script += "\n except Away: time.sleep(0.01)"
    assert_it_ends_with_its_page(script)


def test_one_that_was_ended_does_not_come_back(at_once):
    alone = Helper(os.getpid)
    pid = answered(alone, os.getpid)
    alone.end()
    assert not is_there(pid)
    alone.listener.join()
    with pytest.raises(Away):
        alone.ask(os.getpid)
    assert not alone.listener.is_alive()
