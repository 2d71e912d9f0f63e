"""A ZIP of all data behind a page: tables as CSV, Parquet and NumPy, and what they mean."""

import json
from typing import Any

from app.export.caption import source_words
from app.export.data.of_pages import Contents, contents_of
from app.export.data.tables import arrow, csv_bytes, npz_bytes, parquet_bytes
from app.export.data.zipped import zipped
from app.export.order import Order
from app.export.version import versions
from app.files.address import address
from app.maps.words import named
from app.study.link import encode
from app.study.study import Study
from samgs_core.params import Declared


def data(study: Study, order: Order) -> bytes:
    """The archive of a page; raises what its parts raise."""
    link = order.link or address(study, order.page)
    return packed(contents_of(study, order), study, order.page, link)


def packed(contents: Contents, study: Study, page: str, link: str) -> bytes:
    """The archive of what a page has."""
    files: dict[str, bytes] = {}
    for table in contents.tables:
        made = arrow(table)
        files[f"{table.name}.csv"] = csv_bytes(made)
        files[f"{table.name}.parquet"] = parquet_bytes(made)
    if contents.arrays:
        files[f"{contents.tables[0].name}.npz"] = npz_bytes(contents.arrays)
    files |= contents.files
    files["meta.json"] = _meta(study, page, link, contents)
    files["caption.txt"] = f"{contents.words} {source_words(link)}\n".encode()
    return zipped(files)


def _meta(study: Study, page: str, link: str, contents: Contents) -> bytes:
    """Everything that decides the numbers, and what each column and array means."""
    told: dict[str, Any] = {
        "link": link,
        "page": page,
        "versions": versions(),
        "study": {
            "query": encode(study),
            "landscape": _settings(study.landscape),
            "optimizer": _settings(study.optimizer),
            "methods": [_settings(method) for method in study.drawn_methods],
            "starts": [list(point) for point in study.points],
            "steps": study.steps,
            "clip_norm": study.clip,
            "noise": study.noise,
            "seeds": list(study.all_seeds),
            "precision": study.precision,
        },
        **contents.told,
        "tables": {f"{table.name}.csv": table.meanings for table in contents.tables},
        "arrays": {name: contents.meaning_of_array(name) for name in contents.arrays},
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _settings(settings: Declared) -> dict[str, Any]:
    fields = {field.name: getattr(settings, field.name) for field in settings.declared()}
    return {"key": settings.key, "title": named(settings), "settings": fields}
