"""Formulas of people that are not read: where they stop, and what the advice leads to."""

from collections.abc import Callable
from math import cos, e, exp, log, log2, sin, sqrt
from typing import NamedTuple

from tests.landscapes.formula.people import bowl, rosenbrock


class Refused(NamedTuple):
    """A formula that is not read, where it stops, with what advice, and what that leads to."""

    formula: str
    position: int
    advice: str
    followed: dict[str, Callable[[float, float], float]]


TWO_READINGS = [
    Refused(
        "1/2x",
        3,
        "1/2*x or 1/(2x)",
        {"1/2*x": lambda x, y: x / 2, "1/(2x)": lambda x, y: 1 / (2 * x)},
    ),
    Refused(
        "1/2(x^2 + y^2)",
        3,
        "Write * before it if not, and brackets if so",
        {
            "1/2*(x^2 + y^2)": lambda x, y: (x * x + y * y) / 2,
            "1/(2(x^2 + y^2))": lambda x, y: 0.5 / (x * x + y * y),
        },
    ),
    Refused(
        "x/2y",
        3,
        "Write * before it if not, and brackets if so",
        {"x/2*y": lambda x, y: x / 2 * y, "x/(2y)": lambda x, y: x / (2 * y)},
    ),
    Refused(
        "1 + e^2x",
        7,
        "e^2*x or e^(2x)",
        {"1 + e^2*x": lambda x, y: 1 + e**2 * x, "1 + e^(2x)": lambda x, y: 1 + exp(2 * x)},
    ),
    Refused(
        "2^3x",
        3,
        "Write * before it if not, and brackets if so",
        {"2^3*x": lambda x, y: 8 * x, "2^(3x)": lambda x, y: 8**x},
    ),
    Refused(
        "e^-xy",
        4,
        "Write * before it if not, and brackets if so",
        {"e^-x*y": lambda x, y: exp(-x) * y, "e^(-xy)": lambda x, y: exp(-x * y)},
    ),
    Refused(
        "sin x y",
        6,
        "How far does sin reach? Write brackets: sin(…).",
        {"sin(x) y": lambda x, y: sin(x) * y, "sin(x y)": lambda x, y: sin(x * y)},
    ),
    Refused(
        "sin x/2",
        5,
        "How far does sin reach? Write brackets: sin(…).",
        {"sin(x)/2": lambda x, y: sin(x) / 2, "sin(x/2)": lambda x, y: sin(x / 2)},
    ),
    Refused(
        "cos 2(x + y)",
        5,
        "How far does cos reach? Write brackets: cos(…).",
        {"cos(2(x + y))": lambda x, y: cos(2 * (x + y))},
    ),
    Refused(
        "√2x",
        2,
        "How far does √ reach? Write brackets: √(…).",
        {"√(2)x": lambda x, y: sqrt(2) * x, "√(2x^2)": lambda x, y: sqrt(2 * x * x)},
    ),
    Refused(
        "√x²",
        2,
        "How far does √ reach? Write brackets: √(…).",
        {"√(x²)": lambda x, y: abs(x), "√(x²)²": lambda x, y: x * x},
    ),
    Refused("e x", 2, "e^x or e*x", {"e^ x": lambda x, y: exp(x), "e *x": lambda x, y: e * x}),
    Refused(
        "2ex", 2, "e^x or e*x", {"2e^x": lambda x, y: 2 * exp(x), "2e*x": lambda x, y: 2 * e * x}
    ),
    Refused("2e-x", 1, "2*e - x for a product", {"2*e-x": lambda x, y: 2 * e - x}),
    Refused("1e- 3", 1, "2e-3 for a power of ten", {"1e-3": lambda x, y: 0.001}),
    Refused("x + 5 e-3", 6, "2e-3 for a power of ten", {"x + 5e-3": lambda x, y: x + 0.005}),
    Refused("sin^-1(x)", 3, "sin(x)^2", {"sin(x)^-1": lambda x, y: 1 / sin(x)}),
    Refused(
        "|2|x||", 5, "Write abs(…) instead of bars.", {"abs(2abs(x))": lambda x, y: abs(2 * x)}
    ),
    Refused(
        "x2 + 2x",
        6,
        "Write x and y in all of the formula, or x1 and x2",
        {"x2 + 2x1": lambda x, y: y + 2 * x, "x^2 + 2x": lambda x, y: x * x + 2 * x},
    ),
    Refused("x[0]**2", 1, "Coordinates are x1 and x2", {"x1**2": lambda x, y: x * x}),
    Refused("y + x(1)", 5, "Write * for a product", {"y + x*(1)": lambda x, y: y + x}),
]

UNKNOWN = [
    Refused("X^2", 0, "Names are written small: x.", {"x^2": lambda x, y: x * x}),
    Refused(
        "x + Sin(y)", 4, "Names are written small: sin.", {"x + sin(y)": lambda x, y: x + sin(y)}
    ),
    Refused(
        "(a-x)^2 + 100(y-x^2)^2",
        1,
        "“a” has no value here. Write the number",
        {"(1-x)^2 + 100(y-x^2)^2": rosenbrock},
    ),
    Refused(
        "(1-x)^2 + b(y-x^2)^2",
        10,
        "“b” has no value here. Write the number",
        {"(1-x)^2 + 100(y-x^2)^2": rosenbrock},
    ),
    Refused("ax^2 + y^2", 0, "“a” has no value here. Write the number", {"1x^2 + y^2": bowl}),
    Refused(r"x^2 + \lambda y^2", 6, "is no name of a formula.", {"x^2 + 1 y^2": bowl}),
    Refused("x0^2 + x1^2", 0, "There are two coordinates, x1 and x2", {"x1^2 + x2^2": bowl}),
    Refused(
        "x1^2 + x3",
        7,
        "There are two coordinates, x1 and x2",
        {"x1^2 + x2": lambda x, y: x * x + y},
    ),
    Refused("x^2 + y2", 6, "Write y^2 or 2*y.", {"x^2 + y^2": bowl}),
    Refused("pow(x, 2)", 0, "Write a^b for a power.", {"x^2": lambda x, y: x * x}),
    Refused(
        "np.log1p(x^2)", 3, "Write log(1 + …).", {"np.log(1 + x^2)": lambda x, y: log(1 + x * x)}
    ),
    Refused("sec(x)", 0, "Write 1/cos(…).", {"1/cos(x)": lambda x, y: 1 / cos(x)}),
    Refused(
        r"\sqrt[3]{x^2}",
        5,
        "Write (…)^(1/3) for a third root.",
        {"(x^2)^(1/3)": lambda x, y: (x * x) ** (1 / 3)},
    ),
    Refused("0,5x", 1, "Write 0.5 with a point.", {"0.5x": lambda x, y: x / 2}),
    Refused("1,000x", 1, "Write 1000 without one.", {"1000x": lambda x, y: 1000 * x}),
    Refused(
        "log_3(x^2)",
        0,
        "for a base b, log(…)/log(b).",
        {"log(x^2)/log(3)": lambda x, y: log(x * x) / log(3)},
    ),
    Refused(
        "5log2x^2",
        1,
        "Write log(…), log10(…), log2(…)",
        {"5log2(x^2)": lambda x, y: 5 * log2(x * x)},
    ),
    Refused("eˣ", 1, "Write ^x.", {"e^x": lambda x, y: exp(x)}),
    Refused("y + 𝑥²", 4, "Write x.", {"y + x²": lambda x, y: y + x * x}),
    Refused("２x", 0, "Write 2.", {"2x": lambda x, y: 2 * x}),
    Refused("x — y", 2, "Write - for a minus.", {"x - y": lambda x, y: x - y}),
    Refused("x2²+x", 4, "Write x and y in all of the formula", {"x2²+x1": lambda x, y: y * y + x}),
    Refused("x^2 + y^2 = 1", 10, "Write only the right-hand side", {"x^2 + y^2": bowl}),
    Refused(
        "x 2",
        2,
        "Write * or ^ before “2”.",
        {"x *2": lambda x, y: 2 * x, "x ^2": lambda x, y: x * x},
    ),
    Refused("x^2\n y^2", 5, "write one formula, with a sign", {"x^2 + y^2": bowl}),
    Refused("(x - 1]", 6, "Write ) here", {"(x - 1)": lambda x, y: x - 1}),
    Refused(r"\frac{x}2", 0, r"\frac{1}{2}", {r"\frac{x}{2}": lambda x, y: x / 2}),
    Refused("x²^3", 2, "Write brackets", {"(x²)^3": lambda x, y: x**6}),
    Refused("50%x", 2, "Write /100.", {"50/100*x": lambda x, y: x / 2}),
    Refused("max x", 4, "as in max(…)", {"max(x, y)": max}),
]

REFUSED = [*TWO_READINGS, *UNKNOWN]
