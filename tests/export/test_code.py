"""Programs, notebooks and training loops: run where the app is not, they give its numbers."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch
from nbclient import NotebookClient

from app.export.code.snippet import snippet
from app.export.library import notebook, script, study
from app.files.runs import runs
from samgs_core import OPTIMIZERS
from samgs_core.methods import METHODS
from tests.export.test_figures import SHORT, study_of

ROOT = Path(__file__).parents[2]
QUERY = SHORT | {"noise": "0.1", "seed": "3", "methods": "rlw,sam-gs", "sam-gs.gamma": "0.3"}


@pytest.fixture(scope="module")
def ends():
    """What the runs of the page end with, as text."""
    return [
        repr(point) for each in runs(study_of(QUERY)) for point in each.record.x[:, -1].tolist()
    ]


def printed(outputs):
    """The ends that a cell prints."""
    return re.findall(r" to (\[.*?\]) with", outputs[0].text)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_notebook_and_program_end_with_the_numbers_of_the_page(ends, tmp_path, monkeypatch):
    """Both in one process that knows nothing of the app: starting one is most of the work."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    made = nbformat.reads(notebook(study_of(QUERY)), as_version=4)
    nbformat.validate(made)
    assert [cell.id for cell in made.cells] == ["what", "setup", "run", "ends", "plot"]
    program = script(study_of(QUERY))
    (tmp_path / "study.py").write_text(program)
    more = ("import runpy; _ = runpy.run_path('study.py')", "import sys; print(*sys.modules)")
    made.cells += [nbformat.v4.new_code_cell(text) for text in more]
    NotebookClient(made, timeout=100, resources={"metadata": {"path": tmp_path}}).execute()
    cells, plot, alone, modules = (cell.outputs for cell in made.cells[-4:])
    assert printed(cells) == printed(alone) == ends
    assert plot[-1].data["text/plain"].startswith("<Figure size 700x")
    assert not {"app", "streamlit", "plotly"} & {*modules[0].text.split()}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("method", ["sam-gs", "uw", "pcgrad"])
def test_the_training_loop_steps_as_the_engine_does(optimizer, method):
    query = {"methods": method, "optimizer": optimizer.key, "steps": "25", "starts": "-3,7.5"}
    own = study_of(query | {"optimizer.lr": "0.02"})
    (result,) = runs(own)
    theta = torch.nn.Parameter(torch.tensor(own.points[0], dtype=torch.float64))
    names = {
        "shared": [theta],
        "batches": range(own.steps),
        "losses_of": lambda batch: own.landscape.losses(theta[None])[0].unbind(),
    }
    exec(snippet(own, result.method), names)
    np.testing.assert_allclose(theta.detach().numpy(), result.record.x[0, -1], atol=1e-10)


def test_every_method_has_a_loop_that_says_its_settings():
    own = study_of({"sam-gs.gamma": "0.25", "clip": "none"})
    for method in own.methods:
        text = snippet(own, method)
        compile(text, method.key, "exec")
        assert f"Surgery({type(method).__name__}(" in text and "clip_grad" not in text
        assert ("lower_bounds=" in text) == method.needs_positive_losses()
    assert "gamma=0.25" in snippet(own, own.methods[-1]) and len(own.methods) == len(METHODS)


def test_a_formula_is_written_with_its_import():
    text = script(study_of(SHORT | {"landscape": "formula"}))
    assert "from synthetic.formula" in text
    compile(text, "study.py", "exec")


def test_a_study_without_methods_has_no_program():
    with pytest.raises(ValueError, match="No method is drawn"):
        script(study_of({"methods": "none"}))


def test_a_link_is_read_whole_or_as_its_query():
    expected = study_of(SHORT)
    for link in ("?steps=60", "steps=60", "https://surgery.example/explore?v=1&steps=60"):
        assert study(link) == expected
    with pytest.raises(ValueError, match="moon is no setting"):
        study("?moon=1")
