"""The front side of the scene as files: our own modules, and plotly.js from its package."""

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import plotly

FRONT = Path(__file__).parent / "front"
KINDS = {".js": "text/javascript", ".css": "text/css"}
PLOTLY = "plotly.js"


class File(NamedTuple):
    """What a browser is sent: a media type, and the text, compressed once."""

    kind: str
    zipped: bytes


@lru_cache(maxsize=1)
def files() -> dict[str, File]:
    """All files by their paths below the folder of the front side."""
    own = {path.relative_to(FRONT).as_posix(): _file(path) for path in _own()}
    return {**own, PLOTLY: _file(Path(plotly.__file__).parent / "package_data" / "plotly.min.js")}


@lru_cache(maxsize=1)
def version() -> str:
    """A name for exactly these files, so that a browser may keep them for good."""
    told = sha256(plotly.__version__.encode())
    for path in _own():
        told.update(path.relative_to(FRONT).as_posix().encode() + path.read_bytes())
    return told.hexdigest()[:12]


def _own() -> list[Path]:
    return sorted(path for path in FRONT.rglob("*") if path.suffix in KINDS)


def _file(path: Path) -> File:
    return File(KINDS[path.suffix], gzip.compress(path.read_bytes(), 6, mtime=0))
