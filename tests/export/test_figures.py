"""Figures for papers: their size and fonts, the same bytes twice, and the points of the runs."""

import io
import re
import warnings
from xml.etree import ElementTree

import numpy as np
import pytest
from pypdf import PdfReader

from app.export.figure import caption, figure
from app.export.order import Order
from app.export.paper.catalogue import PAPERS, paper_of
from app.export.paper.explore import TITLES
from app.export.paper.layout import WIDTHS, sheet
from app.export.paper.sheet import drawing
from app.figures import loss_space, parameter_space
from app.figures.paths import paths
from app.files import map_files
from app.files.runs import runs
from app.runs.records import survey_of
from app.study.link import decode
from tests.front.file_queries import Here

SVG = "{http://www.w3.org/2000/svg}"
SHORT = {"steps": "60"}
PLANES = (parameter_space.KEY, loss_space.KEY)


def study_of(query):
    linked = decode(query)
    assert not linked.notices
    return linked.study


@pytest.fixture(scope="module")
def files():
    """The figure of a short study by kind and width."""
    return {key: made(*key) for key in (("svg", "page"), ("pdf", "page"), ("png", "column"))}


def made(kind, width):
    return figure(study_of(SHORT), kind, Order(panels=PLANES, width=width))


@pytest.mark.parametrize("key", [("svg", "page"), ("pdf", "page")])
def test_the_same_figure_is_the_same_bytes(files, key):
    assert made(*key) == files[key]


def test_a_page_has_exactly_its_width_and_all_its_fonts(files):
    (page,) = PdfReader(io.BytesIO(files["pdf", "page"])).pages
    assert float(page.mediabox.width) == pytest.approx(72 * WIDTHS["page"])
    fonts = [each.get_object() for each in page["/Resources"]["/Font"].get_object().values()]
    assert fonts
    for font in fonts:
        (inner,) = font["/DescendantFonts"].get_object()
        assert font["/Subtype"] == "/Type0" and "DejaVu" in font["/BaseFont"]
        assert "/FontFile2" in inner.get_object()["/FontDescriptor"].get_object()


def test_a_picture_has_300_dots_an_inch_and_says_what_it_is(files):
    from PIL import Image

    picture = Image.open(io.BytesIO(files["png", "column"]))
    assert picture.width == 300 * WIDTHS["column"]
    assert picture.getpixel((0, 0))[:3] == (255, 255, 255)
    assert "60 steps of Adam" in picture.text["Description"]
    assert picture.text["Source"] == "?v=1&steps=60"


def test_text_is_text_and_nothing_has_a_date(files):
    text = files["svg", "page"].decode()
    assert ">a  Parameter space</text>" in text and ">SAM-GS</text>" in text
    assert "<dc:date>" not in text and "60 steps of Adam" in text


@pytest.mark.parametrize("plane", PLANES)
def test_drawn_paths_are_the_points_of_the_records(files, plane):
    study = study_of(SHORT)
    drawn = ElementTree.fromstring(files["svg", "page"])
    found, expected = [], []
    for each in runs(study):
        record, survey = each.record, survey_of(study.landscape)
        own, window = record.x, study.landscape.window
        if plane == loss_space.KEY:
            own, window = record.losses, loss_space.data(study.landscape, survey, [record]).window
        points = paths(record, own, window, study.focus - 1).points
        expected.append(points[~np.isnan(points).any(1)])
        (group,) = drawn.iterfind(f".//{SVG}g[@id='{plane}-{each.method.key}']")
        data = " ".join(path.get("d") for path in group.iter(f"{SVG}path"))
        found.append(np.array(re.findall(r"[ML] (\S+) (\S+)", data), dtype=float))
        to_record = np.abs(own.reshape(-1, 1, 2) - expected[-1]).max(-1).min(0)
        assert to_record.max() < 1e-5  # single precision
    assert [len(each) for each in found] == [len(each) for each in expected]
    for axis in (0, 1):  # the axes of all methods are the same, and linear
        x, y = (np.concatenate(each)[:, axis].astype(float) for each in (expected, found))
        slope, shift = np.polyfit(x, y, 1)
        assert np.abs(slope * x + shift - y).max() < 0.01  # of a point on paper
        assert (slope > 0) == (axis == 0)


SEVEN = "ls,pcgrad,mgda,cagrad,imtl-g,nash-mtl,sam-gs"
WILD = {"optimizer": "sgd", "optimizer.lr": "200", "clip": "none", "landscape": "rosenbrock-pair"}
EVERY = (
    ("explore", SHORT, "column"),
    ("explore", SHORT | {"methods": "none"}, "page"),
    ("explore", SHORT | WILD, "column"),
    ("explore", SHORT | {"methods": SEVEN}, "column"),
    ("vectors", {}, "column"),
    ("vectors", {"vectors.g3": "1,1", "vectors.methods": "none"}, "page"),
    ("maps", {"map.kind": "regimes"}, "column"),
    ("maps", {"steps": "20", "map.side": "5"}, "page"),
    ("your-run", {}, "column"),
)  # fmt: skip


@pytest.mark.parametrize(("page", "query", "width"), EVERY)
def test_every_page_is_drawn_without_a_warning_and_inside_the_sheet(
    page, query, width, monkeypatch
):
    monkeypatch.setattr(map_files, "WORKERS", Here())
    study, paper = study_of(query), paper_of(page)
    with drawing(), warnings.catch_warnings():
        warnings.simplefilter("error")  # of panels that have no room
        chosen = PLANES if query.get("methods") == SEVEN else tuple(paper.choices(study))
        made = sheet(paper.drawn(study, chosen, False).drawing, width)
        made.set_dpi(72)
        made.draw_without_rendering()
        whole = made.get_tightbbox()
    across, up = made.get_size_inches()
    assert whole.x0 > -0.02 and whole.y0 > -0.02
    assert whole.x1 < across + 0.02 and whole.y1 < up + 0.02


def test_a_caption_says_every_setting_and_the_link():
    query = SHORT | {"sam-gs.gamma": "0.3", "noise": "0.1", "seed": "7", "clip": "none"}
    text = caption(study_of(query))
    for words in (
        "(a) Parameter space; (b) Loss space",
        "60 steps of Adam (Learning rate 0.02",
        "not clipped, gradient noise 0.1; seed 7, float64.",
        "SAM-GS (Threshold γ 0.3, β₁ 0.9, β₂ 0.99",
        "Starts: (−8, 5), (−3, 7.5)",
        "Steps taken by ",
        "Gradient surgery explorer 0.1.0 with torch ",
        "?v=1&sam-gs.gamma=0.3&steps=60&clip=none&noise=0.1&seed=7",
    ):
        assert words in text
    assert "<" not in text and "*" not in text
    assert caption(study_of(SHORT), Order(link="https://a.example/?x")).endswith("a.example/?x")


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (
            Order(page="methods"),
            "page must be one of explore, vectors, maps, recon, your-run; got",
        ),
        (Order(panels=("moon",)), f"panels must be one of {', '.join(TITLES)}; got 'moon'."),
        (Order(width="wall"), "width must be one of column, page; got 'wall'."),
    ],
)
def test_a_figure_that_there_is_not_is_refused(order, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        figure(study_of(SHORT), "png", order)


def test_every_page_has_panels_with_titles():
    for paper in PAPERS:
        assert all(paper.choices(study_of({})).values())
