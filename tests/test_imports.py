"""Who may import what: the arrows between the folders point one way."""

import ast
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
    "app/link.py": ("streamlit", "plotly", "torch"),
    "app/study.py": ("streamlit", "plotly", "torch"),
    "app/views": ("torch",),
    "app/controls.py": ("torch",),
    "app/page.py": ("torch",),
    "app/pages.py": ("torch",),
}


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
                assert not f"{module}.".startswith(f"{forbidden}."), f"{path} imports {module}"


@pytest.mark.parametrize(
    ("folder", "catalogues"),
    [("samgs_core/methods", ["METHODS"]), ("synthetic", ["LANDSCAPES", "LAYERED"])],
)
def test_every_file_of_a_catalogue_is_in_it(folder, catalogues):
    package = __import__(folder.replace("/", "."), fromlist=catalogues)
    listed = {entry.__module__ for name in catalogues for entry in getattr(package, name)}
    for path in (ROOT / folder).glob("*.py"):
        if "@dataclass(frozen=True)\nclass" in path.read_text():
            assert f"{folder.replace('/', '.')}.{path.stem}" in listed
