"""Code for these tests, made in an empty folder of their own, with a compiler or not at all."""

import os

import pytest

from samgs_core.native import library
from samgs_core.native.library import Library, build, compiler
from samgs_core.native.spec import spec_of
from samgs_core.native.store import KERNELS


@pytest.fixture(scope="session", autouse=True)
def folder(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    library.folder.cache_clear()
    yield library.folder()
    patch.undo()
    library.folder.cache_clear()


@pytest.fixture(scope="session")
def has_compiler():
    if compiler() is None:
        assert not os.environ.get("CI"), "CI needs a C++ compiler: g++ or clang++."
        pytest.skip("This machine has no C++ compiler, g++ or clang++: runs stay in torch.")


@pytest.fixture
def used(has_compiler, monkeypatch):
    """Code is made wherever it is asked for; the specs that were asked for."""
    specs = []

    def for_rule(rule, x, criteria=None, *, is_wanted=False):
        specs.append(spec_of(rule, x, criteria))
        return Library(build(specs[-1]))

    monkeypatch.setattr(KERNELS, "for_rule", for_rule)
    return specs
