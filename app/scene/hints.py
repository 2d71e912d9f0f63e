"""What a browser may fetch at once when it opens a page with a scene, in place of step by step.

Without hints it learns of the scene's files when Streamlit's have run, of each module from another,
and of the runs when all are there: a handful of round trips one after the other.
"""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from app.scene.files import PLOTLY, files, version
from app.scene.loader import PLACE
from app.scene.payload import study_link
from app.study.asked import MAX_QUERY
from app.study.link import decode

SHEETS = ("scene.css", "window.css", "pair.css")
OTHERS = "vectors/"
"""Modules of another page's pictures."""


def hints(query: str) -> str:
    """The header ``Link`` of a page whose address has this query: the scene's files and runs."""
    parts = [_hint(PLOTLY, "preload", "script")]
    parts += [_hint(name, "preload", "style") for name in SHEETS]
    parts += [_hint(name, "modulepreload") for name in _modules()]
    if len(query) <= MAX_QUERY:
        runs = f"study?{_question(dict(parse_qsl(query)))}"
        parts.append(f"{_hint(runs, 'preload', 'fetch')}; crossorigin")
    return ", ".join(parts)


@lru_cache(maxsize=1)
def _modules() -> tuple[str, ...]:
    scripts = [name for name in files() if name.endswith(".js") and name != PLOTLY]
    return tuple(name for name in scripts if not name.startswith(OTHERS))


def _question(query: Mapping[str, str]) -> str:
    """What the scene will ask first, letter for letter."""
    study = decode(query).study
    start = min(study.focus, len(study.points)) - 1
    own = {"of": study.focused.key, "start": start, "scale": "auto"}
    return f"{_as_javascript(study_link(study))}&{urlencode(own)}"


def _as_javascript(query: str) -> str:
    """A query as URLSearchParams writes it."""
    return query.replace("%2A", "*").replace("~", "%7E")


def _hint(name: str, relation: str, kind: str = "") -> str:
    what = f"; as={kind}" if kind else ""
    return f"<{PLACE}/{version()}/{name}>; rel={relation}{what}"
