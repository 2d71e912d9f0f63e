"""The Maps page without a browser, and what is read from it."""

import json
import re

from app.study.atlas_link import fit
from tests.front.any_page import html, open_at, study_of


def open_maps(query=None):
    return open_at("maps", query)


def linked(page):
    """The study and the atlas that the link on the page says."""
    study = study_of(page)
    return study, fit(study.atlas, study)


def titles(page):
    """The titles above the pictures and the notes beside them."""
    found = re.findall(r'class="map-title"><b>(.*?)</b><br>(.*?)</div>', html(page))
    return {title: note.replace("&nbsp;", " ") for title, note in found}


def figures(page):
    """The pictures on the page."""
    return [json.loads(each.proto.spec) for each in page.get("plotly_chart")]
