"""The fingerprints of the drawn methods, computed by the methods themselves, all pairs at once."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from app.figures.fingerprint import Fingerprint, Fingerprints, alt, figure, pairs
from app.figures.panels import grid
from app.look.theme import THEMES
from app.scene.binary import packed
from app.scene.ground import named
from app.study.link import link_of
from app.study.study import Study
from app.study.vectors import VectorsSettings
from app.vectors.outcome import HARM
from samgs_core import Method, merge
from samgs_core.measures import units

STILL = 1e-9
"""A merged gradient shorter than this share of the longest gradient is none, but for rounding."""
N_DRAWS = 40
"""Of a method with chance the mean of so many draws is shown."""
OWN = ("drawn", "big", "colour", "repeats", "loss1", "loss2", "bound1", "bound2")
"""What of the settings the fingerprints depend on."""


def bare(study: Study) -> Study:
    """The study with nothing but what its fingerprints depend on."""
    own = {name: getattr(study.vectors, name) for name in OWN}
    settings = replace(VectorsSettings(), **own)
    return Study(methods=study.methods, seed=study.seed, vectors=settings)


def fingerprints_link(study: Study) -> str:
    """The link of what the fingerprints depend on, and of nothing else."""
    return link_of(bare(study))


def fingerprints(study: Study) -> Fingerprints:
    """The fingerprints of the methods that are drawn, or of the one that is shown large."""
    settings = study.vectors
    shown = settings.drawn if settings.big is None else (settings.big,)
    rules = (settings.losses[:2], settings.bounds[:2], settings.repeats, study.seed)
    found = (fingerprint(each, *rules) for each in study.methods if type(each) in shown)
    return Fingerprints(tuple(found), settings.colour)


def fingerprints_message(study: Study) -> bytes:
    """The figure in both themes, as traces whose data are names of arrays and a layout."""
    found, arrays = fingerprints(study), dict[bytes, np.ndarray]()
    themes = {}
    for theme in THEMES:
        drawn = figure(found, theme)
        layout = drawn.layout.to_plotly_json()
        themes[theme.name] = {
            "traces": named(drawn.data, arrays),
            "layout": {name: each for name, each in layout.items() if name != "template"},
            "ring": theme.ring,
            "page": theme.page,
        }
    header = {
        "link": fingerprints_link(study),
        "methods": [(each.key, each.title) for each in study.vectors.drawn],
        "big": "" if study.vectors.big is None else study.vectors.big.key,
        "colour": study.vectors.colour,
        "grid": grid(len(found.prints)),
        "alt": alt(found),
        "themes": themes,
    }
    return packed(header, {str(i): array for i, array in enumerate(arrays.values())})


@lru_cache(maxsize=128)
def fingerprint(
    method: Method,
    losses: tuple[float, ...],
    bounds: tuple[float, ...],
    repeats: int,
    seed: int,
) -> Fingerprint:
    """What a method makes of all pairs under these rules."""
    grads = pairs()
    sets = grads.reshape(-1, 2, 2)
    n_draws = N_DRAWS if method.n_draws(2, 2) else 1
    d, parts = np.zeros(sets[:, 0].shape), np.zeros(sets.shape[:2])
    for draw in range(n_draws):
        found = merge(method, sets, losses, repeats, seed + draw, lower_bounds=bounds)
        d += found.direction / n_draws
        parts += np.linalg.norm(found.operated, axis=-1) / n_draws
    with np.errstate(invalid="ignore"):
        cosines = np.einsum("ntd,nd->nt", units(sets), d / np.linalg.norm(d, axis=-1)[:, None])
        share = parts[:, 0] / parts.sum(1)
    worst = cosines.min(1)
    is_still = np.linalg.norm(d, axis=-1) <= STILL * np.linalg.norm(sets, axis=-1).max(1)
    worst[is_still], share[parts.sum(1) == 0] = np.nan, np.nan
    shape = grads.shape[:2]
    threshold = method.threshold()
    return Fingerprint(
        method=type(method),
        worst=worst.reshape(shape),
        share=share.reshape(shape),
        harmed=(worst < -HARM).reshape(shape),
        threshold=None if threshold is None else threshold.psi,
        n_draws=n_draws,
    )


def pair_at(angle: float, ratio: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """The pair of gradients of a cell, as it is computed there."""
    half, root = np.radians(angle) / 2, ratio**0.5
    first, second = (np.cos(half) / root, -np.sin(half) / root), (np.cos(half), np.sin(half))
    g1, g2 = first, tuple(value * root for value in second)
    return (float(g1[0]), float(g1[1])), (float(g2[0]), float(g2[1]))
