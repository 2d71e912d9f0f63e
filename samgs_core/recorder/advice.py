"""What a recording says to whoever trained: sentences that are computed from it alone."""

from typing import NamedTuple

import numpy as np

from samgs_core.methods import LS, SAMGS
from samgs_core.recorder.gamma import equalised_at, gamma_reaching
from samgs_core.recorder.recording import Recording
from samgs_core.recorder.replay import replay

RARE = 0.1
"""Conflicts in fewer steps than this count as rare."""
CLEAR = -0.1
"""The cosine below which an angle conflict is more than chance makes of unrelated gradients."""
WIDE = 0.9
"""The ψ below which lengths count as far apart: a factor of 1.6 or more."""
RATIO = 1.6
MOST = 5_000
"""The sum is replayed at so many steps at most."""


class Advice(NamedTuple):
    """A sentence of advice and the numbers that it comes from."""

    text: str
    reason: str


def advice(recording: Recording) -> tuple[Advice, ...]:
    """What to make of a recording, the most important first; nothing beyond what it holds."""
    seen = recording.at(recording.is_finite.nonzero()[0].tolist())
    if not len(seen.steps):
        return (Advice("Nothing can be said.", "No recorded step is finite."),)
    told = (_prevailing(seen), _threshold(seen), *_recorded(seen), *_layers(seen), _sum(seen))
    return (*told, _limits(recording))


def _prevailing(seen: Recording) -> Advice:
    """Which conflict prevails."""
    any_angle, angle = (float((seen.cosines < least).any(1).mean()) for least in (0.0, CLEAR))
    length = float((seen.similarities < WIDE).any(1).mean())
    reason = (
        f"In {percent(any_angle)} of the steps some gradients are more than 90° apart, in "
        f"{percent(angle)} clearly (cos < −{-CLEAR:g}); in {percent(length)} some lengths differ "
        f"by a factor of {RATIO:g} or more (ψ < {WIDE:g})."
    )
    if max(angle, length) < RARE:
        return Advice("Your tasks hardly conflict: surgery will change little.", reason)
    if min(angle, length) > max(angle, length) / 2:
        return Advice("Your tasks conflict both in angle and in length.", reason)
    if angle > length:
        return Advice(
            "Your tasks conflict in angle rather than in length: methods that project or look "
            "for a common descent direction (PCGrad, CAGrad, UPGrad) see that; SAM-GS does not.",
            reason,
        )
    return Advice(
        "Your tasks conflict in length rather than in angle: methods that balance lengths "
        "(SAM-GS, IMTL-G, Nash-MTL) see that; PCGrad does not.",
        reason,
    )


def _threshold(seen: Recording) -> Advice:
    """From which γ SAM-GS begins to act."""
    first, tenth, half = (gamma_reaching(seen, share) for share in (0.0, 0.1, 0.5))
    text = f"SAM-GS begins to equalise at γ above {first:.2f}; below that γ does nothing."
    if first > 0.95:
        text = f"No γ below {first:.2f} makes SAM-GS equalise: the lengths are nearly equal."
    reason = (
        f"The lowest Ψ of all steps is {first:.2f}; γ = {tenth:.2f} would equalise one step in "
        f"ten, γ = {half:.2f} half of them."
    )
    return Advice(text, reason)


def _recorded(seen: Recording) -> tuple[Advice, ...]:
    """What the threshold did that the training had."""
    method = seen.method
    if not isinstance(method, SAMGS) or "equalised" not in seen.diagnostics:
        return ()
    share = float(seen.diagnostics["equalised"].mean())
    gamma = float(method.gamma)
    deed = f"equalised {percent(share)} of the steps and modulated the others"
    if share in (0.0, 1.0):
        deed = f"{'equalised' if share else 'modulated'} every step: it never changed its rule"
    again = percent(equalised_at(seen, gamma))
    return (Advice(f"At its γ = {gamma:g} SAM-GS {deed}.", f"Ψ was below γ in {again}."),)


def _layers(seen: Recording) -> tuple[Advice, ...]:
    """Layers that Recon would split."""
    scores = seen.scores()
    if scores is None:
        return ()
    calibrated, rate = scores.calibrated, scores.rate
    worst = [seen.layers[n - 1] for n in scores.ranking("calibrated") if calibrated[n - 1] > 0]
    rates = ", ".join(
        f"{name} {percent(value)}" for name, value in zip(seen.layers[:4], rate, strict=False)
    )
    rates += ", ..." if len(seen.layers) > 4 else ""
    reason = f"Share of steps and pairs in conflict: {rates}; unrelated gradients conflict in 50 %."
    if not worst:
        text = "No layer conflicts more often than unrelated gradients do: Recon finds none."
        return (Advice(text, reason),)
    few = ", ".join(worst[:3])
    return (Advice(f"Of the layers Recon would split {few} first.", reason),)


def _sum(seen: Recording) -> Advice:
    """Whether the plain sum would do."""
    share = replay(seen.thinned(MOST), LS()).harmed_share
    reason = f"It raises a loss to first order in {percent(share)} of the recorded steps."
    if share < RARE:
        return Advice("The plain sum of the losses harms a task seldom or never.", reason)
    return Advice("The plain sum of the losses often harms a task.", reason)


def _limits(recording: Recording) -> Advice:
    n, n_finite = len(recording.steps), int(recording.is_finite.sum())
    more = "" if n == n_finite else f" {n - n_finite:,} of them are not finite and left out."
    return Advice(
        "All this is said of these steps alone: another method would have gone elsewhere, and "
        "what conflicts is not yet what costs accuracy.",
        f"{n:,} recorded steps, from {recording.steps[0]:,} to {recording.steps[-1]:,}.{more}",
    )


def percent(share: float) -> str:
    """A share as people read it: no 0 % for what happens, no 100 % for what does not always."""
    if not np.isfinite(share):
        return "an unknown share"
    rounded = round(100 * share)
    if 0 < share < 0.005:
        return "less than 1 %"
    if 0.995 <= share < 1:
        return "more than 99 %"
    return f"{rounded} %"
