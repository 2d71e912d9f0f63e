"""What a Recon screen shows, in sentences that are computed from its numbers; Markdown."""

import numpy as np

from app.figures.recon.histogram import Histogram
from app.figures.recon.surgery import SurgeryBars
from app.figures.recon.truth import Truth, agreement_text
from app.recon.state import LabState
from app.study.recon import ReconSettings
from app.words.numbers import in_words
from samgs_core.recon import SEVERE
from synthetic import PRESETS, Preset

NEAR = 0.02
"""Test losses within this share of each other are called about equal."""


def headline(state: LabState) -> str:
    """What Recon did and what came of it."""
    settings, summary = state.settings, state.summary
    loss = {name: spread.mean for name, spread in summary.test_loss.items()}
    sentences = [
        f"Recon watches {settings.plan.watched:,} of {settings.plan.steps:,} steps and splits "
        f"{_picks(state)}. Test loss **{_value(loss['recon'])}** with that split and "
        f"**{_value(loss['none'])}** without; {_value(loss['random'])} for {_any(settings.k)}, "
        f"{_value(loss['bottom'])} for {_last(settings.k)}, "
        f"{_value(loss['wider'])} for a wider net of like size."
    ]
    ratio = loss["all"] / loss["recon"]
    if ratio <= 1 + NEAR and settings.k < settings.problem.n_layers:
        deed = "does as well as that" if ratio >= 1 - NEAR else "does better still"
        sizes = [state.reports[0].size(name) for name in ("all", "recon", "none")]
        sentences.append(
            f"Splitting every layer {deed} ({_value(loss['all'])}), at "
            f"{sizes[0] / sizes[2]:.1f} × the size of the shared net instead of "
            f"{sizes[1] / sizes[2]:.1f} ×."
        )
    if settings.split is not None:
        sentences.append(_by_hand(state, loss))
    return " ".join([_seeds(state), *sentences])


def verdict(state: LabState, preset: Preset) -> str:
    """Whether the run that is shown turned out as the preset says."""
    n = len(state.shown)
    with_seeds = "with this seed" if n == 1 else f"over these {in_words(n)} seeds"
    if preset.holds(state.summary):
        return f":material/check_circle: **As expected** {with_seeds}."
    more = "" if n >= 3 else " One seed can differ: try more of them."
    return f":material/error: **Not as expected** {with_seeds}.{more}"


def pointing(truth: Truth) -> str:
    """Whether the score leads to the layers that are worth splitting."""
    if not np.isfinite(truth.gains).all():
        return "Some test losses are not finite, so score and truth cannot be compared."
    best, worst_score = int(truth.gains.argmax()) + 1, int(truth.scores.argmax()) + 1
    gain = truth.gains[worst_score - 1]
    deed = "saves" if gain > 0 else "costs"
    sentence = (
        f"Layer {worst_score} has the highest score, and splitting it alone {deed} "
        f"{_loss(abs(gain))} of test loss."
    )
    if best != worst_score and truth.gains[best - 1] > 0:
        sentence += f" The best is layer {best}, which saves {_loss(truth.gains[best - 1])}."
    elif best != worst_score:
        sentence += " No single split saves anything."
    else:
        sentence += " No other single split saves more."
    misleads = not truth.agreement > 0
    first = "The score **misleads** here" if misleads else "The score goes with the truth here"
    return f"{first} (rank correlation {agreement_text(truth)}). {sentence}"


def bookkeeping(histogram: Histogram) -> str:
    """How many severe conflicts a split removes, and what part of that is bookkeeping."""
    none, left, with_split = histogram.severe
    first = f"Severe (below {SEVERE:g}): **{_share(none)}** of the steps without a split".replace(
        "-", "−"
    )
    split = histogram.layers
    if not split:
        return f"{first}. Nothing is split."
    if not np.isfinite(left):
        return f"{first}. With every layer split nothing is shared, so nothing can conflict."
    sentence = f"{first}, **{_share(with_split)}** with {_layers(split)} split."
    if with_split >= none:
        return f"{sentence} The split adds {100 * (with_split - none):.0f} points."
    counted = none - left
    rest = left - with_split
    return (
        f"{sentence} Of these {100 * (none - with_split):.0f} points, {100 * counted:.0f} are "
        f"bookkeeping: without any split, but measured over the same layers, {_share(left)} are "
        f"severe. The other {100 * rest:.0f} are a change in the layers that stay shared."
    ).replace("-", "−")


def surgery_words(bars: SurgeryBars) -> str:
    """How much surgery changes the share of severe conflicts, and how much a split does."""
    return (
        f"Without a split {_range(bars.without)} of the steps are severe conflicts, whatever the "
        f"method does about them; with Recon’s split {_range(bars.split)}. The methods differ by "
        f"{100 * np.ptp(bars.without):.0f} points; the split changes the share of each by "
        f"{_points(bars.split - bars.without)} points."
    )


def expectation(settings: ReconSettings) -> str:
    """What the preset promises; for other settings, where the tasks differ."""
    preset = next((each for each in PRESETS if settings.is_of(each)), None)
    if preset is not None:
        return f"**{preset.title}.** {preset.expected}"
    layer = settings.problem.differs_in
    where = "nowhere" if layer is None else f"in layer {layer} only"
    return f"**Your own setting.** The tasks differ {where}; nothing is promised."


def progress_words(state: LabState) -> str:
    """What is under way."""
    if state.is_partial and state.seeds:
        report = state.seeds[0].report
        return f"Training: step {len(report.log.products):,} of {report.plan.steps:,}"
    done = sum(each.is_finished for each in state.seeds)
    wanted = len(state.settings.all_seeds)
    if done < wanted:
        return f"{done} of {wanted} seeds trained"
    return "Training the other methods"


def _seeds(state: LabState) -> str:
    if state.is_partial:
        return "*So far:*"
    n = len(state.shown)
    return f"*Seed {state.settings.seed}.*" if n == 1 else f"*Mean of {in_words(n)} seeds.*"


def _picks(state: LabState) -> str:
    pick, picks = state.pick, state.summary.picks
    n = picks.count(pick)
    if n == len(picks):
        return _layers(pick)
    return f"most often {_layers(pick)} ({n} of {len(picks)} seeds)"


def _by_hand(state: LabState, loss: dict[str, float]) -> str:
    if not state.is_by_hand:
        return "Your split is being trained."
    split = state.chosen[0].lane.split
    own = float(np.mean([each.test_curve[-1] for each in state.chosen]))
    ratio = own / loss["recon"]
    beside = "about as Recon's" if abs(ratio - 1) <= NEAR else "below Recon's" if ratio < 1 else ""
    return f"**Your split** ({_layers(split)}): **{_value(own)}**, {beside or 'above Recon’s'}."


def _layers(split: tuple[int, ...]) -> str:
    if not split:
        return "no layer"
    if len(split) == 1:
        return f"layer {split[0]}"
    return f"layers {', '.join(map(str, split[:-1]))} and {split[-1]}"


def _any(k: int) -> str:
    split = "a random layer" if k == 1 else f"{in_words(k)} random layers"
    return f"{split} (mean of all such splits)"


def _last(k: int) -> str:
    return "the last one" if k == 1 else f"the last {in_words(k)}"


def _value(loss: float) -> str:
    return f"{loss:.3f}" if np.isfinite(loss) else "not finite"


def _loss(value: float) -> str:
    return f"{value:.2g}"


def _share(share: float) -> str:
    return f"{share:.0%}".replace("%", " %") if np.isfinite(share) else "an undefined share"


def _range(shares: np.ndarray) -> str:
    low, high = (f"{100 * value:.0f}" for value in (shares.min(), shares.max()))
    return f"{low} %" if low == high else f"{low} to {high} %"


def _points(changes: np.ndarray) -> str:
    low, high = (f"{100 * value:+.0f}" for value in (changes.min(), changes.max()))
    return (low if low == high else f"{low} to {high}").replace("-", "−")
