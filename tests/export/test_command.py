"""``python -m app.export``: files from a link, and what it says of links that it cannot use."""

import zipfile

import pytest

from app.export.__main__ import main
from app.export.figure import figure
from app.export.order import Order
from tests.export.test_figures import study_of

LINK = "https://surgery.example/maps?v=1&map.kind=regimes"


def test_a_figure_of_a_link_is_that_of_the_page_and_says_the_link(tmp_path):
    main([LINK, str(tmp_path / "out.svg"), "--width", "column"])
    expected = figure(
        study_of({"map.kind": "regimes"}), "svg", Order("maps", width="column", link=LINK)
    )
    assert (tmp_path / "out.svg").read_bytes() == expected
    assert "https://surgery.example/maps" in expected.decode()


@pytest.mark.parametrize("ending", ["txt", "zip", "bib"])
def test_other_files_are_made_too(tmp_path, ending):
    path = tmp_path / f"out.{ending}"
    main([LINK, str(path)])
    assert path.stat().st_size > 100
    if ending == "zip":
        assert "regime-map.csv" in zipfile.ZipFile(path).namelist()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["?moon=1", "out.pdf"], "moon is no setting"),
        (["?v=1", "out.doc"], "A file must end in svg, pdf, png"),
        (["?v=1&steps=20", "out.svg", "--panels", "moon"], "panels must be one of"),
        (["https://surgery.example/methods", "out.svg"], "page must be one of"),
    ],
)
def test_what_cannot_be_made_is_said(capsys, arguments, words):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2 and words in capsys.readouterr().err
