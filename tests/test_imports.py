"""Who may import what: the arrows between the folders point one way."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OUTSIDE_THE_CORE = ("synthetic", "app", "streamlit", "plotly")
FORBIDDEN = {
    "samgs_core/methods": (*OUTSIDE_THE_CORE, "numpy", "samgs_core.methods", "samgs_core.runner"),
    "samgs_core/metrics.py": (*OUTSIDE_THE_CORE, "torch"),
    "samgs_core/measures.py": (*OUTSIDE_THE_CORE, "torch"),
    "samgs_core/summary.py": (*OUTSIDE_THE_CORE, "torch"),
    "samgs_core/pareto.py": (*OUTSIDE_THE_CORE, "torch"),
    "samgs_core": OUTSIDE_THE_CORE,
    "synthetic": ("app", "streamlit", "plotly", "samgs_core.methods", "samgs_core.runner"),
    "app/figures": ("streamlit", "torch"),
    "app/study": ("torch",),
    "app/explore": ("torch",),
    "app/maps": ("torch",),
    "app/methods": ("torch",),
    "app/recon": ("torch",),
    "app/train": ("torch",),
    "app/vectors": ("torch",),
    "app/yours": ("torch",),
    "app/controls": ("torch",),
    "app/share": ("torch",),
    "app/words": ("torch",),
    "app/page.py": ("torch",),
    "app/pages.py": ("torch",),
}


DRAWS = ROOT / "samgs_core/recorder/figure.py"
"""The one file of the core that draws: Plotly is loaded when it is asked to."""


def imports(path):
    """Every module that a file imports, with the names taken from it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("place", FORBIDDEN)
def test_no_arrow_points_back(place):
    root = ROOT / place
    files = [root] if root.is_file() else sorted(root.rglob("*.py"))
    assert files
    for path in files:
        if path == ROOT / "samgs_core/methods/__init__.py":
            continue  # the catalogue itself
        for module in imports(path):
            for forbidden in FORBIDDEN[place]:
                if path == DRAWS and forbidden == "plotly":
                    continue
                assert not f"{module}.".startswith(f"{forbidden}."), f"{path} imports {module}"


@pytest.mark.parametrize(
    ("folder", "catalogues"),
    [("samgs_core/methods", ["METHODS"]), ("synthetic", ["LANDSCAPES", "LAYERED", "BENCHMARKS"])],
)
def test_every_file_of_a_catalogue_is_in_it(folder, catalogues):
    package = __import__(folder.replace("/", "."), fromlist=catalogues)
    listed = {entry.__module__ for name in catalogues for entry in getattr(package, name)}
    for path in (ROOT / folder).glob("*.py"):
        if "@dataclass(frozen=True)\nclass" in path.read_text():
            assert f"{folder.replace('/', '.')}.{path.stem}" in listed


LOADED = {
    "samgs_core": OUTSIDE_THE_CORE,
    "synthetic": ("app", "streamlit", "plotly", "sklearn", "scipy"),
    "app.study.link": ("streamlit", "plotly", "pandas", "app.figures"),
    "app.study.presets": ("streamlit", "plotly", "pandas", "app.figures"),
    "app.words.caption": ("streamlit", "plotly", "pandas"),
    "app.figures": ("streamlit", "pandas"),
    "app.runs.workers": ("distributed", "dask"),
    "app.pages": ("matplotlib",),
}
"""What the import of a module, or of any module of a folder, must not load."""


@pytest.fixture(scope="module")
def loaded():
    """The modules that are loaded by what ``LOADED`` names, each in a process of its own.

    The processes are copies of one that has loaded torch, which takes longest and serves all.
    """
    asked = {}
    for name in LOADED:
        place = ROOT / name.replace(".", "/")
        files = sorted(place.rglob("*.py")) if name == "app.figures" else [place]
        modules = [str(file.relative_to(ROOT).with_suffix("")).replace("/", ".") for file in files]
        asked[name] = [module.removesuffix(".__init__") for module in modules]
    script = [sys.executable, "-c", COPIES, json.dumps(asked)]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name: modules for name, *modules in map(str.split, done.stdout.splitlines())}


COPIES = """
import importlib, json, os, sys, torch

for name, modules in json.loads(sys.argv[1]).items():
    if os.fork() == 0:
        for module in modules:
            importlib.import_module(module)
        print(name, *sys.modules, flush=True)
        os._exit(0)
    assert os.wait()[1] == 0, name
"""


@pytest.mark.parametrize("name", LOADED)
def test_nothing_is_loaded_that_is_not_needed(name, loaded):
    assert "torch" in loaded[name]
    for module in loaded[name]:
        for forbidden in LOADED[name]:
            assert not f"{module}.".startswith(f"{forbidden}."), f"{name} loads {module}"


def test_only_the_entry_lies_outside_the_rooms_of_the_app():
    entry = {
        "__init__.py",
        "py.typed",
        "main.py",
        "page.py",
        "pages.py",
        "navigation.py",
        "serve.py",
    }
    assert {path.name for path in (ROOT / "app").iterdir() if path.is_file()} == entry
