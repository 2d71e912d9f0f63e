"""A recording draws itself without the app."""

import numpy as np

from samgs_core.methods import SAMGS
from samgs_core.recorder.figure import MOST
from tests.core.recorder.networks import conv_net, recorded


def test_the_figure_shows_losses_angles_and_similarities_with_the_threshold():
    found = recorded(SAMGS(gamma=0.7), conv_net(3), steps=5)[0]
    figure = found.figure()
    curves = np.array([trace.y for trace in figure.data])
    wanted = np.concatenate([found.losses.T, found.angles.T, found.similarities.T])
    np.testing.assert_array_equal(curves, wanted)
    assert "γ = 0.7" in [each.text for each in figure.layout.annotations]
    assert figure.layout.title.text.startswith("SAM-GS: 5 recorded steps; task 1 and task 2")


def test_a_long_recording_is_thinned_and_a_name_is_no_html():
    found = recorded(SAMGS(), steps=1)[0]
    many = found.at([0] * (3 * MOST))
    object.__setattr__(many, "names", ("<b>a</b>", "b & c"))
    figure = many.figure()
    assert len(figure.data[0].x) == MOST
    assert figure.data[0].name == "&lt;b&gt;a&lt;/b&gt;" and figure.data[1].name == "b &amp; c"
