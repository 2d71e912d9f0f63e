"""A study as an animation for slides: every frame is drawn, so that none is lost."""

import io
import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from PIL import Image

from app.export.caption import source_words, study_words
from app.export.paper.marks import Style, cross, entry, method_stamp, quiet, stroke
from app.export.paper.planes import draw_loss_space, draw_parameter_space
from app.export.paper.sheet import drawing
from app.figures import loss_space, parameter_space
from app.figures.loss_space import WHOLE
from app.files.runs import runs
from app.files.waiting import BUSY, NotYet
from app.look.theme import LIGHT
from app.runs.records import survey_of
from app.study.study import Study
from samgs_core.record import Record

SIZES = {"slide": (1280, 720), "small": (800, 450)}
"""In pixels."""
KINDS = ("gif", "webp")
RATE = 15
"""Frames a second."""
LEAST, MOST = 2, 15
"""Seconds that an animation lasts."""
HOLD = 1.5
"""Seconds for which the last frame stays."""
MAX_POINTS = 400
"""Of one path."""
NEARLY_WHITE = 244
"""Of 255: a GIF has few colours, and so light ones are the page's white."""
DESCRIPTION = 0x010E
"""Where a picture keeps its description."""
PATIENCE = 20.0
"""Seconds for which somebody waits while another one's study is filmed."""
SCALE = 1.9
"""How much larger things are on a slide than on paper, at its full size."""
_turn = threading.Semaphore()


class Film(NamedTuple):
    """How a study is filmed."""

    seconds: int = 6
    size: str = "slide"
    is_looped: bool = True

    def check(self) -> None:
        """Raise ``ValueError`` with the rule that a number breaks."""
        if not LEAST <= self.seconds <= MOST:
            raise ValueError(f"seconds must lie in [{LEAST}, {MOST}]; got {self.seconds}.")
        if self.size not in SIZES:
            raise ValueError(f"size must be one of {', '.join(SIZES)}; got {self.size[:40]!r}.")


class Track(NamedTuple):
    """The paths of one method through a plane, and what draws them."""

    steps: np.ndarray  # [E]
    stopped: np.ndarray  # [B]
    points: np.ndarray  # [B, E, 2]
    line: Line2D
    tips: Line2D
    ends: Line2D  # of those that diverged

    def put(self, step: float) -> None:
        """Show the paths up to a step."""
        pieces, tips = [], []
        for path, stopped in zip(self.points, self.stopped, strict=True):
            at = min(step, float(stopped))
            tip = [np.interp(at, self.steps, path[:, k]) for k in (0, 1)]
            pieces += [path[self.steps <= at], [tip], [[np.nan, np.nan]]]
            tips.append(tip)
        self.line.set_data(*np.concatenate(pieces).T)
        is_lost = (self.stopped < self.steps[-1]) & (self.stopped <= step)
        self.tips.set_data(*np.array(tips)[~is_lost].T)
        self.ends.set_data(*np.array(tips)[is_lost].T)


def animation(study: Study, kind: str, film: Film, link: str) -> bytes:
    """The animation as ``gif`` or ``webp``, with its caption inside; the same bytes every time.

    Raises ``ValueError`` for what cannot be filmed, and ``NotYet`` while others are.
    """
    film.check()
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {kind[:40]!r}.")
    if not study.drawn:
        raise ValueError("No method is drawn: there is nothing to film.")
    results = runs(study)
    records = [each.record for each in results]
    words = f"{study_words(study, results)} {source_words(link)}"
    if not _turn.acquire(timeout=PATIENCE):
        raise NotYet(BUSY)
    try:
        return _written(list(frames(study, records, film)), kind, film, words)
    finally:
        _turn.release()


def frames(study: Study, records: Sequence[Record], film: Film) -> Iterator[Image.Image]:
    """All pictures, the last of which stays."""
    with drawing():
        figure, tracks, told = _stage(study, records, film)
        canvas = FigureCanvasAgg(figure)
        moving: list[Artist] = [told[0], told[1]]
        moving += [a for track in tracks for a in (track.line, track.tips, track.ends)]
        for artist in moving:
            artist.set_animated(True)
        canvas.draw()
        ground = canvas.copy_from_bbox(figure.bbox)
    n = film.seconds * RATE
    for frame in range(n + 1):
        step = study.steps * frame / n
        with drawing():  # others draw between two frames
            canvas.restore_region(ground)
            for track in tracks:
                track.put(step)
            told[0].set_text(f"step {round(step):,} of {study.steps:,}")
            told[1].set_xdata((0, frame / n))
            for artist in sorted(moving, key=lambda each: each.get_zorder()):
                figure.draw_artist(artist)
            pixels = np.asarray(canvas.buffer_rgba())[..., :3].copy()
        yield Image.fromarray(pixels)


def _stage(
    study: Study, records: Sequence[Record], film: Film
) -> tuple[Figure, list[Track], tuple]:
    """The figure with everything that stays, the tracks, and the words and bar of the step."""
    width, height = SIZES[film.size]
    dpi = 100 * SCALE * width / SIZES["slide"][0]
    figure = Figure(figsize=(width / dpi, height / dpi), dpi=dpi, facecolor=LIGHT.page)
    survey = survey_of(study.landscape)
    space = parameter_space.data(study.landscape, survey, study.points, (), None, study.contours)
    plane = loss_space.data(study.landscape, survey, records)
    left = figure.add_axes((0.065, 0.2, 0.41, 0.7))
    right = figure.add_axes((0.57, 0.2, 0.41, 0.7))
    for ax in (left, right):
        quiet(ax)
    draw_parameter_space(left, space, ())
    draw_loss_space(right, plane, ())
    left.set_title(study.landscape.title, loc="left", fontsize=8)
    right.set_title("Loss space", loc="left", fontsize=8)
    key = [entry(type(r.experiment.method), r.experiment.method.title) for r in records]
    figure.legend(
        handles=key, loc="lower center", ncols=min(len(key), 6), frameon=False, fontsize=7
    )
    tracks = [_track(left, r, r.x, 1.0) for r in records]
    tracks += [_track(right, r, r.losses, WHOLE.width) for r in records]
    words = figure.text(0.98, 0.965, "", ha="right", va="top", fontsize=7, color=LIGHT.muted)
    bar = Line2D((0, 0), (1, 1), transform=figure.transFigure, color=LIGHT.primary, linewidth=3)
    figure.add_artist(bar)
    return figure, tracks, (words, bar)


def _track(ax: Axes, record: Record, points: np.ndarray, width: float) -> Track:
    n = len(record.steps)
    entries = np.unique(np.linspace(0, n - 1, min(n, MAX_POINTS)).round().astype(int))
    method = type(record.experiment.method)
    style: Style = {"zorder": 3}
    (line,) = ax.plot([], [], zorder=2, **stroke(method, width))
    (tips,) = ax.plot([], [], **style, **method_stamp(method, 5))
    (ends,) = ax.plot([], [], **style, **cross(LIGHT.colour(method), 5))
    own = points[:, entries]
    return Track(record.steps[entries], record.stopped_at, own, line, tips, ends)


def _written(pictures: list[Image.Image], kind: str, film: Film, words: str) -> bytes:
    out = io.BytesIO()
    durations = [1000 // RATE] * (len(pictures) - 1) + [round(1000 * HOLD)]
    shared: Style = {"save_all": True, "duration": durations}
    if kind == "webp":
        first, *others = pictures
        told = Image.Exif()
        told[DESCRIPTION] = words
        look: Style = {"quality": 80, "method": 1, "exif": told}
        first.save(
            out, "WEBP", append_images=others, loop=int(not film.is_looped), **shared, **look
        )
        return out.getvalue()
    palette = _palette(pictures[-1])
    first, *others = (p.quantize(palette=palette, dither=Image.Dither.NONE) for p in pictures)
    endless: Style = {"loop": 0} if film.is_looped else {}
    comment: Style = {"comment": words.encode()}
    first.save(out, "GIF", append_images=others, optimize=False, **shared, **endless, **comment)
    return out.getvalue()


def _palette(picture: Image.Image) -> Image.Image:
    """The colours of a picture, the lightest ones white: one set for all frames."""
    reduced = picture.quantize(255, dither=Image.Dither.NONE)
    colours = np.array(reduced.getpalette()).reshape(-1, 3)
    colours[colours.min(1) >= NEARLY_WHITE] = 255
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours.reshape(-1).tolist())
    return palette
