"""What the page says in words: captions and the fairness of a comparison."""

import html
import re
from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest

from app.pages import VIEWS
from app.runs.records import MethodResult
from app.runs.results import results_of
from app.study.link import decode
from app.study.study import Study
from app.words.caption import Ends, caption, ends, score_label, score_text
from app.words.fairness import fairness
from app.words.glossary import DIVERGES, GLOSSARY, LEAVES, SHORT, Term, explained, glossary
from app.words.numbers import fixed, number
from samgs_core import Outcome
from samgs_core.methods import LS, METHODS, MGDA, SAMGS, UW, CAGrad, NashMTL, PCGrad
from samgs_core.summary import RunSummary
from synthetic import ZDT3


def a_run(at_goal=False, on_front=False, to_front=10.0, outcome=Outcome.FINISHED):
    return RunSummary(
        start=(0.0, 0.0),
        outcome=outcome,
        stopped_at=10,
        end=(0.0, 0.0),
        losses=(0.0, 0.0),
        to_front=to_front,
        on_front=on_front,
        conflict_rate=0.0,
        regime_share=None,
        clipped_share=None,
        steps_to_goal=None,
        at_goal=at_goal,
    )


GOAL, FRONT, SHORT_OF_IT = a_run(at_goal=True), a_run(on_front=True), a_run()
OUTSIDE, DIVERGED = a_run(on_front=None), a_run(outcome=Outcome.DIVERGED)
RUNS = (GOAL, FRONT, SHORT_OF_IT, OUTSIDE, DIVERGED)


def result(method, summaries):
    record = SimpleNamespace(experiment=Study().experiment(method))
    return MethodResult(record, summaries, seconds=0.1, is_fresh=True)


def plain(told):
    """A caption without the marks of Markdown and HTML."""
    return re.sub(r"<[^>]*>|\*\*", "", told)


def told(*fates, study=None):
    """The caption of methods with these ends, without its first sentence."""
    results = [result(method, runs) for method, runs in fates]
    study = replace(
        study or Study(), starts=tuple((float(i), 0.0) for i in range(len(fates[0][1])))
    )
    first, rest = plain(caption(study, results)).split(" steps. ")
    assert first.startswith("Same landscape, same ")
    return rest


def test_every_run_is_counted_at_one_end():
    assert ends(RUNS) == Ends(at_goal=1, on_front=1, short=1, outside=1, diverged=1)
    assert ends((a_run(at_goal=True, on_front=True),)) == Ends(1, 0, 0, 0, 0)


def test_the_caption_names_every_end_that_occurs():
    assert told((LS(), RUNS)) == (
        "LS (sum) reaches the balanced optimum from one, ends elsewhere on the front from one, "
        "stops short of the front from one, leaves the window from one and diverges from one."
    )


def test_methods_that_share_a_fate_share_a_sentence():
    fates = [(CAGrad(), [GOAL] * 7), (SAMGS(), [GOAL] * 7)]
    fates += [(method(), [FRONT] * 7) for method in (MGDA, NashMTL, PCGrad)]
    assert told(*fates) == (
        "CAGrad and SAM-GS reach the balanced optimum from all seven starts; "
        "MGDA, Nash-MTL and PCGrad end elsewhere on the front."
    )


def test_methods_of_the_same_two_ends_are_told_of_together():
    fates = [(LS(), [GOAL] * 2 + [SHORT_OF_IT] * 3), (UW(), [GOAL] * 4 + [SHORT_OF_IT])]
    assert told(*fates) == (
        "LS (sum) and UW reach the balanced optimum from two to four and stop short of the front "
        "from the others."
    )


def test_many_fates_and_many_methods_are_told_of_in_short():
    half = [FRONT] * 2 + [SHORT_OF_IT] * 3
    fates = [(LS(), [GOAL] * 5), (UW(), [GOAL] * 2 + [SHORT_OF_IT] * 3)]
    fates += [(PCGrad(), [GOAL, *[FRONT] * 4]), (MGDA(), half)]
    fates += [(method(), [FRONT] * 5) for method in METHODS[-8:]]
    assert told(*fates) == (
        "LS (sum) reaches the balanced optimum from all five starts; "
        "UW, PCGrad and MGDA reach the balanced optimum from none to two, end elsewhere on the "
        "front from none to four and stop short of the front from none to three; "
        "the other eight methods end elsewhere on the front."
    )
    everybody = [(method(), [DIVERGED] * 2) for method in METHODS]
    assert told(*everybody) == "All 27 methods diverge from all two starts."


def test_the_caption_of_one_start_speaks_of_one_start():
    study = replace(Study(), starts=((1.0, 2.0),), steps=1)
    assert plain(caption(study, [result(SAMGS(), [GOAL])])) == (
        "Same landscape, same start, 1 step. SAM-GS reaches the balanced optimum from its start."
    )
    both = [result(SAMGS(), [FRONT]), result(LS(), [FRONT])]
    assert "end elsewhere on the front from their start." in plain(caption(study, both))


def test_without_a_goal_nothing_is_elsewhere():
    aimless = Study(landscape=ZDT3())
    runs = [a_run(at_goal=None, on_front=True)] * 3
    assert told((LS(), runs), study=aimless) == "LS (sum) ends on the front from all three starts."


def test_the_score_counts_ends_at_the_goal():
    assert score_text(result(LS(), RUNS)) == "1/5"
    assert plain(score_label(Study().landscape)) == "Starts at the balanced optimum"


def test_without_a_goal_the_score_counts_ends_on_the_front_or_says_how_far_off_they_are():
    def scored(*runs):
        return score_text(result(LS(), [run._replace(at_goal=None) for run in runs]))

    assert scored(*RUNS) == "1/5"
    assert scored(SHORT_OF_IT, a_run(to_front=10.5)) == "distance 10"
    assert scored(a_run(to_front=4.84e8)) == "distance 4.8 × 10⁸"
    assert scored(SHORT_OF_IT, DIVERGED) == "0/2"
    assert scored(a_run(to_front=None, on_front=None)) == "–"
    label = plain(score_label(ZDT3()))
    assert label == "Starts on the Pareto front, or mean distance to it"


def test_a_term_is_explained_to_the_pointer_and_to_the_focus():
    tricky = Term("a < b", 'so to say "less"', shows="explore?t=1&steps=2")
    assert explained(tricky) == (
        '<dfn class="term" tabindex="0">a &lt; b'
        '<a class="show-me" target="_blank" href="./explore?t=1&amp;steps=2" '
        'data-meaning="so to say &quot;less&quot;" '
        'aria-label="so to say &quot;less&quot; Show me: a &lt; b"></a></dfn>'
    )
    assert ">stop short<a " in explained(SHORT, "stop short")


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term.word)
def test_every_term_says_where_it_is_to_be_seen(term):
    address, _, query = term.shows.partition("?")
    assert address in {title.lower() for title, _ in VIEWS}
    assert decode(dict(parse_qsl(query))).notices == ()


@pytest.mark.parametrize(
    ("term", "fate"), [(SHORT, "short"), (LEAVES, "outside"), (DIVERGES, "diverged")]
)
def test_a_fate_is_seen_where_its_term_says(term, fate):
    study = decode(dict(parse_qsl(term.shows.partition("?")[2]))).study
    found = [ends(each.summaries) for each in results_of(study, study.drawn_methods)]
    assert all(getattr(each, fate) > 0 for each in found)


def test_the_glossary_has_every_term_and_what_it_means():
    entries = re.findall(r"<dt>(.*?) <i>(.*?)</i></dt><dd>(.*?)</dd>", glossary())
    assert entries == [(term.word, term.symbol, html.escape(term.meaning)) for term in GLOSSARY]


def test_every_term_has_one_sentence_of_its_own():
    assert len({term.word for term in GLOSSARY}) == len(GLOSSARY)
    for term in GLOSSARY:
        assert re.fullmatch(r"[A-Z][^.]*(\.\d[^.]*)*\.", term.meaning), term.word


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.4812, "0.481"), (-2.0, "−2"), (4.84e8, "4.84 × 10⁸"), (-3e-7, "−3 × 10⁻⁷")]
    + [(float("inf"), "∞"), (float("-inf"), "−∞"), (float("nan"), "–")],
)
def test_numbers_have_a_true_minus_sign(value, words):
    assert number(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(-0.25, "−0.250"), (999_999.0, "999999.000"), (4.84e8, "4.84 × 10⁸"), (float("inf"), "∞")],
)
def test_a_loss_has_three_decimals_unless_it_is_huge(value, words):
    assert fixed(value, 3) == words


def test_the_default_scene_has_the_same_rules_for_all():
    assert fairness(Study()).chip == "Same rules for all"
    same = " ".join(fairness(Study()).same)
    for fact in ("7 starts", "1,000 steps", "Adam", "0.02", "clipped to length 1", "no gradient"):
        assert fact in same


def test_a_rule_differs_if_it_is_not_the_same_for_all_drawn_methods():
    rules = fairness(replace(Study(), drawn=(LS, UW)))
    assert rules.chip == "1 rule differs"
    assert rules.differs[0].startswith("UW uses losses minus their lower bounds")
    assert fairness(replace(Study(), drawn=(UW,))).chip == "Same rules for all"


def test_the_settings_of_a_method_are_told_and_are_no_rule():
    methods = tuple(SAMGS(gamma=0.5) if m is SAMGS else m() for m in METHODS)
    rules = fairness(replace(Study(), methods=methods))
    assert rules.chip == "Same rules for all"
    assert rules.own == ("SAM-GS: Threshold γ 0.5 (default 0.1)",)
    assert fairness(replace(Study(), methods=methods, drawn=(LS, PCGrad))).own == ()
