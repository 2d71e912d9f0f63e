"""Every method on fixed matrices of gradients with known results."""

import pytest
import torch

from samgs_core.methods import IMTLG, LS, MGDA, SAMGS, UW, CAGrad, GradVac, NashMTL, PCGrad
from tests.core.methods.built import DTYPE, direction, merged, steps

TWO = [[-4, 1, 1], [6, 1, 1]]
OTHER_TWO = [[-3, 2, 0.5], [5, 1, -1]]
FAR_APART = [[-0.04, 0.01, 0.01], [6, 1, 1]]
THREE = [[1, 0.5, -0.2], [-0.8, 0.6, 0.1], [0.2, -1, 0.7]]

# The published length of a method times this is the length here: the sum convention.
SUM, MEAN = 1, "T"

TWO_TASKS = [
    (LS(), SUM, (2, 2, 2)),
    (UW(), SUM, (1, 1, 1)),
    (PCGrad(), SUM, (0.584795, 3.801170, 3.801170)),
    (GradVac(), SUM, (0.584795, 3.801170, 3.801170)),
    (MGDA(), MEAN, (0, 1, 1)),
    (CAGrad(c=0.5, rescale=0), MEAN, (0.183503, 1.204124, 1.204124)),
    (CAGrad(c=0.5, rescale=1), MEAN, (0.146803, 0.963299, 0.963299)),
    (CAGrad(c=0.5, rescale=2), MEAN, (0.122336, 0.802749, 0.802749)),
    (CAGrad(c=0.4), SUM, (0.597936, 2.005688, 2.005688)),
    (CAGrad(c=0.0), SUM, (2, 2, 2)),
    (NashMTL(), SUM, (0.076584, 0.998533, 0.998533)),
    (IMTLG(), MEAN, (0.076697, 1, 1)),
    (SAMGS(), MEAN, (303.22414861, 30.32241486, 30.32241486)),
]
THREE_TASKS = [
    (MGDA(), MEAN, (0.036673, 0.093721, 0.188799)),
    (CAGrad(c=0.5, rescale=0), MEAN, (0.043545, 0.111281, 0.224174)),
    (NashMTL(), SUM, (0.350696, 0.729657, 1.531213)),
    (IMTLG(), MEAN, (0.039663, 0.090087, 0.190022)),
    (SAMGS(), MEAN, (37.053512, -36.127174, 42.611539)),
    (SAMGS(gamma=0.999), MEAN, (0.277097, 0.257601, 0.550937)),
]


def close(value, expected, digits=6):
    expected = torch.tensor(expected, dtype=DTYPE)
    torch.testing.assert_close(value, expected, rtol=10**-digits, atol=10**-digits)


@pytest.mark.parametrize(("method", "convention", "expected"), TWO_TASKS)
def test_two_tasks_have_the_known_result(method, convention, expected):
    close(direction(method, TWO) / (2 if convention == MEAN else 1), expected)


@pytest.mark.parametrize(("method", "convention", "expected"), THREE_TASKS)
def test_three_tasks_have_the_known_result(method, convention, expected):
    close(direction(method, THREE) / (3 if convention == MEAN else 1), expected)


def test_the_weights_of_the_weighting_methods_are_known():
    expected = {
        MGDA(): (1.2, 0.8),
        CAGrad(c=0.5, rescale=0): (1.408248, 1.0),
        NashMTL(): (0.591461, 0.407071),
        IMTLG(): (1.184660, 0.815340),
        UW(): (0.5, 0.5),
    }
    for method, weights in expected.items():
        ((_, state),) = steps(method, [torch.tensor([TWO], dtype=DTYPE)])
        close(state.weights[0], weights)


def test_pcgrad_averaged_over_its_random_orders_is_known_for_three_tasks():
    lanes = torch.tensor([THREE], dtype=DTYPE)
    mean = torch.stack([merged(PCGrad(), [lanes], draws_seed=s)[0] for s in range(2000)]).mean(0)
    torch.testing.assert_close(
        mean, torch.tensor([0.434068, 0.497211, 1.185480], dtype=DTYPE), rtol=0, atol=0.02
    )


def test_the_minimum_and_printed_similarities_of_three_tasks_are_known():
    lanes = torch.tensor([THREE], dtype=DTYPE)
    for similarity, psi in (
        ("pairs", 0.98925122),
        ("printed", 0.99283415),
        ("minimum", 0.97881965),
    ):
        ((_, state),) = steps(SAMGS(similarity=similarity), [lanes])
        close(state.similarity[0], psi, digits=8)


def test_sam_gs_follows_its_known_sequence_of_three_steps():
    history = [torch.tensor([rows], dtype=DTYPE) for rows in (TWO, OTHER_TWO, TWO)]
    expected = [
        (0.9340497736, 0.00435043236, (303.22414861, 30.32241486, 30.32241486)),
        (0.9398400159, 0.00398349333, (268.51603374, 64.21035589, 5.00340436)),
        (0.9340497736, 0.00410703767, (301.71552189, 36.39011638, 18.25263749)),
    ]
    method = SAMGS(gamma=0.1, beta1=0.9, beta2=0.99)
    for (operated, state), (psi, h, d) in zip(steps(method, history), expected, strict=True):
        close(state.similarity[0], psi, digits=9)
        close(state.amplification[0] ** -2, h, digits=9)
        close(operated[0].sum(0) / 2, d, digits=8)
        assert not state.equalised[0]


@pytest.mark.parametrize(
    ("variant", "times", "psi", "equalised", "d"),
    [
        ("code", 2, 0.01376429, True, (0.09471479, 1.23492439, 1.23492439)),
        ("paper", 1, 0.50688215, False, (73.00146545, 2.02811140, 2.02811140)),
    ],
)
def test_both_variants_of_sam_gs_are_known_on_unequal_gradients(variant, times, psi, equalised, d):
    method = SAMGS(variant=variant)
    ((operated, state),) = steps(method, [torch.tensor([FAR_APART], dtype=DTYPE)])
    close(state.similarity[0], psi, digits=8)
    assert state.equalised[0] == equalised
    close(operated[0].sum(0) / times, d, digits=7)
