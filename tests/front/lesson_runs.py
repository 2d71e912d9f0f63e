"""What lessons show, with maps and trainings that are finished, and a panel without its page."""

import re
from functools import cache

from streamlit.testing.v1 import AppTest

from app.lessons.catalogue import LESSONS
from app.maps.layers import axes_of, basin_layers, sweep_layers
from app.recon.lab import follow
from app.study.link import encode
from app.study.study import Study
from samgs_core.sweep import run_sweep
from tests.front.any_page import texts

BY_KEY = {lesson.key: lesson for lesson in LESSONS}


@cache
def shown(key, n):
    """The study at the n-th step of a lesson, with all that its page would have computed."""
    lesson, study = BY_KEY[key], Study()
    for step in range(1, n + 1):
        study = lesson.at(study, step)
    page = lesson.step(n).page
    if page == "maps":
        finish(study)
    if page == "recon":
        for _ in follow(study.recon):
            pass
    return study


def finish(study):
    """Run the map of a study here."""
    is_sweep = study.atlas.kind == "sweep"
    layers = (
        sweep_layers(study, axes_of(study, study.atlas))
        if is_sweep
        else basin_layers(study, study.atlas.side)
    )
    for layer in layers:
        if not layer.job.done():
            layer.job.set_result(run_sweep(layer.job.sweep, device="cpu"))


def _panel(address):
    import streamlit as st

    from app.lessons.panel import lesson_panel
    from app.navigation import Pages
    from app.pages import VIEWS
    from app.study.put import arrive

    def page(title):
        place = title.lower()

        def draw():
            arrive(place)
            lesson_panel(all_pages, place)

        return st.Page(draw, title=title, url_path=place, default=place == address)

    all_pages = Pages(*(page(title) for title, _ in VIEWS))
    st.navigation(all_pages, position="hidden").run()


def told(page):
    """What the panel says, without its style."""
    return re.sub(r"<style>.*?</style>", "", texts(page), flags=re.DOTALL)


def panel_at(key, n, **changes):
    """The panel alone, on the page of the n-th step of a lesson."""
    study = shown(key, n)
    page = AppTest.from_function(_panel, default_timeout=120, args=(BY_KEY[key].step(n).page,))
    for name, value in (encode(study) | changes).items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page
