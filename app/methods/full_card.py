"""The whole reference card of a method: what it does, keeps, needs and costs, and its code."""

import html
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import streamlit as st
from streamlit.navigation.page import Page

from app.look.parts import literal, points
from app.look.swatch import swatch
from app.look.theme import Theme, look_of
from app.methods.facts import Facts, paper_link
from app.methods.source import source_of
from app.study.link import encode
from app.study.study import Study
from samgs_core.counter_examples import CounterExample, counter_example, in_words
from samgs_core.method import Claim, Method
from samgs_core.params import Choice, Field, Text

SHORT = 2
"""Up to so many hyperparameters leave room below them."""


def full_card(facts: Facts, study: Study, explore: Page, theme: Theme) -> None:
    """Draw the card, with a link to the page ``explore`` that adds the method to the study."""
    method = facts.method
    _head(method, theme)
    with st.container(key="to-explore"):
        st.page_link(
            explore,
            label="Open in Explore",
            icon=":material/show_chart:",
            query_params=encode(with_method(study, method)),
        )
    _formulas(method)
    left, right = st.columns(2, gap="large")
    with left:
        points(("Needs and cost", [literal(each) for each in needs_and_cost(facts)]))
        _claims(facts)
    with right:
        _hyperparameters(method)
    with left if facts.n_hyperparameters > SHORT else right:
        differ = [literal(each) for each in method.card.disagreements]
        points(("Where implementations disagree", differ))
    st.markdown("**Code**")
    st.code(source_of(method), language="python")


def with_method(study: Study, method: type[Method]) -> Study:
    """The study with the method drawn as well, and focused."""
    return replace(study, drawn=(*study.drawn, method), focused=method, card=None)


def needs_and_cost(facts: Facts) -> Iterator[str]:
    """What the method must be given and what a step costs, in sentences."""
    method = facts.method
    if method.weighs_losses:
        yield "One backward pass, through the weighted sum of the losses."
    else:
        yield "T backward passes: the gradient of each of the T tasks."
    if facts.solve == facts.solve_more:
        yield f"Beside that: {facts.solve}."
    else:
        yield (f"Beside that, for two tasks: {facts.solve}; for more: {facts.solve_more}.")
    yield {
        "no": "Losses of any sign.",
        "yes": "Losses above zero: uses losses minus their lower bounds.",
    }.get(
        facts.positive,
        f"Losses of any sign; {facts.positive}, it uses losses minus their lower bounds.",
    )
    yield "Memory: remembers earlier steps." if facts.has_memory else "No memory."
    yield {"no": "No random numbers.", "yes": "Random numbers in every step."}.get(
        facts.random, f"Random numbers {facts.random}."
    )
    if method.own_length:
        yield f"Length: {method.own_length}"


def _head(method: type[Method], theme: Theme) -> None:
    picture = swatch(look_of(method), theme.colour(method), theme.page, 72)
    st.html(f'<div class="card-head">{picture}{html.escape(method.family.value)}</div>')
    st.markdown(method.card.idea)
    link = paper_link(method.paper)
    paper = literal(method.paper)
    st.markdown(f"[{paper}]({link})" if link else paper)


def _formulas(method: type[Method]) -> None:
    with st.container(key="formulas"):
        st.markdown("**Equation**")
        st.latex(method.card.equation)
        st.markdown("**For two tasks**")
        st.latex(method.card.two_tasks)


def _claims(facts: Facts) -> None:
    """Badges, and on demand the counter-examples to what does not hold."""
    st.markdown("**Properties**")
    badges = "".join(_badge(claim, facts) for claim in Claim)
    st.html(f'<div class="tags">{badges}</div>')
    fails = [claim for claim in Claim if claim not in facts.holds]
    if fails:
        with st.expander(f"Counter-examples ({len(fails)})"):
            for claim in fails:
                _counter_example(claim, counter_example(facts.method(), claim))


def _badge(claim: Claim, facts: Facts) -> str:
    if claim not in facts.holds:
        return f'<span class="tag fails">✕ {claim.value}</span>'
    only = "" if claim in facts.holds_for_more else " (two tasks only)"
    return f'<span class="tag holds">✓ {claim.value}{only}</span>'


def _counter_example(claim: Claim, example: CounterExample | None) -> None:
    st.markdown(f"**Not {claim.value}**")
    if example is None:
        st.markdown("None is stored.")
    else:
        st.caption(literal(in_words(example.case)))
        st.markdown(literal(example.sentence))


def _hyperparameters(method: type[Method]) -> None:
    st.markdown("**Hyperparameters**")
    if not method.declared():
        st.markdown("None.")
    for field in method.declared():
        st.markdown(f"{literal(field.label)} `{field.name}`: {_range(field)}")
        st.caption(literal(field.help))
        published = [each for each in method.card.published if each.field == field.name]
        if published:
            st.markdown("".join(f"\n- {literal(f'{p.value}: {p.who}')}" for p in published))


def _range(field: Field) -> str:
    if isinstance(field, Text):
        return f"{field.kind}; default **{literal(field.default)}**"
    if isinstance(field, Choice):
        return f"{', '.join(field.options)}; default **{field.default}**"
    low, high, default = (_plain(each) for each in (field.low, field.high, field.default))
    return f"{low} to {high}; default **{default}**"


def _plain(value: float | None) -> str:
    """A number without an exponent."""
    return "none" if value is None else np.format_float_positional(value, trim="-")
