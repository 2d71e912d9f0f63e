"""A page of its own that plays a study from a file, offline: it asks for nothing."""

import json
import re
from html import escape
from pathlib import Path

from app.export.caption import source_words, study_words
from app.export.replay.payload import payload
from app.files.runs import runs
from app.look.swatch import swatch
from app.look.theme import LIGHT, look_of
from app.runs.records import survey_of
from app.study.study import Study

HERE = Path(__file__).parent
MODULES = ("runs", "plane", "curve", "main")
"""In the order of their imports: a file may not import others, so that they are one script."""
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
KEYS = (
    "Space plays, ← and → go a step, with Shift fifty, Home and End to the ends; 1 to 9 focus a "
    "method, S the next start. Point at a path’s tip or at a curve."
)


def page(study: Study, link: str) -> str:
    """The page as HTML; raises ``ValueError`` if no method is drawn."""
    if not study.drawn:
        raise ValueError("No method is drawn: there is nothing to play.")
    results = runs(study)
    data = payload(study, survey_of(study.landscape), results)
    told = json.dumps(data, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
    words = escape(f"{study_words(study, results)} {source_words('')}".strip())
    source = escape(link)
    source = f"Settings: {source}" if link.startswith("?") else f'<a href="{source}">{source}</a>'
    title = escape(f"Gradient surgery on {study.landscape.title}")
    canvases = {name: _canvas(name, label) for name, label in LABELS.items()}
    planes = canvases.pop("space") + canvases.pop("losses")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<style>{(HERE / 'replay.css').read_text(encoding='utf-8')}</style><h1>{title}</h1>"
        f'<figure><div id="methods" role="group" aria-label="Methods">{_buttons(study)}</div>'
        f'<div id="planes">{planes}</div>{TRANSPORT}'
        f'<div id="curves">{"".join(canvases.values())}</div>'
        f"<figcaption>{words} {source}</figcaption></figure>"
        f'<p class="keys">{escape(KEYS)}</p><div id="tip" hidden></div>'
        f'<script id="data" type="application/json">{told}</script>'
        f'<script type="module">{script()}</script></html>'
    )


LABELS = {
    "space": "Parameter space with the paths",
    "losses": "Loss space with the paths and the Pareto front",
    "angle": "Angle between the gradients over the steps",
    "similarity": "Similarity of the gradients’ lengths over the steps",
    "sum": "Sum of the losses over the steps",
}
TRANSPORT = (
    '<div id="transport"><button id="play" type="button">Play</button>'
    '<input id="slider" type="range" min="0" step="any" aria-label="Step">'
    '<label>Speed <select id="speed"><option>0.5<option selected>1<option>2<option>4</select>'
    '</label><label><input id="loop" type="checkbox"> Loop</label>'
    '<span id="readout"></span></div>'
)


def script() -> str:
    """The modules as one, without what they import from each other."""
    parts = [(HERE / "front" / f"{name}.js").read_text(encoding="utf-8") for name in MODULES]
    text = re.sub(r"^import .*\n", "", "\n".join(parts), flags=re.M)
    return re.sub(r"^export ", "", text, flags=re.M)


def _canvas(name: str, label: str) -> str:
    return f'<canvas id="{name}" role="img" aria-label="{escape(label)}"></canvas>'


def _buttons(study: Study) -> str:
    return "".join(
        f'<button type="button" data-method="{place}">'
        f"{swatch(look_of(type(method)), LIGHT.colour(type(method)), LIGHT.page)}"
        f"{escape(method.title)}</button>"
        for place, method in enumerate(study.drawn_methods)
    )
