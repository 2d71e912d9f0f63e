"""Short links: what they stand for, how long, and that they lead nowhere else."""

import base64
import subprocess
import sys
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
import segno
import zxingcpp

from app.files.base_path import below_base
from app.share import links
from app.share.address import Here, Target, in_code, read_target
from app.share.allowance import Allowance
from app.share.codes import ALPHABET, LENGTH, read_code
from app.share.links import known, shortened, target_of
from app.share.qr import QUIET, code_of, drawn
from app.share.refused import Refused
from app.share.routes import NO_LINK, routes
from app.share.store import LINK_LIFE, NOWHERE, Store, folder_of
from app.study.link import decode
from tests.front.asking import ask

STUDY = decode({"steps": "200", "sam-gs.gamma": "0.3"}).study


def follow(store, code, place="c"):
    return ask(routes(lambda: store), f"/{place}/{code}")


@pytest.mark.parametrize("page", ["explore", "vectors", "maps", "recon"])
def test_a_short_link_leads_to_the_page_and_the_study(store, page):
    target = Target(page, STUDY)
    code = shortened(store, str(target))
    assert len(code) == LENGTH and set(code) <= set(ALPHABET)
    for spelt, place in ((code, "c"), (code.upper(), "C")):
        answer = follow(store, spelt, place)
        assert answer.status == 302 and answer.headers["cache-control"] == "no-store"
        there = urlsplit(answer.headers["location"])
        assert (there.scheme, there.netloc) == ("", "")
        assert there.path == ("../" if page == "explore" else f"../{page}")
        assert decode(dict(parse_qsl(there.query))) == (STUDY, ())
    assert read_target(target_of(store, code)) == target


def test_a_study_has_one_code(store):
    codes = [shortened(store, str(Target("explore", STUDY))) for _ in range(3)]
    assert len({*codes, known(store, str(Target("explore", STUDY)))}) == 1
    other = shortened(store, str(Target("maps", STUDY)))
    assert other != codes[0] and known(store, str(Target("recon", STUDY))) is None


@pytest.mark.parametrize("text", ["", "k7f", "k7f33", "k7f0", "k7fé", "//ab", "K7F!", "k7f3" * 900])
def test_what_is_no_code_is_told(store, text):
    assert read_code(text) is None
    answer = follow(store, text) if "/" not in text and text else None
    if answer:
        assert answer.status == 404 and NO_LINK in unescape(answer.body.decode())
        assert "location" not in answer.headers


def test_a_link_lives_as_long_as_it_is_followed(store, clock):
    code = shortened(store, "?v=1")
    for _ in range(3):
        clock.at += 0.9 * LINK_LIFE
        assert target_of(store, code) == "?v=1"
    clock.at += 1.1 * LINK_LIFE
    assert target_of(store, code) is None and known(store, "?v=1") is None
    assert follow(store, code).status == 404


def test_there_is_an_end_to_how_many_and_how_long(store, clock, monkeypatch):
    monkeypatch.setattr(links, "MAX_AN_HOUR", 3)
    monkeypatch.setattr(links, "MAX_LINKS", 5)
    codes = [shortened(store, f"?v=1&steps={n}") for n in range(1, 4)]
    with pytest.raises(Refused, match="within the last hour. The long link works"):
        shortened(store, "?v=1&steps=9")
    assert shortened(store, "?v=1&steps=1") == codes[0]
    clock.at += 3_601
    codes += [shortened(store, f"?v=1&steps={n}") for n in (4, 5)]
    assert len(set(codes)) == 5
    with pytest.raises(Refused, match="are taken. The long link works"):
        shortened(store, "?v=1&steps=9")
    with pytest.raises(Refused, match="more than 6,000 characters"):
        shortened(store, "?" + "v" * 6_000)


def test_one_visitor_makes_only_so_many():
    allowance = Allowance(2, 0.05)
    for _ in range(2):
        allowance.take("one")
    allowance.take("another")
    with pytest.raises(Refused, match="Please wait some minutes"):
        allowance.take("one")
    allowance.seconds = 0.0
    allowance.take("one")


MAKE = """
import sys
from pathlib import Path
from app.share.links import shortened
from app.share.store import Store
store = Store(Path(sys.argv[1]))
print(*(shortened(store, f"?v=1&steps={n}") for n in range(1, 31)))
"""


def test_processes_that_make_the_same_links_at_once_agree(tmp_path):
    command = [sys.executable, "-c", MAKE, str(tmp_path / "new")]
    makers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [maker.communicate(timeout=60)[0].split() for maker in makers]
    assert [maker.returncode for maker in makers] == [0, 0, 0]
    assert said[0] == said[1] == said[2] and len(set(said[0])) == 30


def test_without_a_place_to_write_the_long_link_is_offered(tmp_path):
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(Refused, match=NOWHERE):
            shortened(Store(folder), "?v=1")
        assert NOWHERE in unescape(follow(Store(folder), "k7f3").body.decode())
    damaged = Store(tmp_path / "damaged")
    damaged.path.parent.mkdir()
    damaged.path.write_bytes(b"no database" * 100)
    with pytest.raises(Refused, match=NOWHERE):
        shortened(damaged, "?v=1")


def test_the_folder_is_that_of_the_environment(tmp_path):
    home = tmp_path / "home"
    assert folder_of({"SURGERY_SHARING": "/links"}, home).as_posix() == "/links"
    assert folder_of({"XDG_STATE_HOME": "/state"}, home).as_posix() == "/state/gradient-surgery"
    assert folder_of({"SURGERY_SHARING": ""}, home) == home / ".local/state/gradient-surgery"


def test_short_links_stand_below_the_base_path(store, monkeypatch):
    monkeypatch.setattr("streamlit.get_option", lambda name: "/demo/")
    code = shortened(store, "maps?v=1")
    answer = ask(below_base(routes(lambda: store)), f"/demo/c/{code}")
    assert answer.status == 302 and answer.headers["location"] == "../maps?v=1"


@pytest.mark.parametrize(
    ("base", "modules"),
    [("https://surgery.example.org/", 25), ("https://surgery.example.org/demo/", 29)],
)
def test_the_qr_code_says_the_short_link_in_few_modules(base, modules):
    link = Here(base).short("k7f3")
    code = code_of(in_code(link))
    assert code.symbol_size(border=0) == (modules, modules)
    picture = np.array([*code.matrix_iter(scale=6, border=QUIET)], dtype=np.uint8)
    (read,) = zxingcpp.read_barcodes(np.where(picture == 1, 0, 255).astype(np.uint8))
    assert read.text.lower() == link
    assert read.text == (link if "demo" in link else link.upper())


def test_the_picture_of_a_code_is_dark_on_white_with_its_quiet_zone():
    picture = drawn("HTTPS://HOST/C/K7F3")
    assert 'alt="QR code of HTTPS://HOST/C/K7F3"' in picture
    size = segno.make("HTTPS://HOST/C/K7F3", error="l", micro=False).symbol_size(border=4)[0]
    svg = base64.b64decode(picture.split("base64,")[1].split('"')[0]).decode()
    assert f'viewBox="0 0 {size} {size}"' in svg
    assert f'fill="#fff" d="M0 0h{size}v{size}h-{size}z"' in svg and 'stroke="#000"' in svg
