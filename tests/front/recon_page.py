"""The Recon page without a browser, and what is read from it."""

import re

from tests.front.any_page import open_at, study_of

SHORT = {"recon.steps": "20"}


def open_recon(query=None):
    return open_at("recon", query)


def settings_of(page):
    return study_of(page).recon


def pictures(page):
    """The keys of the pictures on the page, without what tells redrawn ones apart."""
    state = [each.proto.id for each in page.get("plotly_chart")]
    return {re.search(r"recon-[a-z]+", each).group() for each in state}


def boxes(page):
    """The labels of the network's boxes, as they were drawn last."""
    return [button.label for button in page.button if re.match(r"Layer \d", button.label)]
