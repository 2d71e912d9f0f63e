"""TikZ: its points are those of the runs, and a TeX compiles it, where there is one."""

import io
import re
import shutil
import subprocess
import zipfile

import numpy as np
import pytest

from app.export.tikz import tikz
from app.files.runs import runs
from samgs_core.methods import METHODS
from tests.export.test_figures import SHORT, study_of

TEX = next(filter(None, map(shutil.which, ("pdflatex", "lualatex", "tectonic"))), None)
ALL = {"steps": "5", "methods": ",".join(method.key for method in METHODS)}


@pytest.fixture(scope="module")
def files():
    archive = zipfile.ZipFile(io.BytesIO(tikz(study_of(SHORT), "?v=1")))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def read(text):
    return np.loadtxt(io.StringIO(text), delimiter=",", skiprows=1)


def test_the_points_are_those_of_the_runs_and_every_table_is_there(files):
    study = study_of(SHORT)
    for each in runs(study):
        for kind, own in (("space", each.record.x), ("loss", each.record.losses)):
            ends = np.loadtxt(
                io.StringIO(files[f"{kind}-ends-{each.method.key}.csv"]), delimiter=",", skiprows=1
            )
            np.testing.assert_allclose(ends, own[:, -1], rtol=1e-6, atol=1e-6)
            path = np.loadtxt(
                io.StringIO(files[f"{kind}-{each.method.key}.csv"]), delimiter=",", skiprows=1
            )
            assert len(path) <= 250 * 8
    named = re.findall(r"{([\w-]+)\.csv}", files["figure.tex"])
    assert {f"{name}.csv" for name in named} == {n for n in files if n.endswith(".csv")}
    assert "60 steps of Adam" in files["caption.txt"]


def test_braces_and_environments_close_for_all_methods():
    archive = zipfile.ZipFile(io.BytesIO(tikz(study_of(ALL), "?v=1")))
    text = archive.read("figure.tex").decode()
    assert text.isascii() and text.count("{") == text.count("}")
    assert text.count(r"\begin{") == text.count(r"\end{")
    assert text.count(r"\addlegendentry") == len(METHODS)
    colours = re.findall(r"\\definecolor{(\w+)}", text)
    assert len(colours) == len(set(colours)) == len(METHODS) + 3


@pytest.mark.skipif(TEX is None, reason="This machine has no TeX, so TikZ is not compiled.")
def test_a_tex_compiles_it(files, tmp_path):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    command = [
        TEX,
        *([] if TEX.endswith("tectonic") else ["-interaction=nonstopmode", "-halt-on-error"]),
    ]
    done = subprocess.run([*command, "figure.tex"], cwd=tmp_path, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    assert (tmp_path / "figure.pdf").stat().st_size > 5_000
