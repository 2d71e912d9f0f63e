"""Fingerprints: what theory says of every pair of gradients, and how it is drawn."""

from dataclasses import replace

import numpy as np
import pytest

from app.figures.fingerprint import (
    ANGLES,
    HATCH,
    RATIOS,
    Fingerprints,
    alt,
    figure,
    hatching,
    pairs,
)
from app.look.theme import THEMES
from app.scene.binary import unpacked
from app.study.study import Study
from app.study.vectors import VectorsSettings
from app.vectors.fingerprint import (
    fingerprint,
    fingerprints,
    fingerprints_link,
    fingerprints_message,
    pair_at,
)
from samgs_core import Claim, merge
from samgs_core.methods import LS, METHODS, MGDA, RLW, SAMGS, CAGrad, PCGrad, UPGrad

RULES = ((1.0, 1.0), (0.0, 0.0), 1, 0)
ALL = [method() for method in METHODS]
methods = pytest.mark.parametrize("method", ALL, ids=lambda method: method.key)


@methods
def test_it_is_symmetric_where_the_method_is_and_harms_nobody_where_it_says_so(method):
    found, claims = fingerprint(method, *RULES), method.claims()
    assert found.worst.shape == found.share.shape == (len(RATIOS), len(ANGLES))
    if claims >= {Claim.PERMUTATION_INVARIANT, Claim.DETERMINISTIC}:
        np.testing.assert_allclose(found.worst, found.worst[::-1], atol=1e-12)
        np.testing.assert_allclose(found.share, 1 - found.share[::-1], atol=1e-12)
    if Claim.NON_CONFLICTING in claims:
        assert not found.harmed.any()
    if claims >= {Claim.STATELESS, Claim.DETERMINISTIC}:
        assert found.worst[40, 0] == pytest.approx(1)  # equal gradients


def test_pcgrad_is_upgrad():
    one, other = fingerprint(PCGrad(), *RULES), fingerprint(UPGrad(), *RULES)
    np.testing.assert_allclose(one.worst, other.worst, atol=1e-12)
    np.testing.assert_allclose(one.share, other.share, atol=1e-12)


def test_mgda_stops_just_where_the_gradients_are_opposite():
    found = fingerprint(MGDA(), *RULES)
    assert np.isnan(found.worst[:, -1]).all()
    assert (found.worst[:, :-1] > 0).all()


@pytest.mark.parametrize("c", [0.2, 0.5, 0.9])
def test_cagrad_harms_a_task_just_where_the_mean_leaves_its_cone(c):
    """max min gₖ·d over the ball is below 0 just if some cos(gₖ, g₀) is below −c."""
    grads = pairs()
    mean = grads.mean(-2, keepdims=True)
    with np.errstate(invalid="ignore"):
        size = np.linalg.norm(grads, axis=-1) * np.linalg.norm(mean, axis=-1)
        least = ((grads * mean).sum(-1) / size).min(-1)
    found = fingerprint(CAGrad(c=c), *RULES)
    clear = abs(least + c) > 1e-6
    np.testing.assert_array_equal(found.harmed[clear], (least < -c)[clear])


def test_sam_gs_harms_nobody_where_it_equalises_and_says_where_that_begins():
    found = fingerprint(SAMGS(gamma=0.3), *RULES)
    assert found.threshold == 0.3
    equalises = 2 / (RATIOS + 1 / RATIOS) < 0.3
    assert not found.harmed[equalises].any() and found.harmed[~equalises].any()
    (lines,) = [
        {float(trace.y[0]) for trace in figure(Fingerprints((found,), "worst"), theme).data[-2:]}
        for theme in THEMES[:1]
    ]
    assert sorted(lines) == pytest.approx([1 / 6.5136, 6.5136], rel=1e-4)


def test_a_cell_is_the_pair_that_was_merged_there():
    found = fingerprint(CAGrad(), *RULES)
    for row, column in ((0, 3), (55, 90), (80, 118)):
        grads = np.array(pair_at(float(ANGLES[column]), float(RATIOS[row])))
        np.testing.assert_allclose(grads, pairs()[row, column], rtol=1e-9)
        d = merge(CAGrad(), grads).direction
        cosines = grads @ d / np.linalg.norm(grads, axis=1) / np.linalg.norm(d)
        assert found.worst[row, column] == pytest.approx(cosines.min(), abs=1e-9)


def test_of_a_method_with_chance_it_is_the_mean_of_its_draws():
    found = fingerprint(RLW(), *RULES)
    plain = fingerprint(LS(), *RULES)
    assert found.n_draws == 40 and plain.n_draws == 1
    assert np.nanmedian(abs(found.worst - plain.worst)) < 0.1


def test_losses_memory_and_settings_count_and_the_arrows_do_not():
    study = replace(Study(), vectors=VectorsSettings(drawn=METHODS, repeats=3, loss1=4.0))
    found = {each.method: each for each in fingerprints(study).prints}
    assert len(found) == len(METHODS)
    changed = [
        each.method
        for each in fingerprints(replace(study, vectors=VectorsSettings(drawn=METHODS))).prints
        if not np.array_equal(each.worst, found[each.method].worst, equal_nan=True)
    ]
    assert {"si", "gls", "famo", "stch"} <= {method.key for method in changed}
    assert LS not in changed and PCGrad not in changed
    moved = replace(study, vectors=replace(study.vectors, g1=(1.0, 2.0), turned=3.0))
    assert fingerprints_link(moved) == fingerprints_link(study)
    assert fingerprints_link(replace(study, steps=3)) == fingerprints_link(study)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("colour", ["worst", "share"])
@pytest.mark.parametrize("n", [0, 1, 6, 27])
def test_it_is_drawn_for_none_one_and_all(n, colour, theme):
    found = Fingerprints(tuple(fingerprint(method, *RULES) for method in ALL[-n or 27 :]), colour)
    found = found if n else found._replace(prints=())
    drawn = figure(found, theme)
    maps = [trace for trace in drawn.data if trace.type == "heatmap"]
    assert len(maps) == n
    for trace, each in zip(maps, found.prints, strict=True):
        wanted = each.worst if colour == "worst" else each.share
        np.testing.assert_allclose(trace.z, wanted, atol=6e-4)
    assert all(each.method.title in alt(found) for each in found.prints)


def test_the_hatching_lies_on_the_mask_alone():
    mask = np.zeros((len(RATIOS), len(ANGLES)), dtype=bool)
    assert hatching(mask).shape == (0, 2)
    mask[20:40, 50:90] = True
    lines = hatching(mask)
    ends = lines[~np.isnan(lines).any(1)]
    assert len(ends) >= 2 * (20 + 40) // HATCH - 2
    assert (ends[:, 0] >= ANGLES[50]).all() and (ends[:, 0] <= ANGLES[89]).all()
    assert (ends[:, 1] >= RATIOS[20]).all() and (ends[:, 1] <= RATIOS[39]).all()


def test_the_message_has_every_map_once_for_both_themes():
    study = replace(Study(), vectors=VectorsSettings(drawn=(LS, MGDA), big=MGDA))
    header, arrays = unpacked(fingerprints_message(study))
    assert header["big"] == "mgda" and header["grid"] == [1, 1]
    assert [key for key, _ in header["methods"]] == ["ls", "mgda"]
    light, dark = (
        next(each["z"] for each in header["themes"][name]["traces"] if each["type"] == "heatmap")
        for name in ("light", "dark")
    )
    assert light == dark
    found = fingerprint(MGDA(), *RULES)
    np.testing.assert_allclose(arrays[str(light)], found.worst, atol=6e-4)
