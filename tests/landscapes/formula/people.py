"""Formulas as people type and paste them, each with what it means in plain Python."""

from math import cos, e, exp, log, log2, log10, pi, sin, sqrt, tanh


def rosenbrock(x, y):
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def himmelblau(x, y):
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def ackley(x, y):
    bowl = -20 * exp(-0.2 * sqrt(0.5 * (x * x + y * y)))
    return bowl - exp(0.5 * (cos(2 * pi * x) + cos(2 * pi * y))) + e + 20


def rastrigin(x, y):
    return 20 + x * x - 10 * cos(2 * pi * x) + y * y - 10 * cos(2 * pi * y)


def beale(x, y):
    return sum((a - x + x * y**n) ** 2 for a, n in ((1.5, 1), (2.25, 2), (2.625, 3)))


def booth(x, y):
    return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2


def matyas(x, y):
    return 0.26 * (x * x + y * y) - 0.48 * x * y


def goldstein_price(x, y):
    first = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    second = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    return (1 + (x + y + 1) ** 2 * first) * (30 + (2 * x - 3 * y) ** 2 * second)


def easom(x, y):
    return -cos(x) * cos(y) * exp(-((x - pi) ** 2 + (y - pi) ** 2))


def camel(x, y):
    return 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2


def mccormick(x, y):
    return sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1


def styblinski_tang(x, y):
    return sum(t**4 - 16 * t**2 + 5 * t for t in (x, y)) / 2


def levy(x, y):
    ends = sin(3 * pi * x) ** 2 + (y - 1) ** 2 * (1 + sin(2 * pi * y) ** 2)
    return ends + (x - 1) ** 2 * (1 + sin(3 * pi * y) ** 2)


def logistic(x, y):
    return log(1 + exp(-(2 * x - y)))


def bowl(x, y):
    return x * x + y * y


CLASSICS = [
    ("(1-x)^2 + 100(y-x^2)^2", rosenbrock),
    ("(1 - x)**2 + 100*(y - x**2)**2", rosenbrock),
    ("100(y − x²)² + (1 − x)²", rosenbrock),
    ("100(x2 - x1^2)^2 + (1 - x1)^2", rosenbrock),
    ("100 (x_2 - x_1^2)^2 + (x_1 - 1)^2", rosenbrock),
    ("100(x₂ − x₁²)² + (1 − x₁)²", rosenbrock),
    ("f(x, y) = (1-x)^2 + 100(y-x^2)^2", rosenbrock),
    (r"\left(1-x\right)^{2}+100\left(y-x^{2}\right)^{2}", rosenbrock),
    (r"100 \left(x_{2}-x_{1}^{2}\right)^{2} + \left(1-x_{1}\right)^{2}", rosenbrock),
    (r"$f(x,y) = (1-x)^2 + 100 \cdot (y-x^2)^2$", rosenbrock),
    ("(1 - θ₁)² + 100·(θ₂ - θ₁²)²", rosenbrock),
    ("(1 - w1)^2 + 100(w2 - w1^2)^2", rosenbrock),
    ("(x^2+y-11)^2 + (x+y^2-7)^2", himmelblau),
    ("(x²+y−11)² + (x+y²−7)²", himmelblau),
    ("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", himmelblau),
    (r"(x^{2}+y-11)^{2}+(x+y^{2}-7)^{2}", himmelblau),
    ("-20exp(-0.2sqrt(0.5(x^2+y^2))) - exp(0.5(cos(2πx)+cos(2πy))) + e + 20", ackley),
    (
        "-20 * exp(-0.2 * sqrt(0.5 * (x**2 + y**2))) - exp(0.5 * (cos(2*pi*x) + cos(2*pi*y)))"
        " + e + 20",
        ackley,
    ),
    (
        "-20*np.exp(-0.2*np.sqrt(0.5*(x**2+y**2)))-np.exp(0.5*(np.cos(2*np.pi*x)"
        "+np.cos(2*np.pi*y))) + np.e + 20",
        ackley,
    ),
    ("−20·e^(−0.2√(0.5(x²+y²))) − e^(0.5(cos 2πx + cos 2πy)) + e + 20", ackley),
    (
        r"-20\exp\left[-0.2\sqrt{0.5\left(x^{2}+y^{2}\right)}\right]"
        r"-\exp\left[0.5\left(\cos 2\pi x+\cos 2\pi y\right)\right]+e+20",
        ackley,
    ),
    ("20 + x^2 - 10cos(2πx) + y^2 - 10cos(2πy)", rastrigin),
    ("20 + (x² − 10 cos(2π x)) + (y² − 10 cos(2π y))", rastrigin),
    (r"20 + \left(x_1^2-10\cos(2\pi x_1)\right) + \left(x_2^2-10\cos(2\pi x_2)\right)", rastrigin),
    ("10*2 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)", rastrigin),
    ("(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2", beale),
    ("(1.5−x+xy)²+(2.25−x+xy²)²+(2.625−x+xy³)²", beale),
    ("(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2", beale),
    ("(x + 2y - 7)^2 + (2x + y - 5)^2", booth),
    ("(x+2y−7)²+(2x+y−5)²", booth),
    (r"\left( x + 2y -7\right)^{2} + \left(2x +y - 5\right)^{2}", booth),
    ("0.26(x^2 + y^2) - 0.48xy", matyas),
    ("0.26(x²+y²) − 0.48xy", matyas),
    (".26*(x1**2 + x2**2) - .48*x1*x2", matyas),
    ("0.26 (x_1^2+x_2^2) - 0.48 x_1 x_2", matyas),
    (
        "[1 + (x+y+1)^2(19-14x+3x^2-14y+6xy+3y^2)] [30 + (2x-3y)^2(18-32x+12x^2+48y-36xy+27y^2)]",
        goldstein_price,
    ),
    (
        r"\left[1+\left(x+y+1\right)^{2}\left(19-14x+3x^{2}-14y+6xy+3y^{2}\right)\right]"
        r"\left[30+\left(2x-3y\right)^{2}\left(18-32x+12x^{2}+48y-36xy+27y^{2}\right)\right]",
        goldstein_price,
    ),
    ("-cos(x)cos(y)exp(-((x-pi)^2 + (y-pi)^2))", easom),
    ("−cos x cos y exp(−((x−π)²+(y−π)²))", easom),
    (
        r"-\cos \left(x\right)\cos \left(y\right) \exp\left(-\left(\left(x-\pi\right)^{2}"
        r" + \left(y-\pi\right)^{2}\right)\right)",
        easom,
    ),
    ("2x^2 - 1.05x^4 + x^6/6 + xy + y^2", camel),
    ("2x² − 1.05x⁴ + x⁶/6 + xy + y²", camel),
    (r"2x^{2}-1.05x^{4}+\frac{x^{6}}{6}+xy+y^{2}", camel),
    ("2*x**2 - 1.05*x**4 + x**6 / 6 + x*y + y**2", camel),
    ("sin(x+y) + (x-y)^2 - 1.5x + 2.5y + 1", mccormick),
    (r"\sin \left(x+y\right)+\left(x-y\right)^{2}-1.5x+2.5y+1", mccormick),
    ("((x^4 - 16x^2 + 5x) + (y^4 - 16y^2 + 5y))/2", styblinski_tang),
    ("½(x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)", styblinski_tang),
    (r"\frac{1}{2}(x^4-16x^2+5x+y^4-16y^2+5y)", styblinski_tang),
    (r"\frac12 (x_1^4-16x_1^2+5x_1+x_2^4-16x_2^2+5x_2)", styblinski_tang),
    ("sin^2(3πx) + (x-1)^2(1 + sin^2(3πy)) + (y-1)^2(1 + sin^2(2πy))", levy),
    ("sin²(3πx) + (x−1)²(1+sin²(3πy)) + (y−1)²(1+sin²(2πy))", levy),
    (
        r"\sin^{2} 3\pi x+\left(x-1\right)^{2}\left(1+\sin^{2} 3\pi y\right)"
        r"+\left(y-1\right)^{2}\left(1+\sin^{2} 2\pi y\right)",
        levy,
    ),
    ("log(1 + exp(-(2x - y)))", logistic),
    ("ln(1 + e^(y-2x))", logistic),
    (r"\log\left(1+e^{-(2\theta_1-\theta_2)}\right)", logistic),
    ("softplus(y - 2x)", logistic),
    ("-log(sigmoid(2*theta1 - theta2))", logistic),
    ("−ln σ(2θ₁ − θ₂)", logistic),
    ("np.log(1 + np.exp(-(2*x - y)))", logistic),
    (r"-\ln \frac{1}{1 + \mathrm{e}^{-2x + y}}", logistic),
    ("torch.log(1 + torch.exp(y - 2*x))", logistic),
]

SHORT = [
    ("x^2 + y^2", bowl),
    ("x² + y²", bowl),
    ("L1 = x^2 + y^2", bowl),
    ("L₁ = θ₁² + θ₂²", bowl),
    (r"\mathcal{L}_1(\theta) = \theta_1^2 + \theta_2^2", bowl),
    ("|x|^2 + |y|^2", bowl),
    ("|x|²+|y|²", bowl),
    ("xx + yy", bowl),
    ("x x + y y", bowl),
    ("x×x + y·y", bowl),
    (r"x \times x + y \cdot y", bowl),
    ("2x^2 + 3xy", lambda x, y: 2 * x**2 + 3 * x * y),
    ("(x-1)(x+1)", lambda x, y: x * x - 1),
    ("x(x - 1)(y + 2)", lambda x, y: x * (x - 1) * (y + 2)),
    ("sin(3x)", lambda x, y: sin(3 * x)),
    ("y²", lambda x, y: y * y),
    ("θ₁²", lambda x, y: x * x),
    ("|y-1|", lambda x, y: abs(y - 1)),
    ("|x - |y||", lambda x, y: abs(x - abs(y))),
    ("||x| - 1| + 2|y|", lambda x, y: abs(abs(x) - 1) + 2 * abs(y)),
    ("|x||y|", lambda x, y: abs(x) * abs(y)),
    ("x|y|x", lambda x, y: x * abs(y) * x),
    ("|x|/|y|", lambda x, y: abs(x) / abs(y)),
    (r"\left|x\right| + \left|2\left|y\right|\right|", lambda x, y: abs(x) + abs(2 * abs(y))),
    (r"\lvert x - 1 \rvert", lambda x, y: abs(x - 1)),
    ("√(x²+1)", lambda x, y: sqrt(x * x + 1)),
    ("√2·x + √|y|", lambda x, y: sqrt(2) * x + sqrt(abs(y))),
    (r"\sqrt{x^2 + 1}", lambda x, y: sqrt(x * x + 1)),
    ("2πx + e*x", lambda x, y: 2 * pi * x + e * x),
    ("e^x + e^-y", lambda x, y: exp(x) + exp(-y)),
    ("e^x sin(y)", lambda x, y: exp(x) * sin(y)),
    ("xe^(-x²-y²)", lambda x, y: x * exp(-x * x - y * y)),
    ("x exp(-x^2 - y^2)", lambda x, y: x * exp(-x * x - y * y)),
    (r"x e^{-x^2-y^2}", lambda x, y: x * exp(-x * x - y * y)),
    ("sinx + cosy", lambda x, y: sin(x) + cos(y)),
    ("sin x cos y", lambda x, y: sin(x) * cos(y)),
    ("xsin(y) + 2ycos(x)", lambda x, y: x * sin(y) + 2 * y * cos(x)),
    ("sin xy + sin 2x", lambda x, y: sin(x * y) + sin(2 * x)),
    ("sin2x", lambda x, y: sin(2 * x)),
    ("sin x^2", lambda x, y: sin(x * x)),
    ("sin(x)^2", lambda x, y: sin(x) ** 2),
    (r"\tanh \theta_1 + \ln\left(1 + \theta_2^2\right)", lambda x, y: tanh(x) + log(1 + y * y)),
    ("log10(x^2) + log2(y^2)", lambda x, y: log10(x * x) + log2(y * y)),
    (r"\log_{10}(x^2) + log_2(y²) + lg(x²)", lambda x, y: 2 * log10(x * x) + log2(y * y)),
    ("x^2y + x²y", lambda x, y: 2 * x * x * y),
    ("3x^2y^3", lambda x, y: 3 * x**2 * y**3),
    ("-x^2", lambda x, y: -(x**2)),
    ("2^3^2 - x⁻¹", lambda x, y: 512 - 1 / x),
    ("x ÷ 2 × y", lambda x, y: x / 2 * y),
    ("x/2*y", lambda x, y: x / 2 * y),
    ("x^1/2 + 1e−3x", lambda x, y: x / 2 + 0.001 * x),
    ("2e-3x + 1E+1y", lambda x, y: 0.002 * x + 10 * y),
    (
        r"e^{- x} \sin{\left(2 x \right)} + \left|{y}\right|",
        lambda x, y: exp(-x) * sin(2 * x) + abs(y),
    ),
    (r"\sin^{2}{\left(x \right)} + {\left(y\right)}^{2}", lambda x, y: sin(x) ** 2 + y * y),
    (r"\max\{x, y\} + np.maximum(0, x)", lambda x, y: max(x, y) + max(x, 0)),
    ("2 e - x", lambda x, y: 2 * e - x),
    ("ln sin^2 x", lambda x, y: log(sin(x) ** 2)),
    ("½x² + ¾y²", lambda x, y: x * x / 2 + 3 * y * y / 4),
    ("5 x_{1} − 3 x_{2}", lambda x, y: 5 * x - 3 * y),
    ("x1x2 + 2x1", lambda x, y: x * y + 2 * x),
    ("max(0, 1 - 2x) + relu(y)", lambda x, y: max(0, 1 - 2 * x) + max(y, 0)),
    (r"\max\left(x, y\right) - \min(x,\, 2y)", lambda x, y: max(x, y) - min(x, 2 * y)),
    (r"\operatorname{sign}(x) \quad \left(y - 1\right)", lambda x, y: (y - 1) * x / abs(x)),
]

READ = [*CLASSICS, *SHORT]
