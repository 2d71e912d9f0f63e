"""Any study that a link may say gets from the routes what its page shows."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from app.runs.records import RECORDS, survey_of
from app.runs.results import results_of
from app.scene.binary import packed, unpacked
from app.scene.detail import detail
from app.scene.ground import ground
from app.scene.message import message
from app.scene.payload import scene
from app.scene.preview import preview
from app.study.link import link_of
from tests.front.scene_queries import get
from tests.front.test_link import studies
from tests.fuzz import examples


def said(answer):
    """A message's header, and its arrays as bytes, for NaN is not equal to itself."""
    assert answer.status == 200, answer.body
    return comparable(answer.body)


def comparable(body):
    header, arrays = unpacked(body)
    return header, {name: array.tobytes() for name, array in arrays.items()}


@given(studies, some.integers(1, 40), some.integers(0, 23), some.sampled_from([1, 2, 3]))
@examples(15)
def test_every_route_answers_what_the_page_shows(study, steps, start, n_drawn):
    study = replace(study, steps=steps, drawn=study.drawn[:n_drawn])
    link, at = link_of(study), start % len(study.points)
    is_covered = study.screen.is_predicting  # then no runs are sent
    results = [] if is_covered else results_of(study, study.drawn_methods)
    focused = replace(study, focus=at + 1)
    key = study.drawn_methods[0].key if study.drawn else ""
    shown = message(scene(focused, survey_of(study.landscape), results, key))
    assert said(get("study", f"{link}&of={key}&start={at}")) == comparable(shown)
    assert said(get("ground", link)) == comparable(ground(study))
    for method in study.drawn_methods[:1]:
        record = RECORDS.get(study.experiment(method)).record
        whole = packed({}, detail(record, at))
        assert said(get("detail", f"{link}&of={key}&start={at}")) == comparable(whole)
        assert said(get("preview", f"{link}&of={key}")) == comparable(preview(study, key))
