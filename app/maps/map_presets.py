"""Maps worth a look, each as a study and an atlas."""

from dataclasses import replace
from typing import NamedTuple

from app.study.atlas import Atlas, Span
from app.study.study import Study
from samgs_core import Adam
from samgs_core.methods import IMTLG, LS, MGDA, SAMGS, CAGrad, NashMTL, PCGrad
from synthetic import OneOptimum
from synthetic.one_optimum import NASH


class MapPreset(NamedTuple):
    """A map with a name and the question that it answers."""

    title: str
    question: str
    study: Study
    atlas: Atlas


LONG = replace(Study(), optimizer=Adam(lr=0.01), steps=2_500, drawn=(LS, CAGrad, SAMGS))
SHORT = replace(Study(), drawn=(LS, PCGrad, CAGrad, SAMGS))
GAMMA = Span("sam-gs.gamma", 0.0, 1.0, 101)
SEVEN = (LS, PCGrad, MGDA, CAGrad, IMTLG, NashMTL, SAMGS)

PRESETS = (
    MapPreset(
        "Seven basins",
        "Where do methods stop on the front?",
        replace(LONG, steps=3_000, drawn=SEVEN),
        Atlas(),
    ),
    MapPreset(
        "γ",
        "Which is best: never to equalise, always, or between?",
        LONG,
        Atlas(kind="sweep", across=GAMMA),
    ),
    MapPreset(
        "γ × learning rate",
        "Does the best threshold depend on the step size?",
        replace(Study(), drawn=(SAMGS,)),
        Atlas(kind="sweep", across=replace(GAMMA, n=11), up=Span("optimizer.lr", 0.002, 0.2, 9)),
    ),
    MapPreset(
        "Clip norm",
        "Which method loses most without clipping?",
        SHORT,
        Atlas(kind="sweep", across=Span("clip", 0.01, 100.0, 17)),
    ),
    MapPreset(
        "Loss scale",
        "Where on the front do methods end when the first loss is small?",
        replace(
            Study(), landscape=OneOptimum(scale1=0.1), starts=NASH, drawn=(LS, CAGrad, IMTLG, SAMGS)
        ),
        Atlas(kind="sweep", across=Span("landscape.scale1", 0.01, 1.0, 17), metric="place"),
    ),
    MapPreset(
        "β₁ × β₂",
        "Do the memories of SAM-GS matter?",
        replace(LONG, drawn=(SAMGS,)),
        Atlas(
            kind="sweep",
            across=Span("sam-gs.beta1", 0.0, 0.999, 10),
            up=Span("sam-gs.beta2", 0.0, 0.999, 10),
        ),
    ),
    MapPreset(
        "Noise",
        "Who stands noise on the gradients?",
        SHORT,
        Atlas(kind="sweep", across=Span("noise", 0.0, 2.0, 21)),
    ),
)
