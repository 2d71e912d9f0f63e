"""The row of scores and the table of all runs on the Explore page."""

import csv
import io
import math
import re

import numpy as np
import pyarrow as pa
import pytest

from app.explore.score_row import score_row, toggled
from app.explore.table import csv_text, rows
from app.look.theme import LIGHT
from app.runs.results import result
from app.study.study import Study
from samgs_core import Outcome
from samgs_core.methods import METHODS, MGDA, SAMGS
from samgs_core.summary import RunSummary
from tests.front.any_page import study_of
from tests.front.explore_page import SHORT, open_page


def table_of(page):
    """The table as the page writes it: the texts of the cells, by column."""
    cells = page.dataframe[0]
    written = pa.ipc.open_stream(cells.proto.arrow_data.styler.display_values).read_pandas()
    return dict(zip(cells.value, (written[name].tolist() for name in written), strict=True))


def test_a_press_on_a_score_draws_the_method_or_hides_it():
    plain = Study()
    assert MGDA in toggled(plain, "mgda").drawn
    assert toggled(toggled(plain, "mgda"), "mgda") == plain
    assert SAMGS not in toggled(plain, "sam-gs").drawn
    assert toggled(plain, "<b>") == plain


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_a_chip_says_whether_its_method_is_drawn_and_what_a_press_does(method):
    row = score_row(Study(), {method: "3/7"}, LIGHT)
    is_drawn = method in Study().drawn
    part, other = row if is_drawn else row[::-1]
    pressed, deed = ("true", "hide") if is_drawn else ("false", "draw")
    assert f'data-method="{method.key}"' not in other
    assert (
        f'data-method="{method.key}" aria-pressed="{pressed}" '
        f'title="{method.title}: press to {deed} its runs"'
    ) in part
    assert "<b>3/7</b>" in part


def test_the_row_is_busy_until_every_score_is_there():
    scores = {method: "1/7" for method in METHODS if method is not MGDA}
    row = score_row(Study(), scores, LIGHT)
    assert 'aria-busy="false"' in row.drawn and 'aria-busy="true"' in row.others
    row = score_row(Study(), scores | {MGDA: "0/7"}, LIGHT)
    assert 'aria-busy="false"' in row.others


def test_the_table_is_written_with_true_minus_signs_and_dashes():
    page = open_page(SHORT | {"methods": "ls,sam-gs"})
    table = table_of(page)
    assert page.dataframe[0].proto.placeholder == "–"
    assert any(text.startswith("−") for text in table["loss1_end"])
    assert set(table["equalised_share"][:7]) == {"–"}
    assert all(text.endswith(" %") for text in table["conflict_rate"])
    assert not [
        text for column in table.values() for text in column if re.match("-|None|nan", text)
    ]


def test_columns_that_say_nothing_are_left_out_of_the_page_but_not_of_the_file():
    page = open_page(SHORT | {"landscape": "zdt3", "methods": "ls", "clip": "none"})
    shown = set(page.dataframe[0].value)
    assert not shown & {"at_goal", "steps_to_goal", "clipped_share", "equalised_share"}
    assert {"on_front", "distance_to_front"} <= shown
    study = study_of(page)
    text = csv_text(rows([result(study, method) for method in study.drawn_methods]))
    heading, first = text.splitlines()[:2]
    assert "at_goal" in heading and first.split(",")[heading.split(",").index("at_goal")] == ""


def test_a_page_without_a_drawn_method_has_an_empty_table():
    assert len(open_page(SHORT | {"methods": "none"}).dataframe[0].value) == 0


@pytest.mark.parametrize("value", [None, math.nan, np.nan, np.float64("nan"), np.float32("nan")])
def test_the_csv_file_is_empty_where_a_number_is_undefined(value):
    undefined = {"losses": (value, 0.1), "conflict_rate": value, "to_front": value}
    row = RunSummary(
        start=(1.0, 2.0), outcome=Outcome.DIVERGED, stopped_at=3, end=(math.inf, value),
        on_front=None, regime_share=None, clipped_share=value, steps_to_goal=None, at_goal=None,
        **undefined,
    )  # fmt: skip
    shown = result(Study(steps=1), MGDA())._replace(summaries=(row,))
    (read,) = csv.DictReader(io.StringIO(csv_text(rows([shown]))))
    assert read == {
        "method": "MGDA", "start": "1", "theta1_start": "1.0", "theta2_start": "2.0",
        "theta1_end": "inf", "theta2_end": "", "loss1_end": "", "loss2_end": "0.1",
        "distance_to_front": "", "on_front": "", "conflict_rate": "", "equalised_share": "",
        "clipped_share": "", "steps_to_goal": "", "at_goal": "", "outcome": "diverged",
        "steps_taken": "3",
    }  # fmt: skip
