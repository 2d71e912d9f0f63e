"""The runs of Explore, the methods, and the networks of Recon as CSV files."""

import time
from contextlib import closing

from app.explore import table
from app.files.runs import runs
from app.files.waiting import NotYet, waiting
from app.methods import comparison
from app.methods.facts import all_facts
from app.recon import networks
from app.recon.lab import follow
from app.recon.state import LabState, look
from app.study.recon import ReconSettings
from app.study.study import Study
from samgs_core.methods import METHODS

EMPTY = "Nothing is trained yet. Keep the page open, and ask again in a moment."
LEFT = "Nothing is trained: it was stopped. Press “Go on” on the page first."


def runs_csv(study: Study) -> str:
    """The end of every run; those that are not in memory are run, as many as a page may ask for."""
    return table.csv_text(table.rows(runs(study)))


def methods_csv(keys: str | None) -> str:
    """The methods of these keys, separated by commas; all for None.

    Raises ``ValueError`` for a key that no method has.
    """
    asked = set(filter(None, (keys or "").split(",")))
    unknown = sorted(asked - {method.key for method in METHODS})
    if unknown:
        raise ValueError(f"of must hold keys of methods; got {unknown[0][:40]!r}.")
    chosen = [each for each in all_facts() if keys is None or each.method.key in asked]
    return comparison.csv_text([comparison.row(facts) for facts in chosen])


def networks_csv(settings: ReconSettings, is_stopped: bool) -> str:
    """Every network that is trained so far."""
    return networks.csv_text(networks.rows(trained(settings, is_stopped)))


def recon_csv(settings: ReconSettings, is_stopped: bool) -> str:
    """What the pictures of Recon are drawn from, so far."""
    return networks.csv_text(list(networks.numbers(trained(settings, is_stopped))))


def trained(settings: ReconSettings, is_stopped: bool) -> LabState:
    """What there is; what is missing is trained for a while, unless the visitor stopped it.

    Raises ``NotYet`` if there is nothing.
    """
    state = look(settings)
    if not (state.is_complete or is_stopped):
        with waiting() as until, closing(follow(settings)) as states:
            for state in states:
                if state.is_complete or time.monotonic() > until:
                    break
    if not state.seeds:
        raise NotYet(LEFT if is_stopped else EMPTY)
    return state
