"""Texts that are no honest formulas, and some that only look as if they were not."""

NAMES_TEXT = """
__import__ __builtins__ __class__ __dict__ __globals__ __name__ __file__ __doc__ __subclasses__ _
eval exec compile open input print globals locals vars dir getattr setattr delattr type object id
help exit quit breakpoint lambda def class import from return yield None True False self torch
numpy np math os sys subprocess nan inf infinity NaN Infinity i j z theta theta3 x1 x_1 xx
sin_ Sin SIN arcsin power pow sum prod any all len range int float complex bytes str chr ord hash
map filter zip sorted memoryview bytearray super staticmethod property iter next await async E PI
"""
NAMES = NAMES_TEXT.split()
SHAPES = ("{}", "{}(x)", "{}('os').system('x')", "x + {}", "{}.real", "sin({})", "{}[0]", "{}**x")
BY_NAME = [shape.format(name) for name in NAMES for shape in SHAPES[:2]]
BY_NAME += [shape.format(name) for name in NAMES[:12] for shape in SHAPES[2:]]

ODD_TEXT = r"""
x.real x.__class__ (1).__class__ x.data x[0] x[0:1] [x] {x} {x:y} x;y x:y x!y x!=y x==y x<y x>=y
x&y x|y ~x x%y x//y x@y x->y x?y x$ x# # `x` 'x' "x" \x x\ x\n f'{x}' b'x' x' x" '''x''' @x x=1
x:=1 if_else 1if 0or 1and not 0x10 0b1 0o7 1_000 1j 1e 1e+ 1e1e1 1.2.3 . .. ... 1. .1 ,x x, (,)
() (()) )( ) ( ((x) (x)) sin sin() sin(,) sin(x,y) max(x) max() max(x,y,y) max(,) sinx sin.x
pi() e() pi(x) x(y) x( 2x xy x2 2(x) (x)(y) )x( ++ -- + - * / ^ ** ^^ *** x** **x x^ ^x x***y
x^^y x//2 x+*y x*/y x^*2
"""
ODD = ODD_TEXT.split()
SPACED = ["x y", "x 2", "2 x", "sin x", "lambda: 0", "lambda x: x", "x if y else x", "not x"]
SPACED += ["x and y", "x or y", "x in y", "x is y", "import os", "def f(): pass", "print(1)", " "]
SPACED += ["\t", "\n", "", "x\ny", "x  +\n y", "x #comment", "(yield)", "[x for x in y]", "x; y"]

STRANGE = ["\0", "x\0", "x\0y", "\0" * 400, "x\x07", "\x1b[31mx", "x\u200b", "\ufeffx", "x\u202ey"]
STRANGE += ["ｘ", "х", "у", "ⅹ", "𝑥", "ｓｉｎ(x)", "ѕin(x)", "sіn(x)", "x＋y", "x＊y", "x∗y"]
STRANGE += ["x⁄y"]
STRANGE += [
    "x÷y",
    "x²",
    "x₁",
    "２x",
    "٢",
    "१",
    "½",
    "π",
    "ℯ",
    "∞",
    "√x",
    "x–y",
    "x—y",
    "（x）",
    "x，y",
]
STRANGE += [
    "\ud800",
    "😀",
    "x😀",
    "é",
    "e\u0301",
    "∂x",
    "∑x",
    "θ",
    "θ3",
    "θ₃",
    "ϑ1",
    "Θ1",
    "x\x85y",
]
STRANGE += ["x\xa0y", "x\u3000y", "\u2028", "%s", "%n" * 50, "{}", "{0}", "{x}", "${x}"]
STRANGE += ["<script>"]
STRANGE += ["$\\input{x}$", "\\def\\x{}", "'; DROP TABLE x; --", "../../etc/passwd", "&x=1"]
STRANGE += ["x%00"]

HUGE = ["9**9**9", "9**9**9**9", "9^9^9^9^9", "10^(10^10)", "x^1e9", "x^-1e9", "2^(x^1e5)"]
HUGE += ["1e999", "x⁻⁰", "x^-0", "sin^0 x", "sin^100(x)", "x" + "⁹" * 400]
HUGE += ["9" * 400, "1" * 5_000, "." * 3_000, "1e" + "9" * 300, "0." + "0" * 400 + "1", "1e-999"]
HUGE += ["x^101", "x^(50+51)", "x^-101", "x^(1/0)", "x^log(-1)", "x^(10^30)", "exp(exp(exp(9)))"]
HUGE += ["exp(exp(exp(exp(x))))", "1e30*1e30*1e30*1e300", "1e30^100", "tan(pi/2)", "99^99^x"]
HUGE += ["1/0", "x/0", "0/0", "1/(x-x)", "log(0)", "log(-1)", "sqrt(-1)", "0^-1", "0^0", "x^y^x^y"]
HUGE += [
    "asin(2)",
    "(0-1)^0.5",
    "log(log(x))",
    "1/x",
    "1/(x*y)",
    "sqrt(x*y)",
    "abs(1/x)^0.1",
    "x/y",
]

LONG = [mark * n for n in (30, 250, 10_000) for mark in "(-+[)*"]
LONG += ["(" * n + "x" + ")" * n for n in (39, 40, 200, 10_000)]
LONG += ["sin(" * n + "x" + ")" * n for n in (39, 40, 90, 10_000)]
LONG += ["max(x," * n + "x" + ")" * n for n in (39, 60, 10_000)]
LONG += ["-" * n + "x" for n in (39, 40, 400, 10_000)]
LONG += [sign.join("x" * n) for n in (39, 99, 240, 10_000) for sign in "+-*/^"]
LONG += ["x^-" * n + "x" for n in (20, 60, 10_000)]
LONG += ["x" * 10_000, "sin" * 3_000, " " * 499 + "x", " " * 500 + "x", "x" + " " * 100_000]
LONG += ["x+" * 1_000_000 + "x", "(" * 1_000_000, "é" * 1_000_000, "x\n" * 200]

ATTACKS = [*BY_NAME, *ODD, *SPACED, *STRANGE, *HUGE, *LONG]
