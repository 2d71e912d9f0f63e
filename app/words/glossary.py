"""What the words of the pages mean, in one sentence each, and where each can be seen."""

import html
from typing import NamedTuple


class Term(NamedTuple):
    """A word, its symbol if it has one, and what it means: one sentence, as plain text."""

    word: str
    meaning: str
    symbol: str = ""
    shows: str = "explore"
    """The link, below the app's address, to a page on which it is to be seen."""


PARAMETER_SPACE = Term(
    "parameter space", "The plane of the two parameters that the methods change.", "θ₁, θ₂"
)
LOSS_SPACE = Term(
    "loss space", "The plane of the two losses, also called objective space.", "L₁, L₂"
)
PARETO_SET = Term(
    "Pareto set",
    "All points of parameter space where no loss can fall unless the other rises.",
    shows="explore?methods=mgda",
)
PARETO_FRONT = Term(
    "Pareto front",
    "The losses of the Pareto set, a curve in loss space.",
    shows="explore?methods=mgda,nash-mtl",
)
STATIONARY = Term(
    "Pareto-stationary",
    "A point where some weighted mean of the task gradients is zero, so that no small step lowers "
    "both losses; it need not lie on the Pareto set.",
    shows="explore?landscape=two-optima&methods=mgda",
)
ON_FRONT = Term(
    "on the front",
    "Within a hundredth of the front’s extent of it, in loss space; where the front is a single "
    "point, within a small share of how much the losses rise over the window; of losses that fall "
    "on beyond the window, the front is that of the window alone.",
    shows="explore?methods=pcgrad",
)
SHORT = Term(
    "stops short",
    "After its last step the run is farther from the front than counts as on it: it needs more "
    "steps, or it rests on a point that is only locally efficient.",
    shows="explore?steps=200&methods=ls",
)
LEAVES = Term(
    "leaves the window",
    "The run ends outside the window; the front was searched for inside, so that out there nobody "
    "knows how far away it is.",
    shows="explore?landscape=formula&landscape.l1=x&landscape.l2=y&methods=ls",
)
DIVERGES = Term(
    "diverges",
    "The run stops where a loss or its next point would not be a finite number; where the losses "
    "are defined, a smaller learning rate or a clip norm keeps it finite.",
    shows="explore?landscape=rosenbrock-pair&methods=ls&steps=100&optimizer=sgd&optimizer.lr=0.1"
    "&clip=none",
)
BALANCED = Term(
    "balanced optimum",
    "The point of the Pareto set that treats both tasks alike, by the rule of its landscape.",
    shows="explore?methods=sam-gs",
)
MEAN_DISTANCE = Term(
    "mean distance to it",
    "Where none of a method’s starts ends on the front, its score says how far off they end on "
    "average, in loss space.",
    shows="explore?landscape=schaffer&methods=ls&steps=100",
)
TASK_GRADIENT = Term(
    "task gradient",
    "The gradient of one task’s loss, before any surgery.",
    "g₁, g₂",
    shows="vectors?vectors.methods=none",
)
OPERATED_GRADIENT = Term(
    "operated gradient",
    "A task gradient after the method has worked on it.",
    "g̃₁, g̃₂",
    shows="vectors?vectors.operated=yes",
)
MERGED_GRADIENT = Term(
    "merged gradient",
    "What a method makes of the task gradients: the sum of the operated gradients.",
    "g",
    shows="vectors",
)
STEP = Term(
    "step",
    "How the parameters move at once, after clipping and the outer optimiser.",
    "Δθ",
    shows="explore?methods=sam-gs&t=100",
)
ANGLE = Term(
    "angle between gradients",
    "Above 90° the tasks pull against each other.",
    "φ",
    shows="vectors?vectors.g1=0.47,-0.17&vectors.g2=-0.47,-0.17",
)
SIMILARITY = Term(
    "gradient magnitude similarity",
    "How alike the two gradients are in length: 1 if they are equally long, near 0 if one is much "
    "longer.",
    "ψ",
    shows="vectors?vectors.g1=0.26,-0.97&vectors.g2=-0.01,-0.04",
)
THRESHOLD = Term(
    "threshold",
    "SAM-GS counts gradients as conflicting in length where ψ is below γ.",
    "γ",
    shows="maps?map.kind=regimes",
)
ANGLE_CONFLICT = Term(
    "angle conflict", "The two gradients are more than 90° apart.", shows="explore?layer=angle"
)
MAGNITUDE_CONFLICT = Term(
    "magnitude conflict",
    "The similarity ψ of two gradients is below γ.",
    shows="explore?layer=magnitude",
)
REGIME = Term(
    "regime",
    "What SAM-GS does in a step: it equalises (E) where the similarity ψ is below γ, else it "
    "modulates (m).",
    shows="explore?methods=sam-gs",
)
EQUALISE = Term(
    "equalise",
    "Give both gradients the same length before they are added.",
    "E",
    shows="explore?methods=sam-gs&t=150",
)
MODULATE = Term(
    "modulate",
    "Weigh every gradient by its own momentum.",
    "m",
    shows="explore?methods=sam-gs&t=10",
)
AMPLIFICATION = Term(
    "amplification",
    "How many times longer the merged gradient is than the plain sum of the task gradients.",
    shows="explore?methods=sam-gs&t=150",
)
CLIPPED = Term(
    "clipped",
    "A merged gradient longer than the clip norm is cut to that length, for all alike.",
    shows="explore?clip=0.1&methods=sam-gs",
)
OUTER_OPTIMISER = Term(
    "outer optimiser",
    "What turns the merged gradient into a step, such as SGD or Adam.",
    shows="explore?optimizer=sgd&methods=sam-gs",
)
LOG_LENGTHS = Term(
    "Lengths: logarithmic",
    "Arrows are drawn by the logarithm of their length, so that a short one stays visible beside "
    "one a hundred times longer; directions are true.",
    shows="explore?methods=ls&t=100",
)

GLOSSARY = (
    *(PARAMETER_SPACE, LOSS_SPACE, PARETO_SET, PARETO_FRONT, STATIONARY, BALANCED),
    *(ON_FRONT, SHORT, LEAVES, DIVERGES, MEAN_DISTANCE),
    *(TASK_GRADIENT, OPERATED_GRADIENT, MERGED_GRADIENT, STEP, OUTER_OPTIMISER, CLIPPED),
    *(ANGLE, SIMILARITY, THRESHOLD, ANGLE_CONFLICT, MAGNITUDE_CONFLICT),
    *(REGIME, EQUALISE, MODULATE, AMPLIFICATION, LOG_LENGTHS),
)
"""All terms, in the order in which they are best read."""


def explained(term: Term, words: str = "") -> str:
    """The term, or other ``words`` for it, as HTML with a dotted underline.

    The pointer shows the meaning, and so does the focus, by key or by finger; with it comes a link
    to where the term is to be seen.
    """
    meaning, address = html.escape(term.meaning), html.escape(f"./{term.shows}")
    return (
        f'<dfn class="term" tabindex="0">{html.escape(words or term.word)}'
        f'<a class="show-me" target="_blank" href="{address}" data-meaning="{meaning}" '
        f'aria-label="{meaning} Show me: {html.escape(term.word)}"></a></dfn>'
    )


def glossary() -> str:
    """All terms with their symbols and meanings, as HTML."""
    entries = (
        f"<dt>{html.escape(term.word)} <i>{term.symbol}</i></dt>"
        f"<dd>{html.escape(term.meaning)}</dd>"
        for term in GLOSSARY
    )
    return f'<dl class="glossary">{"".join(entries)}</dl>'
