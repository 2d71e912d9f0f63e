"""What data each page has: tables, arrays, and what is to be said of them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from app.explore.table import csv_text as ends_csv
from app.explore.table import rows as end_rows
from app.export.caption import plain, study_words
from app.export.data.columns import Meaning
from app.export.data.recording import facts, file_of, layers_table, steps_table
from app.export.data.tables import Column, Table, parsed
from app.export.data.trajectories import ARRAYS, arrays, every, trajectories
from app.export.order import Order
from app.export.paper.catalogue import paper_of
from app.export.paper.yours import opened_of, recording_words
from app.files.map_files import map_of
from app.files.runs import runs
from app.files.tables import networks_csv, recon_csv
from app.maps.kinds import kind_of
from app.runs import averages
from app.runs.records import survey_of
from app.study.atlas_link import fit
from app.study.link import encode
from app.study.study import Study
from app.vectors.outcome import outcomes
from app.yours.opened import Opened
from app.yours.settings import gamma_of

COLUMN = "The column of this name of the table, in its order."


class Contents(NamedTuple):
    """Tables, the first of which is the largest; arrays; words; and more for meta.json."""

    tables: Sequence[Table]
    arrays: dict[str, np.ndarray]
    words: str
    told: dict[str, Any]
    files: Mapping[str, bytes] = MappingProxyType({})
    """What there is beside the tables, by names of files."""

    def meaning_of_array(self, name: str) -> str:
        """What an array of the NumPy file means."""
        own = ARRAYS.get(name.rpartition(".")[2], "What the method tells of its steps.")
        return own if "." in name else COLUMN


def contents_of(study: Study, order: Order) -> Contents:
    """The data of a page.

    Raises ``ValueError`` for a page that has none, and ``NotYet`` if none is there yet.
    """
    makers = {
        "explore": _explore,
        "maps": _map,
        "recon": _recon,
        "vectors": _vectors,
        "your-run": lambda study, order: recording_contents(opened_of(study), study),
    }
    if order.page not in makers:
        raise ValueError(f"page must be one of {', '.join(makers)}; got {order.page[:40]!r}.")
    return makers[order.page](study, order)


def _explore(study: Study, order: Order) -> Contents:
    results = runs(study)
    outcomes_of = {
        each.method.key: [
            {"start": n + 1, "outcome": run.outcome.name.lower(), "steps_taken": run.stopped_at}
            for n, run in enumerate(each.summaries)
        ]
        for each in results
    }
    told = {
        "engine": {each.method.key: each.record.engine.value for each in results},
        "outcome": outcomes_of,
        "kept": f"one of {study.record_every * every(results)} steps, and the last",
    }
    if not results:
        raise ValueError("No method is drawn: there is nothing to take.")
    means = parsed("methods", averages.csv_text(averages.rows(study, results)))
    tables = (trajectories(results), parsed("ends", ends_csv(end_rows(results))), _named(means))
    return Contents(tables, arrays(results), study_words(study, results), told)


def _named(means: Table) -> Table:
    """The means with what each of them is the mean of."""
    parts = {"mean": "Mean", "spread": "Standard deviation", "known": "How many runs have one"}
    words = {
        f"{quantity.name}_{part}": Meaning("", f"{parts[part]}: {quantity.meaning}")
        for quantity in averages.QUANTITIES
        for part in parts
    }
    columns = [c._replace(meaning=words.get(c.name, c.meaning)) for c in means.columns]
    return means._replace(columns=columns)


def _map(study: Study, order: Order) -> Contents:
    atlas = fit(study.atlas, study)
    kind = kind_of(atlas)
    shown = kind.picture(study, atlas, kind.layers(study, atlas), survey_of(study.landscape))
    made = map_of(study, shown.plot.KEY, order.is_stopped)
    table = parsed(shown.plot.KEY, made.numbers())
    values = made.picture.values
    words = f"{kind.words(study, values)} {kind.made_from(study, values)}"
    is_whole = all(layer.job.done() for layer in made.layers)
    return Contents((table,), _columns(table), plain(words), {"is_complete": is_whole})


def _recon(study: Study, order: Order) -> Contents:
    numbers = parsed("recon", recon_csv(study.recon, order.is_stopped))
    networks = parsed("networks", networks_csv(study.recon, order.is_stopped))
    words = paper_of("recon").drawn(study, (), order.is_stopped).words
    return Contents((numbers, networks), _columns(numbers), words, {"seeds": study.recon.all_seeds})


def _vectors(study: Study, order: Order) -> Contents:
    found = outcomes(study)
    columns = [_column("method", [each.method.title for each in found.methods], "Its title.")]
    for k in (0, 1):
        values = [each.merged.direction[k] for each in found.methods]
        columns.append(_column(f"direction{k + 1}", values, "Of the merged gradient."))
    columns.append(_column("length", [each.length for each in found.methods], "Of it."))
    for task in range(len(found.grads)):
        n = task + 1
        angles = [each.angles[task] for each in found.methods]
        gains = [each.gains[task] for each in found.methods]
        columns.append(_column(f"angle{n}_degrees", angles, f"To the gradient of task {n}."))
        words = f"By how much a small step lowers the loss of task {n}, to first order."
        columns.append(_column(f"gain{n}", gains, words))
        for k in (0, 1):
            values = [each.merged.operated[task, k] for each in found.methods]
            words = f"The gradient of task {n} after surgery, coordinate {k + 1}."
            columns.append(_column(f"operated{n}_{k + 1}", values, words))
    table = Table("vectors", columns)
    words = paper_of("vectors").drawn(study, ("arrows",), False).words
    told = {"gradients": [list(each) for each in study.vectors.grads]}
    return Contents((table,), {**_columns(table), "gradients": found.grads}, words, told)


def recording_contents(opened: Opened, study: Study) -> Contents:
    """The data of a recording; its npz is the recording itself."""
    level = gamma_of(study, opened)
    tables = [steps_table(opened.recording), layers_table(opened.coarse)]
    words = " ".join(recording_words(opened, level))
    told = {"study": {"query": encode(study)}, "recording": facts(opened, level)}
    files = {"recording.npz": file_of(opened.coarse)}
    return Contents([each for each in tables if each], {}, words, told, files)


def _column(name: str, values: Sequence[object], words: str) -> Column:
    own = np.array(values, dtype=str if name == "method" else float)
    return Column(name, own, Meaning("degrees" if name.endswith("degrees") else "", words))


def _columns(table: Table) -> dict[str, np.ndarray]:
    return {column.name: column.values for column in table.columns}
