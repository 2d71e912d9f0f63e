"""The pictures of Recon on paper, from the values of the app's own."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import (
    FuncFormatter,
    LogLocator,
    MaxNLocator,
    PercentFormatter,
)

from app.export.paper.marks import MARK, PT, SMALL_TEXT, Style, stamp
from app.figures.recon import histogram as histogram_plot
from app.figures.recon import outcome as outcome_plot
from app.figures.recon.heat import STOPS, Heat
from app.figures.recon.histogram import EDGES, Histogram
from app.figures.recon.marks import Mark, mark
from app.figures.recon.outcome import Outcome
from app.figures.recon.ranking import SCORE_TITLES, Ranking
from app.figures.recon.surgery import SurgeryBars
from app.figures.recon.truth import Truth
from app.look.swatch import DASHES
from app.look.theme import LIGHT
from samgs_core.recon.report import SEVERE

SMALL: Style = {"fontsize": SMALL_TEXT}


def draw_cosines(ax: Axes, values: Heat) -> None:
    """The cosine in every layer at every step, the input side on top."""
    n = len(values.cosine)
    edges = np.append(np.append(0, (values.steps[1:] + values.steps[:-1]) / 2), values.n_steps)
    scale = LinearSegmentedColormap.from_list("cosine", list(STOPS["light"]))
    rows = np.arange(n + 1) + 0.5
    shown = ax.pcolormesh(edges, rows, values.cosine, cmap=scale, vmin=-1, vmax=1, rasterized=True)
    bar = ax.figure.colorbar(shown, ax=ax, pad=0.02, aspect=18, ticks=(-1, 0, 1))
    bar.ax.tick_params(labelsize=SMALL_TEXT, length=2, width=0.5)
    bar.outline.set_linewidth(0.4)
    ax.axvline(values.watched, color=LIGHT.text, linewidth=0.8, linestyle=(0, (3, 2)))
    ax.set(xlim=(0, values.n_steps), ylim=(n + 0.5, 0.5), yticks=range(1, n + 1))
    _steps(ax)
    ax.set_ylabel("layer", labelpad=2)


def draw_ranking(ax: Axes, values: Ranking) -> None:
    """A bar for each layer, filled if Recon picks it in most seeds; a dot for each seed."""
    rows = np.arange(1, len(values.mean) + 1)
    is_picked = 2 * values.picks > len(values.values)
    colours = [mark("recon").colour(LIGHT) if each else LIGHT.contour for each in is_picked]
    ax.barh(rows, np.nan_to_num(values.mean), 0.62, color=colours)
    if len(values.values) > 1:
        for each in values.values:
            ax.plot(each, rows, **stamp("circle-open", LIGHT.text, 2.4))
    if values.null is not None:
        ax.vlines(values.null, rows - 0.42, rows + 0.42, colors=LIGHT.text, linewidth=0.8)
    for row, picked in zip(rows, values.picks, strict=True):
        if picked:
            text = (
                "picked"
                if picked == len(values.values)
                else f"picked {picked}/{len(values.values)}"
            )
            far = float(np.nanmax([*values.values[:, row - 1], 0]))
            ax.annotate(text, (far, row), (3, 0), textcoords="offset points", va="center", **SMALL)
    ax.set(ylim=(len(rows) + 0.5, 0.5), yticks=rows)
    ax.margins(x=0.25)
    ax.set_xlabel(SCORE_TITLES[values.score], labelpad=1, **SMALL)
    ax.set_ylabel("layer", labelpad=2)
    if values.score != "energy":
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.xaxis.set_major_locator(MaxNLocator(4))


def draw_outcome(ax: Axes, values: Outcome) -> None:
    """Test losses, the mean over the seeds, and a band around every choice of layers."""
    low, high = values.band
    ax.fill_between(values.tested, low, high, color=LIGHT.muted, alpha=0.22, linewidth=0)
    for each, curve in zip(values.marks, values.curves, strict=True):
        ax.plot(values.tested, curve, gid=f"recon-outcome-{each.name}", **_line(each))
        look = stamp(each.symbol, each.colour(LIGHT), 0.8 * MARK)
        ax.plot(values.tested[-1:], curve[-1:], clip_on=False, zorder=4, **look)
    ax.set_yscale("log")
    ax.set_ylim(10 ** values.range[0], 10 ** values.range[1])
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5), numticks=6))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.minorticks_off()
    ax.set_xlim(0, values.n_steps)
    _steps(ax)


def draw_truth(ax: Axes, values: Truth) -> None:
    """A numbered point for each layer, and the line above which splitting helps."""
    ax.axhline(0, color=LIGHT.muted, linewidth=0.6, linestyle=(0, (3, 2)), zorder=0)
    if len(values.each) > 1:
        ax.plot(values.each[..., 0], values.each[..., 1], ".", color=LIGHT.muted, markersize=2)
    for n, (score, gain) in enumerate(zip(values.scores, values.gains, strict=True), 1):
        is_picked = n in values.picked
        fill = mark("recon").colour(LIGHT) if is_picked else LIGHT.page
        box: Style = {"boxstyle": "circle,pad=0.25", "facecolor": fill, "linewidth": 0.6}
        colour = LIGHT.page if is_picked else LIGHT.text
        middle: Style = {"ha": "center", "va": "center", "color": colour, "bbox": box}
        ax.text(score, gain, str(n), clip_on=True, **middle, **SMALL)
    ax.margins(0.16)
    ax.update_datalim(np.column_stack([values.scores, values.gains]))
    ax.autoscale_view()
    side, across = (0.02, "left") if values.is_free_left else (0.98, "right")
    for text, up in (("splitting helps", 2), ("splitting hurts", -2)):
        words: Style = {"ha": across, "va": "bottom" if up > 0 else "top", "color": LIGHT.muted}
        place = ax.get_yaxis_transform()
        ax.annotate(text, (side, 0), (0, up), place, "offset points", **words, **SMALL)
    ax.set_xlabel(SCORE_TITLES[values.score], labelpad=1, **SMALL)
    ax.set_ylabel("test loss saved by a split", labelpad=2, **SMALL)
    ax.xaxis.set_major_locator(MaxNLocator(4))
    ax.yaxis.set_major_locator(MaxNLocator(5))


def draw_histogram(ax: Axes, values: Histogram) -> None:
    """Shares of steps by cosine; severe conflicts stand on a tinted ground."""
    ax.axvspan(-1, SEVERE, color=LIGHT.tint, linewidth=0, zorder=0)
    for shares, look, name in _outlines(values):
        steps: Style = {"where": "post", "gid": f"recon-histogram-{name}"}
        ax.step(EDGES, np.append(shares, shares[-1]), **steps, **look)
    ax.set(xlim=(-1, 1), xticks=(-1, -0.5, 0, 0.5, 1))
    ax.set_ylim(bottom=0)
    ax.set_xlabel("cosine over all shared layers", labelpad=1, **SMALL)
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.yaxis.set_major_locator(MaxNLocator(4))


def draw_surgery(ax: Axes, values: SurgeryBars) -> None:
    """Two bars for each method: an outline without the split, filled with it."""
    rows = np.arange(len(values.methods))
    for row, method in enumerate(values.methods):
        colour = LIGHT.colour(method)
        pair = ((-0.19, values.without[row], "none"), (0.19, values.split[row], colour))
        for shift, value, fill in pair:
            bar: Style = {"facecolor": fill, "edgecolor": colour, "linewidth": 0.8}
            ax.barh(row + shift, np.nan_to_num(value), 0.32, **bar)
    ax.set(xlim=(0, 1), ylim=(len(rows) - 0.5, -0.5))
    ax.set_yticks(rows, labels=[method.title for method in values.methods])
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_xlabel("steps with a severe conflict; filled: split", labelpad=1, **SMALL)


def key_of(shown: Mapping[str, Any]) -> list[Line2D | Patch]:
    """The networks of the curves, and the outlines of the histogram, if they are shown."""
    key: list[Line2D | Patch] = []
    if outcome := shown.get(outcome_plot.KEY):
        for each in outcome.marks:
            look = stamp(each.symbol, each.colour(LIGHT)) | _line(each)
            key.append(Line2D([], [], label=each.title, **look))
        key.append(Patch(label="every choice", facecolor=LIGHT.muted, alpha=0.22))
    elif found := shown.get(histogram_plot.KEY):
        titles = {"none": "no split", "split": "split", "left": "no split, same layers"}
        outlines = _outlines(found)
        key += [Line2D([], [], label=titles[name], **look) for _, look, name in outlines]
    return key


def _outlines(values: Histogram) -> list[tuple[np.ndarray, Style, str]]:
    split = mark("hand" if values.is_by_hand else "recon").colour(LIGHT)
    return [
        (values.none, {"color": LIGHT.muted, "linewidth": 0.8}, "none"),
        (values.split, {"color": split, "linewidth": 1.2}, "split"),
        (values.left, {"color": LIGHT.text, "linewidth": 0.8, "linestyle": ":"}, "left"),
    ]


def _line(each: Mark) -> Style:
    parts = [float(part) for part in DASHES[each.dash]]
    look = {"color": each.colour(LIGHT), "linewidth": PT * each.width}
    return {**look, "linestyle": (0, parts) if parts else "-"}


def _steps(ax: Axes) -> None:
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.set_xlabel("step t", labelpad=1)
