"""What the maps show, in sentences that are computed from them."""

from collections.abc import Iterator, Sequence

import numpy as np

from app.figures.basins import Basins
from app.figures.regime_map import RegimeMap, ratio_of
from app.figures.sweep_axis import value_text
from app.figures.sweep_curves import Curve, SweepCurves
from app.figures.sweep_heat import SweepHeat
from app.study.study import Study
from app.words.legend import percent
from samgs_core.params import Declared

NO_METHOD = "No method is drawn: pick one under Methods."


def rules_words(study: Study) -> str:
    """What all runs have in common, as a sentence."""
    clip = "not clipped" if study.clip is None else f"clipped to length {study.clip:g}"
    noise = f", gradient noise {study.noise:g}" if study.noise else ""
    steps = f"{study.steps:,} {'step' if study.steps == 1 else 'steps'}"
    seeds = f"seed {study.seed}"
    if study.seeds > 1:
        seeds = f"seeds {study.all_seeds[0]} to {study.all_seeds[-1]}, paths of the first"
    return (
        f"{named(study.landscape)}; {steps} of {named(study.optimizer)}; {clip}{noise}; "
        f"{seeds}, {study.precision}."
    )


def methods_words(study: Study) -> str:
    """The settings of the drawn methods."""
    return f"Methods: {', '.join(named(method) for method in study.drawn_methods)}."


def basins_words(basins: Basins) -> str:
    """Where the starts were; Markdown. Where they ended stands above each map."""
    if not basins.basins:
        return NO_METHOD
    x, y = basins.x, basins.y
    goal = f" The goal is the {basins.goal}." if basins.goal else ""
    return (
        f"{len(x)} × {len(y)} starts in {_interval(x)} × {_interval(y)} of {basins.title}, ends "
        f"included.{goal}"
    )


def regimes_words(regimes: RegimeMap, gamma: float) -> str:
    """What the threshold means, and where the conflicts are; Markdown."""
    magnitude, angle = regimes.halves
    undefined = int(regimes.undefined.mask.sum())
    left_out = f" Undefined: {undefined:,} points, hatched, left out." if undefined else ""
    return (
        f"{threshold_words(gamma, regimes.threshold)} That is so on {percent(magnitude.share)} of "
        f"{regimes.title}; the gradients are more than 90° apart on {percent(angle.share)}."
        f"{left_out}"
    )


def threshold_words(gamma: float, threshold: float) -> str:
    """What γ means for the lengths of two gradients; Markdown."""
    first = f"**γ = {gamma:g}**"
    if threshold <= 0:
        return f"{first}: no ψ of two tasks is below it, so SAM-GS never equalises."
    ratio = ratio_of(threshold)
    if ratio == 1:
        return f"{first}: SAM-GS equalises wherever the two gradients differ in length at all."
    about = f"{ratio:.0f}" if ratio >= 5 else f"{ratio:.2g}"
    of_pairs = "" if threshold == gamma else f", which for two tasks means ψ < {threshold:.3g},"
    return (
        f"{first}{of_pairs} means about {about} to 1: SAM-GS equalises where one gradient is more "
        f"than {ratio:.3g} times as long as the other."
    )


def curves_words(sweep: SweepCurves) -> str:
    """The highest and the lowest of every curve; Markdown."""
    if not sweep.curves:
        return NO_METHOD
    spread = (
        "" if sweep.is_share else f" Lines are medians over the {sweep.unit}, bands the quartiles."
    )
    n_values, starts = len(sweep.axis.values), _runs(sweep)
    first = f"{n_values} values of {sweep.axis.label}, {starts} each.{spread}"
    return " ".join((first, *(_curve_words(sweep, curve) for curve in sweep.curves)))


def _curve_words(sweep: SweepCurves, curve: Curve) -> str:
    middle, title = curve.summary.middle, f"**{curve.method.title}**:"
    known = np.isfinite(middle)
    if not known.any():
        return f"{title} no value."
    if np.nanmin(middle) == np.nanmax(middle):
        return f"{title} {_number(middle[known][0], sweep)} throughout."
    extremes = []
    for word, extreme in (("highest", np.nanmax(middle)), ("lowest", np.nanmin(middle))):
        first, last = _widest(middle == extreme)
        values = [value_text(sweep.axis.values[row]) for row in (first, last)]
        place = f"at {values[0]}" if first == last else f"from {values[0]} to {values[1]}"
        extremes.append(f"{word} {place} ({_number(extreme, sweep)})")
    return f"{title} {', '.join(extremes)}."


def heat_words(sweep: SweepHeat, left_out: Sequence[str] = ()) -> str:
    """The highest and the lowest of every map, and which methods have none; Markdown."""
    if not sweep.heats:
        return "No drawn method depends on both numbers: pick another number or another method."
    n_x, n_y = len(sweep.across.values), len(sweep.up.values)
    sentences = [f"{n_x} × {n_y} settings, {_runs(sweep)} each."]
    for each in sweep.heats:
        sentences.append(_heat_words(sweep, each.method.title, each.summary.middle))
    if left_out:
        sentences.append(f"Without a map, for not both numbers matter: {', '.join(left_out)}.")
    return " ".join(sentences)


def _heat_words(sweep: SweepHeat, title: str, middle: np.ndarray) -> str:
    known = middle[np.isfinite(middle)]
    if not len(known):
        return f"**{title}**: no value."
    extremes = [
        f"{word} {_number(extreme, sweep)} in {int((middle == extreme).sum())} of {len(known)}"
        for word, extreme in (("highest", known.max()), ("lowest", known.min()))
    ]
    return f"**{title}**: {', '.join(extremes)} settings."


def _runs(sweep: SweepCurves | SweepHeat) -> str:
    """As in 7 starts, or 7 starts × 3 seeds."""
    n = sweep.n_runs // sweep.n_seeds
    starts = "1 start" if n == 1 else f"{n} starts"
    return starts if sweep.n_seeds == 1 else f"{starts} × {sweep.n_seeds} seeds"


def _number(value: float, sweep: SweepCurves | SweepHeat) -> str:
    return percent(float(value)) if sweep.is_share else value_text(float(value))


def _widest(mask: np.ndarray) -> tuple[int, int]:
    """The first and the last place of the longest stretch of a mask that is not empty."""
    edges = np.flatnonzero(np.diff(mask.astype(int), prepend=0, append=0)).reshape(-1, 2)
    first, after = edges[np.diff(edges)[:, 0].argmax()].tolist()
    return first, after - 1


def named(settings: Declared) -> str:
    """A title with the settings behind it."""
    values = ", ".join(_settings(settings))
    return f"{settings.title} ({values})" if values else settings.title


def _settings(settings: Declared) -> Iterator[str]:
    for field in settings.declared():
        value = getattr(settings, field.name)
        text = f"{value:g}".replace("-", "−") if isinstance(value, float | int) else str(value)
        yield f"{field.label} {text}"


def _interval(values: np.ndarray) -> str:
    return f"[{values[0]:g}, {values[-1]:g}]".replace("-", "−")
