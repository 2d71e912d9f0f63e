"""A network in training, some of whose layers may be split: one copy for each task."""

from collections.abc import Sequence
from copy import deepcopy

from torch import Tensor, nn

from samgs_core.benchmark.problem import Network
from samgs_core.values import shown


class Model(nn.Module):
    """A network, or a copy of it for every task whose other layers are shared.

    The copies of a split layer begin alike. Their inputs are computed for each task by itself, so
    that a split network costs T times the passes through its trunk; what a layer remembers beside
    its parameters, such as the means of a batch normalisation, each task has for itself.

    Raises ``ValueError`` if ``split`` names a layer that is not there, or all that are shared.
    """

    def __init__(self, network: Network, split: Sequence[str] = ()) -> None:
        super().__init__()
        layers = network.layers()
        unknown = [name for name in split if name not in layers]
        if unknown or len(set(split)) < len(split):
            rule = f"different names among {', '.join(layers)}"
            raise ValueError(f"Lane.split must be {rule}; got {shown(tuple(split))}.")
        own = [leaf for name in split for leaf in layers[name].parameters()]
        copies = [network, *(deepcopy(network) for _ in range(len(network.heads) - 1))]
        self.networks = nn.ModuleList(copies if split else [network])
        self.layers = {name: layer for name, layer in layers.items() if name not in split}
        owned = {id(leaf) for leaf in own}
        self.shared = [leaf for leaf in network.trunk.parameters() if id(leaf) not in owned]
        if not self.shared:
            rule = "leave a layer that the tasks share"
            raise ValueError(f"Lane.split must {rule}; got {shown(tuple(split))}.")
        for k, copy in enumerate(self.networks if split else ()):
            assert isinstance(copy, Network)
            _share(network.trunk, copy.trunk, owned)
            for head in (head for j, head in enumerate(copy.heads) if j != k):
                head.requires_grad_(False)  # of a copy only its own task is asked

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """One output for each task."""
        if len(self.networks) == 1:
            return tuple(self.networks[0](x))
        return tuple(copy(x)[k] for k, copy in enumerate(self.networks))

    def trained(self) -> list[nn.Parameter]:
        """Every parameter that is learned, once."""
        return [leaf for leaf in self.parameters() if leaf.requires_grad]


def _share(trunk: nn.Module, copy: nn.Module, owned: set[int]) -> None:
    """Have a copy of a trunk use the parameters of the trunk, but for those it owns."""
    for module, twin in zip(trunk.modules(), copy.modules(), strict=True):
        for name, leaf in module.named_parameters(recurse=False):
            if id(leaf) not in owned:
                setattr(twin, name, leaf)
