"""What the Vectors page says in a browser is what ``merge`` computes, and torchjd."""

from urllib.parse import urlencode

import numpy as np
import pytest
import torch
from torchjd import aggregation
from torchjd.linalg import QuadprogProjector

from app.study.link import decode
from app.vectors.message import vectors_link
from app.vectors.outcome import outcomes
from app.vectors.words import readouts, row, sentences
from samgs_core.methods import METHODS
from tests.browser.tabs import SLOW
from tests.browser.vectors_page import drawn
from tests.core.methods.pairs import theirs

LINK = {"vectors.methods": ",".join(method.key for method in METHODS), "vectors.repeats": "2"}
OTHERS = (
    {"vectors.turned": "30", "vectors.lengths": "equal"},
    {"vectors.g1": "0,0"},
    {"vectors.g1": "-1,0", "vectors.g2": "0.5,0"},
    {"vectors.g3": "0.3,0.9"},
)
EXACT = {"projector": QuadprogProjector(norm_eps=0.0, reg_eps=0.0)}
THEIRS = {  # and how many times as long ours is
    "PCGrad": (aggregation.PCGrad, 1),
    "UPGrad": (lambda: aggregation.UPGrad(**EXACT), 2),
    "DualProj": (lambda: aggregation.DualProj(**EXACT), 2),
    "MGDA": (lambda: aggregation.MGDA(epsilon=1e-9), 2),
    "IMTL-G": (aggregation.IMTLG, 2),
    "ConFIG": (aggregation.ConFIG, 1),
}
READ = """() => {
  const all = (selector, read) => [...document.querySelectorAll(`.vectors ${selector}`)].map(read);
  return {
    readouts: all('dd', (each) => [each.dataset.name, each.textContent]),
    words: all('.vectors-words li', (each) => each.textContent),
    rows: all('tbody tr', (each) => [...each.children].map((cell) => cell.textContent)),
  };
}"""


def test_every_number_is_that_of_merge_and_of_torchjd_for_twenty_links(visit):
    page = drawn(visit(f"vectors?{urlencode(LINK)}", is_settled=False))
    pairs = np.random.default_rng(1).uniform(-1, 1, (16, 2, 2)).round(3)
    changes = [
        {f"vectors.g{k}": ",".join(map(str, grad)) for k, grad in enumerate(pair.tolist(), 1)}
        for pair in pairs
    ]
    link = LINK
    for change in (*changes, *OTHERS):
        link = {**link, **change}
        page.evaluate("said => document.querySelector('.vectors').held.change(said, null)", change)
        study = decode(link).study
        page.wait_for_function(
            "link => document.querySelector('.vectors').dataset.drawn === link",
            arg=vectors_link(study),
            timeout=SLOW,
        )
        told = page.evaluate(READ)
        check(told, study)
        if change in changes:
            check_with_torchjd(told["rows"], torch.tensor(study.vectors.grads).double())


def check(told, study):
    """What the page told of a study is what is computed."""
    found = outcomes(study)
    assert told["readouts"] == [[each.name, each.text] for each in readouts(found)]
    assert told["words"] == sentences(found)
    wanted = [row(each, study.vectors.turned) for each in found.methods]
    assert told["rows"] == [
        [
            *(each.title, each.length),
            *([each.turned] if study.vectors.turned else []),
            *(*each.angles, *each.gains),
            f"task {', '.join(map(str, each.harmed))}" if each.harmed else "nobody",
            each.weights or "–",
        ]
        for each in wanted
    ]


def check_with_torchjd(rows, grads):
    """The first-order gains that the page told are those of an independent implementation."""
    told = {cells[0]: list(map(read_number, cells[4:6])) for cells in rows}
    for title, (make, times) in THEIRS.items():
        wanted = times * (grads @ theirs(make(), grads))
        assert told[title] == pytest.approx(wanted.tolist(), rel=0.006, abs=1e-4), title


def read_number(text):
    digits, _, power = text.translate(str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")).partition(
        " × 10"
    )
    return float(digits) * 10.0 ** int(power or 0)
