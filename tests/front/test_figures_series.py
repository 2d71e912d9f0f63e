"""The curves over the steps show what the records hold."""

import numpy as np
import pytest

from app.figures import angle, losses, similarity
from app.figures.regimes import N_BINS, regimes
from app.figures.series import MAX_BINS, MAX_REACHES, series
from app.look.theme import LIGHT
from samgs_core import metrics, run
from samgs_core.methods import SAMGS
from tests.front.scenes import diverged, records, with_gap

FORM = "{:.1f}"


def bins(values):
    """The values [S] in rows of one bin each, and the width of a bin."""
    width = -(-len(values) // MAX_BINS)
    return [values[at : at + width] for at in range(0, len(values), width)]


@pytest.mark.parametrize("plot", [angle, similarity, losses], ids=lambda plot: plot.KEY)
@pytest.mark.parametrize("start", [0, 2])
def test_a_curve_holds_the_mean_and_the_range_of_its_metric(plot, start):
    for record, curve in zip(records(), plot.data(records(), start).curves, strict=True):
        values = {
            angle: lambda record: metrics.angle(record),
            similarity: lambda record: metrics.similarity(record),
            losses: lambda record: record.losses.sum(-1),
        }[plot](record)[start]
        assert curve.method is type(record.experiment.method)
        np.testing.assert_allclose(curve.values, [part.mean() for part in bins(values)], rtol=1e-3)
        np.testing.assert_allclose(curve.low, [part.min() for part in bins(values)], rtol=1e-5)
        np.testing.assert_allclose(curve.high, [part.max() for part in bins(values)], rtol=1e-5)
        np.testing.assert_allclose(curve.ends, values[[0, -1]], rtol=1e-5)


def test_a_short_run_is_drawn_step_by_step():
    record = records(steps=20)[0]
    values = record.losses[0].sum(-1)
    curve = series(record, values, 0, FORM)
    np.testing.assert_array_equal(curve.steps, record.steps)
    np.testing.assert_array_equal(curve.values, values.astype(np.float32))
    assert len(curve.reach) == 0
    assert curve.told[3] == FORM.format(values[3]).replace("-", "−")


def test_a_peak_of_one_step_is_not_lost():
    record = records()[0]
    values = np.zeros(len(record.steps))
    values[333] = 7
    curve = series(record, values, 0, FORM)
    assert curve.high.max() == 7
    assert np.nanmax(curve.reach[:, 1]) == 7
    assert "0.0 to 7.0" in curve.told[int(curve.high.argmax())]


def test_zero_gradients_leave_a_gap_in_the_angle():
    (record,) = (with_gap(record) for record in records(steps=60)[:1])
    (curve,) = angle.data((record,), 1).curves
    assert np.isnan(curve.values[10:30]).all()
    assert not np.isnan(curve.values[[0, 9, 30, -1]]).any()


def test_the_reach_of_a_curve_is_broken_at_a_gap():
    values = np.sin(np.arange(len(records()[0].steps)) * 2.0)
    values[200:300] = np.nan
    curve = series(records()[0], values, 0, FORM)
    assert np.isnan(curve.reach).any(-1).sum() == 2


def test_a_curve_that_is_nowhere_defined_is_empty():
    record = records()[0]
    curve = series(record, np.full(len(record.steps), np.nan), 0, FORM)
    assert np.isnan(curve.values).all()
    assert len(curve.reach) == 0
    assert np.isnan(curve.ends).all()


def test_a_diverged_curve_stops_where_the_run_stopped():
    for record, curve in zip(diverged(), losses.data(diverged(), 1).curves, strict=True):
        assert curve.steps.max() <= record.stopped_at[1] < record.experiment.steps
        assert curve.diverged
        assert not np.isinf(curve.values).any()
    figure = losses.figure(losses.data(diverged(), 1), LIGHT)
    assert set(figure.data[-1].marker.symbol) == {"x-open"}


def test_a_run_that_explodes_does_not_stretch_the_axis_of_the_losses():
    first = max(record.losses[1, 0].sum() for record in diverged())
    assert losses.data(diverged(), 1).range[1] < 2.5 * first


def test_the_axis_of_the_losses_shows_all_but_the_spikes():
    low, high = losses.data(records(), 0).range
    sums = np.stack([record.losses[0].sum(-1) for record in records()])
    assert ((sums >= low) & (sums <= high)).mean() > 0.98
    assert ((sums[:, 0] >= low) & (sums[:, 0] <= high)).all()


def test_the_share_above_90_degrees_is_that_of_the_records():
    shown = angle.data(records(), 2)
    for record, share in zip(records(), shown.above, strict=True):
        assert share == pytest.approx((metrics.angle(record)[2] > 90).mean())
        assert f"{share:.0%}" in angle.alt(shown)


def test_many_curves_are_drawn_without_their_reaches():
    few, many = records(), records() * 2
    assert len(many) > MAX_REACHES
    assert any(t.fill == "toself" for t in angle.figure(angle.data(few, 0), LIGHT).data)
    assert not any(t.fill == "toself" for t in angle.figure(angle.data(many, 0), LIGHT).data)


def test_regimes_hold_the_share_of_recorded_steps_that_equalised():
    record = records()[-1]
    shown = regimes(record, 0)
    equalised = record.diagnostics["equalised"][0]
    assert 0 < equalised.mean() < 1
    assert len(shown.shares) <= N_BINS
    for (first, after), share in zip(shown.edges, shown.shares, strict=True):
        own = (record.steps >= first) & (record.steps < after)
        assert equalised[own].mean() == pytest.approx(share)
    widths = np.diff(shown.edges, axis=1)[:, 0]
    assert widths.sum() == pytest.approx(record.experiment.steps + 1)


def test_stretches_follow_the_majority():
    shown = regimes(records()[-1], 0)
    for stretch in shown.stretches:
        own = (shown.edges[:, 0] >= stretch.first - 1e-3) & (
            shown.edges[:, 1] <= stretch.last + 1e-3
        )
        assert {bool(share >= 0.5) for share in shown.shares[own]} == {stretch.letter == "E"}
    letters = [stretch.letter for stretch in shown.stretches]
    assert all(one != other for one, other in zip(letters, letters[1:], strict=False))


def test_regimes_end_where_a_run_stopped():
    record = diverged()[-1]
    shown = regimes(record, 0)
    bin_width = (record.experiment.steps + 1) / min(N_BINS, len(record.steps))
    assert shown.edges.max() <= record.stopped_at[0] + bin_width


def test_other_methods_have_no_regimes():
    assert regimes(records()[0], 0) is None
    shown = similarity.data(records()[:2], 0)
    assert shown.regimes is None
    assert shown.threshold is None


def test_equalising_is_hatched_and_lettered_not_only_coloured():
    shown = similarity.data(records(), 1)
    figure = similarity.figure(shown, LIGHT)
    (bars,) = (trace for trace in figure.data if trace.type == "bar")
    hatched = [shape == "/" for shape in bars.marker.pattern.shape]
    assert hatched == (shown.regimes.shares >= 0.5).tolist()
    letters = [note.text for note in figure.layout.annotations if note.yref == "y2"]
    assert set(letters) == {"<b>E</b>", "<b>m</b>"}


@pytest.mark.parametrize(
    ("settings", "psi"),
    [
        ({"gamma": 0.3}, 0.3),
        ({"gamma": 0.8, "similarity": "printed"}, 0.6),
        ({"gamma": 0.8, "variant": "paper"}, 0.6),
        ({"gamma": 0.1, "variant": "paper"}, -0.8),
        ({"gamma": 0.8, "variant": "paper", "similarity": "pairs"}, 0.8),
    ],
)
def test_the_threshold_is_where_the_regime_changes(settings, psi):
    setting = records(steps=200)[0].experiment
    record = run(
        setting.__class__(**{**setting.__dict__, "method": SAMGS(**settings)}), device="cpu"
    )
    shown = similarity.data((record,), 0)
    assert shown.threshold.psi == pytest.approx(psi)
    below = metrics.similarity(record)[0] < shown.threshold.psi
    np.testing.assert_array_equal(below, record.diagnostics["equalised"][0])
    drawn = similarity.figure(shown, LIGHT).layout.shapes
    assert len(drawn) == (psi >= 0)
