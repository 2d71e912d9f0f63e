"""Animations: every frame is there, the last one is the end, and what is asked for is bounded."""

import io
import re

import numpy as np
import pytest
from PIL import Image

from app.export.animation import RATE, Film, animation, frames
from app.files.runs import runs
from tests.export.test_figures import SHORT, WILD, study_of

FILM = Film(seconds=2, size="small")


def opened(kind, film=FILM):
    return Image.open(io.BytesIO(animation(study_of(SHORT), kind, film, "?v=1")))


def test_a_gif_has_every_frame_and_stays_on_its_last():
    picture = opened("gif")
    assert picture.size == (800, 450) and picture.n_frames == 2 * RATE + 1
    assert picture.info["loop"] == 0
    assert b"60 steps of Adam" in picture.info["comment"]
    seen = []
    for frame in (0, 15, 30):
        picture.seek(frame)
        seen.append(np.asarray(picture.convert("RGB")).astype(int))
    assert (seen[0][-1, 0] == 255).all()
    assert (seen[0] != seen[1]).any() and (seen[1] != seen[2]).any()
    bar = [(each[1] != 255).any(-1).mean() for each in seen]  # how far the bar on top goes
    assert bar == pytest.approx([0, 0.5, 1], abs=0.02)
    assert picture.info["duration"] == 1500


def test_a_webp_is_played_once_if_asked():
    picture = opened("webp", FILM._replace(is_looped=False))
    assert picture.n_frames == 2 * RATE + 1 and picture.info["loop"] == 1
    assert "60 steps of Adam" in picture.getexif()[0x010E]


def test_runs_that_diverge_are_filmed_too():
    study = study_of(SHORT | WILD)
    records = [each.record for each in runs(study)]
    assert any(record.diverged.any() for record in records)
    first, *_, last = frames(study, records, FILM)
    assert (np.asarray(first) != np.asarray(last)).any()


@pytest.mark.parametrize(
    ("film", "query", "words"),
    [
        (Film(seconds=16), {}, "seconds must lie in [2, 15]; got 16."),
        (Film(size="wall"), {}, "size must be one of slide, small; got 'wall'."),
        (Film(), {"methods": "none"}, "No method is drawn"),
    ],
)
def test_what_cannot_be_filmed_is_refused(film, query, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        animation(study_of(SHORT | query), "gif", film, "?v=1")
