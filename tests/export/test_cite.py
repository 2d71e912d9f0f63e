"""References: every method's paper, as its card names it, and this software."""

import re

import pytest

from app.export.cite import bibtex
from app.export.papers import PAPERS
from app.export.papers_more import MORE_PAPERS, RECON
from samgs_core.methods import LS, METHODS
from tests.export.test_figures import study_of

ALL = (*PAPERS, *MORE_PAPERS, RECON)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_the_paper_of_its_card(method):
    found = [paper for paper in ALL if method in paper.methods]
    assert bool(found) == (method is not LS)
    text = " ".join(paper.bibtex for paper in found)
    for number in re.findall(r"\d{4}\.\d{5}", method.paper):
        assert f"eprint = {{{number}}}" in text
    for year in re.findall(r" (20[12]\d)\b", method.paper):
        assert f"year = {{{year}}}" in text
    names = re.split(r" \d{4}| et al\.", method.paper)[0].removeprefix("Baseline in ")
    for name in re.findall(r"[A-ZÀ-Þ][\w-]+", names) if found else ():
        assert name.replace("é", r"{\'e}") in text


def test_keys_are_said_once_and_braces_close():
    assert len({paper.key for paper in ALL}) == len(ALL)
    for paper in ALL:
        assert paper.bibtex.count("{") == paper.bibtex.count("}")


def test_the_references_are_those_of_the_drawn_methods_and_of_this_software():
    own = study_of({"methods": "ls,pcgrad", "vectors.methods": "mgda"})
    text = bibtex(own, "https://surgery.example/?v=1")
    keys = re.findall(r"@\w+{(\w+),", text)
    assert keys == [
        "gradient_surgery_explorer",
        "yu2020pcgrad",
        "desideri2012mgda",
        "sener2018mgda",
    ]
    assert "version = {0.1.0}" in text and "url = {https://surgery.example/?v=1}" in text
    assert r"note = {Settings: ?v=1\&steps=60}" in bibtex(own, "?v=1&steps=60")


def test_the_page_recon_cites_recon_and_no_other_page_does():
    own = study_of({"methods": "ls"})
    assert "eprint = {2302.11289}" in bibtex(own, "?v=1", "recon")
    assert "2302.11289" not in bibtex(own, "?v=1") + bibtex(own, "?v=1", "vectors")


def test_a_paper_says_where_it_appeared_or_that_it_is_a_preprint():
    for paper in ALL:
        assert paper.arxiv or paper.more
        kind = "@misc" if not paper.venue else "@article" if "journal" in paper.bibtex else "@inpro"
        assert paper.bibtex.startswith(kind)
        assert all(name.count(", ") == 1 for name in paper.authors.split(" and "))
