"""The landscape as a surface and as a small picture."""

import struct
import zlib
from base64 import b64decode
from functools import cache

import numpy as np
import pytest

from app.figures import surface
from app.look.theme import DARK, LIGHT
from app.look.thumbnail import SET, UNDEFINED, pixels, thumbnail
from app.study.landscapes import PICKABLE
from samgs_core import Window
from samgs_core.survey import survey
from synthetic import (
    OneOptimum,
    TwoBowls,
)
from synthetic.formula import CustomLandscape
from tests.front.scenes import LANDSCAPE, diverged, records, surveyed

HALF = CustomLandscape(l1="log(x)", l2="(x + 1)^2 + y^2")


@cache
def seen(landscape, n=61):
    return survey(landscape, n)


def read_png(address):
    """The size, the palette and the pixels of a PNG in an address, taken apart again."""
    head, _, content = address.partition(",")
    assert head == "data:image/png;base64"
    picture, chunks, at = b64decode(content), {}, 8
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    while at < len(picture):
        length, kind = struct.unpack(">I4s", picture[at : at + 8])
        chunks[kind] = picture[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", picture[at + 8 + length : at + 12 + length])
        assert check == zlib.crc32(kind + chunks[kind])
        at += 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    return np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3), rows[:, 1:]


@pytest.mark.parametrize("contoured", ["sum", "L1", "L2"])
def test_paths_run_on_the_surface_at_the_height_of_their_losses(contoured):
    shown = surface.data(LANDSCAPE, surveyed(), records(), contoured)
    weights = {"sum": (1, 1), "L1": (1, 0), "L2": (0, 1)}[contoured]
    room = shown.high - shown.low
    for record, ends in zip(records(), shown.ends, strict=True):
        height = np.clip(record.losses[:, -1] @ weights, shown.low, shown.high)
        np.testing.assert_allclose(ends[:, 2], height + surface.LIFT * room, rtol=1e-4, atol=1e-3)
    assert np.nanmin(shown.z) >= shown.low - 1e-3 and np.nanmax(shown.z) <= shown.high + 1e-3


def test_paths_leave_the_surface_where_they_leave_the_window():
    class Narrow(OneOptimum):
        window = Window(-11.0, 0.0, -11.0, 11.0)

    shown = surface.data(Narrow(), surveyed(), records())
    for record, ends in zip(records(), shown.ends, strict=True):
        np.testing.assert_array_equal(np.isnan(ends[:, 2]), record.x[:, -1, 0] > 0)
    assert any(np.isnan(ends).any() for ends in shown.ends)


def test_a_diverged_run_ends_in_a_cross_outside_the_surface():
    shown = surface.data(TwoBowls(), seen(TwoBowls()), diverged())
    for ends in shown.ends:
        assert np.isnan(ends[:, 2]).all()
    figure = surface.figure(shown, DARK)
    assert {symbol for trace in figure.data[2::2] for symbol in trace.marker.symbol} == {"x"}


def test_the_surface_is_told_in_words():
    told = surface.alt(surface.data(LANDSCAPE, surveyed(), records()))
    assert told.startswith("The landscape One optimum as a surface whose height is L₁ + L₂.")
    assert "SAM-GS: " in told and "nan" not in told


@pytest.mark.parametrize("landscape", PICKABLE, ids=lambda cls: cls.key)
def test_every_landscape_has_a_small_picture_that_is_its_own(landscape):
    palette, rows = read_png(thumbnail(landscape(), LIGHT))
    assert rows.max() < len(palette)
    assert (rows == SET).any() and not (rows == UNDEFINED).any()
    assert len(thumbnail(landscape(), LIGHT)) < 6_000
    assert thumbnail(landscape(), LIGHT) != thumbnail(landscape(), DARK)
    others = [each for each in PICKABLE if each is not landscape]
    assert thumbnail(landscape(), LIGHT) not in [thumbnail(each(), LIGHT) for each in others]


def test_a_picture_has_its_highest_row_on_top_and_is_lighter_where_the_loss_is_low():
    slope = CustomLandscape(l1="y", l2="y")
    palette, rows = read_png(thumbnail(slope, LIGHT))
    brightness = palette.astype(int).sum(axis=1)[rows]
    assert brightness[2].mean() < brightness[-5].mean()
    assert (pixels(HALF)[:, :75] >= 15).all()  # lines and the colour of what is undefined
