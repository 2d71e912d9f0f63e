"""All kinds of maps."""

from app.maps.basins import BasinsMap
from app.maps.kind import MapKind
from app.maps.regimes import RegimesMap
from app.maps.sweep import SweepMap
from app.study.atlas import Atlas

KINDS: tuple[MapKind, ...] = (BasinsMap(), RegimesMap(), SweepMap())


def kind_of(atlas: Atlas) -> MapKind:
    """The kind of map that an atlas shows."""
    return next(kind for kind in KINDS if kind.key == atlas.kind)
