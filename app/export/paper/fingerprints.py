"""Fingerprints on paper, from the values of the app's own pictures."""

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from app.export.paper.layout import Bar
from app.export.paper.marks import Style
from app.figures.cells import ENDS, MIDDLE
from app.figures.fingerprint import ANGLES, RATIOS, TICKS, Fingerprint, edges, hatching
from app.figures.recon.heat import STOPS
from app.look.theme import LIGHT

ASPECT = 0.8
COLOURS = {"worst": STOPS["light"], "share": (ENDS[1], MIDDLE["light"], ENDS[0])}
BAR_OF = {
    "worst": Bar("cosine with the worse-off task", COLOURS["worst"], (0, 0.5, 1), ("−1", "0", "1")),
    "share": Bar("share of the step", COLOURS["share"], (0, 0.5, 1), ("task 2", "½", "task 1")),
}


def draw_fingerprint(ax: Axes, each: Fingerprint, colour: str) -> None:
    """All pairs of gradients, by angle and ratio of lengths."""
    is_worst = colour == "worst"
    scale = LinearSegmentedColormap.from_list(colour, list(COLOURS[colour]))
    span: Style = {"vmin": -1 if is_worst else 0, "vmax": 1, "cmap": scale, "zorder": 1}
    values = each.worst if is_worst else each.share
    ax.pcolormesh(ANGLES, RATIOS, values, shading="nearest", rasterized=True, **span)
    ax.set_yscale("log")
    lines = hatching(each.harmed)
    if len(lines):
        ax.plot(*lines.T, color=LIGHT.text, linewidth=0.3, alpha=0.6, zorder=2)
    for x, y in edges(each.threshold):
        ax.plot(x, y, color=LIGHT.text, linewidth=0.5, linestyle=(0, (3, 2)), zorder=3)
    ax.set(xlim=(0, 180), ylim=(RATIOS[0], RATIOS[-1]))
    ax.set_xticks((0, 90, 180), labels=("0°", "90°", "180°"))
    ax.set_yticks(TICKS, labels=("1/100", "1/10", "1", "10", "100"))
    ax.minorticks_off()
    ax.set_xlabel("angle φ", labelpad=1)
    ax.set_ylabel("‖g₂‖ / ‖g₁‖", labelpad=1)
