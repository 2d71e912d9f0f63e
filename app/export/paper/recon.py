"""The figures of Recon, as far as its networks are trained."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, final

from app.export.caption import listed_panels, plain
from app.export.paper import training as paper
from app.export.paper.layout import Drawing, Panel
from app.export.paper.paper import Drawn, Paper
from app.figures.recon import heat, histogram, outcome, ranking, surgery, truth
from app.files.tables import trained
from app.maps.words import named
from app.recon import words
from app.recon.pictures import PICTURES
from app.recon.state import LabState
from app.study.study import Study

DRAW: dict[str, Callable[..., None]] = {
    heat.KEY: paper.draw_cosines,
    ranking.KEY: paper.draw_ranking,
    outcome.KEY: paper.draw_outcome,
    truth.KEY: paper.draw_truth,
    histogram.KEY: paper.draw_histogram,
    surgery.KEY: paper.draw_surgery,
}
"""How the pictures of the page are drawn, by their keys."""
ASPECT = 0.62


@final
class ReconPaper(Paper):
    """What the pictures of the page show."""

    page = "recon"

    def choices(self, study: Study) -> Mapping[str, str]:
        return {each.plot.KEY: each.plot.TITLE for row in PICTURES for each in row}

    def drawn(self, study: Study, chosen: Collection[str], is_stopped: bool) -> Drawn:
        state = trained(study.recon, is_stopped)
        ready = [each for row in PICTURES for each in row if each.plot.KEY in chosen]
        ready = [each for each in ready if each.is_ready(state)]
        pairs = [(each, each.values(state)) for each in ready]
        panels = tuple(_panel(each.plot.KEY, each.plot.TITLE, values) for each, values in pairs)
        shown = listed_panels([panel.title for panel in panels])
        told = (
            "" if state.is_complete else "As far as it is trained.",
            f"{shown}." if shown else "",
            words.headline(state) if not state.is_partial else "",
            *(each.words(values) for each, values in pairs),
            _made_from(state),
        )
        key = paper.key_of({each.plot.KEY: values for each, values in pairs})
        title = "Layers to split by conflict (Recon)"
        return Drawn(Drawing(panels, key), title, plain(" ".join(filter(None, told))))


def _panel(key: str, title: str, values: Any) -> Panel:
    return Panel(key, title, ASPECT, partial(DRAW[key], values=values))


def _made_from(state: LabState) -> str:
    settings = state.settings
    seeds = settings.all_seeds
    which = f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}"
    split = "" if settings.split is None else f" Split by hand: {settings.split}."
    return (
        f"Problem: {named(settings.problem)}; {named(settings.plan)}; K {settings.k}; {which}; "
        f"method {named(settings.method)}.{split}"
    )
