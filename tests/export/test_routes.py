"""The exports as files: their kinds, one making for all who ask alike, and what is refused."""

import pytest

from app.export import unfinished
from app.export.dialog import PAGES
from app.files import exports, waiting
from app.files.exports import COVERED, EXPORTS, once
from app.files.waiting import BUSY
from app.maps.kinds import kind_of
from app.study.link import decode
from tests.front.any_page import open_at, press
from tests.front.file_queries import get, links
from tests.front.test_files import expect_refusal

SHORT = {"steps": "20", "methods": "ls,sam-gs"}
KINDS = {
    "figure.svg": ("image/svg+xml", b"<?xml"),
    "figure.pdf": ("application/pdf", b"%PDF"),
    "preview.png": ("image/png", b"\x89PNG"),
    "caption.txt": ("text/plain", b"Paths on the landscape"),
    "data.zip": ("application/zip", b"PK"),
    "tikz.zip": ("application/zip", b"PK"),
    "study.py": ("text/x-python", b'"""Same landscape'),
    "study.ipynb": ("application/x-ipynb+json", b"{"),
    "training_loop.py": ("text/x-python", b"# shared"),
    "references.bib": ("application/x-bibtex", b"@software"),
    "replay.html": ("text/html", b"<!doctype html>"),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_file_is_of_its_kind(name):
    panels = {"export.panels": "loss-space"} if name.startswith(("figure", "prev", "cap")) else {}
    answer = get(name, SHORT | panels)
    kind, begin = KINDS[name]
    assert answer.status == 200 and answer.body.startswith(begin)
    assert answer.headers["content-type"].split(";")[0] == kind
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("name", sorted(EXPORTS))
@pytest.mark.parametrize("screen", [{"screen.hide": "table"}, {"screen.predict": "yes"}])
def test_what_a_link_leaves_out_is_no_file(name, screen):
    expect_refusal(get(name, SHORT | screen), 400, COVERED)


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("figure.svg", {"export.panels": "moon"}, "panels must be one of"),
        ("figure.svg", {"export.width": "wall"}, "width must be one of"),
        ("figure.svg", {"export.page": "methods"}, "page must be one of"),
        ("figure.svg", {"stopped": "perhaps"}, "stopped must be yes or no"),
        ("animation.gif", {"export.seconds": "99"}, "seconds must lie in [2, 15]; got 99."),
        ("animation.gif", {"export.seconds": "-1"}, "export.seconds must be a whole number"),
        ("animation.gif", {"export.loop": "1"}, "export.loop must be yes or no"),
        ("replay.html", {"methods": "none"}, "No method is drawn"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(name, query, words):
    expect_refusal(get(name, SHORT | query), 400, words)


def test_who_asks_alike_gets_what_was_made_once_and_few_wait(monkeypatch):
    calls = []

    def make(study, said):
        calls.append(said)
        if not waiting._places.acquire(blocking=False):
            raise AssertionError("it took more than one place")
        waiting._places.release()
        return b"made"

    maker = once("test.bin", make)
    study = exports.Study(steps=21)
    assert maker(study, {}) == maker(study, {}) == b"made" and len(calls) == 1
    maker(study, {exports.PAGE: "maps"})
    maker(study, {exports.PAGE: "maps"})
    assert len(calls) == 3  # a map may have gone on meanwhile
    monkeypatch.setattr(exports, "waiting", lambda: (_ for _ in ()).throw(waiting.NotYet(BUSY)))
    with pytest.raises(waiting.NotYet):
        maker(exports.Study(steps=22), {})


@pytest.mark.parametrize("address", PAGES)
def test_the_dialog_of_each_page_links_to_files_that_there_are(address):
    page = open_at(address, {"steps": "20", "map.kind": "regimes", "recon.steps": "20"})
    press(page, "Export")
    found = dict(links(page))
    assert {"figure.pdf", "figure.svg", "figure.png", "caption.txt"} <= {*found}
    assert get("caption.txt", found["caption.txt"]).status == 200


def test_an_export_does_not_go_on_with_what_was_stopped(monkeypatch):
    study = decode({"steps": "20", "map.side": "3", "seed": "6001", "methods": "ls"}).study
    assert unfinished.is_left(study, "maps") and not unfinished.is_left(study, "explore")
    (layer,) = kind_of(study.atlas).layers(study, study.atlas)
    layer.job.look()  # the page goes on
    assert not unfinished.is_left(study, "maps")
    monkeypatch.setattr(unfinished.st, "session_state", {unfinished.RECON: study.recon})
    assert unfinished.is_left(study, "recon")


def test_a_link_that_leaves_parts_out_has_no_export():
    page = open_at("explore", {"steps": "20", "screen.hide": "verdict"})
    assert "Export" not in [button.label for button in page.button]
