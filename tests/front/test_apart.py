"""In a full room messages are made in a process of their own, and nothing else changes."""

import time

import pytest

from app.runs.attendance import ATTENDANCE, FEW
from app.runs.helper import Away, Helper
from app.runs.records import RECORDS
from app.runs.setting import has_helper
from app.scene import apart
from app.scene.binary import unpacked
from app.scene.turns import TURNS
from app.study.link import decode
from samgs_core.record import Engine
from tests.front.scene_queries import get

SHORT = {"steps": "41", "methods": "ls,sam-gs"}


def question(seed, **more):
    """A question that nobody has asked: answers are kept."""
    return SHORT | {"seed": str(seed), "of": "sam-gs", "start": "2"} | more


def records(query):
    said = {name: text for name, text in query.items() if name not in ("of", "start")}
    study = decode(said).study
    return [RECORDS.peek(study.experiment(method)) for method in study.drawn_methods]


@pytest.fixture(scope="module")
def helper():
    helper = Helper(apart.make_ready)
    until = time.monotonic() + 60
    while not helper.is_ready:
        assert time.monotonic() < until, "it did not come"
        try:
            helper.ask(abs, 1)
        except Away:
            time.sleep(0.02)
    yield helper
    helper.end()


@pytest.fixture
def full(helper, monkeypatch):
    monkeypatch.setattr(apart, "HELPER", helper)
    ATTENDANCE.seen.clear()
    for visitor in range(FEW + 1):
        ATTENDANCE.note(str(visitor))
    yield
    ATTENDANCE.seen.clear()


@pytest.fixture
def nothing_runs_here(monkeypatch):
    monkeypatch.setattr("app.runs.records.run_together", None)


@pytest.mark.parametrize("name", ["study", "detail", "ground", "stages"])
def test_a_message_from_there_is_the_one_from_here(name, full, monkeypatch):
    there = get(name, question(1))
    monkeypatch.setattr(apart, "HELPER", None)
    RECORDS.shelf.kept.clear()
    here = get(name, question(1) | {"play": "no"})
    assert there.status == here.status == 200 and there.body == here.body


def test_what_was_run_there_is_known_here(full, nothing_runs_here):
    assert get("study", question(2)).status == 200
    ls, sam_gs = records(question(2))
    assert not (ls.is_fresh or sam_gs.is_fresh) and not sam_gs.record.x.flags.writeable
    again = question(2, **{"sam-gs.gamma": "0.33"})
    assert get("study", again).status == 200
    assert records(again)[0] is ls and records(again)[1] is not sam_gs


def test_what_another_engine_ran_here_is_made_here(full, monkeypatch):
    assert get("study", question(3)).status == 200  # so few steps are torch's
    study = decode(SHORT | {"seed": "3"}).study
    for method in study.drawn_methods:
        RECORDS.engines[study.experiment(method)] = Engine.CODE
    RECORDS.shelf.kept.clear()
    made, run = [], RECORDS._run
    monkeypatch.setattr(RECORDS, "_run", lambda *args: (made.append(1), run(*args)))
    assert get("study", question(3, play="no")).status == 200 and made


def test_a_refusal_from_there_is_the_one_from_here(full, nothing_runs_here):
    answer = get("detail", question(4, of="nonsense"))
    assert answer.status == 400
    assert answer.body.decode() == "of must be the key of a drawn method; got 'nonsense'."


def test_for_a_few_visitors_and_without_a_process_all_is_made_here(full, monkeypatch):
    monkeypatch.setattr(apart.HELPER, "ask", lambda *args: pytest.fail("it was asked"))
    ATTENDANCE.seen.clear()
    assert get("study", question(5)).status == 200


def test_a_message_is_made_here_while_nobody_is_there(full, monkeypatch):
    monkeypatch.setattr(apart, "HELPER", Helper(apart.make_ready))
    monkeypatch.setattr(apart.HELPER, "_begin", lambda: None)
    header, _ = unpacked(get("study", question(6)).body)
    assert header["nSteps"] == 41


def test_a_page_gives_way_to_a_message_from_there(full, nothing_runs_here):
    TURNS.questions.clear()
    assert get("study", question(7)).status == 200
    (asked,) = TURNS.questions.values()
    assert asked.answered.is_set() and asked.moment <= time.monotonic()


def test_whether_there_is_a_process_can_be_said():
    assert has_helper({}) and has_helper({"SURGERY_PICTURE_PROCESS": "1"})
    assert not has_helper({"SURGERY_PICTURE_PROCESS": "0"})
    with pytest.raises(ValueError, match="SURGERY_PICTURE_PROCESS must be 0 or 1; got 'yes'"):
        has_helper({"SURGERY_PICTURE_PROCESS": "yes"})
