"""The dialog Share on a page without a browser: links, the student link, frames, and a vote."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from app.look.parts import literal
from app.share.address import Target, read_target
from app.share.allowance import Allowance
from app.share.dialog import MAKE
from app.share.links import target_of
from app.share.show import ONLY_HERE
from app.share.store import FOLDER, NOWHERE, Store
from app.share.vote_panel import revealed
from app.share.votes import RULES, cast, tally, vote_of
from app.study.link import decode
from tests.front.any_page import html, open_at, press, texts
from tests.front.whole_page import whole

QUERY = {"steps": "60", "methods": "ls,pcgrad"}


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return Store(tmp_path)


def _parts(address):
    import streamlit as st

    from app.share.dialog import LINK, WHAT, parts
    from app.study.put import arrive

    st.session_state.setdefault(WHAT, LINK)
    arrive(address)
    parts(())


def parts_of(query, base="http://host/demo"):
    """What the dialog holds, as a page of its own: without a browser a dialog is gone at once."""
    page = AppTest.from_function(_parts, default_timeout=60, args=("explore",))
    page.context = {"url": f"{base}/"}
    for name, text in query.items():
        page.query_params[name] = text
    page.run()
    assert not page.exception
    return page


def opened(query=QUERY, page="explore", base="http://host/demo"):
    shown = open_at(page, query)
    shown.context = {"url": f"{base}/" if page == "explore" else f"{base}/{page}"}
    press(shown, "Share")
    return shown


def is_block(message):
    """Whether a message to the browser begins something that has parts."""
    return message.HasField("delta") and message.delta.WhichOneof("type") == "add_block"


def pick(page, what):
    page.segmented_control("share.what").set_value(what).run()
    assert not page.exception


def codes(page):
    return [each.value for each in page.code]


def study_at(link):
    return decode(dict(parse_qsl(urlsplit(link).query))).study


def test_the_links_are_those_of_the_page_and_of_what_it_shows(store):
    page = parts_of(QUERY)
    short, long = codes(page)
    assert long.startswith("http://host/demo/?") and study_at(long) == decode(QUERY).study
    assert short.startswith("http://host/demo/c/")
    target = read_target(target_of(store, short[-4:]))
    assert target == Target("explore", decode(QUERY).study)
    assert f'alt="QR code of {short}"' in html(page)
    pick(page, "Student link")
    page.toggle("student.predict").set_value(True).run()
    (long,) = codes(page)
    press(page, MAKE)
    own, again = codes(page)
    assert own != short and again == long and study_at(long).screen.is_predicting
    assert read_target(target_of(store, own[-4:])).study == study_at(long)
    assert not page.session_state["shown"].study.screen.is_predicting
    pick(page, "Slides")
    (frame,) = codes(page)
    assert frame.startswith("<iframe ") and "embed=true" in frame and "steps=60" in frame
    pick(page, "Link")
    assert codes(page)[0] == short


def test_a_short_link_of_another_page_leads_to_it(store):
    page = opened({}, "methods", "https://host")
    short, long = codes(page)
    assert long == "https://host/methods?v=1"
    assert read_target(target_of(store, short[-4:])).page == "methods"
    assert f'alt="QR code of {short.upper()}"' in html(page)


@pytest.mark.parametrize(
    ("host", "is_told"), [("localhost:8501", True), ("[::1]", True), ("host.example", False)]
)
def test_an_address_that_others_cannot_use_is_told(store, host, is_told):
    page = parts_of(QUERY, f"http://{host}")
    assert (ONLY_HERE in texts(page)) == is_told


def test_without_a_place_to_write_only_the_long_link_is_there(store, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(FOLDER, str(tmp_path / "file"))
    page = opened()
    (long,) = codes(page)
    assert study_at(long) == decode(QUERY).study
    assert [each.value for each in page.info] == [NOWHERE]


@pytest.mark.parametrize(("step", "is_offered"), [(40, True), (60, False), ("x", False)])
def test_the_link_begins_where_the_cursor_stands_if_one_wishes(store, step, is_offered):
    page = parts_of(QUERY)
    page.session_state["share.cursor"] = {"step": step}
    page.run()
    assert study_at(codes(page)[1]).t is None
    assert bool(page.checkbox) == is_offered
    if is_offered:
        page.checkbox("share.begin").check().run()
        short, long = codes(page)
        assert study_at(long).t == 40
        assert read_target(target_of(store, short[-4:])).study.t == 40


def test_who_makes_many_is_asked_to_wait(store, monkeypatch):
    monkeypatch.setattr("app.share.dialog.ALLOWANCE", Allowance(0, 60.0))
    page = opened()
    assert len(codes(page)) == 1
    assert "Please wait some minutes; the long link works." in page.info[0].value


def test_a_vote_is_opened_counted_and_revealed(store, monkeypatch):
    page = whole(parts_of({**QUERY, "screen.predict": "yes"}))
    pick(page, "Vote")
    question = "Which of the drawn methods reaches the balanced optimum most often?"
    assert page.text_input("share.question").value == question
    assert page.text_area("share.choices").value == "LS (sum)\nPCGrad"
    page.text_area("share.choices").set_value("only one")
    press(page, "Open the vote")
    assert page.warning[-1].value == RULES
    page.text_area("share.choices").set_value("LS\n\n[PCGrad](x)\nneither")
    press(page, "Open the vote")
    blocks = [tuple(each.metadata.delta_path) for each in page.kept if is_block(each)]
    assert len(blocks) == len({*blocks}) > 3  # none took another's place while both were sent
    (link,) = codes(page)
    code = link[-4:]
    assert link == f"http://host/demo/v/{code}" and f"QR code of {link}" in html(page)
    assert vote_of(store, code).choices == ("LS", "[PCGrad](x)", "neither")
    for voter in range(3):
        cast(store, code, f"{voter}", min(voter, 1))
    page.session_state["shown"] = page.session_state["shown"]._replace(page="maps")
    page.run()  # the page is another one, and the vote still that of the session
    page.session_state["share.what"] = "Vote"
    page.run()
    assert "<caption>3 votes</caption>" in html(page)
    press(page, "Reveal")
    study = page.session_state["shown"].study
    assert (study.screen.predict, study.t, study.play) == ("no", 0, "yes")
    vote = vote_of(store, code)
    assert vote.is_closed and read_target(vote.target).study == study
    assert [each.value for each in page.toast] == [
        literal("3 votes: LS 1, [PCGrad](x) 2, neither 0.")
    ]
    assert "The vote is closed." in texts(page) and tally(store, vote) == (1, 2, 0)
    press(page, "Ask something else")
    assert page.text_input("share.question").value == question


def test_a_vote_about_another_page_is_revealed_there():
    study = decode({"screen.predict": "yes"}).study
    shown = revealed(Target("maps", study))
    assert shown == Target("maps", replace(study, screen=replace(study.screen, predict="no")))


def test_a_frame_in_another_page_has_no_share(store):
    page = open_at("methods")
    assert "Share" in [button.label for button in page.button]
    page.context = {"is_embedded": True}
    page.run()
    assert "Share" not in [button.label for button in page.button]
