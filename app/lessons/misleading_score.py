"""Lesson: Recon, when the score misleads."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from app.lessons.lesson import Lesson, Step
from app.lessons.questions import Choice, NotReady
from app.recon.state import look
from app.study.recon import ReconSettings
from app.study.study import Study
from app.words.numbers import fixed, number
from samgs_core.recon import Report, Summary
from synthetic import PRESETS

_PROBLEMS = {preset.key: preset.problem for preset in PRESETS}
LAYERS = tuple(f"Layer {layer}" for layer in range(1, ReconSettings().problem.n_layers + 1))
WAIT = "This step reads the trainings, which are not done yet."


def _eyes(study: Study) -> Study:
    return replace(study, recon=ReconSettings(problem=_PROBLEMS["different-eyes"]))


def _rule(study: Study) -> Study:
    return replace(study, recon=ReconSettings(problem=_PROBLEMS["different-rule"]))


def report(study: Study) -> Report:
    """The report of the first seed; raises ``NotReady`` while it is trained."""
    seeds = [each for each in look(study.recon).seeds if each.is_finished]
    if not seeds:
        raise NotReady(WAIT)
    return seeds[0].report


def scores(found: Report) -> np.ndarray:
    """The score that Recon goes by, [layers]."""
    return found.scores.of(found.plan.score)


def blamed(study: Study) -> int:
    """The place of the layer with the highest score."""
    return int(scores(report(study)).argmax())


def most_gain(study: Study) -> int:
    """The place of the layer whose split alone saves most test loss."""
    return int(report(study).split_gain.argmax())


def _told(study: Study) -> Mapping[str, object]:
    found = report(study)
    pick, gain = blamed(study), found.split_gain
    return {
        "planted": str(study.recon.problem.layer),
        "pick": str(pick + 1),
        "gain": fixed(float(gain[pick]), 3),
        "best": str(most_gain(study) + 1),
        "most": fixed(float(gain.max()), 3),
        "agreement": number(Summary((found,)).agreement, 2),
        "none": fixed(found.test_loss["none"], 3),
        "recon": fixed(found.test_loss["recon"], 3),
    }


MISLEADING_SCORE = Lesson(
    key="misleading-score",
    title="Recon: when the score misleads",
    question="Layers whose task gradients quarrel most: are they the ones to split?",
    minutes=5,
    needs="Layers of a network",
    steps=(
        Step(
            page="recon",
            text="A small network learns two tasks that differ in one known layer, here the first. "
            "Recon scores every layer by how often its task gradients conflict, splits the worst, "
            "and trains again. Wait until it is done.",
            sets=_eyes,
            look_at=("recon pictures",),
        ),
        Step(
            page="recon",
            text="The tasks differ in layer {planted}. The score blames layer {pick}; splitting it "
            "lowers the test loss from {none} to {recon}. Here the score points at the culprit.",
            look_at=("recon pictures",),
            facts=_told,
        ),
        Step(
            page="recon",
            text="Next, the tasks will differ in the last layer, layer 5. Nothing else changes.",
            look_at=("layer",),
            asks=Choice(
                prompt="Which layer will the score blame then?",
                options=LAYERS,
                right=blamed,
            ),
        ),
        Step(
            page="recon",
            text="Now it trains. Look at the scores, and at the picture of score against truth, "
            "in which every layer has been split on its own.",
            sets=_rule,
            look_at=("recon pictures",),
        ),
        Step(
            page="recon",
            text="The tasks differ in layer {planted}, and the score blames layer {pick}: the "
            "quarrel travels backwards through every layer. Splitting it changes the test loss "
            "from {none} to {recon}.",
            recalls=3,
            look_at=("recon pictures",),
            facts=_told,
        ),
        Step(
            page="recon",
            text="Only a second training tells what a split is worth. Read it from the picture of "
            "score against truth.",
            look_at=("score against truth",),
            asks=Choice(
                is_check=True,
                prompt="Which layer, split alone, saves most test loss?",
                options=LAYERS,
                right=most_gain,
                facts=_told,
                reason="Layer {best} saves {most}; layer {pick}, which the score blames, saves "
                "{gain}. The ranks agree by {agreement} (1: the same order). To first order a "
                "split of layer k helps the next step by an inner product, and neither a count "
                "of conflicts nor one step is a training:",
                formula=r"\Delta=2\,\alpha\;g_1^{(k)}\!\cdot g_2^{(k)}",
            ),
        ),
    ),
    alone="Press “Hidden in the middle”, then ask for more seeds. What stays, and what was luck?",
)
