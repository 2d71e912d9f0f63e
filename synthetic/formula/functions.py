"""The functions and constants that a formula may use, and nothing else."""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor


class Function(NamedTuple):
    """A function: its name, what it does to tensors, how LaTeX writes it, how many arguments."""

    name: str
    torch: Callable[..., Tensor]
    latex: str
    n_arguments: int = 1


FUNCTIONS = (
    Function("sin", torch.sin, r"\sin\left({}\right)"),
    Function("cos", torch.cos, r"\cos\left({}\right)"),
    Function("tan", torch.tan, r"\tan\left({}\right)"),
    Function("asin", torch.asin, r"\arcsin\left({}\right)"),
    Function("acos", torch.acos, r"\arccos\left({}\right)"),
    Function("atan", torch.atan, r"\arctan\left({}\right)"),
    Function("sinh", torch.sinh, r"\sinh\left({}\right)"),
    Function("cosh", torch.cosh, r"\cosh\left({}\right)"),
    Function("tanh", torch.tanh, r"\tanh\left({}\right)"),
    Function("exp", torch.exp, r"\exp\left({}\right)"),
    Function("log", torch.log, r"\ln\left({}\right)"),
    Function("log10", torch.log10, r"\log_{{10}}\left({}\right)"),
    Function("log2", torch.log2, r"\log_{{2}}\left({}\right)"),
    Function("sqrt", torch.sqrt, r"\sqrt{{{}}}"),
    Function("abs", torch.abs, r"\left|{}\right|"),
    Function("sign", torch.sign, r"\operatorname{{sign}}\left({}\right)"),
    Function("sigmoid", torch.sigmoid, r"\sigma\left({}\right)"),
    Function("softplus", torch.nn.functional.softplus, r"\operatorname{{softplus}}\left({}\right)"),
    Function("relu", torch.relu, r"\operatorname{{relu}}\left({}\right)"),
    Function("min", torch.minimum, r"\min\left({}, {}\right)", 2),
    Function("max", torch.maximum, r"\max\left({}, {}\right)", 2),
)
CONSTANTS = {"pi": math.pi, "e": math.e}


def function(name: str) -> Function:
    """The function of this name, which must be one of the catalogue."""
    return next(each for each in FUNCTIONS if each.name == name)
