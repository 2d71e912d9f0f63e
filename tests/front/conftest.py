"""What tests of several pages share."""

from dataclasses import replace

import pytest

from app.maps import layers
from app.runs.jobs import job_of


@pytest.fixture
def short_runs(monkeypatch):
    """Runs of maps take twenty steps, whatever the study says."""

    def short(sweep):
        return job_of(replace(sweep, experiment=replace(sweep.experiment, steps=20)))

    monkeypatch.setattr(layers, "job_of", short)
