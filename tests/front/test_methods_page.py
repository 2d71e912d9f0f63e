"""The Methods page without a browser: its cards, its search and its links."""

import re
from urllib.parse import parse_qsl

import pytest

from app.methods.facts import facts_of
from app.study.link import decode
from app.study.study import Study
from samgs_core.counter_examples import counter_example
from samgs_core.method import Claim, Family
from samgs_core.methods import LS, METHODS, SAMGS, MoCo, PCGrad
from samgs_core.params import Choice
from tests.front.any_page import html, open_at

every_method = pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)


def open_methods(**query):
    return open_at("methods", query)


def cards(page):
    """The keys of the cards on the page."""
    return [each.key.removeprefix("open-") for each in page.button if each.key.startswith("open-")]


def texts(page):
    """What the page says as text, without the signs that keep it from being Markdown."""
    told = [each.value for kind in (page.markdown, page.caption) for each in kind]
    return re.sub(r"\\(.)", r"\1", "\n".join(told))


def links(page):
    """Where the links to pages lead, by their labels."""
    found = page.get("page_link")
    return {each.proto.label: dict(parse_qsl(each.proto.query_string)) for each in found}


def test_the_page_shows_a_card_for_every_method():
    page = open_methods()
    assert cards(page) == [m.key for family in Family for m in METHODS if m.family is family]
    for method in METHODS:
        assert method.title in html(page)
    assert len(page.get("latex")) == 0  # no card is open


def test_the_search_and_the_filters_narrow_the_cards_and_the_table():
    page = open_methods()
    page.text_input(key="search").set_value("bisector").run()
    assert cards(page) == ["nash-mtl", "imtl-g"]
    assert "2 of 27 methods" in texts(page)
    assert list(page.dataframe[0].value["method"]) == ["Nash-MTL", "IMTL-G"]
    families = next(each for each in page.get("button_group") if each.key == "families")
    families.set_value([Family.BALANCING.value]).run()
    assert cards(page) == ["imtl-g"]
    page.text_input(key="search").set_value("").run()
    page.multiselect(key="with").set_value(["stateless", "deterministic"]).run()
    assert set(cards(page)) == {"imtl-g", "aligned-mtl", "config"}
    page.text_input(key="search").set_value("<script>").run()
    assert not page.exception and cards(page) == []


def test_the_comparison_has_a_row_for_every_method():
    table = open_methods().dataframe[0].value
    assert list(table["method"]) == [method.title for method in METHODS]
    assert list(table[table["stateless"]]["method"]) == [
        method.title for method in METHODS if Claim.STATELESS in method().claims()
    ]


@every_method
def test_the_card_that_the_link_names_is_complete(method):
    page = open_methods(method=method.key)
    told = texts(page)
    card = method.card
    assert [each.value for each in page.get("latex")] == [
        f"$$\n{card.equation}\n$$",
        f"$$\n{card.two_tasks}\n$$",
    ]
    for text in (card.idea, method.paper, *card.disagreements):
        assert text in told
    for field in method.declared():
        assert f"{field.label} `{field.name}`" in told and field.help in told
        values = field.options if isinstance(field, Choice) else ()
        assert ", ".join(values) in told
    for each in card.published:
        assert f"{each.value}: {each.who}" in told
    assert "def operate(" in page.code[0].value or "def weigh(" in page.code[0].value
    assert card.solve in told and (card.solve_more or "") in told


@every_method
def test_every_property_is_held_or_shown_to_fail(method):
    page = open_methods(method=method.key)
    facts, told = facts_of(method), texts(page)
    badges = re.findall(r'class="tag (holds|fails)">. ([^<]*)<', html(page))
    assert len(badges) == len(Claim)
    for claim, (state, text) in zip(Claim, badges, strict=True):
        assert (state == "holds") == (claim in facts.holds)
        only = " (two tasks only)" if facts.holds - facts.holds_for_more >= {claim} else ""
        assert text == claim.value + only
        if claim not in facts.holds:
            example = counter_example(method(), claim)
            assert f"Not {claim.value}" in told and example.sentence in told
            x, y = (f"{value:.3g}".replace("-", "−") for value in example.case[-1].grads[0])
            assert f"g₁ = ({x}, {y})" in told
    assert "None is stored" not in told


@every_method
def test_a_card_leads_to_explore_with_its_method_drawn(method):
    link = links(open_methods(method=method.key))["Open in Explore"]
    study, notices = decode(link)
    assert notices == ()
    assert set(study.drawn) == {*Study().drawn, method}


def test_the_study_that_a_visitor_came_from_is_kept():
    page = open_methods(method="moco", methods="ls", steps="77")
    study = decode(links(page)["Open in Explore"]).study
    assert study.steps == 77 and set(study.drawn) == {LS, MoCo}
    assert links(page)["Explore"] == {}  # what is shown goes along, whatever it is by then


def test_a_card_is_opened_by_its_button_and_named_in_the_link():
    page = open_methods()
    page.button(key="open-sam-gs").click().run()
    assert not page.exception
    assert page.query_params["method"] in ("sam-gs", ["sam-gs"])
    assert SAMGS.card.idea in texts(page)
    assert PCGrad.card.disagreements[0] not in texts(page)


@pytest.mark.parametrize("key", ["", "adam", "PCGrad", "<b>", "x" * 500, "![x](http://192.0.2.1)"])
def test_an_unknown_method_is_said_to_be_unknown(key):
    page = open_methods(method=key)
    (warning,) = page.warning
    told = re.sub(r"\\(.)", r"\1", warning.value).replace("\u2060", "")
    assert told.startswith("Link: method must be one of ls, rlw, ") and len(told) < 400
    assert f"got “{key[:40]}" in told
    assert len(page.get("latex")) == 0 and len(cards(page)) == len(METHODS)


def test_what_else_a_link_cannot_mean_is_said():
    page = open_methods(hello="x")
    assert "hello" in page.warning[0].value
