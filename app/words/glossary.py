"""What the words of the pages mean, in one sentence each."""

import html
from typing import NamedTuple


class Term(NamedTuple):
    """A word, its symbol if it has one, and what it means: one sentence, as plain text."""

    word: str
    meaning: str
    symbol: str = ""


PARAMETER_SPACE = Term(
    "parameter space", "The plane of the two parameters that the methods change.", "θ₁, θ₂"
)
LOSS_SPACE = Term(
    "loss space", "The plane of the two losses, also called objective space.", "L₁, L₂"
)
PARETO_SET = Term(
    "Pareto set",
    "All points of parameter space where no loss can fall unless the other rises.",
)
PARETO_FRONT = Term("Pareto front", "The losses of the Pareto set, a curve in loss space.")
STATIONARY = Term(
    "Pareto-stationary",
    "A point where some weighted mean of the task gradients is zero, so that no small step lowers "
    "both losses; it need not lie on the Pareto set.",
)
ON_FRONT = Term(
    "on the front",
    "Within a hundredth of the front’s extent of it, in loss space; where the front is a single "
    "point, within a small share of how much the losses rise over the window; of losses that fall "
    "on beyond the window, the front is that of the window alone.",
)
SHORT = Term(
    "stops short",
    "After its last step the run is farther from the front than counts as on it: it needs more "
    "steps, or it rests on a point that is only locally efficient.",
)
LEAVES = Term(
    "leaves the window",
    "The run ends outside the window; the front was searched for inside, so that out there nobody "
    "knows how far away it is.",
)
DIVERGES = Term(
    "diverges",
    "The run stops where a loss or its next point would not be a finite number; where the losses "
    "are defined, a smaller learning rate or a clip norm keeps it finite.",
)
BALANCED = Term(
    "balanced optimum",
    "The point of the Pareto set that treats both tasks alike, by the rule of its landscape.",
)
MEAN_DISTANCE = Term(
    "mean distance to it",
    "Where none of a method’s starts ends on the front, its score says how far off they end on "
    "average, in loss space.",
)
TASK_GRADIENT = Term(
    "task gradient", "The gradient of one task’s loss, before any surgery.", "g₁, g₂"
)
OPERATED_GRADIENT = Term(
    "operated gradient", "A task gradient after the method has worked on it.", "g̃₁, g̃₂"
)
MERGED_GRADIENT = Term(
    "merged gradient",
    "What a method makes of the task gradients: the sum of the operated gradients.",
    "g",
)
STEP = Term(
    "step", "How the parameters move at once, after clipping and the outer optimiser.", "Δθ"
)
ANGLE = Term("angle between gradients", "Above 90° the tasks pull against each other.", "φ")
SIMILARITY = Term(
    "gradient magnitude similarity",
    "How alike the two gradients are in length: 1 if they are equally long, near 0 if one is much "
    "longer.",
    "ψ",
)
THRESHOLD = Term(
    "threshold", "SAM-GS counts gradients as conflicting in length where ψ is below γ.", "γ"
)
ANGLE_CONFLICT = Term("angle conflict", "The two gradients are more than 90° apart.")
MAGNITUDE_CONFLICT = Term("magnitude conflict", "The similarity ψ of two gradients is below γ.")
REGIME = Term(
    "regime",
    "What SAM-GS does in a step: it equalises (E) where the similarity ψ is below γ, else it "
    "modulates (m).",
)
EQUALISE = Term("equalise", "Give both gradients the same length before they are added.", "E")
MODULATE = Term("modulate", "Weigh every gradient by its own momentum.", "m")
AMPLIFICATION = Term(
    "amplification",
    "How many times longer the merged gradient is than the plain sum of the task gradients.",
)
CLIPPED = Term(
    "clipped", "A merged gradient longer than the clip norm is cut to that length, for all alike."
)
OUTER_OPTIMISER = Term(
    "outer optimiser", "What turns the merged gradient into a step, such as SGD or Adam."
)
LOG_LENGTHS = Term(
    "Lengths: logarithmic",
    "Arrows are drawn by the logarithm of their length, so that a short one stays visible beside "
    "one a hundred times longer; directions are true.",
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

    The pointer shows the meaning, and so does the focus, by key or by finger.
    """
    meaning = html.escape(term.meaning)
    return (
        f'<dfn class="term" tabindex="0" title="{meaning}">{html.escape(words or term.word)}</dfn>'
    )


def glossary() -> str:
    """All terms with their symbols and meanings, as HTML."""
    entries = (
        f"<dt>{html.escape(term.word)} <i>{term.symbol}</i></dt>"
        f"<dd>{html.escape(term.meaning)}</dd>"
        for term in GLOSSARY
    )
    return f'<dl class="glossary">{"".join(entries)}</dl>'
