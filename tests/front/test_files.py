"""The pages' files: what the routes send, what they refuse, and where the pages link to them."""

import codecs
from contextlib import ExitStack, closing

import pytest
import streamlit as st

from app.explore import table
from app.files import tables, waiting
from app.files.base_path import below_base
from app.files.link import PLACE
from app.files.routes import FILES, route
from app.files.waiting import BUSY, MAX_WAITING
from app.methods import comparison
from app.methods.facts import all_facts, facts_of
from app.recon import networks
from app.recon.lab import follow
from app.recon.orders import lab_of
from app.recon.state import look
from app.recon.trainings import TRAININGS, Trainings
from app.runs.results import kept, results_of
from app.study.asked import MAX_QUERY
from app.study.link import decode
from samgs_core.methods import LS, SAMGS
from tests.front.any_page import open_at
from tests.front.asking import ask
from tests.front.file_queries import get, links
from tests.front.recon_page import SHORT as TRAINED
from tests.front.scene_queries import QUERIES, SHORT


def expect_file(answer, name, text):
    assert answer.status == 200, answer.body
    assert answer.body.decode("utf-8-sig") == text
    assert answer.body.startswith(codecs.BOM_UTF8) == name.endswith(".csv")
    kind = "text/html" if name.endswith(".html") else "text/csv"
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["cache-control"] == "no-store"


def expect_refusal(answer, status, words):
    assert (answer.status, words in answer.body.decode()) == (status, True), answer.body
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"


def runs_of(query):
    study = decode(query).study
    return table.csv_text(table.rows(results_of(study, study.drawn_methods)))


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_the_runs_are_those_of_the_page(query):
    expect_file(get("runs.csv", query), "runs.csv", runs_of(query))


def test_the_methods_are_those_that_were_found():
    everything = comparison.csv_text([comparison.row(facts) for facts in all_facts()])
    expect_file(get("methods.csv", {}), "methods.csv", everything)
    two = comparison.csv_text([comparison.row(facts_of(method)) for method in (LS, SAMGS)])
    expect_file(get("methods.csv", {"of": "sam-gs,ls"}), "methods.csv", two)
    expect_file(get("methods.csv", {"of": ""}), "methods.csv", "")


def test_the_networks_are_trained_for_who_asks():
    query = TRAINED | {"recon.seed": "4001"}
    networks_file, numbers_file = (get(f"{name}.csv", query) for name in ("networks", "recon"))
    state = look(decode(query).study.recon)
    assert state.is_complete
    rows, numbers = networks.rows(state), list(networks.numbers(state))
    expect_file(networks_file, "networks.csv", networks.csv_text(rows))
    expect_file(numbers_file, "recon.csv", networks.csv_text(numbers))


def test_a_training_that_its_visitor_stopped_is_not_gone_on_with():
    query = TRAINED | {"recon.seed": "4002", "stopped": "yes"}
    expect_refusal(get("networks.csv", query), 503, "Press “Go on” on the page first.")
    settings = decode(TRAINED | {"recon.seed": "4002"}).study.recon
    assert TRAININGS.peek(lab_of(settings, 4002)) is None


def test_a_training_that_takes_long_is_written_as_far_as_it_came(monkeypatch):
    query = {"recon.steps": "2000", "recon.seed": "4003"}
    with closing(follow(decode(query).study.recon, Trainings())) as states:
        partial = next(state for state in states if state.seeds)

    def forever(settings):
        while True:
            yield partial

    monkeypatch.setattr(tables, "follow", forever)
    monkeypatch.setattr(waiting, "PATIENCE", 0.05)
    expected = networks.csv_text(networks.rows(partial))
    expect_file(get("networks.csv", query), "networks.csv", expected)


def test_a_training_of_which_nothing_is_there_in_time_is_asked_for_again(monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", -1.0)
    answer = get("recon.csv", TRAINED | {"recon.seed": "4004"})
    expect_refusal(answer, 503, "Keep the page open, and ask again")
    assert int(answer.headers["retry-after"]) > 0


def test_only_a_few_wait_at_once_and_what_is_there_waits_for_nobody():
    new, there = SHORT | {"seed": "4005", "noise": "0.1"}, SHORT | {"seed": "4006", "noise": "0.1"}
    assert get("runs.csv", there).status == 200
    with ExitStack() as others:
        for _ in range(MAX_WAITING):
            assert waiting._places.acquire(blocking=False)
            others.callback(waiting._places.release)
        expect_refusal(get("runs.csv", new), 503, BUSY)
        expect_refusal(get("networks.csv", TRAINED | {"recon.seed": "4007"}), 503, BUSY)
        assert get("runs.csv", there).status == 200
    study = decode(new).study
    assert not any(kept(study, method) for method in study.drawn_methods)
    assert get("runs.csv", new).status == 200


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("steps=many", 400, "Link: steps must be a whole number in [1, 50000]; got “many”."),
        ("steps=5&steps=6", 400, "Link: “steps” is said more than once."),
        ("moon=1", 400, "Link: moon is no setting"),
        ("starts=1,2&focus=3", 400, "Link: focus must be at most 1"),
        ("x=" + "1" * MAX_QUERY, 414, f"A question must have at most {MAX_QUERY} characters"),
    ],
    ids=["value", "twice", "name", "cut", "long"],
)
def test_a_link_that_cannot_be_used_is_refused(name, query, status, words):
    answer = get(name, query)
    expect_refusal(answer, status, words)
    assert "default" not in answer.body.decode()


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("runs.csv", {"of": "ls"}, "of is no setting"),
        ("runs.csv", {"stopped": "yes"}, "stopped is no setting"),
        ("methods.csv", {"of": "ls,<b>moon"}, "of must hold keys of methods; got '<b>moon'."),
        ("networks.csv", {"stopped": "perhaps"}, "stopped must be yes or no; got 'perhaps'."),
    ],
)
def test_what_a_question_says_beside_its_study_is_checked(name, query, words):
    expect_refusal(get(name, query), 400, words)


@pytest.mark.parametrize("name", ["", "runs.html", "../app/main.py", "moon.csv", "a" * 9_000])
def test_no_other_file_is_there(name):
    expect_refusal(get(name, {}), 404, "There is no such file.")


def test_explore_links_to_its_runs():
    query = SHORT | {"focus": "3", "t": "20"}
    ((name, said),) = links(open_at("explore", query))
    assert (name, said) == ("runs.csv", "v=1&steps=60")
    expect_file(get(name, said), name, runs_of(query))


def test_methods_link_to_those_that_were_found():
    page = open_at("methods")
    assert links(page) == [("methods.csv", "")]
    page.text_input(key="search").set_value("random weighting").run()
    ((name, said),) = links(page)
    assert get(name, said).body.decode().count("\n") == 1 + len(said.split("%2C"))


def test_recon_links_to_its_networks_and_its_numbers():
    page = open_at("recon", TRAINED | {"steps": "70"})
    said = "v=1&recon.steps=20"
    assert links(page) == [("networks.csv", said), ("recon.csv", said)]
    answers = [get(name, query) for name, query in links(page)]
    assert [answer.status for answer in answers] == [200, 200]


def test_routes_stand_below_the_base_path_of_the_server(monkeypatch):
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "/class/"}.get)
    routes = below_base([route()])
    answer = ask(routes, f"/class/{PLACE}/methods.csv")
    assert answer.sent == get("methods.csv", {}).sent
    assert ask(routes, f"/{PLACE}/methods.csv").status == 404
    assert ask(routes, f"/class/{PLACE}/methods.csv", method="POST").status == 405
