"""The pictures of a recording show its numbers, whatever they are."""

import numpy as np
import pytest

from app.figures.yours import angle, gamma, harm, heat, lengths, losses, matrix, ranking, similarity
from app.figures.yours.curve import Over
from app.look.theme import THEMES
from app.yours.opened import EXAMPLE
from samgs_core.methods import LS, SAMGS, PCGrad
from samgs_core.recorder import Recording, replay
from samgs_core.recorder.advice import advice
from samgs_core.recorder.gamma import equalised_at, equalised_curve
from tests.front.recordings import HOSTILE, three_tasks

EXAMPLE_RUN = Recording.load(EXAMPLE)


def pictures(recording, level=0.7, index=3):
    steps = recording.steps
    over = Over(int(steps[0]), int(steps[-1]), int(steps[index]))
    yield losses, losses.data(recording, over)
    yield lengths, lengths.data(recording, over)
    yield angle, angle.data(recording, over)
    yield similarity, similarity.data(recording, over, level)
    yield gamma, gamma.data(recording, level)
    yield matrix, matrix.data(recording, index)
    yield heat, heat.data(recording, over, len(recording.pairs) - 1)
    yield ranking, ranking.data(recording)
    yield harm, harm.data(recording, [replay(recording, method) for method in (LS(), PCGrad())])


def odd(recording, **changes):
    values = {name: getattr(recording, name) for name in ("losses", "gram", "layer_gram")}
    more = {"layers": recording.layers, "layer_sizes": recording.layer_sizes}
    return Recording(steps=recording.steps, names=recording.names, **(values | more | changes))


ODD = {
    "the example": EXAMPLE_RUN,
    "three tasks": three_tasks(),
    "hostile names": three_tasks(HOSTILE, HOSTILE),
    "many tasks and layers": three_tasks(tuple("abcdefgh"), tuple(map(str, range(70)))),
    "four steps": three_tasks(n_steps=4),
    "no length": odd(three_tasks(), gram=np.zeros((40, 3, 3))),
    "no losses": odd(three_tasks(), losses=np.full((40, 3), np.nan)),
    "nothing finite": odd(three_tasks(), gram=np.full((40, 3, 3), np.nan)),
    "huge": odd(three_tasks(), gram=three_tasks().gram * 1e300, losses=np.full((40, 3), 1e300)),
}


@pytest.mark.parametrize("kind", ODD)
def test_every_picture_of_any_recording_is_drawn_and_told_in_words(kind):
    for plot, values in pictures(ODD[kind]):
        for theme in THEMES:
            text = plot.figure(values, theme).to_json()
        assert "<b>a</b>" not in text
        assert plot.alt(values).endswith(".")
    assert all(each.text.endswith(".") and each.reason.endswith(".") for each in advice(ODD[kind]))


def test_at_the_recorded_threshold_the_curve_is_the_recorded_share():
    curve = gamma.data(EXAMPLE_RUN, 0.7)
    recorded = EXAMPLE_RUN.diagnostics["equalised"].mean()
    assert EXAMPLE_RUN.method == SAMGS(gamma=0.7)
    assert curve.recorded == (0.7, recorded) and curve.share == recorded
    at = np.abs(curve.gammas - 0.7).argmin()
    assert curve.shares[at] == pytest.approx(recorded, abs=1 / 600)
    grid = np.linspace(0, 1, 11)
    wanted = [equalised_at(EXAMPLE_RUN, level) for level in grid]
    np.testing.assert_allclose(equalised_curve(EXAMPLE_RUN, grid), wanted)


def test_the_regime_band_is_what_sam_gs_would_do():
    over = Over(0, 599, 5)
    found = similarity.data(EXAMPLE_RUN, over, 0.7)
    np.testing.assert_allclose(found.share, EXAMPLE_RUN.diagnostics["equalised"].mean())
    widths = np.diff(found.regimes.edges, axis=1)[:, 0]
    assert (found.regimes.shares * widths).sum() / 600 == pytest.approx(found.share, abs=0.01)


def test_the_cursor_goes_through_every_picture_over_steps():
    for recording in (EXAMPLE_RUN, three_tasks()):
        for plot, values in pictures(recording):
            if hasattr(values, "over"):
                shapes = plot.figure(values, THEMES[0]).layout.shapes
                assert [each.x0 for each in shapes].count(values.over.cursor) >= 1, plot.KEY


def test_the_bars_are_the_shares_of_steps_that_harm_a_task():
    bars = {
        bar.title: bar.share for bar in harm.data(EXAMPLE_RUN, [replay(EXAMPLE_RUN, LS())]).bars
    }
    gains = EXAMPLE_RUN.gram.sum(2)
    assert bars["LS (sum)"] == (gains < 0).any(1).mean()
    assert bars["SAM-GS, as recorded"] == (EXAMPLE_RUN.slopes < 0).any(1).mean()


def test_layers_are_ranked_by_the_share_of_steps_in_which_they_conflict():
    found = ranking.data(EXAMPLE_RUN)
    shares = (EXAMPLE_RUN.layer_cosines < 0).mean((0, 2))
    assert found.layers == tuple(EXAMPLE_RUN.layers[n] for n in np.argsort(-shares))
    np.testing.assert_array_equal(found.rate, np.sort(shares)[::-1])
