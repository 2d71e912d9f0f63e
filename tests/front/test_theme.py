"""The palette keeps what it promises: contrast, and colours apart for every kind of vision."""

import re
from itertools import combinations
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import plotly.graph_objects as go
import pytest

from app.look.swatch import swatch
from app.look.theme import DARK, LIGHT, LOOKS, THEMES, look_of, see_through
from samgs_core.methods import METHODS

VISIONS = {
    "normal": np.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""How linear RGB is seen at full severity: Machado, Oliveira and Fernandes 2009."""
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
FIRST, FIRST_SIX, FIRST_NINE = 3, 6, 9
SAME_DASH = {FIRST_NINE: 16.5, len(LOOKS): 13.4}
"""The least distance of two methods that share a dash pattern, among so many looks."""
APART = {FIRST_NINE: 9.5, len(LOOKS): 6.6}
"""The least distance of any two methods, among so many looks."""


def linear(colour):
    """Linear RGB in [0, 1] of a colour #RRGGBB."""
    values = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(colour, background):
    """The contrast ratio of WCAG, from 1 to 21."""
    dark, light = sorted(TO_XYZ[1] @ linear(each) for each in (colour, background))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb):
    """CIELAB of linear RGB, white point D65."""
    xyz = TO_XYZ @ np.clip(rgb, 0, 1) / TO_XYZ.sum(axis=1)
    x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def ciede2000(one, other):
    """The colour difference of two CIELAB colours: Sharma, Wu and Dalal 2005."""
    (light1, a1, b1), (light2, a2, b2) = one, other
    faint = 25.0**7
    grey = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(grey**7 / (grey**7 + faint))
    chroma1, chroma2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    hue1, hue2 = (np.degrees(np.arctan2(b, stretch * a)) for a, b in ((a1, b1), (a2, b2)))
    is_grey = chroma1 * chroma2 == 0
    turn = 0 if is_grey else (hue2 - hue1 + 180) % 360 - 180
    hue = hue1 + hue2 if is_grey else hue1 + turn / 2
    light, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    cos = [np.cos(np.radians(angle)) for angle in (hue - 30, 2 * hue, 3 * hue + 6, 4 * hue - 63)]
    weigh = 1 + np.array([-0.17, 0.24, 0.32, -0.20]) @ cos
    light_step = (light2 - light1) / (1 + 0.015 * (light - 50) ** 2 / np.hypot(20**0.5, light - 50))
    chroma_step = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    hue_step = 2 * np.sqrt(chroma1 * chroma2) * np.sin(np.radians(turn / 2))
    hue_step /= 1 + 0.015 * chroma * weigh
    bend = np.sin(np.radians(60 * np.exp(-((((hue % 360) - 275) / 25) ** 2))))
    cross = -2 * np.sqrt(chroma**7 / (chroma**7 + faint)) * bend * chroma_step * hue_step
    return np.sqrt(light_step**2 + chroma_step**2 + hue_step**2 + cross)


def distance(one, other):
    """The least difference of two colours #RRGGBB over the four kinds of vision."""
    seen = [(lab(vision @ linear(one)), lab(vision @ linear(other))) for vision in MATRICES]
    return min(ciede2000(*pair) for pair in seen)


MATRICES = [np.array(matrix) for matrix in VISIONS.values()]


def least(looks, theme):
    colours = [theme.colour(look.method) for look in looks]
    return min(distance(*pair) for pair in combinations(colours, 2))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_the_colour_difference_is_that_of_the_published_pairs(one, other, expected):
    assert ciede2000(one, other) == pytest.approx(expected, abs=1e-4)


def test_every_method_has_one_look():
    assert sorted(look.method.key for look in LOOKS) == sorted(method.key for method in METHODS)
    assert [look_of(method).method for method in METHODS] == list(METHODS)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.method.key)
def test_every_method_stands_out_from_the_page(look, theme):
    assert contrast(theme.colour(look.method), theme.page) >= 3


@pytest.mark.parametrize(
    ("theme", "n", "apart"),
    [(LIGHT, FIRST, 39.5), (LIGHT, FIRST_SIX, 16.8), (DARK, FIRST, 16.9), (DARK, FIRST_SIX, 16.9)],
)
def test_the_first_methods_are_apart_for_every_kind_of_vision(theme, n, apart):
    assert least(LOOKS[:n], theme) >= apart


@pytest.mark.parametrize("n", APART)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_all_methods_are_apart_for_every_kind_of_vision(theme, n):
    assert least(LOOKS[:n], theme) >= APART[n]


@pytest.mark.parametrize("n", SAME_DASH)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_methods_that_share_a_dash_are_far_apart_in_colour(theme, n):
    for one, other in combinations(LOOKS[:n], 2):
        if one.dash == other.dash:
            assert distance(theme.colour(one.method), theme.colour(other.method)) >= SAME_DASH[n]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.method.key)
def test_every_marker_can_be_drawn_beside_a_name_and_by_plotly(look):
    go.Scatter(marker={"symbol": look.marker}, line={"dash": look.dash})
    (encoded,) = re.findall(r'src="data:image/svg\+xml,(.*?)"', swatch(look, "#123456", "#FFFFFF"))
    line, mark = ElementTree.fromstring(unquote(encoded))
    assert line.get("stroke") == "#123456" and float(line.get("stroke-width")) == look.width
    assert "#123456" in (mark.get("fill"), mark.get("stroke"))


def test_no_marker_is_that_of_a_start_an_optimum_or_a_diverged_run():
    markers = {look.marker for look in LOOKS}
    assert not markers & {"circle-open", "star", "star-open", "x-open"}


def test_no_two_swatches_look_the_same():
    pictures = {swatch(look, "#123456", "#FFFFFF") for look in LOOKS}
    assert len(pictures) == len(LOOKS)


def test_no_two_methods_share_a_marker():
    assert len({look.marker for look in LOOKS}) == len(LOOKS)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_is_readable_and_the_front_is_visible(theme):
    assert contrast(theme.text, theme.page) >= 7
    assert contrast(theme.muted, theme.page) >= 4.5
    assert contrast(theme.muted, theme.tint) >= 4.5
    assert contrast(theme.on_primary, theme.primary) >= 4.5
    assert contrast(theme.band, theme.page) >= 3
    assert contrast(theme.ring, theme.page) >= 3


def test_an_opacity_is_added_to_a_colour():
    assert see_through("#D55E00", 0.25) == "rgba(213,94,0,0.25)"
