"""Methods: a card for each, found by words, family and properties, and all in one table."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from app.files.link import download_link
from app.look.parts import theme_of_page
from app.look.theme import Theme
from app.methods import comparison
from app.methods.facts import Facts, all_facts
from app.methods.full_card import full_card
from app.methods.search import PROPERTIES, matches
from app.methods.small_card import card_style, small_card
from app.navigation import Pages, heading, warn
from app.study.put import current, notices, put
from app.words.glossary import glossary
from samgs_core.method import Family, Method
from samgs_core.methods import METHODS


def methods(pages: Pages) -> None:
    """Draw the page, and over it the card that is open."""
    study = current()
    theme = theme_of_page()
    st.html(card_style(theme))
    heading(pages)
    st.markdown(
        f"{len(METHODS)} ways of merging the gradients of several tasks: how each works, what it "
        "keeps, what it costs, and where its implementations disagree."
    )
    warn(notices())
    found = filters(all_facts())
    cards, table, words = st.tabs(["Cards", "Compare", "Words"])
    with cards:
        grid(found, theme)
    with table:
        compare(found)
    with words:
        st.html(glossary())
    for facts in all_facts():
        if facts.method is study.card:
            dialog = st.dialog(facts.method.title, width="large", on_dismiss=_open_card)
            dialog(full_card)(facts, study, pages.explore, theme)


def filters(catalogue: Sequence[Facts]) -> list[Facts]:
    """The search box and the filters; the methods that they leave."""
    search, properties = st.columns([2, 3])
    words = search.text_input(
        "Search", key="search", type="search", live=True, placeholder="name, author, word, arXiv"
    )
    asked = properties.multiselect("With the properties", [p.title for p in PROPERTIES], key="with")
    families = st.pills(
        "Family",
        [family.value for family in Family],
        key="families",
        selection_mode="multi",
        label_visibility="collapsed",
    )
    found = [
        facts
        for facts in catalogue
        if matches(
            facts,
            words or "",
            [family for family in Family if family.value in families],
            [each for each in PROPERTIES if each.title in asked],
        )
    ]
    if len(found) < len(catalogue):
        st.caption(f"{len(found)} of {len(catalogue)} methods")
    return found


def grid(found: Sequence[Facts], theme: Theme) -> None:
    """A small card for each method, under the headings of the families."""
    with st.container(key="cards"):
        for family in Family:
            members = [facts for facts in found if facts.method.family is family]
            if members:
                st.html(f'<h3 class="family">{family.value}</h3>')
            for facts in members:
                with st.container(border=True, key=f"card-{facts.method.key}"):
                    st.html(small_card(facts, theme))
                    st.button(
                        f"Open {facts.method.title}",
                        key=f"open-{facts.method.key}",
                        on_click=_open_card,
                        args=(facts.method,),
                    )


def compare(found: Sequence[Facts]) -> None:
    """The methods as rows of a table, and its download."""
    rows = [comparison.row(facts) for facts in found]
    st.dataframe(rows, hide_index=True, column_config=comparison.columns(), height="content")
    st.caption(
        "Properties are those for two tasks with the default settings. T is the number of tasks. "
        "A click on a heading sorts."
    )
    keys = ",".join(facts.method.key for facts in found)
    query = {"of": keys} if len(found) < len(METHODS) else {}
    download_link("Download the comparison (CSV)", "methods.csv", query)


def _open_card(method: type[Method] | None = None) -> None:
    put(replace(current(), card=method), adds=True)
