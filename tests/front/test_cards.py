"""The reference cards: their texts, what is read from a method, its code, and the search."""

import csv
import io
import re

import pytest
import torch

from app.methods import comparison
from app.methods.facts import facts_of, paper_link
from app.methods.full_card import needs_and_cost, with_method
from app.methods.search import PROPERTIES, matches
from app.methods.source import source_of
from app.study.study import Study
from samgs_core.method import Claim, Family
from samgs_core.methods import (
    DBMTL,
    FAMO,
    IMTLG,
    LS,
    METHODS,
    MGDA,
    RLW,
    SAMGS,
    CAGrad,
    FairGrad,
    PCGrad,
    UPGrad,
)

CATALOGUE = tuple(facts_of(method) for method in METHODS)
every_method = pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)


@every_method
def test_no_text_of_a_card_is_empty(method):
    card = method.card
    texts = [method.paper, card.idea, card.equation, card.two_tasks, card.solve]
    texts += [] if card.solve_more is None else [card.solve_more]
    texts += [*card.disagreements, *(part for each in card.published for part in each)]
    assert all(text.strip() == text != "" for text in texts)
    assert card.disagreements


@every_method
def test_an_idea_is_told_in_two_sentences(method):
    sentences = re.split(r"(?<=[.!?]) ", method.card.idea)
    assert len(sentences) == 2
    assert all(re.fullmatch(r"[A-ZΑ-Ωα-ω].*\.", sentence) for sentence in sentences)


@every_method
def test_published_values_belong_to_declared_fields(method):
    declared = {field.name for field in method.declared()}
    assert {each.field for each in method.card.published} <= declared


@every_method
def test_the_braces_of_formulas_balance(method):
    for formula in (method.card.equation, method.card.two_tasks):
        depth = 0
        for brace in re.findall(r"(?<!\\)[{}]", formula):
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        assert depth == 0
        assert formula.count(r"\left") - formula.count(r"\leftarrow") == formula.count(r"\right")
        assert formula.count(r"\begin") == formula.count(r"\end")
        assert "$" not in formula


@every_method
def test_the_code_of_a_method_is_all_of_it_but_the_card(method):
    code = source_of(method)
    assert not re.search(r"\bCard\b|\bcard\b|Published", code)
    names = {"__name__": method.__module__}
    exec(compile(code, method.key, "exec"), names)
    shown = names[method.__name__]
    assert shown is not method
    torch.testing.assert_close(one_step(shown), one_step(method))


def one_step(method):
    grads = torch.tensor([[[1.0, 0.5], [-2.0, 1.0]]])
    losses, draws = torch.tensor([[1.0, 2.0]]), torch.full((method().n_draws(2, 2),), 0.3)
    return method().operate(grads, losses, method().init(grads), draws)[0]


def test_facts_are_read_from_the_method():
    assert facts_of(FAMO).backward_passes == "1" and facts_of(PCGrad).backward_passes == "T"
    assert facts_of(FAMO).positive == "yes" and facts_of(LS).positive == "no"
    assert facts_of(MGDA).positive == "if Normalisation is loss or loss+"
    assert facts_of(SAMGS).has_memory and not facts_of(PCGrad).has_memory
    assert [facts_of(m).random for m in (RLW, PCGrad, LS)] == ["yes", "from three tasks on", "no"]
    assert facts_of(UPGrad).solve == "none"
    assert facts_of(UPGrad).solve_more == "T quadratic programmes of T numbers"
    assert facts_of(FAMO).solve == facts_of(FAMO).solve_more == FAMO.card.solve
    assert Claim.NON_CONFLICTING in facts_of(PCGrad).holds
    assert Claim.NON_CONFLICTING not in facts_of(PCGrad).holds_for_more


@pytest.mark.parametrize("facts", CATALOGUE, ids=lambda facts: facts.method.key)
def test_what_a_method_needs_is_told_in_sentences(facts):
    told = list(needs_and_cost(facts))
    assert len(told) == 5 + bool(facts.method.own_length)
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in told)
    assert any("minus their lower bounds" in each for each in told) == (facts.positive != "no")


def test_a_paper_leads_to_its_place():
    assert paper_link(PCGrad.paper) == "https://arxiv.org/abs/2001.06782"
    assert paper_link(IMTLG.paper) == "https://openreview.net/forum?id=IMPnRXEWpvr"
    assert paper_link("Somebody 1912") is None


def found(words="", families=(), titles=()):
    properties = [each for each in PROPERTIES if each.title in titles]
    assert len(properties) == len(titles)
    return {f.method for f in CATALOGUE if matches(f, words, families, properties)}


@every_method
def test_a_method_is_found_by_its_name_key_and_paper(method):
    for words in (method.title, method.key, method.paper, method.title.upper()):
        assert method in found(words)


def test_the_search_narrows_by_words_families_and_properties():
    assert found() == set(METHODS)
    assert found("no such method") == set()
    assert found("Désidéri") == {MGDA}
    assert found("bisector bargain") < found("bisector")
    assert found(families=[Family.PROJECTION]) == {
        method for method in METHODS if method.family is Family.PROJECTION
    }
    assert found("random", [Family.LOSS_WEIGHTING]) == {RLW}
    one = found(titles=["one backward pass"])
    assert one == {method for method in METHODS if method.weighs_losses}
    kept = found(titles=["non-conflicting", "linear under scaling"])
    assert PCGrad in kept and MGDA not in kept and LS not in kept
    assert DBMTL not in found(titles=["losses of any sign"])


def test_the_comparison_has_a_row_for_every_method_and_a_heading_for_every_column():
    rows = [comparison.row(facts) for facts in CATALOGUE]
    assert [row["method"] for row in rows] == [method.title for method in METHODS]
    assert set(comparison.columns()) == set(rows[0])
    read = list(csv.DictReader(io.StringIO(comparison.csv_text(rows))))
    assert read == [{name: str(value) for name, value in row.items()} for row in rows]
    by_name = {row["method"]: row for row in rows}
    assert by_name["FairGrad"]["more work, two tasks"] == "5 Newton steps on one number"
    assert by_name["FairGrad"]["more work, three or more"] == "60 Newton steps on T numbers"
    assert by_name["CAGrad"]["non-conflicting"] is False


def test_a_method_is_added_to_what_is_drawn():
    assert with_method(Study(), SAMGS) == Study()
    assert with_method(Study(), FairGrad).drawn_methods[2:] == (FairGrad(), SAMGS())
    assert CAGrad in with_method(Study(), CAGrad).drawn
