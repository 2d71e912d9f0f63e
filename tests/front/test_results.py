"""Records are computed once, forgotten when memory is short, and tell how far they are."""

import re
from dataclasses import replace

from app.runs import results as results_module
from app.runs.records import RecordStore
from app.runs.results import computed, results
from app.study.study import Study
from samgs_core.methods import LS, SAMGS, PCGrad

STUDY = replace(Study(), steps=40)


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
    store = RecordStore(max_bytes=2 * size.bytes)
    store.get(one, None)
    store.get(two, None)
    store.get(one, None)
    store.get(three, None)
    assert store.peek(two) is None
    assert store.peek(one) is not None
    assert store.bytes <= store.max_bytes


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
    assert re.fullmatch(r"Computed now in \d+\.\d\d s: LS \(sum\), SAM-GS\.", computed(found))
    again = results(STUDY, (LS(), PCGrad(), SAMGS()), place)
    assert place.told[-1][1] == "Running PCGrad"
    assert computed(again).endswith(" s: PCGrad. From memory: LS (sum), SAM-GS.")
    assert [each.method for each in again] == [LS(), PCGrad(), SAMGS()]


def test_quick_work_shows_no_progress(monkeypatch):
    monkeypatch.setattr("samgs_core.runner.PROGRESS_SECONDS", 0.0)
    monkeypatch.setattr(results_module, "RECORDS", RecordStore())
    monkeypatch.setattr(results_module, "PATIENCE", 60.0)
    place = Place()
    results(STUDY, (LS(),), place)
    assert place.told == []
