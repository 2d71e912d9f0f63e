"""Records are computed once, forgotten when memory is short, and tell how far they are."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.runs import records
from app.runs import results as results_module
from app.runs.records import RecordStore
from app.runs.results import computed, results
from app.study.study import Study
from samgs_core import Engine, run_together
from samgs_core.methods import LS, SAMGS, PCGrad

STUDY = replace(Study(), steps=40)
RAN = r"Computed now in \d+\.\d\d s: LS \(sum\), SAM-GS\. Steps taken by torch\."


def experiments(n):
    return [replace(STUDY, seed=seed).experiment(LS()) for seed in range(n)]


def test_a_record_is_computed_once():
    store = RecordStore()
    (experiment,) = experiments(1)
    first, again = store.get(experiment, None), store.get(experiment, None)
    assert first.is_fresh and not again.is_fresh
    assert again.record is first.record and again.seconds == first.seconds > 0


def test_the_record_longest_unused_is_forgotten_first():
    one, two, three = experiments(3)
    size = RecordStore()
    size.get(one, None)
    store = RecordStore(max_bytes=2 * size.shelf.bytes)
    store.get(one, None)
    store.get(two, None)
    store.get(one, None)
    store.get(three, None)
    assert store.peek(two) is None
    assert store.peek(one) is not None
    assert store.shelf.bytes <= store.shelf.max_bytes


@pytest.fixture
def held(monkeypatch):
    """Runs begin, and wait for leave; how many have begun."""
    began, leave, starts = threading.Event(), threading.Event(), []

    def wait(experiments, progress, engine):
        starts.append(len(experiments))
        began.set()
        assert leave.wait(20)
        progress(0.5)
        return run_together(experiments)

    monkeypatch.setattr(records, "run_together", wait)
    return began, leave, starts


def test_what_another_page_is_running_is_not_run_again(held):
    began, leave, starts = held
    store, told = RecordStore(), []
    one, two = (STUDY.experiment(method) for method in (LS(), SAMGS()))
    with ThreadPoolExecutor(2) as pages:
        first = pages.submit(store.get_all, (one,))
        assert began.wait(20)
        second = pages.submit(store.get_all, (one, two), told.append)
        leave.set()
    (result,), (same, other) = first.result(), second.result()
    assert same.record is result.record and starts == [1, 1]
    assert (result.is_fresh, same.is_fresh, other.is_fresh) == (True, False, True)


def test_what_another_page_gives_up_is_run_by_who_waits_for_it(held):
    began, leave, starts = held

    def go_away(share):
        raise KeyboardInterrupt

    store = RecordStore()
    (experiment,) = experiments(1)
    with ThreadPoolExecutor(2) as pages:
        first = pages.submit(store.get, experiment, go_away)
        assert began.wait(20)
        second = pages.submit(store.get, experiment)
        leave.set()
        assert isinstance(first.exception(), KeyboardInterrupt)
        assert second.result().is_fresh and starts == [1, 1]


class Place:
    """Where a progress bar would be."""

    def __init__(self):
        self.told = []

    def progress(self, share, text):
        self.told.append((share, text))


def test_work_that_takes_long_shows_how_far_it_is(monkeypatch):
    monkeypatch.setattr(results_module, "PATIENCE", 0.0)
    monkeypatch.setattr("samgs_core.runner.PROGRESS_SECONDS", 0.0)
    monkeypatch.setattr(results_module, "RECORDS", RecordStore())
    place = Place()
    found = results(STUDY, (LS(), SAMGS()), place)
    shares = [share for share, _ in place.told]
    assert shares == sorted(shares) and 0 <= shares[0] < 0.1 and 0.9 < shares[-1] <= 1
    assert {text for _, text in place.told} == {"Running LS (sum) and SAM-GS"}
    assert re.fullmatch(RAN, computed(found))
    again = results(STUDY, (LS(), PCGrad(), SAMGS()), place)
    assert place.told[-1][1] == "Running PCGrad"
    assert computed(again).endswith(
        " s: PCGrad. From memory: LS (sum), SAM-GS. Steps taken by torch."
    )
    assert [each.method for each in again] == [LS(), PCGrad(), SAMGS()]


def test_quick_work_shows_no_progress(monkeypatch):
    monkeypatch.setattr("samgs_core.runner.PROGRESS_SECONDS", 0.0)
    monkeypatch.setattr(results_module, "RECORDS", RecordStore())
    monkeypatch.setattr(results_module, "PATIENCE", 60.0)
    place = Place()
    results(STUDY, (LS(),), place)
    assert place.told == []


def test_the_page_says_which_engine_took_whose_steps():
    by_torch = RecordStore().get(STUDY.experiment(LS()))
    by_code = by_torch._replace(record=replace(by_torch.record, engine=Engine.CODE))
    assert computed([by_code]).endswith("Steps taken by machine code.")
    told = "Steps taken by torch: LS (sum); by machine code: LS (sum)."
    assert computed([by_torch, by_code]).endswith(told)
    assert computed([]) == ""


def test_what_was_forgotten_runs_on_the_engine_that_it_had(monkeypatch):
    store, asked = RecordStore(max_bytes=0), []

    def run(experiments, progress, engine):
        asked.append(engine)
        ran = run_together(experiments)
        return [replace(record, engine=engine or Engine.CODE) for record in ran]

    monkeypatch.setattr(records, "run_together", run)
    one, two = experiments(2)
    for experiment in (one, two, one):
        assert store.get(experiment).record.engine is Engine.CODE
    assert asked == [None, None, Engine.CODE]
