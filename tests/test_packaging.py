"""A wheel holds the whole app: installed elsewhere, one command starts it, from any folder."""

import os
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from app.scene.files import files, version
from tests.browser.conftest import free_port, wait_until_healthy

ROOT = Path(__file__).parent.parent
PACKAGES = ("app", "samgs_core", "synthetic")
BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
OUTSIDE = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel, built from a copy of the tree, tests and all."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("made")
    for name in (*PACKAGES, "tests"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "requirements.txt"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-c", BUILD, str(made)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, env=OUTSIDE)
    (path,) = made.glob("*.whl")
    return path


def test_it_holds_every_file_of_the_three_packages_and_nothing_else(wheel):
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == wanted
    assert {f"{package}/py.typed" for package in PACKAGES} | {"app/.streamlit/config.toml"} <= names


def test_installed_elsewhere_one_command_starts_the_app(wheel, tmp_path):
    place, folder = tmp_path / "environment", tmp_path / "anywhere"
    folder.mkdir()
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = subprocess.run([python, "-c", where], check=True, capture_output=True, text=True)
    libraries = sysconfig.get_path("purelib")  # those that the app needs are installed here
    (Path(own.stdout.strip()) / "libraries.pth").write_text(libraries)
    pip = [sys.executable, "-m", "pip", f"--python={python}", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-q", "--no-deps", "--no-index", wheel], check=True)
    port = free_port()
    with open(tmp_path / "log", "w") as log:
        server = subprocess.Popen(
            [place / "bin" / "surgery-explorer", f"--port={port}"],
            cwd=folder,
            env=OUTSIDE | {"HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_healthy(address, server)
        for name in files().keys() - {"plotly.js"}:
            with urllib.request.urlopen(f"{address}/scene/{version()}/{name}", timeout=30) as file:
                assert file.read() == files()[name].zipped, name
        with urllib.request.urlopen(f"{address}/maps", timeout=30) as page:
            assert b"<html" in page.read()
    finally:
        server.terminate()
        server.wait(10)
    assert len(files()) > 20
    assert "usage statistics" not in (tmp_path / "log").read_text()  # its own settings hold
