"""What tests of several pages share."""

from dataclasses import replace
from threading import Lock

import pytest

from app.explore import view as explore
from app.maps import layers
from app.runs.jobs import job_of
from app.runs.workers import Workers
from samgs_core.native.library import Library, build, compiler
from samgs_core.native.scalars import Untranslatable
from samgs_core.native.spec import spec_of
from samgs_core.native.store import KERNELS, START_STEP, STEP

LONG = 0.1
"""Seconds in torch, as the store of code reckons them, that are longer than compiling takes."""


@pytest.fixture
def short_runs(monkeypatch):
    """Runs of maps take twenty steps, whatever the study says."""

    def short(sweep):
        return job_of(replace(sweep, experiment=replace(sweep.experiment, steps=20)))

    monkeypatch.setattr(layers, "job_of", short)


@pytest.fixture
def only_the_drawn(monkeypatch):
    """On Explore the other methods are not scored."""
    monkeypatch.setattr(explore, "SCORED_UP_TO", 0)


@pytest.fixture(scope="session")
def two_processes():
    """Workers with two processes of their own, each of which takes seconds to start."""
    workers = Workers(2)
    yield workers
    workers.end()


@pytest.fixture(scope="session")
def code():
    """Code by spec, compiled here where there is a compiler; None where a step has none."""
    made, lock = {}, Lock()

    def of(spec):
        with lock:
            if spec.key not in made:
                try:
                    made[spec.key] = Library(build(spec))
                except Untranslatable:
                    made[spec.key] = None
            return made[spec.key]

    return of


@pytest.fixture
def machine_code(code, monkeypatch):
    """Long runs go by machine code, as on a page that is served, and not in torch."""

    def for_rule(rule, x, criteria=None, *, is_wanted=False):
        spec, seconds = spec_of(rule, x, criteria), rule.steps * (STEP + START_STEP * len(x))
        return code(spec) if spec.is_fit and seconds > LONG else None

    if compiler():
        monkeypatch.setattr(KERNELS, "for_rule", for_rule)
