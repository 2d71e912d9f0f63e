"""What to know about Recon before believing a picture: short explanations."""

from typing import NamedTuple


class Lesson(NamedTuple):
    """A question and its answer, in Markdown."""

    title: str
    text: str


LESSONS = (
    Lesson(
        "Surgery bends the arrows, Recon removes a coordinate",
        "Think of two task gradients in three coordinates that point apart in only one of them. "
        "Surgery keeps all three and turns or rescales the arrows before adding them; at the next "
        "step the gradients quarrel again in the same place. Recon gives each task its own copy of "
        "the coordinate of the quarrel. What is left of the arrows, in the two shared coordinates, "
        "points the same way and needs no surgery.",
    ),
    Lesson(
        "When does splitting a layer help the next step?",
        "Compare one step of rate $\\alpha$ on the sum of the losses, with layer $k$ shared and "
        "with it split. To first order the summed loss after the step differs by\n\n"
        "$$\n\\Delta = 2\\,\\alpha\\; g_1^{(k)} \\cdot g_2^{(k)},\n$$\n\n"
        "where $g_i^{(k)}$ is task $i$'s gradient in that layer. So the split lowers the next loss "
        "exactly if the inner product is negative, and by how much depends on lengths and angle, "
        "not on a count. That is the *energy* score. It speaks of one step, not of a training: "
        "the picture of score against truth shows how far that carries.",
    ),
    Lesson(
        "Why a full batch fools the score",
        "Where the sum of the losses is flat, $g_1 + g_2 = 0$ in every shared layer: the cosine is "
        "−1 in all of them at once, whichever layer is to blame. With full batches training gets "
        "close to such a point and every layer conflicts at every step; the order of the scores "
        "then means nothing. The noise of small batches is what keeps the score informative.",
    ),
    Lesson(
        "Why small layers look guilty",
        "Gradients that have nothing to do with each other still have a cosine below S now and "
        "then, and more often in a layer of few parameters: in $d$ dimensions its standard "
        "deviation is $1/\\sqrt{d}$. The thin line in the picture of the scores is that rate, and "
        "the calibrated score takes it off. Here all layers have the same size, in real networks "
        "they do not.",
    ),
    Lesson(
        "What this page does not show",
        "It does not show that Recon finds the cause of a quarrel: it does so here when the tasks "
        "differ at the input side, and the presets *Different rule* and *Hidden in the middle* are "
        "cases where it does not. It does not show that splitting a few layers beats splitting "
        "all, nor that all of the fall in conflicts is real, and with tasks this easy and Adam as "
        "the outer optimiser surgery has little to show. Shi et al. 2023 "
        "([arXiv:2302.11289](https://arxiv.org/abs/2302.11289)) tested Recon on image networks.",
    ),
)
