"""The pictures of the Recon page: their data against an independent computation, in any state."""

from dataclasses import replace

import numpy as np
import plotly.io
import pytest

from app.figures.recon import heat, histogram, outcome, ranking, surgery, truth
from app.figures.recon.heat import running_mean
from app.figures.recon.marks import MARKS
from app.look.theme import LIGHT, THEMES
from app.recon.words import bookkeeping, pointing, surgery_words
from tests.front.recon_reports import (
    STATES,
    by_hand,
    diverged,
    finished,
    first_step,
    picks,
    rivals,
)

PLOTS = {
    heat: lambda reports: heat.data(reports),
    ranking: lambda reports: ranking.data(reports, 1),
    outcome: lambda reports: outcome.data(reports, picks(reports), False),
    truth: lambda reports: truth.data(reports),
    histogram: lambda reports: histogram.data(reports, picks(reports), False),
    surgery: lambda reports: surgery.data(reports, rivals()[: len(reports)]),
}
SAID = {truth: pointing, histogram: bookkeeping, surgery: surgery_words}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.KEY)
def test_every_picture_can_be_drawn_and_told_in_any_state(plot, state):
    values = PLOTS[plot](STATES[state]())
    for theme in THEMES:
        plotly.io.to_json(plot.figure(values, theme), validate=True)
    assert plot.alt(values)
    if plot in SAID:
        assert "nan" not in SAID[plot](values)


def test_the_heat_is_the_running_mean_of_the_cosines():
    (report, *_) = finished()
    shown = heat.data([report])
    assert shown.cosine.shape == (5, 120)
    for step in (0, 3, 60, 119):
        around = report.layer_cosine[max(step - 5, 0) : step + 5]
        np.testing.assert_allclose(shown.cosine[:, step], around.mean(0), rtol=1e-5)
    np.testing.assert_allclose(shown.mean, report.layer_cosine[:30].mean(0))
    assert (shown.n_steps, shown.watched) == (120, 30)


def test_the_heat_over_seeds_is_that_of_the_mean_cosine():
    mean = np.mean([report.layer_cosine for report in finished()], axis=0)
    np.testing.assert_allclose(heat.data(finished()).mean, mean[:30].mean(0))


def test_the_running_mean_leaves_out_what_is_undefined():
    values = np.array([[1.0], [np.nan], [3.0], [np.nan], [np.nan]])
    np.testing.assert_array_equal(running_mean(values, 3)[:, 0], [1, 2, 3, 3, np.nan])


def test_the_heat_is_centred_at_zero_and_ends_the_watching_with_a_line():
    figure = heat.figure(heat.data(finished()), LIGHT)
    (trace,) = figure.data
    assert (trace.zmin, trace.zmax) == (-1, 1)
    assert figure.layout.shapes[0].x0 == 30


@pytest.mark.parametrize("score", ["rate", "calibrated", "energy"])
def test_the_ranking_shows_the_score_that_selects(score):
    reports = [replace(r, plan=replace(r.plan, score=score)) for r in finished()]
    shown = ranking.data(reports, 1)
    expected = np.array([getattr(report.scores, score) for report in reports])
    np.testing.assert_array_equal(shown.values, expected)
    np.testing.assert_array_equal(shown.mean, expected.mean(0))
    assert shown.picks.sum() == 3
    for layer, report in enumerate(reports):
        assert shown.picks[report.selected[0] - 1] > 0, layer
    null = {"rate": reports[0].scores.null, "calibrated": np.zeros(5), "energy": None}[score]
    np.testing.assert_array_equal(shown.null, null)


def test_picked_layers_are_filled_and_said_to_be_picked():
    shown = ranking.data(finished(), 1)._replace(picks=np.array([3, 0, 1, 0, 0]))
    figure = ranking.figure(shown, LIGHT)
    assert [c == LIGHT.ring for c in figure.data[0].marker.color] == [True] + 4 * [False]
    labels = [each.text for each in figure.layout.annotations]
    assert "<b>picked</b>" in labels[0] and "picked 1/3" in labels[2] and "picked" not in labels[1]


def test_the_test_losses_are_those_of_the_reports():
    shown = outcome.data(finished(), by_hand(), True)
    assert shown.marks == MARKS
    for mark, ends, curve in zip(shown.marks, shown.ends, shown.curves, strict=True):
        for report, network, end in zip(finished(), by_hand(), ends, strict=True):
            own = network.test_curve[-1] if mark.name == "hand" else report.test_loss[mark.name]
            assert end == own
        assert curve[-1] == pytest.approx(ends.mean())
    low, high = shown.band
    none = finished()[0].test_curve("none")
    assert (low <= high).all() and low[0] == pytest.approx(high[0]) and len(low) == len(none)
    singles = [r.test_loss["none"] - r.split_gain for r in finished()]
    assert low[-1] == pytest.approx(np.mean(singles, axis=0).min())


def test_only_a_split_by_hand_is_yours():
    assert "hand" not in {mark.name for mark in outcome.data(finished(), by_hand(), False).marks}


def test_both_halves_of_the_test_losses_have_one_height():
    figure = outcome.figure(outcome.data(finished(), by_hand(), True), LIGHT)
    assert {trace.yaxis or "y" for trace in figure.data} == {"y"}


def test_the_histogram_counts_every_step_once_and_its_numbers_are_the_report_s():
    (report, *_) = finished()
    (network,) = picks([report])
    shown = histogram.data([report], [network], False)
    for shares in (shown.none, shown.left, shown.split):
        assert shares.sum() == pytest.approx(1)
    none, left, split = shown.severe
    assert none == report.conflict_share["none"] and split == report.conflict_share["recon"]
    assert left == report.left_share
    counted = (report.cosine("none") < -0.5).mean()
    assert shown.none[: list(histogram.EDGES).index(-0.5)].sum() == pytest.approx(counted)


def test_with_every_layer_split_nothing_is_shared_and_nothing_is_counted():
    (report, *_) = finished()
    network = report.log.network(report.lane((1, 2, 3, 4, 5)))
    shown = histogram.data([report], [network], True)
    assert shown.split.sum() == shown.left.sum() == 0 and np.isnan(shown.severe[1:]).all()
    assert "nothing can conflict" in bookkeeping(shown)


def test_with_no_layer_split_the_three_histograms_are_one():
    (report, *_) = finished()
    shown = histogram.data([report], [report.log.network(report.lane(()))], True)
    np.testing.assert_array_equal(shown.none, shown.split)
    np.testing.assert_array_equal(shown.none, shown.left)
    assert "Nothing is split" in bookkeeping(shown)


def test_score_against_truth_has_a_point_for_each_layer():
    shown = truth.data(finished())
    np.testing.assert_allclose(shown.scores, np.mean([r.rate for r in finished()], axis=0))
    gains = np.mean([r.split_gain for r in finished()], axis=0)
    np.testing.assert_allclose(shown.gains, gains)
    order = np.argsort(np.argsort(shown.scores)), np.argsort(np.argsort(gains))
    assert shown.agreement == pytest.approx(np.corrcoef(*order)[0, 1])
    for report, points in zip(finished(), shown.each, strict=True):
        np.testing.assert_array_equal(points, np.stack([report.rate, report.split_gain], axis=1))


def test_the_bars_are_the_shares_without_and_with_the_split():
    shown = surgery.data(finished(), rivals())
    assert [method.key for method in shown.methods] == ["ls", "cagrad"]
    own = [(r.conflict_share["none"], r.conflict_share["recon"]) for r in finished()]
    other = [[(c.cosine(lane) < -0.1).mean() for lane in c.lanes] for c in rivals()]
    expected = np.array([np.mean(own, axis=0), np.mean(other, axis=0)])
    np.testing.assert_allclose(np.stack([shown.without, shown.split], axis=1), expected)


def test_a_diverged_run_is_drawn_up_to_where_it_was_finite():
    shown = heat.data(diverged())
    assert np.isfinite(shown.cosine[:, :30]).all() and np.isnan(shown.cosine[:, 40:]).all()
    losses = outcome.data(diverged(), picks(diverged()), False)
    assert np.isfinite(losses.curves[:, 0]).all() and np.isnan(losses.curves[:, -1]).all()
    assert np.isfinite(losses.range).all()


def test_at_the_first_step_there_is_one_column():
    (report,) = first_step()
    assert heat.data([report]).cosine.shape == (5, 1)
