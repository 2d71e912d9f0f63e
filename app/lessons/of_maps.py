"""What lessons read from a finished map."""

from app.lessons.questions import NotReady
from app.maps.layers import Layer, axes_of, basin_layers, sweep_layers
from app.study.study import Study
from samgs_core.sweep import Ends

WAIT = "This step reads the map, which is not done yet."


def sweep_ends(study: Study) -> tuple[tuple[float | None, ...], Ends]:
    """The values of the sweep's axis, and the ends of its first method, [values, seeds, starts].

    Raises ``NotReady`` while the map is under way.
    """
    axes = axes_of(study, study.atlas)
    (layer, *_) = sweep_layers(study, axes)
    return axes.values[0], _finished(layer)


def basin_ends(study: Study) -> dict[str, Ends]:
    """The ends of all starts of the grid by the key of the method; raises ``NotReady`` too."""
    layers = basin_layers(study, study.atlas.side)
    return {layer.method.key: _finished(layer) for layer in layers}


def _finished(layer: Layer) -> Ends:
    if not layer.job.is_finished:
        raise NotReady(WAIT)
    return layer.job.result()
