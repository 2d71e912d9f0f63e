"""Loss space is logarithmic where the losses span decades, and then shows the same runs."""

import numpy as np
import pytest

from app.figures import loss_space
from app.look.theme import LIGHT
from app.study.landscapes import PICKABLE
from app.study.link import decode
from samgs_core import run
from samgs_core.methods import LS
from samgs_core.survey import survey

ROSENBROCK = {
    "steps": "50",
    "landscape": "formula",
    "landscape.l1": "(1 - x)^2 + 100*(y - x^2)^2",
    "landscape.l2": "1 + x^2 + (y + 2)^2",
}


def seen(query, steps="1"):
    study = decode({"steps": steps} | query).study
    return study.landscape, survey(study.landscape, 61), [run(study.experiment(LS()))]


@pytest.fixture(scope="module")
def far_apart():
    return seen(ROSENBROCK, "50")


@pytest.mark.parametrize("landscape", PICKABLE, ids=lambda landscape: landscape.key)
def test_the_landscapes_of_the_catalogue_keep_linear_axes(landscape):
    assert not loss_space.ground(*seen({"landscape": landscape.key})).is_log


def test_losses_that_span_decades_are_drawn_on_logarithmic_axes(far_apart):
    space = loss_space.data(*far_apart)
    assert space.is_log
    figure = loss_space.figure(space, LIGHT)
    assert figure.layout.xaxis.type == figure.layout.yaxis.type == "log"
    losses = far_apart[2][0].losses
    starts = np.log10(losses[:, 0])
    low, high = np.array(space.window.corners)
    assert ((starts > low) & (starts < high)).all()
    (path,) = space.methods
    assert path.ends == pytest.approx(losses[:, -1], rel=1e-4)


def test_who_asks_for_a_scale_gets_it(far_apart):
    assert not loss_space.ground(*far_apart, "linear").is_log
    assert loss_space.ground(*seen({}), "log").is_log


def test_one_negative_loss_keeps_the_axes_linear(far_apart):
    landscape, ground, records = far_apart
    below = ground.front.copy()
    below[0] = -1
    assert not loss_space.spans_decades(below, records)
    assert loss_space.spans_decades(ground.front, records)
