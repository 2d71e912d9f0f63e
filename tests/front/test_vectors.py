"""The numbers of the Vectors page: what methods make of the gradients, and who goes together."""

from dataclasses import replace

import numpy as np
import pytest

from app.study.link import decode, encode
from app.study.study import Study
from app.study.vectors import VectorsSettings
from app.vectors.outcome import N_DRAWS, cone, fan, outcomes
from app.vectors.presets import PRESETS, from_explore
from app.vectors.words import readouts, row, sentences, summary
from app.words.numbers import number
from samgs_core import Claim, merge, run
from samgs_core.methods import (
    IMTLG,
    LS,
    METHODS,
    RLW,
    SAMGS,
    ConFIG,
    GradDrop,
    NashMTL,
    PCGrad,
    UPGrad,
)
from synthetic.formula import CustomLandscape

EVERY = VectorsSettings(drawn=METHODS)
RING = PRESETS[-1]


def study_of(settings, **changes):
    methods = tuple(changes.get(each.key.replace("-", "_"), each) for each in Study().methods)
    return replace(Study(), vectors=settings, methods=methods)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.title)
def test_every_number_is_that_of_merge(preset):
    settings = replace(preset.of(EVERY), repeats=2, loss1=2.0, bound1=-1.0)
    found = outcomes(study_of(settings))
    grads = np.array(preset.grads)
    assert [type(each.method) for each in found.methods] == list(METHODS)
    for each in found.methods:
        wanted = merge(
            each.method, grads, settings.losses, 2, lower_bounds=settings.bounds
        ).direction
        np.testing.assert_array_equal(each.merged.direction, wanted)
        np.testing.assert_array_equal(each.gains, grads @ wanted)
        lengths = np.hypot(*grads.T) * np.hypot(*wanted)
        with np.errstate(invalid="ignore", divide="ignore"):
            angles = np.degrees(np.arccos(np.clip(grads @ wanted / lengths, -1, 1)))
        known = lengths > 1e-11  # what is shorter counts as zero
        np.testing.assert_allclose(each.angles[known], angles[known], atol=2e-6)
        clear = lengths > 1e-6
        assert (each.harmed == (each.gains < 0))[clear & (abs(each.gains) > 1e-8 * lengths)].all()


def test_methods_that_coincide_are_found_and_said():
    kinds = (NashMTL, IMTLG, ConFIG, SAMGS, PCGrad, UPGrad, LS)
    settings = replace(VectorsSettings(drawn=kinds), g1=(-0.9, -0.2), g2=(0.25, -0.5))
    told = sentences(outcomes(study_of(settings, sam_gs=SAMGS(gamma=1.0))))
    assert "The same arrow: PCGrad and UPGrad." in told
    bisectors = "Nash-MTL, IMTL-G, ConFIG and SAM-GS equalising"
    assert f"The same direction, lengths apart: {bisectors}." in told
    apart = sentences(outcomes(study_of(settings)))
    assert "The same direction, lengths apart: Nash-MTL, IMTL-G and ConFIG." in apart
    assert "A step along SAM-GS raises the loss of a task." in apart


def test_three_gradients_part_pcgrad_and_upgrad_and_may_leave_no_direction():
    settings = replace(VectorsSettings(drawn=(PCGrad, UPGrad)), g3=(0.3, 0.9))
    found = outcomes(study_of(settings))
    assert found.cone is None and len(found.groups) == 2
    assert "No direction lowers or keeps all losses: every step harms a task." in sentences(found)
    assert "3 gradients" in summary(found)
    assert len(found.angles) == 3 and len(row(found.methods[0], 0).angles) == 3


def test_the_cone_holds_just_the_directions_that_harm_nobody():
    rng = np.random.default_rng(0)
    turns = np.linspace(0, 2 * np.pi, 1441)[:-1]
    directions = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    for _ in range(200):
        arrows = rng.standard_normal((rng.integers(1, 4), 2))
        fits = (directions @ arrows.T >= 0).all(1)
        found = cone(arrows)
        if found is None:
            assert not fits.any()
            continue
        low, high = found
        assert high - low == pytest.approx(fits.mean() * 2 * np.pi, abs=0.01)
        middle = np.array([np.cos((low + high) / 2), np.sin((low + high) / 2)])
        assert (arrows @ middle >= -1e-9).all()


@pytest.mark.parametrize(
    ("arrows", "degrees"),
    [
        ([[1, 0], [-1, 0]], (-90, -90)),
        ([[1, 0], [-1, 0], [0, 1]], (90, 90)),
        ([[1, 0], [-1, 0], [0, -1]], (-90, -90)),
        ([[0, 0], [0, 0]], (0, 360)),
        ([[0, 0], [2, 0]], (-90, 90)),
    ],
)
def test_the_cone_of_opposite_and_zero_arrows(arrows, degrees):
    assert np.degrees(cone(np.array(arrows, dtype=float))) == pytest.approx(degrees)


def test_what_turns_along_and_what_does_not():
    settings = replace(EVERY, turned=40.0)
    found = {type(each.method): each for each in outcomes(study_of(settings)).methods}
    for kind, each in found.items():
        if Claim.ROTATION_EQUIVARIANT in kind().claims():
            assert abs(each.off) < 1e-6, kind
            assert row(each, 40.0).turned == "along"
    assert abs(found[SAMGS].off) > 1 and "° off" in row(found[SAMGS], 40.0).turned
    assert row(found[SAMGS], 0.0).turned == ""
    equal = outcomes(study_of(settings, sam_gs=SAMGS(gamma=1.0))).methods[-1]
    assert abs(equal.off) < 1e-6  # it equalises


def test_chance_is_a_fan_around_its_mean():
    settings = VectorsSettings(drawn=(LS, RLW, GradDrop))
    study = study_of(settings)
    assert fan(study, LS()) is None
    total = np.sum(settings.grads, axis=0)
    for method in (RLW(), GradDrop()):
        draws = fan(study, method)
        assert draws.shape == (N_DRAWS, 2)
        np.testing.assert_array_equal(draws[7], merge(method, settings.grads, seed=7).direction)
        assert np.abs(draws.mean(0) - total).max() < 4 * draws.std(0).max() / N_DRAWS**0.5


@pytest.mark.parametrize("grads", [((0, 0), (0, 0)), ((1e3, 0), (0, 0)), ((1e-9, 0), (0, 1e3))])
def test_degenerate_gradients_have_words_and_no_number_where_there_is_none(grads):
    found = outcomes(study_of(replace(EVERY, g1=grads[0], g2=grads[1])))
    for each in found.methods:
        assert np.isfinite(each.merged.direction).all()
        assert "nan" not in " ".join(map(str, row(each, 0)))
    told = " ".join([*(each.text for each in readouts(found)), *sentences(found), summary(found)])
    assert "nan" not in told and "inf" not in told


def test_without_methods_there_is_a_picture_still():
    found = outcomes(study_of(VectorsSettings(drawn=())))
    assert found.methods == found.groups == () and sentences(found) == []


def test_the_gradients_of_explore_are_those_of_its_run_at_the_cursor():
    study = replace(Study(), steps=40, drawn=(LS, SAMGS), focused=LS, focus=3, t=17)
    settings = from_explore(study)
    landscape = study.landscape
    record = run(study.experiment(LS()))
    np.testing.assert_allclose(settings.grads, record.grads[2, 17], rtol=1e-9)
    assert settings.losses == pytest.approx(record.losses[2, 17])
    assert settings.bounds == landscape.lower_bounds
    told = readouts(outcomes(replace(study, vectors=settings)))
    assert told[1].text.split(", ")[0] == number(float(np.hypot(*settings.g1)))


def test_gradients_and_losses_of_explore_that_are_too_large_are_made_to_fit():
    steep = CustomLandscape(l1="1e5*(x - 9)^4 - 5e4", l2="y^2")
    study = replace(Study(), landscape=steep, starts=((-9.0, 2.0),), steps=5, t=0, drawn=(LS,))
    settings = from_explore(study)
    grads = run(study.experiment(LS())).grads[0, 0]
    np.testing.assert_allclose(settings.grads, grads * 1000 / abs(grads).max())
    assert settings.loss1 == 1000 and settings.has_room(1) and settings.has_room(2)
    assert decode(encode(replace(study, vectors=settings))).notices == ()
