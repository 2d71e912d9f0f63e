"""A traced graph of torch operations as statements about scalars."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch.fx import GraphModule, Node

from samgs_core.native.operations import ARITHMETIC
from samgs_core.native.scalars import Scalars, Statements, Untranslatable, constant
from samgs_core.native.shaping import SHAPING

HANDLERS = {**ARITHMETIC, **SHAPING}


def translate(graph: GraphModule, inputs: Sequence[Scalars], write: Statements) -> list[Scalars]:
    """The outputs of a traced graph, given its inputs; the statements go to ``write``."""
    known: dict[Node, Any] = {}
    waiting = iter(inputs)
    for node in graph.graph.nodes:
        if node.op == "placeholder":
            known[node] = next(waiting)
        elif node.op == "get_attr":
            known[node] = constant(getattr(graph, node.target))
        elif node.op == "call_function":
            known[node] = _call(node, known, write)
        elif node.op == "output":
            return [known[each] for each in torch.utils._pytree.tree_leaves(node.args[0])]
    raise Untranslatable("a graph without an output")


def _call(node: Node, known: Mapping[Node, Any], write: Statements) -> Any:
    name = _name_of(node.target)
    handler = HANDLERS.get(name)
    if handler is None:
        raise Untranslatable(f"{name} has no translation")

    def value(argument: Any) -> Any:
        return known[argument] if isinstance(argument, Node) else argument

    args = torch.utils._pytree.tree_map(value, node.args)
    kwargs = torch.utils._pytree.tree_map(value, dict(node.kwargs))
    return handler(write, *args, **kwargs)


def _name_of(target: Any) -> str:
    if isinstance(target, torch._ops.OpOverload):
        return str(target._schema.name).removeprefix("aten::").removesuffix("_copy")
    return getattr(target, "__name__", str(target))
