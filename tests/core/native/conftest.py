"""Code for these tests, made in an empty folder of their own, with a compiler or not at all."""

import os

import pytest

from samgs_core.native import library
from samgs_core.native.library import Library, build, compiler
from samgs_core.native.plan import plan_of
from samgs_core.native.store import STORE


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
    """Code is made wherever it is asked for; the plans that were asked for."""
    plans = []

    def code_for(course, x, rules=None, *, is_wanted=False):
        plans.append(plan_of(course, x, rules))
        return Library(build(plans[-1]))

    monkeypatch.setattr(STORE, "code_for", code_for)
    return plans
