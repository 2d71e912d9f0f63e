"""What do the networks see in examples that none of them has learned from?"""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np

from app.figures.train import pixels
from app.look.png import address_of, png
from samgs_core.benchmark.task import Task
from samgs_core.benchmark.tasks import Classification

KEY = "train-examples"
TITLE = "Examples of the test set"
IMAGE, TRUTH = "image", "truth"


class Tile(NamedTuple):
    """A picture [H, W, 3] uint8, or a word in its place; and how right it is, in words."""

    picture: np.ndarray | None
    word: str
    note: str
    is_right: bool = True


class Row(NamedTuple):
    """One task of an example: the truth, and what each network makes of it."""

    title: str
    tiles: tuple[Tile, ...]


class Example(NamedTuple):
    """One example: what goes into the networks, and a row for each task."""

    image: np.ndarray  # [H, W, 3] uint8
    rows: tuple[Row, ...]


class Examples(NamedTuple):
    """Examples side by side; ``columns`` are the truth and the networks."""

    columns: tuple[str, ...]
    examples: tuple[Example, ...]


Seen = tuple[str, Sequence[np.ndarray]]
"""A network's title, and its outputs by task, each [n, ...]."""


def data(
    images: np.ndarray, tasks: Sequence[Task], targets: Sequence[np.ndarray], seen: Sequence[Seen]
) -> Examples:
    """The first n examples: images [n, C, H, W] and targets by task, each [n, ...]."""
    return Examples(
        (TRUTH, *(title for title, _ in seen)),
        tuple(_example(images[i], tasks, targets, seen, i) for i in range(len(images))),
    )


def markup(shown: Examples) -> str:
    """The examples as HTML: a table for each."""
    tables = [_table(each, i, shown) for i, each in enumerate(shown.examples, start=1)]
    n_pictures = len(shown.columns) + 1
    return (
        f'<div class="train-examples" style="--pictures: {n_pictures}">'
        f"<div>{''.join(tables)}</div></div>"
    )


def _example(
    image: np.ndarray,
    tasks: Sequence[Task],
    targets: Sequence[np.ndarray],
    seen: Sequence[Seen],
    i: int,
) -> Example:
    rows = []
    for k, (task, target) in enumerate(zip(tasks, targets, strict=True)):
        outputs = [outputs[k][i] for _, outputs in seen]
        rows.append(Row(task.title, _tiles(task, target[i], outputs)))
    return Example(pixels.image(image), tuple(rows))


def _tiles(task: Task, target: np.ndarray, outputs: Sequence[np.ndarray]) -> tuple[Tile, ...]:
    if isinstance(task, Classification):
        true = int(target)
        found = [int(output.argmax()) for output in outputs]
        told = [Tile(None, str(each), _right(each == true), each == true) for each in found]
        return (Tile(None, str(true), ""), *told)
    drawing = pixels.drawing(task, target)
    return (
        Tile(drawing.truth, "", ""),
        *(Tile(drawing.of(output), "", drawing.note(output)) for output in outputs),
    )


def _right(is_right: bool) -> str:
    return "right" if is_right else "wrong"


def _table(example: Example, number: int, shown: Examples) -> str:
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in (IMAGE, *shown.columns))
    image = _picture(example.image, f"Test image {number}")
    span = f'<td rowspan="{len(example.rows)}">{image}</td>'
    lines = []
    for place, row in enumerate(example.rows):
        named = zip(shown.columns, row.tiles, strict=True)
        cells = [f"<td>{_tile(tile, f'{row.title}, {title}')}</td>" for title, tile in named]
        lines.append(
            f'<tr><th scope="row">{escape(row.title)}</th>{"" if place else span}{"".join(cells)}'
            "</tr>"
        )
    return (
        f'<table aria-label="Test example {number}"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _tile(tile: Tile, title: str) -> str:
    told = escape(f"{title}: {tile.note}" if tile.note else title)
    if tile.picture is None:
        kind = "right" if tile.is_right else "wrong"
        mark = "" if tile.is_right else " ✗"
        return f'<span class="{kind}" title="{told}">{escape(tile.word)}{mark}</span>'
    return _picture(tile.picture, told)


def _picture(picture: np.ndarray, alt: str) -> str:
    return f'<img src="{address_of(png(picture))}" alt="{alt}" title="{alt}">'
