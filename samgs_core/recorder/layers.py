"""The layers of a network as pieces of the vector of its shared parameters."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from torch import Tensor, nn

from samgs_core.flat import FlatParameters
from samgs_core.products import Pieces
from samgs_core.values import shown

REST = "other"
"""The layer of the shared parameters that no named layer holds."""


class Layers(NamedTuple):
    """Named layers that together hold every shared number once."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    pieces: tuple[Pieces, ...]


def layers_of(given: Mapping[str, object], shared: FlatParameters) -> Layers:
    """The layers, each a module, a parameter or several; those left are one more, *other*.

    Frozen parameters are left out. Raises ``TypeError`` or ``ValueError`` with the layer and the
    rule: a layer holds trainable shared parameters, and none of another layer.
    """
    begins = [sum(shared.sizes[:i]) for i in range(len(shared.sizes))]
    places = {
        id(leaf): (begin, begin + size)
        for leaf, begin, size in zip(shared.tensors, begins, shared.sizes, strict=True)
    }
    found = {name: _pieces(name, part, places) for name, part in given.items()}
    if places:
        if REST in found:
            raise ValueError(f"Recorder.layers[{REST!r}] must be all that no other layer holds.")
        found[REST] = _joined(places.values())
    sizes = tuple(sum(end - begin for begin, end in pieces) for pieces in found.values())
    return Layers(tuple(found), sizes, tuple(found.values()))


def _pieces(name: str, part: object, places: dict[int, tuple[int, int]]) -> Pieces:
    """The places of a layer's parameters, which are taken out of ``places``."""
    own = []
    for leaf in _tensors(name, part):
        if not leaf.requires_grad:
            continue
        if id(leaf) not in places:
            rule = "hold shared parameters that no other layer holds"
            raise ValueError(f"Recorder.layers[{name!r}] must {rule}; got one of another place.")
        own.append(places.pop(id(leaf)))
    if not own:
        raise ValueError(f"Recorder.layers[{name!r}] must hold a trainable parameter; got none.")
    return _joined(own)


def _tensors(name: str, part: object) -> list[Tensor]:
    if isinstance(part, nn.Module):
        return list(part.parameters())
    tensors = [part] if isinstance(part, Tensor) else part
    leaves = list(tensors) if isinstance(tensors, Iterable) and not isinstance(part, str) else None
    if leaves is None or not all(isinstance(leaf, Tensor) for leaf in leaves):
        rule = "be a module, a parameter or several"
        raise TypeError(f"Recorder.layers[{name!r}] must {rule}; got {shown(part)}.")
    return leaves


def _joined(pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pieces in order, neighbours as one."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(pieces):
        if joined and joined[-1][1] == begin:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined
