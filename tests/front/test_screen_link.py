"""What a link hides, locks and stands side by side: read as written, and kept whatever changes."""

from dataclasses import replace

import pytest

from app.study.beside import settings
from app.study.link import decode, encode, study_beside
from app.study.screen import ANSWERS, HIDEABLE, LOCKABLE, Beside, Screen
from app.study.study import Study
from samgs_core.methods import SAMGS
from synthetic import TwoBowls

STUDENT = {"screen.hide": "scores,pages", "screen.lock": "optimizer", "screen.predict": "yes"}


def test_a_student_link_reads_as_what_it_leaves_out():
    study = decode(STUDENT | {"screen.beside": "clip,none"}).study
    screen = Screen(
        hide=("scores", "pages"), lock=("optimizer",), predict="yes", beside=Beside("clip", "none")
    )
    assert study.screen == screen
    assert encode(study) == {"v": "1", **STUDENT, "screen.beside": "clip,none"}


def test_what_is_hidden_is_not_shown_and_what_is_locked_is_not_allowed():
    screen = Screen(hide=("starts", "loss"), lock=("methods",))
    assert [part for part in HIDEABLE if not screen.shows(part)] == ["starts", "loss"]
    assert [part for part in LOCKABLE if not screen.allows(part)] == ["methods", "starts"]
    predicting = Screen(predict="yes")
    assert tuple(part for part in HIDEABLE if not predicting.shows(part)) == ANSWERS


@pytest.mark.parametrize("field", ["hide", "lock"])
def test_a_part_that_no_page_has_is_refused(field):
    with pytest.raises(ValueError, match=rf"Screen\.{field} must be among .*; got 'moon'"):
        Screen(**{field: ("moon",)})


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"screen.hide": "scores,moon,pages"}, "Link: screen.hide must be among landscape,"),
        ({"v": "9"}, "Link: v must be 1"),
        ({"screen.predict": "maybe"}, "Link: screen.predict must be one of no, yes"),
        ({"clip": "x"}, "Link: clip must be a number"),
        ({"x" * 50: "1"}, "Link: xxx"),
    ],
)
def test_a_link_that_is_edited_into_an_error_hides_what_it_still_names(query, sentence):
    study, (notice,) = decode(STUDENT | query)
    assert study.screen.hide == ("scores", "pages") and notice.startswith(sentence)


def test_a_study_stands_beside_itself_with_one_other_value():
    study = decode({"screen.beside": "sam-gs.gamma,0.70", "steps": "50"}).study
    assert encode(study)["screen.beside"] == "sam-gs.gamma,0.7"
    other = study_beside(study)
    changed = tuple(SAMGS(gamma=0.7) if type(m) is SAMGS else m for m in study.methods)
    assert other == replace(study, methods=changed, screen=Screen())
    assert study_beside(Study()) is None


@pytest.mark.parametrize(
    "text",
    ["", "clip", "clip,-1", "moon,1", "landscape.ratio,7", "focus,2", "landscape,two-bowls", "t,3"],
)
def test_what_cannot_stand_beside_is_refused(text):
    study, (notice,) = decode({"screen.beside": text})
    assert study == Study()
    assert notice.startswith("Link: screen.beside must be a setting and another value of it")


def test_a_value_beside_of_a_setting_that_is_gone_is_left_out_of_the_link():
    study = decode({"landscape": "two-bowls", "screen.beside": "landscape.ratio,7"}).study
    assert study_beside(study).landscape == TwoBowls(ratio=7)
    gone = replace(study, landscape=Study().landscape)
    assert encode(gone) == {"v": "1"} and study_beside(gone) is None


def test_every_setting_can_have_a_second_value():
    study = Study()
    for setting in settings(study):
        assert study_beside(decode({"screen.beside": f"{setting.name},{setting.value}"}).study), (
            setting
        )
