"""A study as TikZ: a document for pgfplots, and its points as CSV files beside it."""

from collections.abc import Iterator, Sequence

import numpy as np

from app.export.caption import source_words, study_words
from app.export.data.zipped import zipped
from app.figures import loss_space, parameter_space
from app.figures.paths import Paths
from app.files.runs import runs
from app.look.swatch import dashes
from app.look.theme import LIGHT, look_of
from app.runs.records import survey_of
from app.study.study import Study
from samgs_core.landscape import Window
from samgs_core.method import Method

PT = 0.42
"""Points of a line for each pixel on the screen."""
MARKS = {"circle": "*", "square": "square*", "triangle-up": "triangle*", "diamond": "diamond*"}
"""Those that pgfplots knows; the others are a pentagon, told apart by colour and dash."""
HEAD = r"""\documentclass[border=2pt]{standalone}
\usepackage{pgfplots}
\usepgfplotslibrary{groupplots}
\pgfplotsset{compat=1.16}
"""


def tikz(study: Study, link: str) -> bytes:
    """A ZIP with ``figure.tex``, its tables and the caption; ``ValueError`` without a method."""
    if not study.drawn:
        raise ValueError("No method is drawn: there is nothing to draw.")
    results, survey = runs(study), survey_of(study.landscape)
    records = [each.record for each in results]
    space = parameter_space.data(study.landscape, survey, study.points, records)
    plane = loss_space.data(study.landscape, survey, records)
    limits = Window(*(10**each for each in plane.window)) if plane.is_log else plane.window
    parts = (
        ("space", space.methods, space.pareto_set.points, space.starts, space.goals),
        ("loss", plane.methods, plane.front.points, plane.starts, plane.goals),
    )
    files: dict[str, bytes] = {}
    for name, methods, band, starts, goals in parts:
        tables = {f"{name}-{each.method.key}": each.points for each in methods}
        tables |= {f"{name}-ends-{each.method.key}": each.ends for each in methods}
        tables |= {f"{name}-pareto": band, f"{name}-starts": starts, f"{name}-goals": goals}
        files |= {f"{key}.csv": _csv(points) for key, points in tables.items()}
    axes = [
        _axis("space", "Parameter space", r"\theta", study.landscape.window, space.methods, True),
        _axis("loss", "Loss space", "L", limits, plane.methods, False, plane.is_log),
    ]
    words = f"{study_words(study, results)} {source_words(link)}\n"
    files["figure.tex"] = _document(axes, study.drawn).encode()
    files["caption.txt"] = words.encode()
    return zipped(dict(sorted(files.items())))


def _document(axes: Sequence[str], methods: Sequence[type[Method]]) -> str:
    colours = "".join(
        f"\\definecolor{{{_name(m)}}}{{HTML}}{{{LIGHT.colour(m)[1:]}}}\n" for m in methods
    )
    rest = (("band", LIGHT.band), ("ink", LIGHT.text), ("rim", LIGHT.contour))
    colours += "".join(f"\\definecolor{{{n}}}{{HTML}}{{{c[1:]}}}\n" for n, c in rest)
    style = (
        "group style={group size=2 by 1, horizontal sep=1.3cm}, width=8.2cm, height=7.4cm,\n"
        "  font=\\footnotesize, unbounded coords=jump,\n"
        "  axis line style={draw=rim}, legend style={draw=none, font=\\scriptsize},\n"
        "  clip marker paths,"
    )
    body = "\n".join(axes)
    return (
        f"{HEAD}{colours}\\begin{{document}}\n\\begin{{tikzpicture}}\n"
        f"\\begin{{groupplot}}[{style}\n]\n{body}\n\\end{{groupplot}}\n"
        "\\end{tikzpicture}\n\\end{document}\n"
    )


def _axis(
    name: str,
    title: str,
    symbol: str,
    window: Window,
    methods: Sequence[Paths],
    is_equal: bool,
    is_log: bool = False,
) -> str:
    x_low, x_high, y_low, y_high = (f"{each:.6g}" for each in window)
    options = [
        f"title={{{title}}}, xlabel={{${symbol}_1$}}, ylabel={{${symbol}_2$}}",
        f"xmin={x_low}, xmax={x_high}, ymin={y_low}, ymax={y_high}",
    ]
    options += ["axis equal image"] if is_equal else ["legend pos=north east"]
    options += ["xmode=log, ymode=log"] if is_log else []
    return "\n".join(
        [f"\\nextgroupplot[{', '.join(options)}]", *_plots(name, methods, not is_equal)]
    )


def _plots(name: str, methods: Sequence[Paths], has_key: bool) -> Iterator[str]:
    yield _plot("draw=band, line width=3pt, opacity=0.75, forget plot", f"{name}-pareto")
    for each in methods:
        look = look_of(each.method)
        pattern = " ".join(
            f"{'off' if place % 2 else 'on'} {PT * part:.2f}pt"
            for place, part in enumerate(dashes(look))
        )
        dash = f", dash pattern={pattern}" if pattern else ""
        width = f"line width={PT * look.width:.2f}pt"
        yield _plot(f"draw={_name(each.method)}, {width}{dash}", f"{name}-{each.method.key}")
        if has_key:
            yield f"\\addlegendentry{{{each.method.title}}}"
    yield _dots("*", 1.6, "draw=ink, fill=white", f"{name}-starts")
    for each in methods:
        mark = MARKS.get(look_of(each.method).marker, "pentagon*")
        colour = _name(each.method)
        yield _dots(mark, 1.6, f"draw=white, fill={colour}", f"{name}-ends-{each.method.key}")
    yield _dots("star", 3, "draw=ink", f"{name}-goals")


def _plot(look: str, table: str) -> str:
    return f"\\addplot[{look}] table[col sep=comma] {{{table}.csv}};"


def _dots(mark: str, size: float, look: str, table: str) -> str:
    options = f"only marks, mark={mark}, mark size={size}pt, mark options={{{look}}}"
    return _plot(f"{options}, forget plot", table)


def _name(method: type[Method]) -> str:
    return "m" + "".join(letter for letter in method.key if letter.isalpha())


def _csv(points: np.ndarray) -> bytes:
    """Two columns; a row of nan lifts the pen."""
    rows = "".join(f"{x:.7g},{y:.7g}\n" for x, y in np.asarray(points, dtype=float).tolist())
    return ("x,y\n" + (rows or "nan,nan\n")).encode()
