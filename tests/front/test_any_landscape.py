"""What is said of landscapes that have no ordinary front: it holds for each of them."""

import re
from functools import cache

import numpy as np
import pytest

from app.runs.results import results_of
from app.study.study import Study
from app.words.caption import caption, ends, score_text
from samgs_core import Adam
from samgs_core.methods import LS, SAMGS, PCGrad
from synthetic.formula import CustomLandscape

FORMULAS = {
    "the same loss twice": ("x^2 + y^2", "x^2 + y^2"),
    "every point optimal": ("1", "1"),
    "one constant": ("1", "x^2 + y^2"),
    "constants that single precision rounds": ("0.1", "0.1"),
    "one shared optimum": ("x^2 + y^2", "2*x^2 + y^2"),
    "a shared optimum off the grid": ("(x - 0.7)^2 + y^2", "10*(x - 0.7)^2 + y^2 + 3"),
    "almost the same loss twice": ("x^2 + y^2", "x^2 + y^2 + 1e-9*x"),
    "flat beside the optimum": ("max(x, 0)^2 + y^2", "max(-x, 0)^2 + y^2"),
    "opposed everywhere": ("x", "-x"),
    "a saddle without bounds": ("x^2 - y^2", "y^2 - x^2"),
    "huge": ("1e9*((x - 1)^2 + y^2)", "1e9*((x + 1)^2 + y^2)"),
}
"""Landscapes on which the plain sum ends on the front from every start."""
ROUNDED = ("constants that single precision rounds", "almost the same loss twice", "huge")
LINEAR, NOWHERE = ("x", "y"), ("log(-1 - x^2)", "x")
METHOD_CLASSES = (LS, PCGrad, SAMGS)


@cache
def results(l1, l2, precision="float64"):
    landscape, quick = CustomLandscape(l1=l1, l2=l2), Adam(lr=0.06)
    study = Study(landscape=landscape, precision=precision, optimizer=quick, steps=500)
    return study, results_of(study, [method() for method in METHOD_CLASSES])


def words(study, found):
    return re.sub(r"<[^>]*>", "", caption(study, found))


@pytest.mark.parametrize(
    ("name", "precision"),
    [*((name, "float64") for name in FORMULAS), *((name, "float32") for name in ROUNDED)],
)
def test_who_ends_at_the_optimum_is_not_said_to_stop_short_of_it(name, precision):
    study, found = results(*FORMULAS[name], precision)
    plain_sum = found[0]
    assert score_text(plain_sum) == "5/5"
    assert ends(plain_sum.summaries).on_front == 5
    assert "elsewhere" not in words(study, found)


@pytest.mark.parametrize("formulas", FORMULAS.values(), ids=FORMULAS)
def test_the_score_agrees_with_the_losses_in_the_table(formulas):
    _, found = results(*formulas)
    for each in found:
        counted = ends(each.summaries)
        assert counted.on_front == sum(bool(run.on_front) for run in each.summaries)
        for run in each.summaries:
            if run.to_front == 0:
                assert run.on_front


def test_a_run_that_falls_for_ever_leaves_the_window_and_is_not_on_the_front_of_it():
    study, found = results(*LINEAR)
    assert all(np.linalg.norm(run.end) > study.landscape.reach for run in found[0].summaries)
    assert ends(found[0].summaries).outside == 5
    assert words(study, found).endswith("leave the window from all five starts.")
    assert score_text(found[0]) == "0/5"


def test_a_front_in_pieces_has_ends_on_it_and_ends_short_of_it():
    study, found = results("x^2 + y^2", "sin(6*x) + y^2")
    assert ends(found[0].summaries).short == 5  # each rests in a valley that another one beats
    assert score_text(found[0]).startswith("distance ")


def test_where_no_loss_is_a_number_every_run_diverges_and_no_score_is_made_up():
    study, found = results(*NOWHERE)
    assert words(study, found).endswith("diverge from all five starts.")
    assert {score_text(each) for each in found} == {"–"}
