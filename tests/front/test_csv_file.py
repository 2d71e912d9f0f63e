"""What a CSV file of the app says is what programs read in it."""

import io
import math

import numpy as np
import pandas as pd

from app.words.csv_file import csv_file

ROWS = [(1 / 3, math.inf, math.nan, "a,b"), (-0.0, -math.inf, None, 'a "b"')]
TEXT = csv_file(("number", "large", "undefined", "words"), ROWS)


def test_every_number_reads_back_and_what_is_undefined_is_missing():
    read = pd.read_csv(io.StringIO(TEXT))
    assert read["number"].tolist() == [1 / 3, -0.0]
    assert read["large"].tolist() == [math.inf, -math.inf]
    assert read["undefined"].isna().all()
    assert read["words"].tolist() == ["a,b", 'a "b"']


def test_numpy_reads_the_same():
    read = np.genfromtxt(
        io.StringIO(TEXT), delimiter=",", skip_header=1, usecols=(0, 1), max_rows=1
    )
    assert read.tolist() == [1 / 3, math.inf]


def test_a_cell_is_a_number_or_empty_and_nan_is_nowhere():
    assert TEXT.splitlines()[1] == '0.3333333333333333,inf,,"a,b"'
    assert "nan" not in TEXT.lower() and "none" not in TEXT.lower()
